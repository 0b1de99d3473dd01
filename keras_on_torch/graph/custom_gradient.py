"""A call whose derivative is computed by another function than torch would take."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch.graph.gradient_overrides import (
    GRADIENTS,
    operation_type,
    overrides,
    overriding_gradients,
)
from keras_on_torch.graph.intrinsics import trace_body
from keras_on_torch.graph.leaf_nodes import placeholder_value
from keras_on_torch.graph.scope import Body
from keras_on_torch.graph.shape_inference import leaves_of, map_leaves
from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic, record

__all__ = ["OverriddenOperation", "record_with_gradient"]


class OverriddenOperation:
    """What a registered gradient is told of its operation.

    Attributes:
        inputs: the tensors that it was called on.
        outputs: those that it gives.
        type: TensorFlow's name of its kind.
        name: a name to be read by people.
    """

    def __init__(self, inputs: list[Any], outputs: list[Any], type: str, name: str) -> None:
        self.inputs = inputs
        self.outputs = outputs
        self.type = type
        self.name = name

    def get_attr(self, name: str) -> Any:
        """Refuse: the settings of TensorFlow's operations are not kept.

        Raises:
            ValueError: always.
        """
        raise ValueError(
            f"op.get_attr({name!r}): operations here have no attributes of TensorFlow's; the"
            " gradient has op.inputs, op.outputs and op.type"
        )


class _Call:
    """A call with holes for its tensors.

    Args:
        fn: what is called.
        args: its arguments, symbols where the holes are.
        kwargs: likewise.
    """

    def __init__(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self._fn = fn
        self._arguments = map_leaves(
            lambda leaf: _HOLE if is_symbolic(leaf) else leaf, (args, kwargs)
        )
        self.__name__ = getattr(fn, "__name__", "call")

    def __call__(self, *tensors: Any) -> Any:
        left = iter(tensors)
        args, kwargs = map_leaves(
            lambda leaf: next(left) if leaf is _HOLE else leaf, self._arguments
        )
        return self._fn(*args, **kwargs)


_HOLE = object()


class _WithGradient(torch.autograd.Function):
    """A call whose backward pass is a body that was traced for it."""

    @staticmethod
    def forward(ctx: Any, call: Any, gradient: Any, *tensors: Any) -> Any:
        result = call(*tensors)
        # An output that is an input would be told to autograd as the same tensor.
        result = map_leaves(
            lambda leaf: leaf.view_as(leaf) if any(leaf is x for x in tensors) else leaf, result
        )
        outputs = result if isinstance(result, (tuple, list)) else (result,)
        ctx.gradient = gradient
        ctx.count = len(tensors)
        ctx.save_for_backward(*tensors, *outputs)
        return tuple(result) if isinstance(result, list) else result

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        return (None, None, *ctx.gradient(*ctx.saved_tensors, *grads))


def _run(gradient: Any, call: Any, *tensors: Any) -> Any:
    """Run a call that has a gradient of its own."""
    return _WithGradient.apply(call, gradient, *tensors)  # type: ignore[no-untyped-call]


def _shapes(gradient: Any, call: Any, *tensors: Any) -> Any:
    return call(*tensors)


def record_with_gradient(
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    gradient: Callable[[list[Any], list[Any], list[Any]], Sequence[Any]],
    infer: Callable[..., Any] | None = None,
) -> Any:
    """Record that `fn(*args, **kwargs)` will be run, and how its derivative is computed.

    Args:
        fn: a function of real tensors.
        args: its arguments, symbols among them, also in nested lists.
        kwargs: those that are given by name.
        gradient: takes symbols for its inputs, its outputs and the derivatives by these, and
            returns the derivatives by the inputs, None for those that have none.
        infer: a stand-in for `fn` where shapes are found out, if `fn` cannot run on meta tensors.

    Raises:
        ValueError: `gradient` returns more or fewer than there are inputs.
    """
    inputs = [leaf for leaf in leaves_of((args, kwargs)) if is_symbolic(leaf)]
    with overriding_gradients(None):
        plain = record(fn, args, kwargs, infer=infer)  # What its results look like.
        outputs = [leaf for leaf in leaves_of(plain) if is_symbolic(leaf)]
        body = _traced(gradient, inputs, outputs)
        call = _Call(fn, args, kwargs)
        shaped = _shapes if infer is None else _shaped_by(_Call(infer, args, kwargs))
        return record(_run, (body, call, *inputs), infer=shaped)


def _shaped_by(call: _Call) -> Callable[..., Any]:
    def shapes(gradient: Any, _: Any, *tensors: Any) -> Any:
        return call(*tensors)

    return shapes


def _traced(gradient: Any, inputs: list[Any], outputs: list[Any]) -> Body:
    count = len(inputs), len(inputs) + len(outputs)

    def results(*given: Any) -> list[Any]:
        parts = list(given[: count[0]]), list(given[count[0] : count[1]]), list(given[count[1] :])
        found = gradient(*parts)
        found = list(found) if isinstance(found, (list, tuple)) else [found]
        if len(found) != count[0]:
            raise ValueError(
                f"Num gradients {len(found)} generated for an operation do not match num inputs"
                f" {count[0]}: a registered gradient returns one for each input, None where there"
                " is none"
            )
        return found

    parameters = [
        SymbolicTensor(placeholder_value, (False,), {}, each.probe)
        for each in (*inputs, *outputs, *outputs)
    ]
    return trace_body(results, parameters, "gradient")


def _record_overridden(
    name: str, fn: Callable[..., Any], args: Any, kwargs: Any, infer: Any
) -> Any:
    """Record a call with the gradient that was registered under a name."""
    registered = GRADIENTS.lookup(name)
    kind = operation_type(fn, args) or ""

    def gradient(inputs: list[Any], outputs: list[Any], grads: list[Any]) -> Any:
        if registered is None:
            return [None] * len(inputs)
        op = OverriddenOperation(inputs, outputs, kind, outputs[0].op.name)
        return registered(op, *grads)

    return record_with_gradient(fn, args, kwargs, gradient, infer)


type(overrides).record = staticmethod(_record_overridden)
