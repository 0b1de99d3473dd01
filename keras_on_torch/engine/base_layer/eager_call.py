"""Layers on real tensors: traced once for each kind of input, then run as one function."""

from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch.engine.base_layer.symbolic_call import build_for
from keras_on_torch.graph import leaves_of, map_leaves

__all__ = ["eager_call", "has_real_tensors"]


def has_real_tensors(inputs: Any) -> bool:
    """Return whether a layer was called on torch's tensors: there is one, and no symbol."""
    kind = type(inputs)
    if kind is list or kind is tuple or kind is dict:
        leaves = list(leaves_of(inputs))
        return any(isinstance(leaf, torch.Tensor) for leaf in leaves) and not any(
            graph.is_symbolic(leaf) for leaf in leaves
        )
    return isinstance(inputs, torch.Tensor)


def eager_call(layer: Any, inputs: Any, kwargs: dict[str, Any]) -> Any:
    """Compute what a layer gives for real tensors, in training where `layer.training` says so.

    The caller decides whether gradients are kept, as with any other module.
    """
    phase = 1 if layer.training else 0
    if kwargs.get("training") is not None:
        phase = 1 if kwargs.pop("training") else 0
    tensors = list(leaves_of((inputs, kwargs)))
    feeds = [leaf for leaf in tensors if isinstance(leaf, torch.Tensor)]
    if layer._traces_as_built() and not kwargs:
        key = (phase, feeds[0].device)
        if torch.compiler.is_compiling() or key not in layer.__dict__.get("_programs", ()):
            _make_function(layer, *key)
        function, single, differentiates = layer._programs[key]
    else:
        key = _kind_of(tensors, kwargs)
        traces = layer.__dict__.setdefault("_traces", {})
        if (phase, key) not in traces:
            traces[phase, key] = _traced(layer, inputs, kwargs, phase)
        program, single = traces[phase, key]
        function, differentiates = program.on(feeds[0].device), program.differentiates
    if differentiates and not torch.is_grad_enabled():
        with torch.enable_grad():
            outputs = [output.detach() for output in function(*feeds)]
    else:
        outputs = function(*feeds)
    return outputs[0] if single else outputs


def _make_function(layer: Any, phase: int, device: torch.device) -> int:
    """Make the function of a layer that has one graph; torch.compile runs this while it traces."""
    programs = layer.__dict__.setdefault("_programs", {})
    if (phase, device) not in programs:
        program, single = _traced(layer, None, {}, phase)
        programs[phase, device] = (program.on(device), single, program.differentiates)
    return 0


# As torch.compiler.assume_constant_result does; but that imports all of Dynamo, which takes 0.8 s.
_make_function._dynamo_marked_constant = True  # type: ignore[attr-defined]


def _kind_of(tensors: list[Any], kwargs: dict[str, Any]) -> Any:
    """Return what a trace depends on: all but the size of the batch."""
    return (
        *[
            (tuple(leaf.shape[1:]), leaf.dtype) if isinstance(leaf, torch.Tensor) else repr(leaf)
            for leaf in tensors
        ],
        *sorted(kwargs),
    )


def _traced(layer: Any, inputs: Any, kwargs: dict[str, Any], phase: int) -> Any:
    if layer._traces_as_built() and not kwargs:
        updates = layer.updates if phase else []
        fetches, feeds, single = layer.outputs, layer.inputs, len(layer.outputs) == 1
    else:
        feeds, fetches, updates, single = _trace_anew(layer, inputs, kwargs, phase)
    effects = graph.effects_of(updates)
    program = graph.Program(fetches, effects, feeds, phase, standalone=False, name=layer.name)
    return program, single


def _trace_anew(layer: Any, inputs: Any, kwargs: dict[str, Any], phase: int) -> Any:
    """Call a layer once on placeholders; no trace of that is left in the layer's record."""
    feeds: list[Any] = []

    def placeholder_for(leaf: Any) -> Any:
        if not isinstance(leaf, torch.Tensor):
            return leaf
        shape = (None, *leaf.shape[1:]) if leaf.ndim else ()
        feeds.append(graph.placeholder(shape, leaf.dtype))
        return feeds[-1]

    with graph.outside_all_scopes():
        symbols = map_leaves(placeholder_for, inputs)
        named = map_leaves(placeholder_for, kwargs)
        build_for(layer, symbols)
        kept = [(one, _bookkeeping(one)) for one in layer.modules() if hasattr(one, "_updates")]
        outputs = layer.traced(symbols, **named)
        updates = list(layer.updates) if phase else []
        known = {id(update) for update in kept[0][1]["_updates"]}
        for one, lists in kept:
            vars(one).update(lists)
    fresh = [update for update in updates if id(update) not in known]
    several = isinstance(outputs, (list, tuple))
    fetches = [graph.result_inside(output) for output in (outputs if several else [outputs])]
    return feeds, fetches, fresh, len(fetches) == 1


def _bookkeeping(layer: Any) -> dict[str, Any]:
    """Return copies of the lists that a call adds to."""
    lists = {name: list(vars(layer)[name]) for name in ("_updates", "_losses", "_metrics")}
    tables = ("_per_input_updates", "_per_input_losses")
    return lists | {name: {k: list(v) for k, v in vars(layer)[name].items()} for name in tables}
