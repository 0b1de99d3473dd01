"""Derivatives: of sums, weighed, with tensors held fixed; second ones."""

import enum
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import (
    SymbolicTensor,
    Variable,
    call_output,
    constant,
    is_symbolic,
    parents_of,
    symbolic_gradients,
)
from keras_on_torch.graph.scope import Body
from keras_on_torch.graph.shape_inference import leaves_of, map_leaves
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.joining import stack

__all__ = ["AggregationMethod", "UnconnectedGradients", "gradients", "hessians"]


class AggregationMethod:
    """How derivatives that come over several ways are added; here the sum is always the same."""

    ADD_N = 0
    DEFAULT = 0
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2


class UnconnectedGradients(enum.Enum):
    """What stands for a derivative that does not exist."""

    NONE = "none"
    ZERO = "zero"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    stop_gradients: Any = None,
    unconnected_gradients: Any = UnconnectedGradients.NONE,
) -> list[Any]:
    """Return the derivatives of the sum of `ys` by each of `xs`.

    Args:
        ys: a tensor, or a list of them.
        xs: a tensor, or a list of them.
        grad_ys: what each of `ys` is weighed with, of its shape; None among them are ones.
        name: no effect: derivatives have no names.
        colocate_gradients_with_ops: no effect: devices are PyTorch's.
        gate_gradients: no effect: all derivatives of a call are computed together.
        aggregation_method: no effect: the sum is always the same.
        stop_gradients: tensors that are taken to be fixed.
        unconnected_gradients: `UnconnectedGradients.ZERO` gives zeros in place of None.

    Returns:
        A list with a tensor for each of `xs`; None where `ys` do not depend on it.

    Raises:
        ValueError: there are more or fewer `grad_ys`, or one has another shape; or another value
            of `unconnected_gradients`.
        TypeError: a tensor holds no fractions.
    """
    unconnected = UnconnectedGradients(unconnected_gradients)
    outputs = [tensor(y) for y in _listed(ys)]
    targets = [x if is_symbolic(x) else tensor(x) for x in _listed(xs)]
    for one in outputs:
        if is_symbolic(one) and not _has_fractions(one):
            raise TypeError(
                f"gradients of a tensor of {K.dtype(one)}: expected one that holds"
                f" fractions, got {one!r}"
            )
    stops = _listed([] if stop_gradients is None else stop_gradients)
    outputs, targets = _with_fixed([one for one in outputs if is_symbolic(one)], stops, targets)
    weights = None if grad_ys is None else _weights(outputs, _listed(grad_ys))
    usable = [one for one in targets if is_symbolic(one) and _has_fractions(one)]
    by_usable = symbolic_gradients(outputs, usable, weights)
    found = {id(x): g for x, g in zip(usable, by_usable, strict=True)}
    results = [found.get(id(x)) for x in targets]
    if unconnected is UnconnectedGradients.ZERO:
        pairs = zip(results, targets, strict=True)
        results = [K.zeros_like(x) if g is None else g for g, x in pairs]
    return results


def _has_fractions(symbol: Any) -> bool:
    name = K.dtype(symbol)
    return "float" in name or "complex" in name


def _weights(outputs: list[Any], weights: list[Any]) -> list[Any]:
    """Return what outputs are weighed with as tensors of their types."""
    if len(weights) != len(outputs):
        raise ValueError(f"Passed {len(weights)} grad_ys for {len(outputs)} ys")
    found: list[Any] = []
    for y, weight in zip(outputs, weights, strict=True):
        if weight is None:
            found.append(None)
            continue
        factor = tensor(weight, y.dtype)
        shape, own = tuple(factor.shape), tuple(y.static_shape)
        pairs = zip(shape, own, strict=False)
        if len(shape) != len(own) or any(None not in pair and len({*pair}) > 1 for pair in pairs):
            raise ValueError(f"a grad_y of shape {shape} was given for a y of shape {own}")
        found.append(factor if is_symbolic(factor) else constant(factor))
    return found


