"""What stands for TensorFlow's graph: everything is in one."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from keras_on_torch.graph.gradient_overrides import overriding_gradients

__all__ = ["DEFAULT_GRAPH", "Graph"]


class Graph:
    """What stands for TensorFlow's graph: everything is in one, there is nothing to choose."""

    def as_default(self) -> AbstractContextManager["Graph"]:
        """Return a context that changes nothing: models run in any thread as they are."""
        return nullcontext(self)

    def finalize(self) -> None:
        """Do nothing: running adds nothing to a model."""

    def gradient_override_map(self, op_type_map: dict[str, str]) -> AbstractContextManager[None]:
        """Return a context: operations that are recorded in it have other gradients.

        Args:
            op_type_map: by TensorFlow's name of a kind of operation, that of a gradient registered
                by `tf.RegisterGradient`; such as `{"Relu": "GuidedRelu"}`.

        Raises:
            TypeError: it is no dict of strings.
            ValueError: here is no operation of that kind.
        """
        return overriding_gradients(op_type_map)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"graph.{name} is TensorFlow's, and there is no TensorFlow here. Models, layers and K's"
            " functions have what is computed: model.layers, layer.weights, layer.output"
        )


DEFAULT_GRAPH = Graph()
