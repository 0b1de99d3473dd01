"""What compiled programs call: gradients, updates, and values that leave the program."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch.graph.arrays import tensor_of

__all__ = ["HELPERS", "Memory", "MovingAverage"]

_NESTED = (torch.Tensor, list, tuple)


def leaf(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor by which derivatives can be taken; the tensor itself where it is a leaf."""
    return tensor if tensor.requires_grad else tensor.detach().requires_grad_()


def target(tensor: torch.Tensor, *sources: Any) -> torch.Tensor:
    """Return a tensor by which a derivative counts its own uses alone.

    A function that returns its input gives the very same tensor twice; without an autograd node of
    its own, the derivative by the output would count the input's other uses, too. Where the tensor
    has its own node it stays as it is: what its function keeps of it for second derivatives counts.

    Args:
        tensor: what a function returned.
        *sources: what the function was given.
    """
    if not tensor.requires_grad:
        return tensor.detach().requires_grad_()
    if any(one is tensor or isinstance(one, (tuple, list)) for one in sources):
        return tensor.view_as(tensor)
    return tensor


def run_gradient(
    losses: Sequence[Any],
    targets: Sequence[torch.Tensor],
    create_graph: bool,
    keep_graph: bool,
    weights: Sequence[Any] | None = None,
) -> list[torch.Tensor]:
    """Return the derivative of the sum of the losses by each target; zeros where there is none.

    Args:
        losses: what is differentiated.
        targets: what is differentiated by.
        create_graph: whether the derivatives can be differentiated again.
        keep_graph: whether there is another gradient to come.
        weights: what each loss is weighed with, of its shape; None for one is ones. They count as
            fixed, and yet the derivatives can be differentiated by them.
    """
    if weights is not None:
        return _run_weighed(losses, targets, create_graph, keep_graph, weights)
    sums = [loss if loss.ndim == 0 else loss.sum() for loss in losses]
    sums = [one for one in sums if one.requires_grad]
    if torch.compiler.is_compiling():
        found = torch.autograd.grad(
            sums, targets, retain_graph=keep_graph, create_graph=create_graph, allow_unused=True
        )
    else:  # What it calls, without its checks, which take as long as a layer's backward.
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


def _run_weighed(
    losses: Sequence[Any],
    targets: Sequence[torch.Tensor],
    create_graph: bool,
    keep_graph: bool,
    weights: Sequence[Any],
) -> list[torch.Tensor]:
    pairs = [
        (loss, torch.ones_like(loss) if weight is None else weight)
        for loss, weight in zip(losses, weights, strict=True)
        if loss.requires_grad
    ]
    if not pairs:
        return [torch.zeros_like(by) for by in targets]
    found = torch.autograd.grad(
        [loss for loss, _ in pairs],
        targets,
        [weight for _, weight in pairs],
        retain_graph=keep_graph or create_graph,
        create_graph=create_graph,
        allow_unused=True,
    )
    return [
        torch.zeros_like(by) if gradient is None else gradient
        for gradient, by in zip(found, targets, strict=True)
    ]


def moved(value: Any, device: torch.device) -> Any:
    """Return a value, or nested lists of values, on a device; what is there stays as it is."""
    if isinstance(value, torch.Tensor):
        if value.device == device:
            return value
        # The CPU does not wait for what is on its way to it, and would read what is not there yet.
        return value.to(device, non_blocking=device.type != "cpu")
    if isinstance(value, (list, tuple)) and any(isinstance(one, _NESTED) for one in value):
        parts = [moved(one, device) for one in value]
        return parts if isinstance(value, list) else tuple(parts)
    return value


def kept(value: Any, *changed: torch.Tensor) -> Any:
    """Return a value as it is now: off the autograd graph, and not moving with a variable.

    Args:
        value: what is fetched.
        *changed: the variables to be assigned whose very tensor it may be, by its shape.
    """
    if not isinstance(value, torch.Tensor):
        return value
    if (
        torch.compiler.is_compiling()  # Inductor cannot be asked, and copies for nothing.
        or value._is_view()
        or isinstance(value, torch.nn.Parameter)
        or any(value.data_ptr() == tensor.data_ptr() for tensor in changed)
    ):
        return value.detach().clone()
    return value.detach() if value.requires_grad else value


