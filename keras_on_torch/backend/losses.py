"""Cross-entropies, with Keras's care for probabilities of zero and one."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import config
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, of_one_type
from keras_on_torch.backend.elementwise import stop_gradient
from keras_on_torch.backend.state import ndim
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op, unnamed

__all__ = [
    "binary_crossentropy",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
]

_NO_CLASS = -(2**62)


@static_arguments("from_logits", "axis")
def categorical_crossentropy(
    target: Tensor, output: Tensor, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return the cross-entropy between shares.

    Args:
        target: (..., classes), shares that add up to one.
        output: likewise; probabilities, or logits.
        from_logits: whether `output` are logits; they are then along the last axis.
        axis: the axis of the classes.

    Shape:
        (..., classes) -> (...)

    Raises:
        ValueError: there is no such axis.
    """
    axis = _class_axis(axis, output)
    of_one_type("categorical_crossentropy", output)
    if from_logits:
        return softmax_cross_entropy(unnamed(stop_gradient(target)), output)
    return _categorical(target, output, axis, config.epsilon())


@static_arguments("from_logits", "axis")
def sparse_categorical_crossentropy(
    target: Tensor, output: Tensor, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return the cross-entropy between class numbers and probabilities.

    Args:
        target: whole numbers, as many as `output` has rows of classes.
        output: (..., classes), probabilities or logits.
        from_logits: whether `output` are logits.
        axis: the axis of the classes.

    Shape:
        (..., classes) -> (...)

    Raises:
        ValueError: there is no such axis.
    """
    axis = _class_axis(axis, output)
    of_one_type("sparse_categorical_crossentropy", output)
    classes = _classes(target)
    return _sparse_categorical(classes, output, bool(from_logits), axis, config.epsilon())


@static_arguments("from_logits")
def binary_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False) -> Tensor:
    """Return the cross-entropy of each entry by itself.

    Args:
        target: of the shape of `output`.
        output: probabilities, or logits.
        from_logits: whether `output` are logits.
    """
    of_one_type("binary_crossentropy", output)
    return _binary(target, output, bool(from_logits), config.epsilon())


def _class_axis(axis: int, output: Any) -> int:
    axes = ndim(output) or 0
    if axis != -1 and axis not in range(axes):
        raise ValueError(
            f"Unexpected channels axis {axis}. Expected to be -1 or one of the axes of `output`,"
            f" which has {axes} dimensions."
        )
    return axis


def _like(target: Any, output: torch.Tensor) -> torch.Tensor:
    target = as_tensor(target, output)
    like: torch.Tensor = target if target.dtype is output.dtype else target.to(output.dtype)
    return like


@op
def _categorical(target: Any, output: torch.Tensor, axis: int, epsilon: float) -> torch.Tensor:
    output = as_tensor(output)
    shares = output / output.sum(axis, keepdim=True)
    logs = shares.clamp(epsilon, 1.0 - epsilon).log()
    return -(_like(target, output) * logs).sum(axis)


@op
def softmax_cross_entropy(target: Any, output: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy between shares and logits, along the last axis."""
    output = as_tensor(output)
    target = _like(target, output)
    logs = torch.log_softmax(output, -1)
    losses: torch.Tensor = -(target * logs).sum(-1)
    if not output.requires_grad:
        return losses
    # Keras: TensorFlow's derivative is softmax - target, whatever the targets add up to.
    norm = output.narrow(-1, 0, 1) - logs.narrow(-1, 0, 1)
    missing = (1.0 - target.sum(-1, keepdim=True)) * (norm - norm.detach())
    total: torch.Tensor = losses + missing.squeeze(-1)
    return total


@op(differentiable=False)
def _classes(target: Any) -> torch.Tensor:
    return as_tensor(target).reshape(-1).long()


def _one_for_each(
    classes: torch.Tensor, output: torch.Tensor, from_logits: bool, axis: int, epsilon: float
) -> torch.Tensor:
    """Return the shape of `_sparse_categorical`, however its unknown lengths relate."""
    return as_tensor(output).movedim(axis, -1)[..., 0]


@op(infer=_one_for_each)
def _sparse_categorical(
    classes: torch.Tensor, output: torch.Tensor, from_logits: bool, axis: int, epsilon: float
) -> torch.Tensor:
    output = as_tensor(output).movedim(axis, -1)
    if not from_logits:
        output = output.clamp(epsilon, 1.0 - epsilon).log()
    rows = output.reshape(-1, output.shape[-1])
    # No class is left out: torch would leave out -100 if it were not told another number.
    losses = F.cross_entropy(rows, classes, ignore_index=_NO_CLASS, reduction="none")
    return losses.reshape(output.shape[:-1])


@op
def _binary(target: Any, output: torch.Tensor, from_logits: bool, epsilon: float) -> torch.Tensor:
    output = as_tensor(output)
    target = _like(target, output)
    # By way of logits as in Keras: targets beyond 0 and 1 count, and it is the fastest.
    logits = output if from_logits else torch.logit(output, epsilon)
    return F.binary_cross_entropy_with_logits(logits, target, reduction="none")
