"""`tf.nest`: tensors in nested lists, tuples, named tuples and dicts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["assert_same_structure", "flatten", "is_nested", "map_structure", "pack_sequence_as"]


def is_nested(seq: Any) -> bool:
    """Return whether it is a list, a tuple or a dict; a shape is not."""
    return isinstance(seq, (list, tuple, Mapping)) and not hasattr(seq, "as_list")


def flatten(structure: Any, expand_composites: bool = False) -> list[Any]:
    """Return what stands in a structure in one list; of dicts, in the order of sorted keys.

    Args:
        structure: anything; what is not nested is a list of one.
        expand_composites: whether tensors of several parts are taken apart; here none are.
    """
    if not is_nested(structure):
        return [structure]
    return [leaf for item in _items(structure) for leaf in flatten(item)]


def _items(structure: Any) -> list[Any]:
    if isinstance(structure, Mapping):
        return [structure[key] for key in sorted(structure)]
    return list(structure)


def pack_sequence_as(structure: Any, flat_sequence: Any, expand_composites: bool = False) -> Any:
    """Return a list's entries nested as a structure is.

    Args:
        structure: the structure.
        flat_sequence: as many entries as it has.
        expand_composites: as of `flatten`.

    Raises:
        ValueError: there are more or fewer.
    """
    flat = list(flat_sequence)
    count = len(flatten(structure))
    if len(flat) != count:
        raise ValueError(
            f"Could not pack sequence. Structure had {count} elements, but flat_sequence had"
            f" {len(flat)} elements"
        )
    return _packed(structure, iter(flat))


def _packed(structure: Any, entries: Iterator[Any]) -> Any:
    if not is_nested(structure):
        return next(entries)
    if isinstance(structure, Mapping):
        made = {key: _packed(structure[key], entries) for key in sorted(structure)}
        return type(structure)((key, made[key]) for key in structure)  # type: ignore[call-arg]
    made_list = [_packed(item, entries) for item in structure]
    if hasattr(structure, "_fields"):
        return type(structure)(*made_list)
    return type(structure)(made_list)


def map_structure(func: Callable[..., Any], *structure: Any, **kwargs: Any) -> Any:
    """Return a structure of what a function gives for the entries of others.

    Args:
        func: takes an entry of each.
        *structure: structures that are nested alike.
        **kwargs: `check_types` and `expand_composites`, as of `assert_same_structure`.

    Raises:
        TypeError: `func` is no function.
        ValueError: the structures differ.
    """
    if not callable(func):
        raise TypeError(f"func must be callable, got: {func}")
    if not structure:
        raise ValueError("Must provide at least one structure")
    for other in structure[1:]:
        assert_same_structure(structure[0], other, **kwargs)
    entries = zip(*[flatten(each) for each in structure], strict=True)
    return pack_sequence_as(structure[0], [func(*row) for row in entries])


def assert_same_structure(
    nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False
) -> None:
    """Raise an error where two structures are not nested alike.

    Args:
        nest1: a structure.
        nest2: another one.
        check_types: whether a list is another thing than a tuple.
        expand_composites: as of `flatten`.

    Raises:
        ValueError: they have other lengths or keys.
        TypeError: they have other types.
    """
    if is_nested(nest1) != is_nested(nest2):
        raise ValueError(
            f"The two structures don't have the same nested structure: {nest1!r} and {nest2!r}"
        )
    if not is_nested(nest1):
        return
    if check_types and type(nest1) is not type(nest2):
        raise TypeError(
            f"The two structures don't have the same sequence type. {type(nest1)} and {type(nest2)}"
        )
    if isinstance(nest1, Mapping) and set(nest1) != set(nest2):
        raise ValueError(f"The two dictionaries don't have the same set of keys: {nest1}, {nest2}")
    one, other = _items(nest1), _items(nest2)
    if len(one) != len(other):
        raise ValueError(
            "The two structures don't have the same number of elements:"
            f" {len(one)} and {len(other)}"
        )
    for first, second in zip(one, other, strict=True):
        assert_same_structure(first, second, check_types)
