"""The one door between symbolic and eager: a function of torch tensors that records on symbols."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, overload

import torch

from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.graph.symbol import SymbolicTensor, record

__all__ = ["op"]

F = TypeVar("F", bound=Callable[..., Any])


@overload
def op(function: F) -> F: ...
@overload
def op(
    function: None = None,
    *,
    infer: Callable[..., Any] | None = None,
    eager: bool = True,
    differentiable: bool = True,
) -> Callable[[F], F]: ...
def op(
    function: Any = None,
    *,
    infer: Callable[..., Any] | None = None,
    eager: bool = True,
    differentiable: bool = True,
) -> Any:
    """Make a function of real tensors record itself when it is called on symbolic ones.

    Args:
        function: the function; pure, and able to run on the meta device unless `infer` is given.
        infer: takes the same arguments on the meta device and returns the results' shapes.
        eager: whether real tensors are computed with at once; a random function always records.
        differentiable: whether gradients pass; where not, `K.gradients` returns None.
    """

    def dual_of(function: Any) -> Any:
        function.cuts_gradient = not differentiable
        function.draws = not eager

        @functools.wraps(function)
        def dual(*args: Any, **kwargs: Any) -> Any:
            if eager and _is_eager(args, kwargs):
                return function(*args, **kwargs)
            return record(function, args, kwargs, infer=infer)

        return dual

    return dual_of if function is None else dual_of(function)


def _is_eager(args: Any, kwargs: Any) -> bool:
    """Return whether there is a real tensor among the arguments, and no symbol."""
    real = False
    for value in (*args, *kwargs.values()):
        kind = type(value)
        if kind is tuple or kind is list or kind is dict:
            for leaf in leaves_of(value):
                if isinstance(leaf, SymbolicTensor):
                    return False
                real = real or isinstance(leaf, torch.Tensor)
        elif isinstance(value, SymbolicTensor):
            return False
        elif isinstance(value, torch.Tensor):
            real = True
    return real
