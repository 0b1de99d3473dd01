"""What shape a recorded call gives: run it on torch's meta device, with two sizes for every None.

An axis that differs between the two runs is unknown. The sizes are highly composite, so that
`reshape(-1, 8)` divides; those for five and more unknown axes are smaller, so that the bytes of
such a tensor can be counted.
"""

import itertools
import operator
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch

from keras_on_torch.graph.shape_rules import ShapeRules

__all__ = [
    "SIZES",
    "StaticShape",
    "leaves_of",
    "map_leaves",
    "meta_of",
    "probe_call",
    "probe_of_shape",
    "refined",
    "shared_length",
    "static_shape",
    "unknown_length",
    "with_unknown_axes",
]

StaticShape = tuple[int | None, ...]
Probe = tuple[Any, Any]

SIZES = (2520, 5040)
_SMALLER_SIZES = {5: (840, 1680), 6: (60, 120), 7: (60, 120), 8: (60, 120)}
_SMALLEST_SIZES = (12, 24)
_MOST_AXES = 4
_PLAIN = (int, float, str, bool, complex, type(None), type(Ellipsis), torch.dtype, torch.device)
_MEMO_LIMIT = 20000
_memo: dict[Any, Probe] = {}


class _Turn(threading.local):
    def __init__(self) -> None:
        self.now = 0


_turn = _Turn()


def unknown_length() -> int:
    """Return, while a function is probed, a length that is not known before its values are."""
    return SIZES[_turn.now]


def shared_length(one: int, other: int) -> int:
    """Return, while a function is probed, the length that two axes share; one may be unknown.

    Raises:
        ValueError: both are known, and differ.
    """
    if one == other or other in _lengths_of_unknown(_turn.now):
        return one
    if one in _lengths_of_unknown(_turn.now):
        return other
    raise ValueError(f"two axes must be of one length, they have {one} and {other}")


def _lengths_of_unknown(turn: int) -> set[int]:
    return {pair[turn] for pair in (SIZES, *_SMALLER_SIZES.values(), _SMALLEST_SIZES)}


def map_leaves(change: Callable[[Any], Any], value: Any) -> Any:
    """Apply `change` to everything in nested tuples, lists, dicts and slices."""
    kind = type(value)
    if kind is tuple or kind is torch.Size:
        return tuple([map_leaves(change, item) for item in value])
    if kind is list:
        return [map_leaves(change, item) for item in value]
    if kind is dict:
        return {key: map_leaves(change, item) for key, item in value.items()}
    if kind is slice:
        return slice(*[map_leaves(change, part) for part in (value.start, value.stop, value.step)])
    if isinstance(value, tuple) and kind.__module__ == "torch.return_types":
        return kind([map_leaves(change, item) for item in value])
    return change(value)


def leaves_of(value: Any) -> Iterator[Any]:
    """Yield everything in nested tuples, lists, dicts and slices, in order."""
    kind = type(value)
    if kind is tuple or kind is list or kind.__module__ == "torch.return_types":
        for item in value:
            yield from leaves_of(item)
    elif kind is dict:
        for item in value.values():
            yield from leaves_of(item)
    elif kind is slice:
        yield from leaves_of((value.start, value.stop, value.step))
    else:
        yield value


