"""Who called: the user's line, and torch's autograd functions, which must not be recorded."""

import sys

import torch

__all__ = ["reject_autograd_function", "user_line"]

_AUTOGRAD_FRAMES = 12
_PACKAGE = __name__.partition(".")[0]


def reject_autograd_function() -> None:
    """Refuse to record what a torch.autograd.Function does: its own backward would be lost."""
    frame = sys._getframe(2)
    for _ in range(_AUTOGRAD_FRAMES):
        if frame.f_code.co_name == "forward" and frame.f_code.co_varnames:
            first = frame.f_locals.get(frame.f_code.co_varnames[0])
            if isinstance(first, torch.autograd.function.FunctionCtx):
                raise TypeError(
                    "a torch.autograd.Function was applied to a symbolic tensor: recording what its"
                    " forward does would lose its backward. Wrap it: torch_op(F.apply)(x)"
                )
        if frame.f_back is None:
            return
        frame = frame.f_back


def user_line() -> tuple[str, int] | None:
    """Return the file and line outside this package (and torch) that led here."""
    frame = sys._getframe(2)
    for _ in range(30):
        module = frame.f_globals.get("__name__", "")
        if not module.startswith((_PACKAGE, "torch.")):
            return frame.f_code.co_filename, frame.f_lineno
        if frame.f_back is None:
            break
        frame = frame.f_back
    return None
