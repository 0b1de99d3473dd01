"""Variables: symbolic leaves over tensors that torch owns.

The tensor of a variable is `owner._parameters[key]` or `owner._buffers[key]` and is looked up there
whenever it is needed, never kept: `module.to` and `functional_call` may replace it.
"""

from typing import Any
from weakref import WeakValueDictionary

import torch

from keras_on_torch import config
from keras_on_torch.graph.arrays import tensor_of
from keras_on_torch.graph.dtypes import DType, as_ref, torch_dtype
from keras_on_torch.graph.scope import outside_all_scopes
from keras_on_torch.graph.shape_inference import meta_of
from keras_on_torch.graph.symbol import SymbolicTensor

__all__ = ["Variable", "adopt", "forget_variables", "living_variables", "variable_value"]


def variable_value() -> None:
    """Stand as the function of a variable, whose value is read at its owner; it is never run."""


_living: WeakValueDictionary[int, "Variable"] = WeakValueDictionary()


def living_variables() -> list["Variable"]:
    """Return the variables that somebody holds, in the order in which they were made."""
    return [variable for _, variable in sorted(_living.items())]


def forget_variables() -> None:
    """List none of those that are there now any more."""
    _living.clear()


class _Loose:
    """The owner of a variable that belongs to no module."""

    def __init__(self) -> None:
        self._parameters: dict[str, Any] = {}
        self._buffers: dict[str, Any] = {}


