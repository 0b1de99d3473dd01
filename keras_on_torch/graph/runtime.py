"""What compiled programs call: gradients, updates, and values that leave the program."""

from collections.abc import Sequence
from typing import Any

import torch

__all__ = ["HELPERS", "MovingAverage"]


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
    sums = [one for one in sums if one.requires_grad]
    # What torch.autograd.grad calls, without its checks, which take as long as a layer's backward.
    found = torch.autograd.Variable._execution_engine.run_backward(
        tuple(sums),
        tuple([torch.ones_like(one) for one in sums]),
        keep_graph,
        create_graph,
        tuple(targets),
        True,
        accumulate_grad=False,
    )
    return [
        torch.zeros_like(by) if gradient is None else gradient
        for gradient, by in zip(found, targets, strict=True)
    ]


def kept(value: Any) -> Any:
    """Give a value as it is now: off the autograd graph, and not moving with a variable."""
    if not isinstance(value, torch.Tensor):
        return value
    if (
        torch.compiler.is_compiling()  # Inductor cannot be asked, and copies for nothing.
        or value._is_view()
        or isinstance(value, torch.nn.Parameter)
    ):
        return value.detach().clone()
    return value.detach() if value.requires_grad else value


def copied(value: torch.Tensor) -> torch.Tensor:
    """Give a copy of a variable's value, which updates will change in place."""
    return value.detach().clone()


def assign(news: list[tuple[torch.Tensor, Any, Any]]) -> None:
    """Give variables their new values, once all that is needed for them is known.

    Args:
        news: the variable's tensor, a value, and how it is taken: 1 replaces, None adds, a
            `MovingAverage` takes the value into that average.

    Raises:
        ValueError: a value has another shape than its variable.
    """
    if torch.is_grad_enabled():  # As in the forward pass of a module; a program has turned it off.
        with torch.no_grad():
            assign(news)
        return
    for tensor, value, how in news:
        if not isinstance(value, torch.Tensor):
            value = torch.as_tensor(value, dtype=tensor.dtype, device=tensor.device)
        elif value.shape != tensor.shape:
            raise ValueError(
                f"an update has shape {tuple(value.shape)}: its variable has shape"
                f" {tuple(tensor.shape)}"
            )
        if how is None:
            tensor.add_(value)
        elif how == 1:
            tensor.copy_(value)
        else:
            take_into_averages([tensor], [value.to(tensor.dtype)], [how])


def take_into_averages(
    tensors: list[torch.Tensor], values: list[torch.Tensor], averages: list["MovingAverage"]
) -> None:
    """Take a value into each moving average; all have the same momentum.

    Args:
        tensors: the variables' tensors.
        values: what is taken in, of the same shapes and types.
        averages: what the averages keep besides their values.
    """
    if torch.is_grad_enabled():
        with torch.no_grad():
            take_into_averages(tensors, values, averages)
        return
    steps = averages[0].steps
    if {average.steps for average in averages} != {steps}:  # Some were frozen for a while.
        for tensor, value, average in zip(tensors, values, averages, strict=True):
            take_into_averages([tensor], [value], [average])
        return
    momentum = averages[0].momentum
    sums = [average.sum_on(tensor) for average, tensor in zip(averages, tensors, strict=True)]
    for average in averages:
        average.steps += 1
    torch._foreach_lerp_(sums, values, 1.0 - momentum)
    torch._foreach_copy_(tensors, sums)
    factor: Any = 1.0 / (1.0 - momentum ** (steps + 1))
    if tensors[0].device.type == "cpu":  # Where plain numbers are made tensors one by one.
        factor = torch.full((), factor)
    torch._foreach_mul_(tensors, factor)


class MovingAverage:
    """What a moving average keeps besides its value, so that it starts without a bias.

    TensorFlow's `assign_moving_average(zero_debias=True)`, which Keras calls: the average of what
    came since the start, whatever the variable held before (Kingma and Ba 2014, section 3).

    Args:
        momentum: what remains of the average at each step.
    """

    def __init__(self, momentum: float) -> None:
        self.momentum = momentum
        self.steps = 0
        self._sum: torch.Tensor | None = None

    def sum_on(self, tensor: torch.Tensor) -> torch.Tensor:
        """Give the biased average, beside the variable's tensor."""
        if self._sum is None:
            self._sum = torch.zeros_like(tensor)
        elif self._sum.device != tensor.device or self._sum.dtype is not tensor.dtype:
            self._sum = self._sum.to(tensor)
        return self._sum


def run_in_place(kernel: Any, variables: Any, tensors: Any, constraints: Any) -> None:
    """Let a kernel write into variables, then keep those within bounds that have a constraint."""
    if torch.is_grad_enabled():
        with torch.no_grad():
            run_in_place(kernel, variables, tensors, constraints)
        return
    kernel(variables, tensors)
    for tensor, constrain in constraints:
        tensor.copy_(constrain(tensor.detach())[0])


HELPERS = {
    "take_into_averages": take_into_averages,
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
