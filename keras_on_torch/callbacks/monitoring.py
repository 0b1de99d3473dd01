"""What callbacks that watch a metric share: its direction, and what is said where it is missing."""

import warnings
from typing import Any

__all__ = ["known_mode", "warn_of_missing_metric"]

_MODES = ("auto", "min", "max")


def known_mode(mode: str, whose: str) -> str:
    """Return the mode; "auto", with a warning, for one that is unknown."""
    if mode in _MODES:
        return mode
    warnings.warn(
        f"{whose} mode {mode} is unknown, fallback to auto mode.", RuntimeWarning, stacklevel=3
    )
    return "auto"


def warn_of_missing_metric(what: str, monitor: str, logs: dict[str, Any]) -> None:
    """Warn that a callback's metric is not among the logs."""
    warnings.warn(
        f"{what} conditioned on metric `{monitor}` which is not available. Available metrics are:"
        f" {','.join(logs)}",
        RuntimeWarning,
        stacklevel=3,
    )
