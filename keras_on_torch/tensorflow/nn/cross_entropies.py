"""Losses between labels and logits, and losses of a batch."""

import math
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.losses import softmax_cross_entropy
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import shared_length
from keras_on_torch.tensorflow.arguments import alike, allowed, either, tensor
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "compute_average_loss",
    "log_poisson_loss",
    "scale_regularization_loss",
    "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits_v2",
    "sparse_softmax_cross_entropy_with_logits",
    "weighted_cross_entropy_with_logits",
]

_NO_CLASS = -(2**62)


def _check_named(name: str, sentinel: Any, labels: Any, logits: Any) -> None:
    """Refuse arguments by place, which old programs had in another order."""
    if sentinel is not None:
        raise ValueError(f"Only call `{name}` with named arguments (labels=..., logits=..., ...)")
    if labels is None or logits is None:
        raise ValueError("Both labels and logits must be provided.")


def _half_apart(logits: Tensor) -> tuple[Tensor, bool]:
    """Return logits in single precision if they have half of it, and whether they had."""
    half = logits.dtype in (torch.float16, torch.bfloat16)
    return (K.cast(logits, "float32") if half else logits), half


# ---- of each entry
@function
def sigmoid_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Tensor:
    """Return the cross-entropy of each entry by itself.

    Args:
        _sentinel: keeps arguments from being given by place.
        labels: shares from 0 to 1, of the shape and type of `logits`.
        logits: a tensor.
        name: how the result is called.

    Raises:
        ValueError: shapes differ, or one of the two is missing.
        TypeError: types differ.
    """
    _check_named("sigmoid_cross_entropy_with_logits", _sentinel, labels, logits)
    x, t = alike("Mul", x=logits, y=labels)
    _check_shapes(t, x)
    return K.binary_crossentropy(t, allowed(x, "float", "logits"), from_logits=True)


def _check_shapes(labels: Tensor, logits: Tensor) -> None:
    one, other = K.int_shape(labels), K.int_shape(logits)
    fits = len(one) == len(other) and all(
        a == b or None in (a, b) for a, b in zip(one, other, strict=True)
    )
    if not fits:
        raise ValueError(f"logits and labels must have the same shape ({other} vs {one})")


@function
def weighted_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    pos_weight: Any = None,
    name: str | None = None,
    targets: Any = None,
) -> Tensor:
    """Return the cross-entropy of each entry, that of positive labels weighed.

    Args:
        labels: shares from 0 to 1, of the shape and type of `logits`.
        logits: a tensor.
        pos_weight: the weight of positive labels; a number or a tensor.
        name: how the result is called.
        targets: the old name of `labels`.

    Raises:
        ValueError: shapes differ, or `labels` has two names.
        TypeError: types differ.
    """
    labels = either(labels, targets, "labels", "targets")
    x, t = alike("Mul", x=logits, y=labels)
    _check_shapes(t, x)
    return _weighted(allowed(x, "float", "logits"), t, tensor(pos_weight, x.dtype))


@op
def _weighted(x: Tensor, t: Tensor, weight: Tensor) -> Tensor:
    # Not softplus(-x), which is the same but for its derivative at 0.
    loss = torch.log1p(torch.exp(-torch.abs(x))) + torch.relu(-x)
    return (1 - t) * x + (1 + (weight - 1) * t) * loss


@function
def log_poisson_loss(
    targets: Any, log_input: Any, compute_full_loss: bool = False, name: str | None = None
) -> Tensor:
    """Return the loss of counts under a Poisson distribution whose mean's logarithm is given.

    Args:
        targets: counts, of the shape and type of `log_input`.
        log_input: logarithms of the means.
        compute_full_loss: whether Stirling's approximation of log(targets!) is added.
        name: how the result is called.

    Raises:
        ValueError: shapes differ.
    """
    x, t = alike("Mul", x=log_input, y=targets)
    _check_shapes(t, x)
    return _log_poisson(allowed(x, "float", "log_input"), t, bool(compute_full_loss))


@op
def _log_poisson(x: Tensor, t: Tensor, full: bool) -> Tensor:
    loss = torch.exp(x) - x * t
    if not full:
        return loss
    stirling = t * torch.log(t) - t + 0.5 * torch.log(2.0 * math.pi * t)
    return loss + torch.where((t >= 0) & (t <= 1), torch.zeros_like(t), stirling)


