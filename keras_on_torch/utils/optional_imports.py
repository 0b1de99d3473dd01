"""Packages that are needed by some functions alone, imported when one of these is called."""

import importlib
from typing import Any

__all__ = ["optional_import"]


def optional_import(module: str, package: str, needed_by: str, extra: str | None = None) -> Any:
    """Return a module of a package that need not be installed.

    Args:
        module: its name in Python.
        package: its name on the package index.
        needed_by: what cannot work without it.
        extra: the extra of this package that brings it along.

    Raises:
        ImportError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        wanted = package if extra is None else f"keras_on_torch[{extra}]"
        raise ImportError(
            f"{needed_by} needs the package {package}: pip install {wanted}"
        ) from None
