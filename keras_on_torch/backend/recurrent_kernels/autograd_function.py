"""A loop over time as one differentiable function, with gradients of its own."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from keras_on_torch.backend.recurrent_kernels.loop_common import LayerTensors, Settings

__all__ = ["Loop", "by_composite", "gradients_of", "run"]


class Loop(NamedTuple):
    """A kind of recurrent layer."""

    forward: Callable[..., Any]
    """(settings, given, kept) -> (outputs, h, c), saved

    `kept` tells whether gradients will be asked for; `saved` is what they will need. The outputs
    are those of all steps, or None where they are not asked for.
    """
    backward: Callable[..., Any]
    """(settings, given, saved, gradients, wanted) -> gradients in the order of `LayerTensors`

    `gradients` are those of outputs, h and c, None for what nothing depends on; `wanted` tells for
    each tensor of `given` whether its gradient is asked for.
    """
    composite: Callable[..., Any]
    """(settings, given) -> (outputs, h, c), by operations that autograd knows."""


def run(loop: Loop, settings: Any, given: LayerTensors) -> tuple[Any, ...]:
    """Run a recurrent layer on real tensors; give (outputs of all steps or None, h, c or None)."""
    if torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active():
        results: tuple[Any, ...] = loop.composite(settings, given)
        return results
    if torch.is_grad_enabled() and any(
        tensor is not None and tensor.requires_grad for tensor in given
    ):
        return _Run.apply(loop, settings, *given)  # type: ignore[no-any-return,no-untyped-call]
    results, _ = loop.forward(settings, given, kept=False)
    return results


class _Run(torch.autograd.Function):
    """A loop with its own gradients; those of second order come from the composite."""

    @staticmethod
    def forward(ctx: Any, loop: Loop, settings: Settings, *tensors: Any) -> Any:
        results, saved = loop.forward(settings, LayerTensors(*tensors), kept=True)
        ctx.loop, ctx.settings = loop, settings
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(*tensors, *saved)
        return results

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        count = len(LayerTensors._fields)
        given, saved = LayerTensors(*ctx.saved_tensors[:count]), ctx.saved_tensors[count:]
        wanted = LayerTensors(*ctx.needs_input_grad[2:])
        if torch.is_grad_enabled():
            found = by_composite(ctx.loop, ctx.settings, given, gradients, wanted)
        else:
            found = ctx.loop.backward(ctx.settings, given, saved, gradients, wanted)
        return (None, None, *found)


def by_composite(
    loop: Loop, settings: Settings, given: LayerTensors, gradients: Any, wanted: LayerTensors
) -> list[Any]:
    """Return gradients that can be differentiated again."""
    # A view of each, since one of them may have been computed from another.
    given = LayerTensors(*[None if tensor is None else tensor.view_as(tensor) for tensor in given])
    results = loop.composite(settings, given)
    return gradients_of(results, given, gradients, wanted, create_graph=True)


def gradients_of(
    results: Any, given: LayerTensors, gradients: Any, wanted: LayerTensors, create_graph: bool
) -> list[Any]:
    """Return by autograd the wanted gradients of `given`, None for the others.

    Args:
        results: what was computed from `given`.
        given: the tensors.
        gradients: with respect to `results`, None for what nothing depends on.
        wanted: for each tensor whether its gradient is asked for.
        create_graph: whether the gradients are to be differentiated.
    """
    pairs = [
        (result, gradient)
        for result, gradient in zip(results, gradients, strict=True)
        if result is not None and gradient is not None
    ]
    found = iter(
        torch.autograd.grad(
            [result for result, _ in pairs],
            [tensor for tensor, asked in zip(given, wanted, strict=True) if asked],
            [gradient for _, gradient in pairs],
            create_graph=create_graph,
            allow_unused=True,
        )
    )
    return [next(found) if asked else None for asked in wanted]
