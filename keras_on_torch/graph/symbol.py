"""The symbolic tensor: a node of the graph; whatever is done to it records a new one."""

import itertools
import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from keras_on_torch.graph.arrays import tensor_of
from keras_on_torch.graph.assignments import assignments
from keras_on_torch.graph.dtypes import DType, as_dtype
from keras_on_torch.graph.eager_mode import running
from keras_on_torch.graph.gradient_overrides import overrides
from keras_on_torch.graph.indexing import axis_length
from keras_on_torch.graph.operation import NamedTensor, name_node, name_parts
from keras_on_torch.graph.operation_kinds import operations_of
from keras_on_torch.graph.scope import Body, Scope, current_dependencies, current_scope, newest
from keras_on_torch.graph.shape_inference import (
    leaves_of,
    map_leaves,
    meta_of,
    probe_call,
    refined,
    static_shape,
)
from keras_on_torch.graph.stack_frames import reject_autograd_function, user_line
from keras_on_torch.graph.tensor_shape import (
    PLAIN_ANSWERS,
    WITHOUT_VALUE,
    KnownDimension,
    SymbolShape,
)
from keras_on_torch.graph.unknown_lengths import UnknownLength

__all__ = [
    "Dimension",
    "SymbolicTensor",
    "is_symbolic",
    "parents_of",
    "record",
    "refine_shape",
]

_ids = itertools.count()
_HOST_TYPES = {bool: torch.bool, int: torch.int32, float: torch.float32}