def copied(value: torch.Tensor) -> torch.Tensor:
    """Return a copy of a variable's value, which updates will change in place."""
    return value.detach().clone()


def assign(news: list[tuple[torch.Tensor, Any, Any]]) -> None:
    """Return variables their new values, once all that is needed for them is known.

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
    if len(news) > 1:
        news = _added_together(news)
    for tensor, value, how in news:
        if how is None and isinstance(value, (int, float)):
            tensor.add_(value)  # As a number: nothing is sent to the device.
            continue
        if not isinstance(value, torch.Tensor):
            value = tensor_of(value).to(tensor.device, tensor.dtype)
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
            update_moving_averages([tensor], [value.to(tensor.dtype)], [how])


def _added_together(news: list[tuple[torch.Tensor, Any, Any]]) -> list[Any]:
    """Add all increments of different variables of one kind at once; give back the other news."""
    alike: dict[int, tuple[torch.Tensor, Any, Any]] = {}
    others = []
    for new in news:
        tensor, value, how = new
        kinds = (tensor.dtype, tensor.device, tensor.shape)
        fits = isinstance(value, torch.Tensor) and (value.dtype, value.device, value.shape) == kinds
        if how is None and fits and id(tensor) not in alike:
            alike[id(tensor)] = new
        else:
            others.append(new)
    if len(alike) > 1:
        torch._foreach_add_([t for t, _, _ in alike.values()], [v for _, v, _ in alike.values()])
        return others
    return news


def update_moving_averages(
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
            update_moving_averages(tensors, values, averages)
        return
    states = [average.state_on(tensor) for average, tensor in zip(averages, tensors, strict=True)]
    sums, weights, ones = (list(column) for column in zip(*states, strict=True))
    torch._foreach_lerp_(sums + weights, values + ones, 1.0 - averages[0].momentum)
    torch._foreach_copy_(tensors, sums)
    torch._foreach_div_(tensors, weights)


class Memory:
    """What a program keeps from run to run beside variables: base of those that can be stored."""

    def state_dict(self) -> dict[str, Any]:
        """Return what it keeps, as tensors and plain values."""
        raise NotImplementedError(f"{type(self).__name__} must define state_dict()")

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take what `state_dict` gave."""
        raise NotImplementedError(f"{type(self).__name__} must define load_state_dict(state)")


class MovingAverage(Memory):
    """What a moving average keeps besides its value, so that it starts without a bias.

    TensorFlow's `assign_moving_average(zero_debias=True)`, which Keras calls: the average of what
    came since the start, whatever the variable held before (Kingma and Ba 2014, section 3).

    Args:
        momentum: what remains of the average at each step.
    """

    def __init__(self, momentum: float) -> None:
        self.momentum = momentum
        self._state: tuple[torch.Tensor, torch.Tensor, torch.Tensor] | None = None

    def state_dict(self) -> dict[str, Any]:
        if self._state is None:
            return {}
        return {"sums": self._state[0], "weights": self._state[1]}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._state = None
        if state:
            sums, weights = state["sums"].clone(), state["weights"].clone()
            self._state = sums, weights, torch.ones_like(sums)

    def state_on(self, tensor: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the biased average, the same of ones (by which it is divided), and ones.

        All are tensors, beside the variable's and of its shape: a number that counts steps would
        have torch.compile compile anew at each of them.
        """
        state = self._state
        if state is None:
            state = torch.zeros_like(tensor), torch.zeros_like(tensor), torch.ones_like(tensor)
            self._state = state
        elif state[0].device != tensor.device or state[0].dtype is not tensor.dtype:
            sums, weights, ones = state
            self._state = state = sums.to(tensor), weights.to(tensor), ones.to(tensor)
        return state


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
    "update_moving_averages": update_moving_averages,
    "assign": assign,
    "call": torch.nn.Module.__call__,
    "copied": copied,
    "kept": kept,
    "leaf": leaf,
    "moved": moved,
    "run_gradient": run_gradient,
    "run_in_place": run_in_place,
    "set_grad_enabled": torch._C._set_grad_enabled,
    "target": target,
}
