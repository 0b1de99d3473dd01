"""An LSTM by torch's own kernels (oneDNN, cuDNN), where they know what Keras asks for."""

from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.autograd_function import by_composite, gradients_of
from keras_on_torch.backend.recurrent_kernels.loop_common import LayerTensors, Settings
from keras_on_torch.backend.recurrent_kernels.lstm import LSTM

__all__ = ["fits_native_lstm", "run_native_lstm"]

Tensor = torch.Tensor


def fits_native_lstm(settings: Settings, given: LayerTensors) -> bool:
    """Return whether torch's kernel computes this, and faster than the fused loop."""
    return (
        settings.activation == "tanh"
        and settings.recurrent_activation == "sigmoid"
        and given.mask is None
        and given.drops is None
        and given.recurrent_drops is None
        and given.inputs.dtype is torch.float32
        and given.inputs.numel() > 0
        and not torch.compiler.is_compiling()
    )


def run_native_lstm(settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    """Run an LSTM on real tensors; give (outputs of all steps or None, h, c)."""
    if torch.is_grad_enabled() and any(t is not None and t.requires_grad for t in given):
        return _Run.apply(settings, *given)  # type: ignore[no-any-return,no-untyped-call]
    return _lstm(settings, given)


def _lstm(settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    inputs = given.inputs.flip(1) if settings.go_backwards else given.inputs
    weights = [given.kernel.t(), given.recurrent_kernel.t()]
    if given.bias is not None:  # torch adds two; cuDNN wants both.
        weights += [given.bias, torch.zeros_like(given.bias)]
    outputs, h, c = torch.lstm(
        inputs,
        (given.h[None], given.c[None]),
        weights,
        given.bias is not None,
        1,
        0.0,
        torch.is_grad_enabled(),
        False,
        True,
    )
    return (outputs if settings.return_sequences else None), h[0], c[0]


class _Run(torch.autograd.Function):
    """torch's kernel, whose gradients cannot be differentiated, with second ones by composite."""

    @staticmethod
    def forward(ctx: Any, settings: Settings, *tensors: Any) -> Any:
        ctx.settings, ctx.wanted = settings, LayerTensors(*ctx.needs_input_grad[1:])
        ctx.graph = _with_graph(settings, LayerTensors(*tensors), ctx.wanted)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(*tensors)
        return tuple([None if result is None else result.detach() for result in ctx.graph[1]])

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        given = LayerTensors(*ctx.saved_tensors)
        if torch.is_grad_enabled():
            return (None, *by_composite(LSTM, ctx.settings, given, gradients, ctx.wanted))
        # Whoever asks a second time waits for a second run; kept graphs would cost everybody.
        leaves, results = ctx.graph or _with_graph(ctx.settings, given, ctx.wanted)
        ctx.graph = None
        return (None, *gradients_of(results, leaves, gradients, ctx.wanted, create_graph=False))


def _with_graph(
    settings: Settings, given: LayerTensors, wanted: LayerTensors
) -> tuple[LayerTensors, tuple[Any, ...]]:
    """Run an LSTM so that autograd can go back; give its inputs and results."""
    with torch.enable_grad():
        leaves = LayerTensors(
            *[
                None if tensor is None else tensor.detach().requires_grad_(bool(asked))
                for tensor, asked in zip(given, wanted, strict=True)
            ]
        )
        return leaves, _lstm(settings, leaves)
