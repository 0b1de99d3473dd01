"""The same loops by operations that autograd knows: for torch.compile and second derivatives."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.loops import Given, Settings

__all__ = ["composite"]

Tensor = torch.Tensor


def composite(
    step: Callable[..., tuple[Tensor, ...]],
) -> Callable[[Settings, Given], tuple[Any, ...]]:
    """Give the loop around a step.

    Args:
        step: (settings, z, mix, *states) -> states, with `z` what the input adds to the gates and
            `mix` a function that gives what a state adds to some of them.
    """

    def run(settings: Settings, given: Given) -> tuple[Any, ...]:
        z = _mixed(given.inputs, given.kernel, given.drops)
        if given.bias is not None:
            z = z + given.bias
        places = range(given.inputs.shape[1])
        states = (given.h,) if given.c is None else (given.h, given.c)
        outputs = []
        for t in reversed(places) if settings.go_backwards else places:
            new = step(settings, z[:, t], given, *states)
            if given.mask is not None:
                keeps = given.mask[:, t, None]
                new = tuple(torch.where(keeps, n, o) for n, o in zip(new, states, strict=True))
            states = new
            outputs.append(new[0])
        ...

    return run
