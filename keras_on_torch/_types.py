"""Type aliases of public signatures; help() and documentation show them by their names."""

from collections.abc import Callable
from typing import Any

import numpy as np
from typing_extensions import TypeAliasType

__all__ = ["Array", "Arrays", "Config", "DType", "Named", "Shape", "Shapes", "Tensor", "Tensors"]

Shape = TypeAliasType("Shape", tuple[int | None, ...])
"""The lengths of the axes; None where a length is known only when numbers flow."""

Shapes = TypeAliasType("Shapes", Shape | list[Shape])
"""One shape, or a list of them where a layer takes or gives several tensors."""

Tensor = TypeAliasType("Tensor", Any)
"""A symbol of the graph or a real `torch.Tensor`; code that computes need not know which."""

Tensors = TypeAliasType("Tensors", Any)
"""One tensor or a list of them."""

Array = TypeAliasType("Array", np.ndarray[Any, Any])
"""Numbers in NumPy's hands."""

Arrays = TypeAliasType("Arrays", Array | list[Array])
"""One array or a list of them."""

DType = TypeAliasType("DType", str)
"""The name of a number type, such as "float32"."""

Config = TypeAliasType("Config", dict[str, Any])
"""What `get_config` gives: constructor arguments by name, in words that JSON has."""

Named = TypeAliasType("Named", str | Config | Callable[..., Any] | None)
"""Something that may be given by its name, by its configuration or as the thing itself."""
