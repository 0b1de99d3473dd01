"""What programs call that look at their numbers: `config.enable_check_numerics`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import torch

__all__ = ["CHECKS"]


def checked_outputs(outputs: Any, layer: Any) -> Any:
    """Return what a layer gave; gradients that come back to it are looked at, too.

    Args:
        outputs: a tensor, or a list of them.
        layer: the layer.

    Raises:
        FloatingPointError: a number is infinite, or none.
    """
    whose = f"layer {layer.name!r} ({type(layer).__name__})"
    for output in outputs if isinstance(outputs, (list, tuple)) else [outputs]:
        if not isinstance(output, torch.Tensor):
            continue
        _check(output, f"the output of {whose}")
        if output.requires_grad and not output.is_leaf:
            what = f"the gradient of the loss by the output of {whose}"
            hooked: Any = output
            hooked.register_hook(partial(_check, what=what))
    return outputs


def checked_losses(losses: Sequence[Any]) -> Sequence[Any]:
    """Return what is differentiated.

    Raises:
        FloatingPointError: a number is infinite, or none.
    """
    for loss in losses:
        _check(loss, "the loss, while the outputs of all layers are finite,")
    return losses


def checked_gradients(gradients: list[Any], names: Sequence[str]) -> list[Any]:
    """Return gradients.

    Args:
        gradients: the tensors.
        names: of what each is the gradient by.

    Raises:
        FloatingPointError: a number is infinite, or none.
    """
    for gradient, name in zip(gradients, names, strict=True):
        _check(gradient, f"the gradient of the loss by {name!r}")
    return gradients


def _check(tensor: Any, what: str) -> None:
    if not isinstance(tensor, torch.Tensor) or not (tensor.is_floating_point()):
        return
    values = tensor.detach()
    values = values.coalesce().values() if values.layout is torch.sparse_coo else values
    if bool(torch.isfinite(values).all()):
        return
    nans, wrong = int(torch.isnan(values).sum()), int((~torch.isfinite(values)).sum())
    raise FloatingPointError(
        f"{what} is not finite: of {values.numel()} numbers {nans} are NaN and {wrong - nans} are"
        f" infinite; its shape is {tuple(tensor.shape)} (config.enable_check_numerics)"
    )


CHECKS = {
    "checked_gradients": checked_gradients,
    "checked_losses": checked_losses,
    "checked_outputs": checked_outputs,
}
