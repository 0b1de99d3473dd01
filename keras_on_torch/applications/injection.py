"""How the networks of the package keras-applications are built of the layers here.

It holds the very definitions that Keras 2.2.4 used, and takes the modules to build with.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from keras_applications import imagenet_utils

from keras_on_torch import backend, layers, models, utils

__all__ = ["keras_modules_injection"]

Function = TypeVar("Function", bound=Callable[..., Any])


def keras_modules_injection(base_fun: Function) -> Function:
    """Return a function of keras-applications that works with the modules of this package.

    Args:
        base_fun: it, or one that passes its arguments on.
    """
    return cast("Function", _injected(base_fun))


@functools.cache  # What networks share stays one function, which pickle finds under its name.
def _injected(base_fun: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(base_fun)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        # It keeps the mean of the first mode that was asked for, and would use it for the others.
        imagenet_utils._IMAGENET_MEAN = None
        modules = {"backend": backend, "layers": layers, "models": models, "utils": utils}
        return base_fun(*args, **{**kwargs, **modules})

    wrapper.__module__ = wrapper.__module__.replace("keras_applications", __package__)
    return wrapper
