"""What compiled programs call: gradients, updates, and values that leave the program."""

from collections.abc import Sequence
from typing import Any

import torch

__all__ = ["HELPERS"]


def leaf(tensor: torch.Tensor) -> torch.Tensor:
    """Give a tensor by which derivatives can be taken; the tensor itself where it is a leaf."""
    return tensor if tensor.requires_grad else tensor.detach().requires_grad_()


def target(tensor: torch.Tensor) -> torch.Tensor:
    """Give a tensor with an autograd node of its own.

    A layer that returns its input gives the very same tensor twice; without a node of its own the
    derivative by the output would count the input's other uses, too.
    """
    if tensor.requires_grad:
        return tensor.view_as(tensor)
    return tensor.detach().requires_grad_()


def run_gradient(
    losses: Sequence[Any], targets: Sequence[torch.Tensor], create_graph: bool, keep_graph: bool
) -> list[torch.Tensor]:
    """Give the derivative of the sum of the losses by each target; zeros where there is none."""
    sums = [loss if loss.ndim == 0 else loss.sum() for loss in losses]
    found = torch.autograd.grad(
        [one for one in sums if one.requires_grad],
        targets,
        retain_graph=keep_graph,
        create_graph=create_graph,
        allow_unused=True,
    )
    return [
        torch.zeros_like(by) if gradient is None else gradient
        for gradient, by in zip(found, targets, strict=True)
    ]


def kept(value: Any) -> Any:
    """Give a value as it is now: off the autograd graph, and not moving with a variable."""
    if not isinstance(value, torch.Tensor):
        return value
    if value._is_view() or isinstance(value, torch.nn.Parameter):
        return value.detach().clone()
    return value.detach()


def copied(value: torch.Tensor) -> torch.Tensor:
    """Give a copy of a variable's value, which updates will change in place."""
    return value.detach().clone()


def assign(news: list[tuple[torch.Tensor, Any, float | None]]) -> None:
    """Give variables their new values, once all that is needed for them is known.

    Args:
        news: the variable's tensor, a value, and its share: 1 replaces, a fraction moves the
            variable that far towards the value, None adds the value.

    Raises:
        ValueError: a value has another shape than its variable.
    """
    moved: dict[float, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
    with torch.no_grad():
        for tensor, value, share in news:
            if not isinstance(value, torch.Tensor):
                value = torch.as_tensor(value, dtype=tensor.dtype, device=tensor.device)
            if value.shape != tensor.shape:
                raise ValueError(
                    f"an update has shape {tuple(value.shape)}: its variable has shape"
                    f" {tuple(tensor.shape)}"
                )
            if share is None:
                tensor.add_(value)
            elif share == 1:
                tensor.copy_(value)
            else:
                tensors, values = moved.setdefault(share, ([], []))
                tensors.append(tensor)
                values.append(value if value.dtype is tensor.dtype else value.to(tensor.dtype))
        for share, (tensors, values) in moved.items():
            if len({id(tensor) for tensor in tensors}) == len(tensors):
                torch._foreach_lerp_(tensors, values, share)
            else:  # A variable that is moved twice is moved once after the other.
                for tensor, value in zip(tensors, values, strict=True):
                    tensor.lerp_(value, share)


def run_in_place(kernel: Any, variables: Any, tensors: Any, constraints: Any) -> None:
    """Let a kernel write into variables, then keep those within bounds that have a constraint."""
    with torch.no_grad():
        kernel(variables, tensors)
        for tensor, constrain in constraints:
            tensor.copy_(constrain(tensor.detach())[0])


HELPERS = {
    "assign": assign,
    "call": torch.nn.Module.__call__,
    "copied": copied,
    "kept": kept,
    "leaf": leaf,
    "run_gradient": run_gradient,
    "run_in_place": run_in_place,
    "set_grad_enabled": torch._C._set_grad_enabled,
    "target": target,
}
