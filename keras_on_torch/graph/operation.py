"""What TensorFlow 1 programs ask of a tensor: its name, its operation, who reads it."""

import gc
import operator
from collections.abc import Iterable, Iterator
from typing import Any

from keras_on_torch.graph.dtypes import as_dtype
from keras_on_torch.graph.name_scopes import NameScope, current_names
from keras_on_torch.graph.operation_kinds import kind_of, operations_of
from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.graph.tensorflow_graph import DEFAULT_GRAPH, Graph

__all__ = [
    "NamedTensor",
    "Operation",
    "all_symbols",
    "name_node",
    "name_operation",
    "name_parts",
    "unnamed",
]


class NamedTensor:
    """The part of a symbol that answers as a tensor of TensorFlow 1 does.

    Attributes:
        name_scope: where its name was taken; None for one that was given, or is another symbol's.
        name_place: its row in that scope.
        part: which of the operation's results it is.
        kind: TensorFlow's kind of operation, where what is recorded does not tell it.
        alias: the symbol that it is in TensorFlow, where a layer's call gives what was made inside.
    """

    fn: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    id: int
    name_scope: NameScope | None = None
    name_place: int = 0
    part: int = 0
    alias: Any = None
    kind: str | None = None
    eval: Any  # graph/tensorflow_methods.py, which can compute, defines it.
    _name: str | None = None

    @property
    def name(self) -> str:
        """The name of the operation and which of its results this is, as TensorFlow gives it."""
        if self._name is not None:
            return self._name
        if self.name_scope is not None:
            return self.name_scope.name(self.name_place, self.part)
        if self.alias is not None:
            return str(self.alias.name)
        return f"{getattr(self.fn, '__name__', 'tensor')}_{self.id}:0"

    @name.setter
    def name(self, name: str) -> None:
        self._name = name
        unnamed(self)

    @property
    def op(self) -> "Operation":
        """The operation, as TensorFlow 1 programs ask for it (`x.op.name`, `x.op.inputs`)."""
        return Operation(self)

    @property
    def graph(self) -> Graph:
        """The graph, of which there is one."""
        return DEFAULT_GRAPH

    @property
    def value_index(self) -> int:
        """Which of the operation's results it is."""
        number = self.name.rpartition(":")[2]
        return int(number) if number.isdigit() else 0

    def consumers(self) -> list["Operation"]:
        """Return the operations that read the tensor, in the order in which they were made.

        Symbols don't know who reads them, so that what nobody holds is freed: this looks through
        all there are, and takes its time.
        """
        found = {}
        for node in all_symbols():
            reader = Operation(node)
            if any(same_tensor(given, self) for given in reader.inputs):
                found[reader.name] = reader
        return list(found.values())


def all_symbols() -> list[NamedTensor]:
    """Return all symbols that somebody holds, in the order in which they were made."""
    # By type(): asked with isinstance, some objects of other packages warn.
    found: list[Any] = [each for each in gc.get_objects() if issubclass(type(each), NamedTensor)]
    return sorted(found, key=lambda node: node.id)


def same_tensor(one: Any, other: Any) -> bool:
    """Return whether two symbols are one tensor in TensorFlow."""
    return _settled(one) is _settled(other)


def _settled(node: Any) -> Any:
    """Return the symbol that TensorFlow would have for this one."""
    while node.alias is not None:
        node = node.alias
    return node


def name_node(node: Any, row: str) -> None:
    """Take the names of what a new symbol records, in the open scope.

    Args:
        node: the symbol.
        row: what TensorFlow does in its place, as graph/operation_kinds.py writes it.
    """
    scope = node.name_scope = current_names()
    node.name_place = scope.put(row)


def name_parts(node: Any, parts: Iterable[Any]) -> None:
    """Name the results of a call that has several."""
    for number, part in enumerate(parts):
        part.name_scope, part.name_place, part.part = node.name_scope, node.name_place, number


def name_operation(node: Any, row: str) -> Any:
    """Return a symbol under another name, taken in the open scope.

    Args:
        node: the symbol; anything else is given back as it is.
        row: as of `name_node`.
    """
    if isinstance(node, NamedTensor):
        unnamed(node)
        name_node(node, row)
        node.part, node.alias, node.kind = 0, None, kind_of(row)
    return node


def unnamed(node: Any) -> Any:
    """Return a symbol after giving back its name: TensorFlow has no operation for it."""
    if isinstance(node, NamedTensor) and node.name_scope is not None:
        node.name_scope.give_back(node.name_place)
        node.name_scope = None
    return node


class NodeDefinition:
    """What `tensor.op.node_def` gives.

    Args:
        operation: the operation that is described.

    Attributes:
        name: the operation's name.
        op: its kind.
        input: the names of what it reads.
        device: where it runs; nothing is said.
    """

    def __init__(self, operation: "Operation") -> None:
        self.name = operation.name
        self.op = operation.type
        self.input = [given.name.removesuffix(":0") for given in operation.inputs]
        self.device = ""


class Operation:
    """What makes a tensor: `tensor.op`.

    Args:
        tensor: one of its results.
    """

    def __init__(self, tensor: Any) -> None:
        self._tensor = _settled(tensor)

    @property
    def name(self) -> str:
        """The name, such as "dense_1/BiasAdd"."""
        return str(self._tensor.name).partition(":")[0]

    @property
    def type(self) -> str:
        """The kind, as TensorFlow 1 calls it."""
        node = self._tensor
        if node.kind is not None:
            return str(node.kind)
        call, number = _call_of(node)
        return kind_of(operations_of(call.fn, call.args, call.kwargs), number)

    @property
    def inputs(self) -> tuple[Any, ...]:
        """The tensors that it reads; numbers and shapes are no tensors here."""
        call, _ = _call_of(self._tensor)
        return tuple(_tensors_in((call.args, call.kwargs)))

    @property
    def outputs(self) -> list[Any]:
        """The tensor that it makes."""
        return [self._tensor]

    def values(self) -> tuple[Any, ...]:
        """Return the tensor that it makes."""
        return (self._tensor,)

    @property
    def control_inputs(self) -> list[Any]:
        """What must be done before, besides: nothing."""
        return []

    @property
    def graph(self) -> Graph:
        """The graph, of which there is one."""
        return DEFAULT_GRAPH

    @property
    def node_def(self) -> NodeDefinition:
        """The operation in words."""
        return NodeDefinition(self)

    @property
    def device(self) -> str:
        """Where it runs; nothing is said."""
        return ""

    def get_attr(self, name: str) -> Any:
        """Return an attribute: "T" and "dtype" are the type of the numbers.

        Raises:
            ValueError: another one is asked for.
        """
        if name in ("T", "dtype"):
            return as_dtype(self._tensor.dtype).base_dtype
        raise ValueError(f"Operation {self.name!r} has no attr named {name!r}.")

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Carry it out."""
        self._tensor.eval(feed_dict=feed_dict, session=session)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Operation) and other._key() == self._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> int:
        return int(_call_of(self._tensor)[0].id)

    def __repr__(self) -> str:
        return f"<tf.Operation {self.name!r} type={self.type}>"


def _call_of(node: Any) -> tuple[Any, int]:
    """Return the symbol that keeps the call, and which of its results `node` is."""
    number = -1
    while node.fn is operator.getitem and isinstance(node.args[0], NamedTensor):
        number, node = node.args[1], node.args[0]
    return node, number


def _tensors_in(value: Any) -> Iterator[Any]:
    for leaf in leaves_of(value):
        if isinstance(leaf, NamedTensor):
            yield leaf