class Variable(SymbolicTensor):
    """A symbol whose value is kept between runs and may be assigned.

    Attributes:
        owner: the module (or, for a loose variable, a stand-in) that holds the tensor.
        key: the name under which the owner holds it.
        constraint: what an optimizer applies to the value after each step; None applies nothing.
        trainable: whether an optimizer may change it.
        first_value: the symbol, array or number it was made of; None where it was a tensor.
        initializer: sets the first value again.
    """

    kind = "VariableV2"
    initializer: Any  # graph/interpreter.py, which can compute, defines it.
    first_value: Any = None
    # Likewise graph/tensorflow_methods.py.
    assign: Any
    assign_add: Any
    assign_sub: Any
    load: Any

    def __init__(
        self,
        value: Any,
        dtype: Any = None,
        name: str = "Variable:0",
        constraint: Any = None,
        trainable: bool = True,
        device: torch.device | None = None,
    ) -> None:
        tensor = _owned_copy(value, dtype, device)
        self._keep(_Loose(), "value", name)
        self.owner._buffers["value"] = tensor
        self.constraint = constraint
        self.trainable = trainable
        self._uses_learning_phase = False

    def _keep(self, owner: Any, key: str, name: str) -> None:
        self.owner = owner
        self.key = key
        with outside_all_scopes():
            super().__init__(variable_value, (), {}, None)
        self._name = name
        _living[self.id] = self

    @classmethod
    def of(cls, owner: torch.nn.Module, key: str, name: str) -> "Variable":
        """Return the variable that stands for a parameter or buffer which a module has already."""
        variable = cls.__new__(cls)
        variable._keep(owner, key, name)
        variable.constraint = None
        variable.trainable = key in owner._parameters
        variable._uses_learning_phase = False
        return variable

    @property
    def probe(self) -> Any:
        """The value's shape and type, on the meta device."""
        meta = meta_of(self.tensor.detach())
        return meta, meta

    @probe.setter
    def probe(self, probe: Any) -> None:
        pass  # The tensor itself tells.

    @property
    def table(self) -> dict[str, Any]:
        """The owner's table in which the tensor stands."""
        parameters: dict[str, Any] = self.owner._parameters
        return parameters if self.key in parameters else self.owner._buffers

    @property
    def tensor(self) -> torch.Tensor:
        """The tensor, as its owner holds it now."""
        tensor: torch.Tensor = self.table[self.key]
        return tensor

    @property
    def static_shape(self) -> tuple[int | None, ...]:
        """The lengths of the axes."""
        return tuple(self.tensor.shape)

    @property
    def dtype(self) -> DType:
        """The type of the numbers, as TensorFlow tells it of a variable (`float32_ref`)."""
        return as_ref(self.tensor.dtype)

    @property
    def number_type(self) -> torch.dtype:
        """The type of the numbers, as torch has it."""
        return self.tensor.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.tensor.ndim

    def assign_value(self, value: Any) -> None:
        """Replace the value; where it is kept, and its type, stay.

        Args:
            value: an array of the variable's shape.

        Raises:
            ValueError: the shape is another one.
        """
        given = value if isinstance(value, torch.Tensor) else tensor_of(value)
        self.check_value(given)
        with torch.no_grad():
            self.tensor.copy_(given)

    def check_value(self, value: Any) -> None:
        """Check that a value can be assigned.

        Args:
            value: an array or a tensor.

        Raises:
            ValueError: the shape is another one, or the numbers are complex.
        """
        tensor = self.tensor
        if tuple(value.shape) != tuple(tensor.shape):
            raise ValueError(
                f"Cannot assign a value of shape {tuple(value.shape)} to the variable"
                f" {self.name!r}: it has shape {tuple(tensor.shape)}. Give it an array of that one"
            )
        if isinstance(value, torch.Tensor) and value.is_complex() and not tensor.is_complex():
            raise ValueError(
                f"Cannot assign complex numbers to the variable {self.name!r}, which is"
                f" {tensor.dtype}: take their real parts"
            )

    def numpy_value(self, copy: bool = True) -> Any:
        """Return the value as a NumPy array.

        Args:
            copy: False may give the tensor's own memory, which changes in training.
        """
        tensor = self.tensor.detach()
        if tensor.layout is not torch.strided:
            tensor = tensor.to_dense()
        if tensor.dtype is torch.bfloat16:
            tensor = tensor.float()
        value = tensor.cpu().numpy()
        return value.copy() if copy and tensor.device.type == "cpu" else value

    # ---- as TensorFlow 1 programs ask for it
    @property
    def initial_value(self) -> Any:
        """The value, as TensorFlow 1 programs ask for it."""
        return self

    def initialized_value(self) -> "Variable":
        """Return the variable itself: it has a value from the beginning."""
        return self

    def read_value(self) -> "Variable":
        """Return the variable itself."""
        return self

    def value(self) -> "Variable":
        """Return the variable itself."""
        return self

    @classmethod
    def __torch_function__(cls, fn: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(fn, "__name__", "")
        if name.endswith("_") and not name.endswith("__") and isinstance(args[0], Variable):
            with torch.no_grad():
                fn(args[0].tensor, *args[1:], **(kwargs or {}))
            return args[0]
        return super().__torch_function__(fn, types, args, kwargs)

    def __bool__(self) -> bool:
        return True  # Old layers ask `if self.bias:` whether they have one.

    def __repr__(self) -> str:
        return f"<tf.Variable {self.name!r} shape={self.shape} dtype={self.dtype.name}>"

    __str__ = __repr__


def _owned_copy(value: Any, dtype: Any, device: torch.device | None) -> torch.Tensor:
    """Return a tensor of its own, on the device where variables live."""
    device = config.device() if device is None else device
    if isinstance(value, torch.Tensor):
        tensor = value.detach()
        copied = tensor.to(device=device, dtype=None if dtype is None else torch_dtype(dtype))
        if copied.layout is not torch.strided:
            return copied.clone()
        return copied.clone() if copied.data_ptr() == value.data_ptr() else copied
    given = tensor_of(value)
    wanted = given.dtype if dtype is None else torch_dtype(dtype)
    return given.to(device, wanted, copy=True, memory_format=torch.contiguous_format)


def adopt(variable: Variable, owner: torch.nn.Module, key: str, as_parameter: bool) -> None:
    """Make a module the owner of a variable's tensor.

    Args:
        variable: the variable; one that has a module already stays there.
        owner: the module.
        key: under which name; a number is added where the module has that name already.
        as_parameter: whether it becomes a parameter (floating-point numbers only) or a buffer.
    """
    if not isinstance(variable.owner, _Loose):
        return
    tensor = variable.tensor
    base, count = key, 1
    while key in owner._parameters or key in owner._buffers or key in owner._modules:
        key, count = f"{base}_{count}", count + 1
    variable.owner, variable.key = owner, key
    if as_parameter and tensor.is_floating_point():
        owner._parameters[key] = torch.nn.Parameter(tensor)
    else:
        owner._buffers[key] = tensor
