"""tf.keras's `Input`, which takes the number of rows apart from the shape of one."""

from typing import Any

from keras_on_torch._types import Tensor
from keras_on_torch.engine import input_layer

__all__ = ["Input"]


def Input(  # noqa: N802 - Keras's name.
    shape: Any = None,
    batch_size: int | None = None,
    name: str | None = None,
    dtype: Any = None,
    sparse: bool = False,
    tensor: Any = None,
    ragged: bool = False,
    **kwargs: Any,
) -> Tensor:
    """Return a tensor that a model is fed with.

    Args:
        shape: of one row.
        batch_size: the number of rows, None for any.
        name: of the input layer.
        dtype: the type of the numbers, None for `K.floatx()`.
        sparse: whether it is fed with sparse matrices.
        tensor: one that there is already, to be made an input.
        ragged: whether rows have different lengths; refused.
        **kwargs: `batch_shape`: the number of rows and the shape of one, in place of both.

    Raises:
        NotImplementedError: ragged tensors are asked for.
        ValueError: an argument has another name, or neither shape nor tensor is given.
    """
    if ragged:
        raise NotImplementedError(
            "Input(ragged=True): there are no ragged tensors here. Pad the rows"
            " (keras.preprocessing.sequence.pad_sequences) and use a mask"
        )
    batch_shape = kwargs.pop("batch_shape", None)
    if kwargs:
        raise ValueError(f"Unrecognized keyword arguments: {', '.join(kwargs)}")
    if batch_shape is None and shape is not None:
        batch_shape = (batch_size, *shape)
    return input_layer.Input(
        batch_shape=batch_shape, name=name, dtype=dtype, sparse=sparse, tensor=tensor
    )
