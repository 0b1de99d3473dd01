"""Functions serialized as bytecode, and when such code may run."""

import binascii
import codecs
import contextvars
import marshal
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from keras_on_torch import config

__all__ = ["func_dump", "func_load", "globals_of", "trusted_code"]

_dumped_here: dict[str, dict[str, Any]] = {}  # What global names mean in each.
_trusting = contextvars.ContextVar("trusting", default=False)


def func_dump(func: Callable[..., Any]) -> tuple[str, Any, tuple[Any, ...] | None]:
    """Return a function as (bytecode in base64, defaults, values of its closure)."""
    function: Any = func
    code = codecs.encode(marshal.dumps(function.__code__), "base64").decode("ascii")
    _dumped_here[code] = function.__globals__
    closure = tuple([cell.cell_contents for cell in function.__closure__ or ()]) or None
    return code, function.__defaults__, closure


def func_load(
    code: Any, defaults: Any = None, closure: Any = None, globs: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """Make the function that `func_dump` gave as bytecode.

    Args:
        code: the bytecode, or all that `func_dump` gave.
        defaults: values of the last arguments.
        closure: values (or cells) of the variables that the function has from around it.
        globs: what its global names mean.

    Raises:
        ValueError: the bytecode does not come from this process and nobody allowed it to run, or
            another version of Python wrote it.

    Differs:
        Keras runs any bytecode. Here what a file holds is not run unless the user says so.
    """
    if isinstance(code, (tuple, list)) and len(code) == 3:
        code, defaults, closure = code
    if not isinstance(code, str):
        raise ValueError(
            f"A function as bytecode is a text, defaults and a closure, got {type(code).__name__}"
        )
    if not (code in _dumped_here or _trusting.get() or config.unsafe_deserialization()):
        raise ValueError(
            "A function is stored as Python bytecode here (a Lambda layer's, most likely), and code"
            " that comes from a file is not run. Give the function a name and pass it in"
            " custom_objects={name: function}; or, if you trust the file, call"
            " keras_on_torch.config.enable_unsafe_deserialization() before loading, or set"
            " KERAS_ON_TORCH_UNSAFE_LOADING=1"
        )
    body = _code_object(code)
    cells = None
    if closure is not None:
        cells = tuple([c if isinstance(c, types.CellType) else types.CellType(c) for c in closure])
    return types.FunctionType(
        body,
        globals() if globs is None else globs,
        name=body.co_name,
        argdefs=tuple(defaults) if isinstance(defaults, list) else defaults,
        closure=cells,
    )


def globals_of(code: Any) -> dict[str, Any] | None:
    """Return what global names mean in a function that `func_dump` gave in this very process.

    Args:
        code: the bytecode, or all that `func_dump` gave.
    """
    if isinstance(code, (tuple, list)):
        code = code[0] if code else None
    return _dumped_here.get(code) if isinstance(code, str) else None


@contextmanager
def trusted_code() -> Iterator[None]:
    """Let `func_load` run any bytecode while the context lasts (where the source is trusted)."""
    token = _trusting.set(True)
    try:
        yield
    finally:
        _trusting.reset(token)


def _code_object(text: str) -> types.CodeType:
    for encoded in (_from_base64, _from_escapes):  # Keras: before 2.1.2 it was escaped text.
        try:
            loaded = marshal.loads(encoded(text))
        except (UnicodeEncodeError, binascii.Error, ValueError, EOFError, TypeError):
            continue
        if isinstance(loaded, types.CodeType):
            return loaded
    raise ValueError(
        "The stored bytecode of a function cannot be read: another version of Python wrote it."
        " Give the function a name and pass it in custom_objects={name: function}"
    )


def _from_base64(text: str) -> bytes:
    return codecs.decode(text.encode("ascii"), "base64")


def _from_escapes(text: str) -> bytes:
    return text.encode("raw_unicode_escape")
