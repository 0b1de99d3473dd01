"""The loop over the time steps of a recurrent layer."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.backend.elementwise import cast
from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import is_symbolic, record, trace_body, uses_learning_phase
from keras_on_torch.graph.name_scopes import take_once_more

__all__ = ["rnn"]


@static_arguments("go_backwards", "unroll", "input_length")
def rnn(
    step_function: Callable[[Any, list[Any]], tuple[Any, Sequence[Any]]],
    inputs: Tensor,
    initial_states: Sequence[Tensor],
    go_backwards: bool = False,
    mask: Tensor | None = None,
    constants: Sequence[Tensor] | None = None,
    unroll: bool = False,
    input_length: int | None = None,
) -> tuple[Tensor, Tensor, list[Tensor]]:
    """Apply a step function along the time axis.

    Args:
        step_function: takes the input of a step and the list of states (the constants after
            them), and returns the output and the new states.
        inputs: (batch, steps, ...).
        initial_states: the states before the first step.
        go_backwards: whether the last step comes first; the outputs are in the order of working.
        mask: (batch, steps), or with a last axis of 1; where it is 0 a step leaves the states as
            they are and returns the output of the step before.
        constants: what the step function receives unchanged at each step.
        unroll: asks for a known number of steps; what is computed is the same, but for the output
            of masked first steps, which is zero.
        input_length: taken for the Theano backend's sake; the number of steps is that of `inputs`.

    Shape:
        last output (batch, ...), outputs (batch, steps, ...), states as they came

    Raises:
        ValueError: the inputs have no time axis, or its length is not known and `unroll` is set.
    """
    shape = inputs.static_shape if is_symbolic(inputs) else tuple(inputs.shape)
    if len(shape) < 3:
        raise ValueError(f"Input should be at least 3D: (batch, steps, features), got {shape}.")
    if unroll and shape[1] is None:
        raise ValueError(
            f"Unrolling requires a fixed number of timesteps: the inputs have shape {shape}. Give"
            " the length of the time axis, or leave out unroll=True"
        )
    if mask is not None and not unroll and not initial_states:
        raise ValueError(
            "No initial states provided! When using masking in an RNN, you should provide initial"
            " states, the first of which is the output of the step before"
        )
    step = graph.placeholder((shape[0], *shape[2:]), inputs.dtype, "step")
    states = [_state_like(state) for state in initial_states]

    def one_step(x: Any, *before: Any) -> list[Any]:
        output, after = step_function(x, [*before, *(constants or [])])
        return [output, *after]

    with name_scope("while"):
        body = trace_body(one_step, [step, *states], "step")
        inner = graph.current_names()
    take_once_more(inner)  # Keras: it calls the function once more, before the loop.
    if len(body.results) - 1 != len(states) and mask is not None:
        raise ValueError(
            f"the step function gave {len(body.results) - 1} states: {len(states)} were given to it"
        )
    if mask is not None and is_symbolic(mask) and mask.dtype != torch.bool:
        mask = cast(mask, "bool")  # A step of its own: it has no derivative.
    arguments = (body, inputs, list(initial_states), mask, go_backwards, unroll)
    last, outputs, *after = record(_run_steps, arguments, infer=_shapes_of_steps)
    last._uses_learning_phase = uses_learning_phase(body.results[0])
    return last, outputs, list(after)


def _state_like(state: Any) -> Any:
    shape = state.static_shape if is_symbolic(state) else tuple(state.shape)
    return graph.placeholder(shape, state.dtype, "state")


def _shapes_of_steps(
    results: Any, inputs: Any, states: Any, mask: Any, go_backwards: bool, unroll: bool
) -> Any:
    output, *after = results
    outputs = output.new_empty((output.shape[0], inputs.shape[1], *output.shape[1:]))
    return (output, outputs, *after)


def _run_steps(
    body: Any, inputs: Any, states: Any, mask: Any, go_backwards: bool, unroll: bool
) -> Any:
    """Run the body once for each time step."""
    steps = list(inputs.unbind(1))
    masks = None if mask is None else list(_mask_of_steps(mask).unbind(1))
    if go_backwards:
        steps.reverse()
        if masks is not None:
            masks.reverse()
    outputs: list[Any] = []
    for place, step in enumerate(steps):
        output, *after = body(step, *states)
        if masks is not None:
            if not unroll:
                before = states[0]
            else:
                before = outputs[-1] if outputs else torch.zeros_like(output)
            output = _where(masks[place], output, before)
            after = [_where(masks[place], n, o) for n, o in zip(after, states, strict=True)]
        outputs.append(output)
        states = after
    return (outputs[-1], torch.stack(outputs, 1), *states)


def _mask_of_steps(mask: torch.Tensor) -> torch.Tensor:
    """Return a mask as (batch, steps, ...) of truth values."""
    return mask if mask.dtype is torch.bool else mask != 0


def _where(mask: torch.Tensor, new: torch.Tensor, old: torch.Tensor) -> torch.Tensor:
    if mask.ndim < new.ndim:
        mask = mask.reshape(mask.shape + (1,) * (new.ndim - mask.ndim))
    return torch.where(mask, new, old)
