"""Optimizers of TensorFlow, as models are compiled with them."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Array, Config, Tensor
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers.base import Optimizer

__all__ = ["TFOptimizer"]


class TFOptimizer(Optimizer):
    """What stands in a model for an optimizer of TensorFlow.

    Args:
        optimizer: such as `tf.train.AdamOptimizer()`: has `compute_gradients` and
            `apply_gradients`.

    Raises:
        TypeError: it has not.
    """

    def __init__(self, optimizer: Any) -> None:
        if not is_of_tensorflow(optimizer):
            raise TypeError(
                f"TFOptimizer takes an optimizer of tf.train, got {optimizer!r}: it must have"
                " compute_gradients and apply_gradients"
            )
        self.optimizer = optimizer
        self.updates: list[Any] = []
        with K.name_scope(type(self).__name__):
            self.iterations = K.variable(0, dtype="int64", name="iterations")

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.optimizer.compute_gradients(loss, params)
        # Keras: the step is counted here and by the optimizer; both count.
        self.updates = [K.update_add(self.iterations, 1)]
        self.updates.append(self.optimizer.apply_gradients(grads, global_step=self.iterations))
        return self.updates

    @property
    def weights(self) -> list[Any]:  # type: ignore[override]  # Keras: it has none to show.
        raise NotImplementedError("TensorFlow's optimizers do not show what they keep")

    def set_weights(self, weights: Sequence[Array]) -> None:
        raise NotImplementedError("TensorFlow's optimizers do not show what they keep")

    def get_weights(self) -> list[Array]:
        raise NotImplementedError("TensorFlow's optimizers do not show what they keep")

    def get_config(self) -> Config:
        raise NotImplementedError("TensorFlow's optimizers have no configuration")

    @classmethod
    def from_config(cls, config: Config) -> "Optimizer":
        raise NotImplementedError("TensorFlow's optimizers have no configuration")


def is_of_tensorflow(optimizer: Any) -> bool:
    """Return whether something is an optimizer as those of TensorFlow 1 are."""
    needed = ("compute_gradients", "apply_gradients")
    return all(callable(getattr(optimizer, name, None)) for name in needed)
