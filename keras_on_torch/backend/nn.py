"""Activations, bias, dropout and what else stands between a layer's input and output."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import (
    as_tensor,
    axis_of,
    floating,
    is_open,
    normalize_data_format,
    size_of,
    sizes_of,
)
from keras_on_torch.backend.random import Stream
from keras_on_torch.backend.state import int_shape, ndim
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op, operand_of, shared_length

__all__ = [
    "bias_add",
    "dropout",
    "elu",
    "hard_sigmoid",
    "in_top_k",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
]


# Above this softplus(x) is x even in double precision.
_STRAIGHT = 50.0


# ---- activations
def relu(
    x: Tensor, alpha: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Tensor:
    """Return `x` above a threshold, a slope below it.

    Args:
        x: of any shape.
        alpha: the slope below the threshold.
        max_value: where the result saturates; None nowhere.
        threshold: where the slope ends.
    """
    alpha, max_value, threshold = _plain(alpha), _plain(max_value), _plain(threshold)
    if isinstance(alpha, (int, float)) and alpha == 0 and max_value is None and threshold == 0:
        return _relu(x)
    return _bent(x, alpha, max_value, threshold)


def _plain(value: Any) -> Any:
    """Return a number of NumPy as one of Python, which torch's kernels take."""
    return value.item() if isinstance(value, (np.ndarray, np.generic)) else value


@op
def _relu(x: Any) -> torch.Tensor:
    return torch.relu(as_tensor(x))


@op
def _bent(x: Any, alpha: Any, max_value: Any, threshold: Any) -> torch.Tensor:
    x = as_tensor(x)
    sloped = not isinstance(alpha, (int, float)) or alpha != 0
    if threshold != 0:
        above = x * (x > threshold).to(x.dtype)
    elif max_value is None and sloped and isinstance(alpha, (int, float)):
        return F.leaky_relu(x, alpha)
    elif max_value == 6:  # Keras: whose derivative at 6 is 0, but 1 at other bounds.
        above, max_value = F.hardtanh(x, 0.0, 6.0), None
    else:
        above = torch.relu(x)
    if max_value is not None:
        above = above.clamp(0.0, max_value)
    bent: torch.Tensor = above - alpha * torch.relu(threshold - x) if sloped else above
    return bent


@op
def elu(x: Any, alpha: Any = 1.0) -> torch.Tensor:
    """Return `x` where it is positive, `alpha * (exp(x) - 1)` elsewhere."""
    x = floating(x, "elu")
    if isinstance(alpha, (int, float)):
        return F.elu(x, alpha)
    return torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0.0)))


@static_arguments("axis")
def softmax(x: Tensor, axis: int = -1) -> Tensor:
    """Return shares that add up to one along an axis.

    Raises:
        ValueError: there is no such axis.
    """
    return _softmax(x, axis_of(axis, ndim(x) or 0))


@op
def _softmax(x: Any, axis: int) -> torch.Tensor:
    return torch.softmax(floating(x, "softmax"), axis)


@op
def softplus(x: Any) -> torch.Tensor:
    """Return `log(1 + exp(x))`."""
    return F.softplus(floating(x, "softplus"), threshold=_STRAIGHT)


@op
def softsign(x: Any) -> torch.Tensor:
    """Return `x / (1 + |x|)`."""
    return F.softsign(floating(x, "softsign"))


@op
def sigmoid(x: Any) -> torch.Tensor:
    """Return `1 / (1 + exp(-x))`."""
    return torch.sigmoid(floating(x, "sigmoid"))


def sigmoid_logits(x: Any) -> Any:
    """Return what `sigmoid` was called on to give a symbol; None where something else gave it."""
    return operand_of(x, sigmoid.__wrapped__)  # type: ignore[attr-defined]  # as `op` leaves it


def softmax_logits(x: Any) -> Any:
    """Return what `softmax` was called on to give a symbol of rows; None for anything else.

    # Keras: of more axes softmax is put together of other operations, and is not seen.
    """
    operand = operand_of(x, _softmax.__wrapped__)  # type: ignore[attr-defined]  # as `op` leaves it
    return operand if operand is not None and ndim(x) == 2 else None


@op
def hard_sigmoid(x: Any) -> torch.Tensor:
    """Return `0.2 x + 0.5`, kept between 0 and 1 (Courbariaux et al. 2015)."""
    return (floating(x, "hard_sigmoid") * 0.2).add_(0.5).clamp(0.0, 1.0)