def meta_of(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor without data that is laid out as `tensor`."""
    if tensor.device.type == "meta":
        return tensor
    if tensor.layout is not torch.strided:
        return torch.empty(tensor.shape, dtype=tensor.dtype, device="meta")
    return torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype, device="meta")


def probe_of_shape(shape: Iterable[int | None], dtype: torch.dtype) -> Probe:
    """Return the two meta tensors that stand for a shape with unknown axes."""
    shape = tuple(shape)
    many = shape.count(None)
    sizes = SIZES if many <= _MOST_AXES else _SMALLER_SIZES.get(many, _SMALLEST_SIZES)
    first, second = (
        torch.empty([size if axis is None else axis for axis in shape], dtype=dtype, device="meta")
        for size in sizes
    )
    return first, second


def static_shape(probe: Probe) -> StaticShape:
    """Return the lengths that both runs agree on, None where they differ."""
    first, second = probe
    if isinstance(first, torch.Tensor):
        return tuple(
            [a if a == b else None for a, b in zip(first.shape, second.shape, strict=True)]
        )
    if isinstance(first, (tuple, list)):
        return (len(first),) if len(first) == len(second) else (None,)
    return ()


def with_unknown_axes(probe: Probe, axes: Iterable[int]) -> Probe:
    """Return the probe with some of its axes made unknown."""
    shape = list(static_shape(probe))
    for axis in axes:
        shape[axis] = None
    return probe_of_shape(shape, probe[0].dtype)


def refined(probe: Probe, shape: StaticShape) -> Probe:
    """Return the probe with the axes that it does not know, but `shape` does, made known.

    Nothing is changed where the two contradict each other.
    """
    if not isinstance(probe[0], torch.Tensor):
        return probe
    known = static_shape(probe)
    if len(known) != len(shape) or None not in known:
        return probe
    joined = tuple([given if own is None else own for own, given in zip(known, shape, strict=True)])
    return probe if joined == known else probe_of_shape(joined, probe[0].dtype)


def probe_call(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    probe_of: Callable[[Any], Probe | None],
    memoise: bool,
) -> Probe:
    """Find out what `function(*args, **kwargs)` would give.

    Args:
        function: what will be run, or a cheaper stand-in that returns the same shapes.
        args: its arguments; symbols are replaced by their probes.
        kwargs: those that are given by name.
        probe_of: returns a leaf's probe, or None for a leaf that is no tensor.
        memoise: whether equal arguments may share a result.

    Raises:
        ValueError: the function refuses such shapes.
    """
    key = _memo_key(function, args, kwargs, probe_of) if memoise else None
    if key is not None:
        found = _memo.get(key)
        if found is not None:
            return found
    found = _probe(function, args, kwargs, probe_of)
    if key is not None:
        if len(_memo) > _MEMO_LIMIT:
            _memo.clear()
        _memo[key] = found
    return found


def _memo_key(
    function: Any, args: Any, kwargs: Any, probe_of: Callable[[Any], Probe | None]
) -> Any:
    """Return what the result's shape depends on; None where that cannot be told."""
    if "<locals>" in getattr(function, "__qualname__", "<locals>"):
        return None
    key: list[Any] = [function]
    try:
        _add_to_key(key, args, probe_of)
        _add_to_key(key, kwargs, probe_of)
    except LookupError:
        return None
    return tuple(key)


def _add_to_key(key: list[Any], value: Any, probe_of: Callable[[Any], Probe | None]) -> None:
    kind = type(value)
    if kind is tuple or kind is list:
        key.append((kind, len(value)))
        for item in value:
            _add_to_key(key, item, probe_of)
    elif kind is dict:
        key.append((kind, *value))
        for item in value.values():
            _add_to_key(key, item, probe_of)
    elif kind is slice:
        key.append(kind)
        _add_to_key(key, (value.start, value.stop, value.step), probe_of)
    elif isinstance(value, _PLAIN):
        key.append((kind, value))
    else:
        probe = probe_of(value)
        if probe is None:
            if getattr(kind, "affects_shape", True):
                raise LookupError
            key.append(kind)
            return
        for meta in probe:
            if isinstance(meta, tuple) and any(isinstance(m, torch.Tensor) for m in meta):
                raise LookupError  # A body: what it returns is made anew each time.
            if isinstance(meta, torch.Tensor):
                if not meta.is_meta:
                    raise LookupError  # A number computed from sizes: its value counts, too.
                key.append((meta.shape, meta.stride(), meta.dtype))
            else:
                key.append((type(meta), meta))


def _probe(function: Any, args: Any, kwargs: Any, probe_of: Any) -> Probe:
    leaves = list(leaves_of((args, kwargs)))
    probes = {id(leaf): probe_of(leaf) for leaf in leaves if not isinstance(leaf, _PLAIN)}
    try:
        return _run_twice(function, args, kwargs, probes)
    except Exception as error:
        first_error = error
    for bound in _bindings(leaves, probes):
        try:
            return _run_twice(function, args, kwargs, {**probes, **bound})
        except Exception:  # noqa: PERF203 - another binding may fit.
            continue
    if isinstance(first_error, (RuntimeError, IndexError)):
        raise ValueError(_refusal(function, probes, first_error)) from first_error
    raise first_error


def _refusal(function: Any, probes: dict[int, Any], error: Exception) -> str:
    shapes = [static_shape(probe) for probe in probes.values() if probe is not None]
    name = getattr(function, "__name__", str(function))
    told = str(error).splitlines()[0]
    for size in SIZES:
        told = told.replace(str(size), "None")
    if "meta" in told:
        told += (
            ". What depends on the values of a tensor cannot be recorded: set `dynamic = True` on"
            " the layer, or wrap the function with torch_op(function, infer=...)"
        )
    return f"{name} cannot be applied to shapes {', '.join(map(str, shapes))}: {told}"


def _run_twice(function: Any, args: Any, kwargs: Any, probes: dict[int, Any]) -> Probe:
    results = []
    for turn in (0, 1):

        def stand_in(leaf: Any, turn: int = turn) -> Any:
            probe = probes.get(id(leaf))
            return leaf if probe is None else probe[turn]

        _turn.now = turn
        with torch.no_grad(), torch.device("meta"), ShapeRules():
            given, named = map_leaves(stand_in, args), map_leaves(stand_in, kwargs)
            results.append(_run_once(function, given, named))
    return results[0], results[1]


def _run_once(function: Any, args: Any, kwargs: Any) -> Any:
    try:
        return function(*args, **kwargs)
    except NotImplementedError:
        # A count of nonzero entries is unknown: assume all of them, which moves with the size.
        settings: Any = torch.fx.experimental._config
        with settings.patch(meta_nonzero_assume_all_nonzero=True):
            return function(*args, **kwargs)


def _bindings(leaves: list[Any], probes: dict[int, Any]) -> Iterator[dict[int, Probe]]:
    """Yield ways to set unknown axes, since one may have to equal a size that is known.

    First an unknown axis becomes an unknown multiple of a size seen (`reshape(x, (-1, 11))`),
    then the size itself (`(None, None) - (None, 2)`), one axis at a time, all that another tensor
    of as many axes knows, and then two; last axes are tried first, as broadcasting would.
    """
    unknown: list[tuple[int, int]] = []
    sizes: set[int] = set()
    for leaf in leaves:
        if isinstance(leaf, int) and leaf > 1:
            sizes.add(leaf)
    for key, probe in probes.items():
        if _is_tensor(probe):
            shape = static_shape(probe)
            sizes.update(axis for axis in shape if axis is not None)
            unknown += [(key, i - len(shape)) for i, axis in enumerate(shape) if axis is None]
    unknown.sort(key=lambda place: -place[1])
    for (key, axis), size in itertools.product(unknown, sorted(sizes - {0, 1})):
        yield {key: _with_axis(probes[key], axis, (SIZES[0] * size, SIZES[1] * size))}
    bound = [(key, axis, size) for key, axis in unknown for size in sorted(sizes | {1})]
    for key, axis, size in bound:
        yield {key: _with_axis(probes[key], axis, (size, size))}
    yield from _bindings_to_peers(probes, operator.eq)
    for (key, axis, size), (other, axis_2, size_2) in itertools.islice(
        itertools.combinations(bound, 2), 400
    ):
        first = _with_axis(probes[key], axis, (size, size))
        if other == key:
            yield {key: _with_axis(first, axis_2, (size_2, size_2))}
        else:
            yield {key: first, other: _with_axis(probes[other], axis_2, (size_2, size_2))}
    yield from _bindings_to_peers(probes, operator.ne)


def _bindings_to_peers(
    probes: dict[int, Any], ranks: Callable[[int, int], bool]
) -> Iterator[dict[int, Probe]]:
    """Set all unknown axes of a tensor to those of another one, known or not, from the last on.

    First those of one of the two, then those of both, then what any of them knows in all; an axis
    of length 1 says nothing of the other one as long as it may be that it is repeated.
    """
    tensors = {key: probe for key, probe in probes.items() if _is_tensor(probe)}
    pairs = [
        (key, peer)
        for key, peer in itertools.permutations(tensors, 2)
        if ranks(tensors[key][0].ndim, tensors[peer][0].ndim)
    ]
    for ones in (False, True):
        for key, peer in pairs:
            yield {key: _filled(tensors[key], tensors[peer], ones)}
        for key, peer in pairs:
            filled = _filled(tensors[key], tensors[peer], ones)
            yield {key: filled, peer: _filled(tensors[peer], filled, ones)}
        together = dict(tensors)
        for key, peer in pairs:
            together[key] = _filled(together[key], together[peer], ones)
        yield together


def _filled(probe: Probe, peer: Probe, ones: bool) -> Probe:
    """Return the probe with its unknown axes made those of another one, or but for those of 1."""
    shape = static_shape(probe)
    for axis in range(-min(len(shape), peer[0].ndim), 0):
        if shape[axis] is None and (ones or peer[0].shape[axis] != 1):
            probe = _with_axis(probe, axis, (peer[0].shape[axis], peer[1].shape[axis]))
    return probe


def _is_tensor(probe: Any) -> bool:
    return probe is not None and isinstance(probe[0], torch.Tensor)


def _with_axis(probe: Probe, axis: int, lengths: tuple[int, int]) -> Probe:
    made = []
    for meta, length in zip(probe, lengths, strict=True):
        shape = list(meta.shape)
        shape[axis] = length
        made.append(torch.empty(shape, dtype=meta.dtype, device="meta"))
    return made[0], made[1]
