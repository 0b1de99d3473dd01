"""What stands for TensorFlow's graph: everything is in one."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

__all__ = ["DEFAULT_GRAPH", "Graph"]


class Graph:
    """What stands for TensorFlow's graph: everything is in one, there is nothing to choose."""

    def as_default(self) -> AbstractContextManager["Graph"]:
        """Return a context that changes nothing: models run in any thread as they are."""
        return nullcontext(self)

    def finalize(self) -> None:
        """Do nothing: running adds nothing to a model."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"graph.{name} is TensorFlow's, and there is no TensorFlow here. Models, layers and K's"
            " functions have what is computed: model.layers, layer.weights, layer.output"
        )


DEFAULT_GRAPH = Graph()
