"""Tensors that are fed."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.name_scopes import unique_name
from keras_on_torch.graph.shape_inference import with_unknown_axes
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype

__all__ = ["placeholder", "placeholder_with_default"]


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Tensor:
    """Return a tensor that is fed.

    Args:
        dtype: the type of its numbers.
        shape: the lengths of its axes, None for an unknown one. Where nothing is said, it is taken
            to be a number for what asks for its axes, and yet values of any shape may be fed.
        name: how it is called.
    """
    lengths = () if _unknown(shape) else tuple(_lengths(shape))
    made = K.placeholder(shape=lengths, dtype=as_dtype(dtype).name, name=name or "Placeholder")
    if _unknown(shape):
        made.any_shape = True
    return made


def _unknown(shape: Any) -> bool:
    return shape is None or (hasattr(shape, "ndims") and shape.ndims is None)


def _lengths(shape: Any) -> list[int | None]:
    """Return the lengths of a shape's axes, None for an unknown one."""
    if hasattr(shape, "as_list"):
        return list(shape.as_list())
    given = [shape] if isinstance(shape, int) else shape
    plain = [getattr(length, "value", length) for length in given]
    return [None if length is None else int(length) for length in plain]


@function
def _default(input: Any, name: str | None = None) -> Tensor:
    return K.identity(tensor(input))


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return a tensor that may be fed, and is another one where it is not.

    Args:
        input: what it is if nothing is fed.
        shape: the lengths of its axes, None for an unknown one.
        name: how it is called.

    Raises:
        ValueError: `input` does not have that shape.
    """
    made = _default(input)
    made.name = unique_name(name or "PlaceholderWithDefault")
    if _unknown(shape):
        made.any_shape = True
        return made
    lengths, own = _lengths(shape), made.static_shape
    fits = len(lengths) == len(own) and all(
        None in (a, b) or a == b for a, b in zip(lengths, own, strict=True)
    )
    if not fits:
        raise ValueError(f"input has shape {own}, which is not compatible with {lengths}")
    made.probe = with_unknown_axes(made.probe, [i for i, n in enumerate(lengths) if n is None])
    return made
