"""Subpackages that are loaded when they are asked for: they are seldom needed, or take time."""

import importlib
from collections.abc import Callable
from typing import Any

__all__ = ["SUBPACKAGES", "attribute_hooks", "loaded", "when_loaded"]

SUBPACKAGES = ("applications", "datasets", "preprocessing", "wrappers")
"""Those of keras_on_torch; the `__init__` of each one ends with `_lazy.loaded(__name__)`."""

_waiting: dict[str, list[Callable[[], None]]] = {}
_loaded: set[str] = set()


def attribute_hooks(
    package: str, names: tuple[str, ...], space: dict[str, Any]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package with subpackages loaded on demand.

    Args:
        package: its full name.
        names: its subpackages that are loaded when somebody takes them from it.
        space: its `globals()`.
    """

    def load(name: str) -> Any:
        if name in names:
            return importlib.import_module(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def listing() -> list[str]:
        return sorted({*space, *names})

    return load, listing


def when_loaded(package: str, hook: Callable[[], None]) -> None:
    """Call a function once the subpackage of that full name is loaded, or now if it is."""
    if package in _loaded:
        hook()
    else:
        _waiting.setdefault(package, []).append(hook)


def loaded(package: str) -> None:
    """Call those that wait for a subpackage."""
    _loaded.add(package)
    for hook in _waiting.pop(package, []):
        hook()
