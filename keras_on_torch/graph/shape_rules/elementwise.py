"""Rules of the functions that compute entry by entry, with broadcasting."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch.graph.shape_rules.common import (
    NUMBERS,
    Rule,
    all_meta,
    broadcast,
    laid_out_as,
    made,
)
from keras_on_torch.graph.shape_rules.registry import bind

__all__: list[str] = []


def _of_one(kinds: str, dtype: torch.dtype | None = None) -> Rule:
    """Make the rule of a function of one tensor and plain numbers.

    Args:
        kinds: "floating", or "any" numbers but truth values.
        dtype: of the results; None for that of the arguments.
    """

    def rule(input: torch.Tensor, *numbers: Any, **settings: Any) -> torch.Tensor | None:
        if not all(value is None or isinstance(value, NUMBERS) for value in numbers):
            return None
        if not all(value is None or isinstance(value, NUMBERS) for value in settings.values()):
            return None
        whole = kinds == "any" and not input.is_complex() and input.dtype is not torch.bool
        if not (input.is_floating_point() or whole) or not all_meta([input]):
            return None
        return laid_out_as([input], input.shape, dtype or input.dtype)

    return rule


def _clamp(
    input: torch.Tensor, min: Any = None, max: Any = None, **settings: Any
) -> torch.Tensor | None:
    bounds = [bound for bound in (min, max) if bound is not None]
    if settings or not bounds or not all(isinstance(bound, NUMBERS) for bound in bounds):
        return None
    return _of_floating(input)


def _hardtanh(input: torch.Tensor, min_val: float, max_val: float) -> torch.Tensor | None:
    return _of_floating(input) if min_val <= max_val else None


def _of_floating(input: torch.Tensor) -> torch.Tensor | None:
    fits = input.is_floating_point() and all_meta([input])
    return laid_out_as([input], input.shape, input.dtype) if fits else None


def _larger(input: torch.Tensor, other: torch.Tensor) -> torch.Tensor | None:
    fits = input.dtype is other.dtype and all_meta([input, other])
    shape = broadcast([input.shape, other.shape])
    return laid_out_as([input, other], shape, input.dtype) if fits else None


def _of_several(kinds: str = "any", dtype: torch.dtype | None = None) -> Rule:
    """Make the rule of a function of tensors and numbers that are broadcast to each other.

    Args:
        kinds: "floating", where the results must be, or "any".
        dtype: of the results; None for what the arguments' types give together.
    """

    def rule(*values: Any) -> torch.Tensor | None:
        tensors = [value for value in values if isinstance(value, torch.Tensor)]
        if not tensors or not all_meta(values):
            return None
        found = values[0]
        result = torch.result_type(found, values[1]) if len(values) > 1 else found.dtype
        for value in values[2:]:
            if isinstance(value, torch.Tensor) and value.dtype is not result:
                return None
        if result is torch.bool and dtype is None:
            return None
        if kinds == "floating" and not result.is_floating_point:
            return None
        shape = broadcast([tensor.shape for tensor in tensors])
        return laid_out_as(tensors, shape, dtype or result)

    return rule


def _where(condition: torch.Tensor, *values: Any) -> torch.Tensor | None:
    if condition.dtype is not torch.bool or len(values) != 2:
        return None
    dtype = torch.result_type(*values)
    shape = broadcast([getattr(value, "shape", ()) for value in (condition, *values)])
    if not all_meta((condition, *values)):
        return None
    tensors = [value for value in (condition, *values) if isinstance(value, torch.Tensor)]
    return laid_out_as(tensors, shape, dtype)


def _in_place(input: torch.Tensor, *values: Any, generator: Any = None) -> torch.Tensor | None:
    """Return the tensor itself, where what is written into it fits and keeps its number type."""
    if not all_meta((input, *values)) or not input.is_floating_point():
        return None
    if any(isinstance(value, torch.Tensor) and value.is_complex() for value in values):
        return None
    shapes = [getattr(value, "shape", ()) for value in values]
    return input if broadcast([input.shape, *shapes]) == list(input.shape) else None


def _copied(input: torch.Tensor) -> torch.Tensor | None:
    return laid_out_as([input], input.shape, input.dtype) if all_meta([input]) else None


def _with_logits(
    input: torch.Tensor,
    target: torch.Tensor,
    *,
    weight: torch.Tensor | None = None,
    pos_weight: torch.Tensor | None = None,
    reduction: str = "mean",
    **former: None,
) -> torch.Tensor | None:
    if weight is not None or pos_weight is not None or any(former.values()):
        return None
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if input.dtype is not target.dtype or not input.is_floating_point():
        return None
    if reduction == "none":
        return laid_out_as([input, target], input.shape, input.dtype)
    return made((), input.dtype)


def _fill() -> None:
    bind(_of_one("any"), "neg negative abs absolute square sign relu __neg__ __abs__")
    bind(
        _of_one("floating"),
        "exp expm1 log log1p sqrt rsqrt sin cos tan tanh sigmoid erf round floor ceil reciprocal"
        " logit elu leaky_relu softplus threshold softsign",
    )
    bind(_of_one("floating", torch.bool), "isnan isfinite isinf")
    bind(_clamp, "clamp clip")
    bind(_hardtanh, "hardtanh", F)
    bind(_larger, "maximum minimum")
    bind(_of_several(), "add sub subtract rsub mul multiply")
    bind(_of_several(), "__add__ __radd__ __sub__ __rsub__ __mul__ __rmul__")
    bind(_of_several("floating"), "div divide true_divide pow")
    bind(_of_several("floating"), "__truediv__ __rtruediv__ __rdiv__ __pow__ __rpow__")
    bind(_of_several("any", torch.bool), "eq ne lt le gt ge")
    bind(_of_several("any", torch.bool), "__eq__ __ne__ __lt__ __le__ __gt__ __ge__", torch.Tensor)
    bind(_where, "where", torch)
    bind(_in_place, "add_ sub_ mul_ div_ relu_ bernoulli_ uniform_ normal_")
    bind(_copied, "empty_like zeros_like ones_like clone")
    bind(_with_logits, "binary_cross_entropy_with_logits", F)


_fill()
