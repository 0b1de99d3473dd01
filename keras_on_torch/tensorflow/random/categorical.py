"""Classes drawn, by the newer order of arguments: `tf.random.categorical`."""

from typing import Any

from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.random.drawing import multinomial

__all__ = ["categorical"]


def categorical(
    logits: Any,
    num_samples: Any,
    dtype: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw classes; arguments as of `tf.multinomial`, but that `dtype` comes before `seed`."""
    return multinomial(logits, num_samples, seed, name=name, output_dtype=dtype)
