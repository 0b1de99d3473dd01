"""The words that signatures use for what travels between the rooms."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

__all__ = ["Array", "Arrays", "Config", "DType", "Named", "Shape", "Shapes", "Tensor", "Tensors"]

Shape: TypeAlias = tuple[int | None, ...]
"""The lengths of the axes; None where a length is known only when numbers flow."""

Shapes: TypeAlias = Shape | list[Shape]
"""One shape, or a list of them where a layer takes or gives several tensors."""

Tensor: TypeAlias = Any
"""A symbol of the graph or a real `torch.Tensor`; code that computes need not know which."""

Tensors: TypeAlias = Any
"""One tensor or a list of them."""

Array: TypeAlias = np.ndarray[Any, Any]
"""Numbers in NumPy's hands."""

Arrays: TypeAlias = Array | list[Array]
"""One array or a list of them."""

DType: TypeAlias = str
"""The name of a number type, such as "float32"."""

Config: TypeAlias = dict[str, Any]
"""What `get_config` gives: constructor arguments by name, in words that JSON has."""

Named: TypeAlias = str | Config | Callable[..., Any] | None
"""Something that may be given by its name, by its configuration or as the thing itself."""
