"""NumPy's numbers that print as they did in 2018: `0.25`, not `np.float64(0.25)`."""

from typing import Any

import numpy as np

__all__ = ["ShownFloat32", "ShownFloat64", "shown"]


class ShownFloat32(np.float32):
    """A number of losses or metrics: NumPy's in all but what `repr` gives."""

    __slots__ = ()

    __repr__ = np.float32.__str__

    def __reduce__(self) -> Any:
        return np.float32(self).__reduce__()


class ShownFloat64(np.float64):
    """A number of losses or metrics: NumPy's in all but what `repr` gives."""

    __slots__ = ()

    __repr__ = np.float64.__str__

    def __reduce__(self) -> Any:
        return np.float64(self).__reduce__()


# Programs print the types, too.
for _kind, _plain in ((ShownFloat32, np.float32), (ShownFloat64, np.float64)):
    _kind.__name__ = _kind.__qualname__ = _plain.__name__
    _kind.__module__ = "numpy"

_SHOWN: dict[type, Any] = {np.float32: ShownFloat32, np.float64: ShownFloat64}


def shown(value: Any) -> Any:
    """Return one of NumPy's numbers as one that prints plainly; anything else as it is."""
    kind = _SHOWN.get(type(value))
    return value if kind is None else kind(value)