# ---- of each row
@function
def softmax_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    dim: Any = -1,
    name: str | None = None,
    axis: Any = None,
) -> Tensor:
    """Return the cross-entropy between shares; no derivative passes to the labels.

    Args:
        _sentinel: keeps arguments from being given by place.
        labels: shares that add up to one along the axis of the classes.
        logits: a tensor of the same shape.
        dim: the axis of the classes.
        name: how the result is called.
        axis: its newer name, for which there must be no `dim`.

    Raises:
        ValueError: there is no such axis, shapes differ, or one of the two is missing.
    """
    _check_named("softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    dim = either(axis, dim, "axis", "dim")
    return _between_shares(K.stop_gradient(tensor(labels)), logits, dim)


@function
def softmax_cross_entropy_with_logits_v2(
    labels: Any, logits: Any, axis: Any = None, name: str | None = None, dim: Any = None
) -> Tensor:
    """Return the cross-entropy between shares, with derivatives by both.

    Args:
        labels: shares that add up to one along the axis of the classes.
        logits: a tensor of the same shape.
        axis: the axis of the classes; None is the last.
        name: how the result is called.
        dim: the old name of `axis`.

    Raises:
        ValueError: there is no such axis, or shapes differ.
    """
    return _between_shares(tensor(labels), logits, either(axis, dim, "axis", "dim", -1))


def _between_shares(labels: Tensor, logits: Any, axis: Any) -> Tensor:
    given = allowed(tensor(logits), "float", "logits")
    x, half = _half_apart(given)
    if not x.ndim or labels.ndim != x.ndim:
        raise ValueError(
            f"labels and logits must have the same number of axes, at least 1, got {labels.ndim}"
            f" and {x.ndim}"
        )
    place = one_axis(axis, x.ndim)
    shares = K.cast(labels, x.dtype)
    if place != x.ndim - 1:
        x, shares = torch.movedim(x, place, -1), torch.movedim(shares, place, -1)
    losses = softmax_cross_entropy(shares, x)
    return K.cast(losses, given.dtype) if half else losses


@function
def sparse_softmax_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Tensor:
    """Return the cross-entropy between class numbers and logits.

    Args:
        _sentinel: keeps arguments from being given by place.
        labels: class numbers, (...).
        logits: (..., classes).
        name: how the result is called.

    Raises:
        ValueError: shapes do not fit, or one of the two is missing.
        InvalidArgumentError: a number is not one of a class. On a GPU, where telling would mean to
            wait for it, the loss is NaN, as TensorFlow's is.
    """
    _check_named("sparse_softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    places = allowed(tensor(labels), "int", "labels")
    given = allowed(tensor(logits), "float", "logits")
    if not given.ndim:
        raise ValueError("Logits cannot be scalars - received shape ()")
    if places.ndim != given.ndim - 1:
        raise ValueError(
            f"Rank mismatch: Rank of labels (received {places.ndim}) should equal rank of logits"
            f" minus 1 (received {given.ndim})"
        )
    x, half = _half_apart(given)
    losses = _of_classes(places, x)
    return K.cast(losses, given.dtype) if half else losses


def _one_a_row(labels: Tensor, logits: Tensor) -> Tensor:
    pairs = zip(labels.shape, logits.shape[:-1], strict=True)
    return logits.new_empty([shared_length(*pair) for pair in pairs])


@op(infer=_one_a_row)
def _of_classes(labels: Tensor, logits: Tensor) -> Tensor:
    if labels.shape != logits.shape[:-1]:
        raise InvalidArgumentError(
            None,
            None,
            "logits and labels must have the same first dimension, got logits shape"
            f" {tuple(logits.shape)} and labels shape {tuple(labels.shape)}",
        )
    classes = logits.shape[-1]
    rows, places = logits.reshape(-1, classes), labels.reshape(-1).long()
    if logits.device.type == "cpu":
        _check_classes(places, classes)
        losses = F.cross_entropy(rows, places, ignore_index=_NO_CLASS, reduction="none")
    else:
        outside = (places < 0) | (places >= classes)
        losses = F.cross_entropy(rows, places.masked_fill(outside, 0), reduction="none")
        losses = losses.masked_fill(outside, torch.nan)
    return losses.reshape(labels.shape)


def _check_classes(places: Tensor, classes: int) -> None:
    if not places.numel():
        return
    lowest, highest = (int(end) for end in torch.aminmax(places))
    if lowest < 0 or highest >= classes:
        raise InvalidArgumentError(
            None,
            None,
            f"Received a label value of {lowest if lowest < 0 else highest} which is outside the"
            f" valid range of [0, {classes})",
        )


# ---- of a batch
@function
def compute_average_loss(
    per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None
) -> Tensor:
    """Return the sum of losses, each weighed, divided by the size of the batch.

    Args:
        per_example_loss: (batch, ...).
        sample_weight: weights that broadcast to the losses; None weighs nothing.
        global_batch_size: a whole number, or a tensor; None takes the length of the first axis.
    """
    losses = allowed(tensor(per_example_loss), "float", "per_example_loss")
    if sample_weight is not None:
        losses = losses * K.cast(tensor(sample_weight), losses.dtype)
    if global_batch_size is None:
        return _sum_by_length(losses)
    return torch.sum(losses) / K.cast(tensor(global_batch_size), losses.dtype)


@op
def _sum_by_length(losses: Tensor) -> Tensor:
    return torch.sum(losses) / losses.shape[0]


@function
def scale_regularization_loss(regularization_loss: Any) -> Tensor:
    """Return the sum of losses, divided by the number of replicas, of which there is one."""
    return torch.sum(tensor(regularization_loss))