class SymbolicTensor(NamedTensor):
    """What a tensor will be: the function that gives it, and that function's arguments.

    Attributes:
        fn, args, kwargs: the recorded call.
        id: its place in the order of creation, which is an order in which all can be computed.
        scope: the layer call or loop body that was being traced.
        after: symbols that are computed before it, though it does not use their values.
        probe: the call's result on two meta tensors, from which its shape is read.
        origin: the file and line of the user's program that made it.
    """

    _keras_shape: Any  # What Keras programs read and set on tensors.
    _keras_history: Any
    _is_sparse: bool
    any_shape: bool = False  # Whether values of any shape may be fed, whatever its own is.

    __getitem__: Any  # graph/constant_folding.py, which can compute, defines it.

    __array_priority__ = 10000
    __array_ufunc__ = None  # `numpy_array * symbol` must come to the symbol's own operator.

    def __init__(
        self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], probe: Any
    ) -> None:
        self.id = next(_ids)
        self.fn = fn
        self.args = args
        self.kwargs = kwargs
        self.probe = probe
        self.scope: Scope | None = current_scope()
        self.after = current_dependencies()
        self.origin = user_line()
        # Keras: not of what is computed from it; layers hand it on from their inputs.
        self._uses_learning_phase = False

    # ---- what is known before running
    @property
    def static_shape(self) -> tuple[int | None, ...]:
        """The lengths of the axes, None for an unknown one."""
        return static_shape(self.probe)

    @property
    def shape(self) -> "SymbolShape":
        """The lengths of the axes; an unknown one equals None, yet may be computed with."""
        return SymbolShape(
            Dimension(self, axis) if length is None else KnownDimension(length)
            for axis, length in enumerate(self.static_shape)
        )

    def get_shape(self) -> "SymbolShape":
        """Return `shape`, as TensorFlow 1 programs ask for it."""
        return self.shape

    def set_shape(self, shape: Any) -> None:
        """Add what is known of the shape."""
        wanted = SymbolShape(shape)
        if wanted.ndims is not None:
            refine_shape(self, tuple(wanted.as_list()))

    @property
    def dtype(self) -> DType:
        """The type of the numbers; torch's functions take it as they take their own."""
        return as_dtype(self.number_type)

    @property
    def number_type(self) -> torch.dtype:
        """The type of the numbers, as torch has it."""
        value = self.probe[0]
        if isinstance(value, torch.Tensor):
            return value.dtype
        if isinstance(value, (tuple, list)):
            value = value[0] if value else 0
            if isinstance(value, torch.Tensor):
                return value.dtype
        kind = int if isinstance(value, UnknownLength) else type(value)
        return _HOST_TYPES.get(kind, torch.float32)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        value = self.probe[0]
        return value.ndim if isinstance(value, torch.Tensor) else len(self.static_shape)

    def dim(self) -> int:
        """Return the number of axes, as torch programs ask for it."""
        return self.ndim

    ndimension = dim

    def size(self, dim: int | None = None) -> Any:
        """Return the shape or the length of one axis, as torch programs ask for it."""
        return self.shape if dim is None else self.shape[dim]

    def is_floating_point(self) -> bool:
        """Return whether the numbers are floating-point ones."""
        return self.number_type.is_floating_point

    @property
    def device(self) -> torch.device:
        """Where constants that are combined with this tensor are made; they are moved when run."""
        return torch.device("cpu")

    def __repr__(self) -> str:
        return f"<tf.Tensor {self.name!r} shape={self.shape} dtype={self.dtype.name}>"

    def __str__(self) -> str:
        return f'Tensor("{self.name}", shape={self.shape}, dtype={self.dtype.name})'

    # ---- recording
    @classmethod
    def __torch_function__(
        cls, fn: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        name = getattr(fn, "__name__", "")
        if name.endswith("_") and not name.endswith("__"):
            raise TypeError(
                f"torch's {name} would change a symbolic tensor in place, which has no value yet:"
                f" use {name.rstrip('_')}, which gives a new one"
            )
        return record(fn, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(torch.Tensor, name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name in PLAIN_ANSWERS:
            return PLAIN_ANSWERS[name]
        if name in WITHOUT_VALUE:
            raise TypeError(self._is_symbolic(f"no values to give to {name}()"))
        member = getattr(torch.Tensor, name)
        if not callable(member):
            return record(member.__get__, (self,))
        if name.endswith("_"):
            return lambda *args, **kwargs: self.__torch_function__(
                member, (), (self, *args), kwargs
            )
        return lambda *args, **kwargs: record(member, (self, *args), kwargs)

    # ---- what a symbol cannot do
    def _is_symbolic(self, lack: str) -> str:
        shape = tuple(self.static_shape)
        return f"the tensor {self.name!r}, shape {shape}, is symbolic: it has {lack}"

    def __bool__(self) -> bool:
        raise TypeError(
            self._is_symbolic("no truth value to branch on")
            + ". Choose element by element with K.switch(condition, then, otherwise), or set"
            " `dynamic = True` on the layer whose call must branch on values"
        )

    def _no_number(self) -> Any:
        raise TypeError(self._is_symbolic("no value yet") + ". Run it with K.eval or K.function")

    __int__ = __float__ = __index__ = __complex__ = _no_number

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(
            self._is_symbolic("no values for NumPy")
            + ". Use the function of K in place of NumPy's, or run it with K.eval or K.function"
        )

    # No __len__: programs ask hasattr(model.output, "__len__") to tell a list of outputs from one.
    def __iter__(self) -> Iterator[Any]:
        shape = self.static_shape
        if not shape or shape[0] is None:
            raise TypeError(
                self._is_symbolic("no known length to iterate over") + ". Use K.map_fn or K.rnn"
            )
        return iter([self[i] for i in range(shape[0])])

    def __hash__(self) -> int:
        return id(self)

    def __copy__(self) -> "SymbolicTensor":
        return self

    # A node is what it is wherever it is referred to; copying would fork the graph.
    def __deepcopy__(self, memo: Any) -> "SymbolicTensor":
        return self


class Dimension(SymbolicTensor):
    """The length of an unknown axis: it equals None, yet it can be computed with.

    Args:
        tensor: the tensor that has the axis; or, where lengths were computed with, the result.
        axis: the place of the axis; None where `tensor` is the length itself.
    """

    value = None

    def __init__(self, tensor: SymbolicTensor, axis: int | None) -> None:
        if axis is None:
            vars(self).update(vars(tensor))
            return
        probe = tuple([UnknownLength(meta.shape[axis]) for meta in tensor.probe])
        super().__init__(axis_length, (tensor, axis), {}, probe)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Dimension) and other.args == self.args
        return other is None or other is self or same

    __hash__ = SymbolicTensor.__hash__

    def __str__(self) -> str:
        return "?"

    def __repr__(self) -> str:
        return "Dimension(None)"


def is_symbolic(value: Any) -> bool:
    """Return whether `value` is a symbolic tensor."""
    return isinstance(value, SymbolicTensor)


def parents_of(node: SymbolicTensor) -> list[SymbolicTensor]:
    """Return the symbols that a node is computed from, those that its bodies return included."""
    found = list(node.after)
    for leaf in leaves_of((node.args, node.kwargs)):
        if isinstance(leaf, SymbolicTensor):
            found.append(leaf)
        elif isinstance(leaf, Body):
            found += [result for result in leaf.results if isinstance(result, SymbolicTensor)]
    return found


def record(
    fn: Callable[..., Any],
    args: tuple[Any, ...] = (),
    kwargs: dict[str, Any] | None = None,
    infer: Callable[..., Any] | None = None,
) -> Any:
    """Record that `fn(*args, **kwargs)` will be run.

    Args:
        fn: a function of real tensors.
        args: its arguments, symbols among them, also in nested lists.
        kwargs: those that are given by name.
        infer: a stand-in for `fn` where shapes are found out, if `fn` cannot run on meta tensors.

    Returns:
        A symbol, or as many as `fn` returns tensors, nested as it returns them.

    Raises:
        ValueError: `fn` refuses arguments of such shapes.
    """
    if running.values is not None:
        return fn(*map_leaves(_running_value, args), **map_leaves(_running_value, kwargs or {}))
    reject_autograd_function()
    if assignments.noted is not None:
        args, kwargs = map_leaves(assignments.noted.now, (tuple(args), kwargs or {}))
    if overrides.names:
        gradient = overrides.name_for(fn, args)
        if gradient is not None:
            return overrides.record(gradient, fn, args, kwargs or {}, infer)
    floating = _floating_dtype((args, kwargs))
    args = map_leaves(lambda leaf: _literal(leaf, floating), tuple(args))
    kwargs = map_leaves(lambda leaf: _literal(leaf, floating), kwargs or {})
    probe = probe_call(infer or fn, args, kwargs, _probe_of, memoise=True)
    node = SymbolicTensor(fn, args, kwargs, probe)
    name_node(node, operations_of(fn, args, kwargs))
    result = _expanded(node, probe[0], probe[1])
    if result is not node:
        name_parts(node, leaves_of(result))
    return result


def _running_value(leaf: Any) -> Any:
    """Return what stands for a variable while a dynamic layer's call runs."""
    if isinstance(leaf, SymbolicTensor) and running.values is not None:
        known = running.values.get(leaf.id)
        return leaf.tensor if known is None else known
    return leaf


def _expanded(node: SymbolicTensor, first: Any, second: Any) -> Any:
    """Return one symbol for each tensor in the result; numbers (a shape) stay together."""
    if not isinstance(first, (tuple, list)) or not any(
        isinstance(leaf, torch.Tensor) for leaf in leaves_of(first)
    ):
        return node
    parts = [
        _expanded(SymbolicTensor(operator.getitem, (node, i), {}, pair), *pair)
        for i, pair in enumerate(zip(first, second, strict=True))
    ]
    return type(first)(parts)  # torch.return_types.max and its like take one sequence, too.


def _probe_of(leaf: Any) -> Any:
    if isinstance(leaf, SymbolicTensor):
        return leaf.probe
    if isinstance(leaf, torch.Tensor):
        meta = meta_of(leaf)
        return meta, meta
    if isinstance(leaf, Body):  # A stand-in for shapes sees what the body would return.
        return tuple(
            [tuple([_probe_turn(result, turn) for result in leaf.results]) for turn in (0, 1)]
        )
    return None


def _probe_turn(value: Any, turn: int) -> Any:
    probe = _probe_of(value)
    return value if probe is None else probe[turn]


def _floating_dtype(value: Any) -> torch.dtype | None:
    for leaf in leaves_of(value):
        if isinstance(leaf, SymbolicTensor) and leaf.number_type.is_floating_point:
            return leaf.number_type
    return None


# What is kept as it is; most arguments are of these.
_KEPT = frozenset([SymbolicTensor, torch.Tensor, torch.dtype, int, float, bool, str, type(None)])


def _literal(leaf: Any, floating: torch.dtype | None) -> Any:
    """Return the argument as it is kept: NumPy's kinds become torch's and Python's."""
    leaf = newest(leaf)
    if type(leaf) in _KEPT:
        return leaf
    if isinstance(leaf, np.ndarray):
        tensor = tensor_of(leaf)
        if floating is not None and tensor.dtype is torch.float64:
            tensor = tensor.to(floating)
        return tensor
    if isinstance(leaf, np.generic):
        return leaf.item()
    if type(leaf) is KnownDimension:
        return int(leaf)
    if isinstance(leaf, DType):
        return leaf.as_torch_dtype
    if isinstance(leaf, SymbolShape):
        return tuple(int(axis) if isinstance(axis, int) else axis for axis in leaf)
    return leaf


def refine_shape(node: SymbolicTensor, shape: tuple[int | None, ...]) -> None:
    """Add to a symbol what `shape` knows of its axes and it does not."""
    node.probe = refined(node.probe, shape)