# ---- tensors held fixed
def _with_fixed(
    outputs: list[Any], stops: list[Any], targets: list[Any]
) -> tuple[list[Any], list[Any]]:
    """Return outputs in which derivatives end at some tensors, and what is differentiated by.

    What is computed of these is recorded once more, of copies by which nothing is differentiated;
    a layer's call is recorded as what it does. For a target among them its copy stands.
    """
    if not stops:
        return outputs, targets
    fixed: dict[int, Any] = {}
    for stop in stops:
        if not is_symbolic(stop):
            raise TypeError(f"stop_gradients must be tensors, got {stop!r}")
        fixed[stop.id] = K.stop_gradient(stop)
    replaced = [fixed.get(x.id, x) if is_symbolic(x) else x for x in targets]
    copier = _Copier(fixed)
    return [copier.of(one) for one in outputs], replaced


class _Copier:
    """Records calls again, of other tensors.

    Args:
        known: what stands for a symbol, by its number.
    """

    def __init__(self, known: dict[int, Any]) -> None:
        self.known = known

    def of(self, symbol: SymbolicTensor) -> Any:
        """Return what stands for a symbol: itself where nothing that it is computed of changes."""
        pending = [symbol]
        while pending:
            node = pending[-1]
            if node.id in self.known:
                pending.pop()
                continue
            missing = [one for one in _sources(node) if one.id not in self.known]
            if missing:
                pending += missing
                continue
            self.known[node.id] = self._copy(node)
            pending.pop()
        return self.known[symbol.id]

    def _copy(self, node: SymbolicTensor) -> Any:
        sources = _sources(node)
        if all(self.known[one.id] is one for one in sources):
            return node
        if node.fn is call_output:
            return self.known[node.args[1].id]
        if any(isinstance(leaf, Body) for leaf in leaves_of((node.args, node.kwargs))):
            raise NotImplementedError(
                "gradients(stop_gradients=...): a tensor that is held fixed is used in a loop or a"
                " branch. Use tf.stop_gradient on it where it is used"
            )

        def standing(leaf: Any) -> Any:
            return self.known.get(leaf.id, leaf) if is_symbolic(leaf) else leaf

        made = SymbolicTensor(
            node.fn, map_leaves(standing, node.args), map_leaves(standing, node.kwargs), node.probe
        )
        made._uses_learning_phase = node._uses_learning_phase
        return made


def _sources(node: SymbolicTensor) -> list[SymbolicTensor]:
    if isinstance(node, Variable):
        return []
    if node.fn is call_output:
        return [node.args[1]] if is_symbolic(node.args[1]) else []
    return parents_of(node)


# ---- second derivatives
def hessians(
    ys: Any,
    xs: Any,
    name: str = "hessians",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
) -> list[Tensor]:
    """Return the second derivatives of the sum of `ys` by each of `xs`.

    Args:
        ys: a tensor, or a list of them.
        xs: a tensor, or a list of them; the lengths of their axes must be known.
        name: no effect, as of `gradients`.
        colocate_gradients_with_ops: no effect, as of `gradients`.
        gate_gradients: no effect, as of `gradients`.
        aggregation_method: no effect, as of `gradients`.

    Returns:
        A list with a tensor for each of `xs`: its shape twice.

    Raises:
        ValueError: `ys` do not depend on one of `xs`, or the length of an axis is not known.
    """
    targets = _listed(xs)
    firsts = gradients(ys, targets)
    found = []
    for x, first in zip(targets, firsts, strict=True):
        shape = tuple(x.static_shape)
        if first is None:
            raise ValueError(f"hessians: ys do not depend on {x!r}")
        if None in shape:
            raise ValueError(f"hessians: the lengths of the axes of {x!r} must be known: {shape}")
        flat = K.reshape(first, (-1,))
        count = 1
        for length in shape:
            count *= int(length or 0)
        rows = [gradients(flat[place], [x])[0] for place in range(count)]
        zeros = K.zeros_like(x)
        rows = [zeros if row is None else row for row in rows]
        found.append(K.reshape(stack(rows), (*shape, *shape)))
    return found
