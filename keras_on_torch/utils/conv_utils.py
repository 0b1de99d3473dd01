"""Lengths and paddings of sliding windows."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.utils.numpy_values import without_numpy

__all__ = [
    "conv_input_length",
    "conv_output_length",
    "convert_kernel",
    "deconv_length",
    "normalize_padding",
    "normalize_tuple",
    "same_padding",
]


def normalize_tuple(value: int | Iterable[int], n: int, name: str) -> tuple[int, ...]:
    """Return `n` integers.

    Args:
        value: one integer for all, or `n` of them.
        n: how many are wanted.
        name: how messages call the argument.

    Raises:
        ValueError: there are more or fewer, or one is no number.
    """
    value = without_numpy(value)
    if isinstance(value, int):
        return (value,) * n
    wanted = f"The `{name}` argument must be a tuple of {n} integers. Received: {value}"
    try:
        values = tuple(value)
    except TypeError:
        raise ValueError(wanted) from None
    if len(values) != n:
        raise ValueError(f"{wanted}, which has {len(values)}")
    for each in values:
        if not _is_whole(each):
            raise ValueError(f"{wanted} including element {each} of type {type(each)}")
    return values


def _is_whole(value: Any) -> bool:
    try:
        return bool(int(value) == value)
    except (TypeError, ValueError):
        return False


def normalize_padding(value: str) -> str:
    """Return the name of a padding in small letters.

    Raises:
        ValueError: there is no such padding.
    """
    padding = value.lower()
    if padding not in {"valid", "same", "causal"}:
        raise ValueError(
            'The `padding` argument must be one of "valid", "same" (or "causal" for Conv1D).'
            f" Received: {padding}"
        )
    return padding


def same_padding(size: int, window: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Return how many zeros stand (before, after) an axis so that it gives ceil(size / stride).

    Args:
        size: length of the axis.
        window: taps of the window.
        stride: step of the window.
        dilation: distance between the taps.
    """
    reach = (window - 1) * dilation + 1
    steps = -(-size // stride)
    total = max(0, (steps - 1) * stride + reach - size)
    return total // 2, total - total // 2


def convert_kernel(kernel: Any) -> Array:
    """Flip a kernel along its spatial axes: Theano's convolution to TensorFlow's, and back.

    Args:
        kernel: array of 3 to 5 axes, the last two of which are channels and filters.

    Raises:
        ValueError: it has more or fewer axes.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError(f"Invalid kernel shape: {kernel.shape}. It must have 3, 4 or 5 axes")
    flipped: Array = np.flip(kernel, tuple(range(kernel.ndim - 2))).copy()
    return flipped


def conv_output_length(
    input_length: int | None, filter_size: int, padding: str, stride: int, dilation: int = 1
) -> int | None:
    """Return how many windows fit on an axis; None where its length is unknown.

    Args:
        input_length: length of the axis.
        filter_size: taps of the window.
        padding: "same", "valid", "full" or "causal".
        stride: step of the window.
        dilation: distance between the taps.

    Raises:
        AssertionError: there is no such padding.
    """
    if input_length is None:
        return None
    reach = (filter_size - 1) * dilation + 1
    added = _chosen(padding, {"same": 0, "causal": 0, "valid": 1 - reach, "full": reach - 1})
    return (input_length + added + stride - 1) // stride


def conv_input_length(
    output_length: int | None, filter_size: int, padding: str, stride: int
) -> int | None:
    """Return the length of an axis on which so many windows fit; None where the number is unknown.

    Args:
        output_length: how many windows.
        filter_size: taps of the window.
        padding: "same", "valid" or "full".
        stride: step of the window.

    Raises:
        AssertionError: there is no such padding.
    """
    if output_length is None:
        return None
    pad = _chosen(padding, {"same": filter_size // 2, "valid": 0, "full": filter_size - 1})
    return (output_length - 1) * stride - 2 * pad + filter_size


def deconv_length(
    dim_size: int | None,
    stride_size: int,
    kernel_size: int,
    padding: str,
    output_padding: int | None,
    dilation: int = 1,
) -> int | None:
    """Return the length that a transposed convolution makes of an axis; None where it is unknown.

    Args:
        dim_size: length of the axis.
        stride_size: step of the window.
        kernel_size: taps of the window.
        padding: "same", "valid" or "full".
        output_padding: what is added behind; None takes what gives the usual length.
        dilation: distance between the taps.
    """
    if dim_size is None:
        return None
    reach = (kernel_size - 1) * dilation + 1
    if output_padding is None:
        added = {
            "same": 0,
            "valid": max(reach - stride_size, 0),
            "full": 2 - stride_size - reach,
        }
        return dim_size * stride_size + _chosen(padding, added)
    pad = _chosen(padding, {"same": reach // 2, "valid": 0, "full": reach - 1})
    return (dim_size - 1) * stride_size + reach - 2 * pad + output_padding


def _chosen(choice: str, choices: dict[str, int]) -> int:
    if choice not in choices:
        raise AssertionError(
            f"The `padding` argument must be one of {', '.join(choices)}. Received: {choice}"
        )
    return choices[choice]
