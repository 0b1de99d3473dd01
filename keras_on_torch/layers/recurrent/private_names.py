"""Functions that cells of other packages take from Keras's recurrent layers, though private."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.layers.recurrent.call_arguments import separated

__all__ = ["_generate_dropout_mask", "_standardize_args"]

_standardize_args = separated


def _generate_dropout_mask(ones: Tensor, rate: float, training: Any = None, count: int = 1) -> Any:
    """Return factors that drop in training, and ones otherwise.

    Args:
        ones: ones, of the shape of what is dropped.
        rate: share that is dropped.
        training: as of `K.in_train_phase`.
        count: how many are drawn.

    Returns:
        a list of that many tensors; for one, the tensor.
    """
    drawn = [
        K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training)
        for _ in range(count)
    ]
    return drawn if count > 1 else drawn[0]
