"""The table of rules: which function of torch has which."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch.graph.shape_rules.common import Rule

__all__ = ["RULES", "bind"]

RULES: dict[Any, Rule] = {}


def bind(rule: Rule, names: str, *places: Any) -> None:
    """Return a rule to the functions of these names, wherever torch has them."""
    for name in names.split():
        for place in places or (torch, torch.Tensor, F, torch._C._nn):
            function = getattr(place, name, None)
            if callable(function):
                RULES[function] = rule
