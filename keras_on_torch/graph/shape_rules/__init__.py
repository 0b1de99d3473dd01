"""Shapes of the torch functions that Keras programs call most, from a table of rules.

On the meta device torch runs many functions in Python, and the first of these loads its compiler:
close to a second and 70 MiB, in every program, for lengths that follow from two tuples. What has no
rule here, and whatever a rule does not fit, is left to torch.
"""

from typing import Any

from torch.overrides import TorchFunctionMode

from keras_on_torch.graph.shape_rules import array_ops, elementwise  # noqa: F401 - they fill the table.
from keras_on_torch.graph.shape_rules.registry import RULES

__all__ = ["ShapeRules"]


class ShapeRules(TorchFunctionMode):
    """While it is active, functions of meta tensors are answered from the table where they can be.

    The results have the shapes, number types and layouts that torch would give.
    """

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        rule = RULES.get(func)
        if rule is not None:
            try:
                found = rule(*args, **kwargs)
            except (TypeError, AttributeError):  # Arguments in a form that the rule does not know.
                found = None
            if found is not None:
                return found
        return func(*args, **kwargs)
