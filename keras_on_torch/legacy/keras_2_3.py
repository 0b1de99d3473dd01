"""What programs of 2019 write as Keras 2.3 named it, taken under 2.2.4's names."""

import functools
from collections.abc import Callable
from typing import Any

from keras_on_torch import config

__all__ = ["accepts_learning_rate", "written_name"]


def accepts_learning_rate(constructor: Callable[..., None]) -> Callable[..., None]:
    """Make an optimizer's constructor take `learning_rate=` in place of `lr=`."""

    @functools.wraps(constructor)
    def either(self: Any, *args: Any, **kwargs: Any) -> None:
        if "learning_rate" in kwargs:
            if args or "lr" in kwargs:
                raise TypeError(
                    f"{type(self).__name__} got its rate twice: learning_rate="
                    f"{kwargs['learning_rate']!r}, and {args[0] if args else kwargs['lr']!r} as lr."
                    " Give one of them"
                )
            kwargs["lr"] = kwargs.pop("learning_rate")
        constructor(self, *args, **kwargs)

    return either


def written_name(rate: str) -> str:
    """Return the name under which a configuration has an optimizer's rate or counter."""
    return "learning_rate" if rate == "lr" and config.compat() == "2.3" else rate