@op
def tanh(x: Any) -> torch.Tensor:
    """Return the hyperbolic tangent."""
    return torch.tanh(floating(x, "tanh"))


# ---- dropout
@static_arguments("level", "noise_shape", "seed")
def dropout(x: Tensor, level: float, noise_shape: Any = None, seed: int | None = None) -> Tensor:
    """Set a random part of the entries to zero and scale up the others, so that sums stay.

    Args:
        x: of any shape.
        level: the part that is dropped, from 0 to 1.
        noise_shape: the shape of the choice, 1 for an axis along which it is the same.
        seed: makes runs repeatable; None draws one from NumPy's generator.

    Raises:
        ValueError: the level is not in [0, 1).
    """
    if isinstance(level, (int, float)) and not 0 <= level < 1:
        raise ValueError(f"K.dropout: level must be at least 0 and less than 1, got {level}")
    return _drop(x, 1.0 - level, noise_shape, Stream(seed))


def _shape_of_dropped(x: Any, keep: Any, noise_shape: Any, stream: Stream) -> torch.Tensor:
    """Return the shape of `_drop` in a probe, in which sizes of the choice may be open."""
    x = floating(x, "dropout")
    if noise_shape is None:
        return torch.empty_like(x)
    if isinstance(noise_shape, torch.Tensor):
        noise_shape = (noise_shape[0],) * noise_shape.shape[0]
    lengths = [_common_length(have, want) for want, have in zip(noise_shape, x.shape, strict=True)]
    dropped: torch.Tensor = x.new_empty(lengths)
    return dropped


def _common_length(have: int, want: Any) -> int:
    if want is None or (have != 1 and (is_open(want) or size_of(want) == 1)):
        return have
    return size_of(want) if have == 1 else shared_length(size_of(want), have)


@op(eager=False, infer=_shape_of_dropped)
def _drop(x: Any, keep: Any, noise_shape: Any, stream: Stream) -> torch.Tensor:
    x = floating(x, "dropout")
    if keep == 1:
        same: torch.Tensor = x * 1.0
        return same
    if noise_shape is None:
        noise = torch.empty_like(x)
    else:
        pairs = zip(noise_shape, x.shape, strict=True)
        sizes = [have if want is None else want for want, have in pairs]
        noise = x.new_empty(sizes_of(tuple(sizes)))
    kept: torch.Tensor = x * noise.bernoulli_(keep, generator=stream.on(x.device)).div_(keep)
    return kept


# ---- bias
def bias_add(x: Tensor, bias: Tensor, data_format: str | None = None) -> Tensor:
    """Add a bias to each channel, or to each place of each channel.

    Args:
        x: (batch, ..., channels), or (batch, channels, ...) for channels first.
        bias: (channels,), or a bias for each place, (..., channels).
        data_format: "channels_last" or "channels_first"; None takes the configured one.

    Raises:
        ValueError: the bias has another number of axes.
    """
    data_format = normalize_data_format(data_format)
    axes, bias_axes = ndim(x), len(int_shape(bias) or ())
    if bias_axes not in (1, (axes or 0) - 1):
        raise ValueError(
            f"Unexpected bias dimensions {bias_axes}, expect to be 1 or {(axes or 0) - 1}"
            " dimensions"
        )
    if data_format == "channels_last" or axes not in (3, 4, 5):
        return _add(x, bias)
    return _add_channels_first(x, bias)


@op
def _add(x: Any, bias: Any) -> torch.Tensor:
    total: torch.Tensor = as_tensor(x) + bias
    return total


@op
def _add_channels_first(x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    if bias.ndim == 1:
        return x + bias.reshape(1, -1, *(1,) * (x.ndim - 2))
    # Keras: a bias for each place is read in the axis order of `x`, not moved to it.
    return x + bias.reshape(bias.shape[-1], *bias.shape[:-1])


# ---- ranking
@static_arguments("k")
@op(differentiable=False)
def in_top_k(predictions: torch.Tensor, targets: Any, k: int) -> torch.Tensor:
    """Tell of each row whether its target is among the `k` highest predictions.

    Ties count as in; a row that is not all finite counts as out.

    Args:
        predictions: (batch, classes).
        targets: (batch,), whole numbers.
        k: how many places count.
    """
    places = as_tensor(targets, predictions).long()
    classes = predictions.shape[1]
    known = (places >= 0) & (places < classes)
    chosen = predictions.gather(1, places.clamp(0, classes - 1).unsqueeze(1))
    higher = (predictions > chosen).sum(1)
    return known & predictions.isfinite().all(1) & (higher < k)
