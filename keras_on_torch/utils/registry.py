"""Names to objects and back: custom objects and configurations."""

import functools
import inspect
import re
import threading
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from keras_on_torch._types import Config
from keras_on_torch.utils.refusals import refused_as_value_error, shown

__all__ = [
    "CustomObjectScope",
    "argument_names",
    "arguments_of",
    "check_for_unexpected_keys",
    "custom_object_scope",
    "deserialize_keras_object",
    "get_custom_objects",
    "has_arg",
    "is_all_none",
    "known_layers",
    "known_namespaces",
    "object_list_uid",
    "serialize_keras_object",
    "slice_arrays",
    "to_list",
    "to_snake_case",
    "transpose_shape",
    "unpack_singleton",
]

known_layers: dict[str, Any] = {}
"""The package's own layers and models by class name; `layers` and `engine` enter theirs."""

# What stands above the room that asks for it: `metrics` enters its own.
known_namespaces: dict[str, Mapping[str, Any]] = {}
_custom_objects: dict[str, Any] = {}


_open_scopes: list["CustomObjectScope"] = []
_scopes_lock = threading.RLock()


class CustomObjectScope:
    """A context in which names in configurations may also mean the user's own objects.

    When it ends, the table of custom objects is again what it was before. Scopes of several
    threads may overlap: each takes away what it brought.

    Args:
        *args: tables of names to classes or functions; the later ones win.
    """

    def __init__(self, *args: Mapping[str, Any]) -> None:
        self.custom_objects = args
        self.backup: dict[str, Any] = {}

    def __enter__(self) -> "CustomObjectScope":
        with _scopes_lock:
            self.backup = dict(_custom_objects)
            for objects in self.custom_objects:
                _custom_objects.update(objects)
            _open_scopes.append(self)
        return self

    def __exit__(self, *args: object, **kwargs: object) -> None:
        with _scopes_lock:
            place = max(n for n, scope in enumerate(_open_scopes) if scope is self)
            later = _open_scopes[place + 1 :]
            del _open_scopes[place]
            if later:
                self._withdraw(later)
            else:
                _custom_objects.clear()
                _custom_objects.update(self.backup)

    def _withdraw(self, later: list["CustomObjectScope"]) -> None:
        """Take away what this scope brought, and what scopes that began later found of it."""
        names = {name for objects in self.custom_objects for name in objects}
        for scope in later:
            _restore(scope.backup, names, self.backup)
            names -= {name for objects in scope.custom_objects for name in objects}
        _restore(_custom_objects, names, self.backup)


def _restore(table: dict[str, Any], names: set[str], before: dict[str, Any]) -> None:
    """Let names mean again what they did before, or nothing."""
    for name in names:
        if name in before:
            table[name] = before[name]
        else:
            table.pop(name, None)


def custom_object_scope(*args: Mapping[str, Any]) -> CustomObjectScope:
    """Return a `CustomObjectScope` over the given tables."""
    return CustomObjectScope(*args)


def get_custom_objects() -> dict[str, Any]:
    """Return the table of custom objects itself: what is written into it holds from then on."""
    return _custom_objects


# ---- configurations
def serialize_keras_object(instance: Any) -> Any:
    """Return what an object is written as: its class and configuration, or a function's name.

    Raises:
        ValueError: it has neither `get_config` nor a name.
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config"):
        return {"class_name": instance.__class__.__name__, "config": instance.get_config()}
    if hasattr(instance, "__name__"):
        return instance.__name__
    raise ValueError(
        f"Cannot serialize {instance!r}: give its class a method get_config(), or use a function"
    )


def deserialize_keras_object(
    identifier: Any,
    module_objects: Mapping[str, Any] | None = None,
    custom_objects: Mapping[str, Any] | None = None,
    printable_module_name: str = "object",
) -> Any:
    """Make the object that a name or a configuration means.

    Args:
        identifier: a name, or `{"class_name": ..., "config": ...}`.
        module_objects: what names mean by themselves.
        custom_objects: what they mean first of all; then comes `get_custom_objects()`.
        printable_module_name: how messages call the kind of thing.

    Raises:
        ValueError: the configuration lacks an entry, or the name means nothing.
        TypeError: it is neither a name nor a configuration.
    """
    if isinstance(identifier, dict):
        if "class_name" not in identifier or "config" not in identifier:
            raise ValueError(
                f"Improper config format: {shown(identifier)}. It needs 'class_name' and 'config'"
            )
        name, settings = identifier["class_name"], identifier["config"]
        if not isinstance(name, str):
            raise ValueError(f"Improper config format: 'class_name' is {shown(name)}, not a name")
        found = _meaning(name, module_objects, custom_objects, printable_module_name)
        with refused_as_value_error(
            lambda: f"{printable_module_name} {name!r} cannot be made of {shown(settings)}"
        ):
            return _made(found, settings, custom_objects or {})
    if isinstance(identifier, str):
        return _meaning(identifier, module_objects, custom_objects, printable_module_name)
    raise TypeError(
        f"Could not interpret serialized {printable_module_name}: {shown(identifier)}. Give a name"
        " or a configuration"
    )


def _meaning(
    name: str,
    module_objects: Mapping[str, Any] | None,
    custom_objects: Mapping[str, Any] | None,
    kind: str,
) -> Any:
    for table in (custom_objects, _custom_objects):
        if table and name in table:
            return table[name]
    found = (module_objects or {}).get(name)
    if found is None:
        name = name if len(name) <= 300 else f"{name[:300]}..."
        raise ValueError(
            f"Unknown {kind}: {name}. If it is your own, pass custom_objects={{{name!r}: ...}} or"
            " put the call in a custom_object_scope"
        )
    return found


def _made(found: Any, settings: Config, custom_objects: Mapping[str, Any]) -> Any:
    if not hasattr(
        found, "from_config"
    ):  # Keras: a function that takes the entries and returns it.
        with CustomObjectScope(custom_objects):
            return found(**settings)
    if has_arg(found.from_config, "custom_objects"):
        return found.from_config(settings, custom_objects={**_custom_objects, **custom_objects})
    with CustomObjectScope(custom_objects):
        return found.from_config(settings)


def arguments_of(instance: Any, cls: type) -> Config:
    """Return the configuration entries for the arguments of one class's constructor.

    Args:
        instance: has each argument under an attribute of the same name.
        cls: the class (one of `instance`'s) whose constructor's signature tells the names.
    """
    return {name: _entry(getattr(instance, name)) for name in argument_names(cls)}


@functools.cache
def argument_names(cls: type) -> tuple[str, ...]:
    """Return the names of the arguments of a class's constructor, without *args and **kwargs."""
    constructor = inspect.unwrap(cls.__init__)  # type: ignore[misc]  # asked of this very class
    parameters = list(inspect.signature(constructor).parameters.values())[1:]
    return tuple(
        [one.name for one in parameters if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    )


def _entry(value: Any) -> Any:
    if hasattr(value, "get_config") or callable(value):
        return serialize_keras_object(value)
    return value


def check_for_unexpected_keys(
    name: str, input_dict: Mapping[str, Any], expected_values: Sequence[str]
) -> None:
    """Refuse a table that has other entries than the expected ones.

    Raises:
        ValueError: it has.
    """
    unknown = sorted(set(input_dict) - set(expected_values))
    if unknown:
        raise ValueError(
            f"Unknown entries in {name} dictionary: {unknown}. Only expected following keys:"
            f" {list(expected_values)}"
        )


# ---- small manners of Python
def has_arg(fn: Callable[..., Any], name: str, accept_all: bool = False) -> bool:
    """Return whether a callable takes an argument by this name.

    Args:
        fn: the callable; one that shows no signature takes no argument by name.
        name: the argument's name.
        accept_all: whether `**kwargs` counts.
    """
    quick = _named_arguments(fn)
    if quick is not None:
        names, takes_any = quick
        return name in names or (accept_all and takes_any)
    try:
        parameters = inspect.signature(fn).parameters
    except ValueError:
        return False
    parameter = parameters.get(name)
    if parameter is None:
        return accept_all and any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    return parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)


def _named_arguments(fn: Any) -> tuple[tuple[str, ...], bool] | None:
    """Read a plain function's or method's arguments off its code: layers are asked at each call."""
    function = getattr(fn, "__func__", fn)
    if type(function) is not types.FunctionType or hasattr(function, "__wrapped__"):
        return None
    code = function.__code__
    first = max(code.co_posonlyargcount, 1 if function is not fn else 0)
    names = code.co_varnames[first : code.co_argcount + code.co_kwonlyargcount]
    return names, bool(code.co_flags & inspect.CO_VARKEYWORDS)


def to_list(x: Any, allow_tuple: bool = False) -> list[Any]:
    """Return a list as it is, and anything else as a list of that one thing.

    Args:
        x: anything.
        allow_tuple: whether a tuple becomes a list of its items rather than a list of one tuple.
    """
    if isinstance(x, list):
        return x
    if allow_tuple and isinstance(x, tuple):
        return list(x)
    return [x]


def unpack_singleton(x: Any) -> Any:
    """Return the only item of a sequence of one, and any other sequence as it is."""
    return x[0] if len(x) == 1 else x


def object_list_uid(object_list: Any) -> str:
    """Return a text that tells lists of the same objects from lists of others."""
    return ", ".join([str(abs(id(each))) for each in to_list(object_list)])


def is_all_none(iterable_or_element: Any) -> bool:
    """Return whether there is nothing but None."""
    return all(element is None for element in to_list(iterable_or_element, allow_tuple=True))


def slice_arrays(arrays: Any, start: Any = None, stop: int | None = None) -> Any:
    """Take the same rows of one array or of each of a list (None stays None).

    Args:
        arrays: an array or a list of arrays.
        start: the first row, or the indices of all rows to take.
        stop: the row after the last one; None where `start` holds indices.
    """
    if arrays is None:
        return [None]
    rows: Any = slice(start, stop)
    if hasattr(start, "__len__"):  # HDF5 data sets take lists, not arrays.
        rows = start.tolist() if hasattr(start, "shape") else start
    if isinstance(arrays, list):
        return [None if each is None else each[rows] for each in arrays]
    return arrays[rows]


def transpose_shape(shape: Any, target_format: str, spatial_axes: Sequence[int]) -> Any:
    """Reorder a channels-last shape (or any such list of values) to an axis order.

    Args:
        shape: tuple or list, the channels last; the result is of the same type.
        target_format: "channels_first" or "channels_last".
        spatial_axes: where rows, columns and so on stand.

    Raises:
        ValueError: there is no such axis order.
    """
    if target_format == "channels_last":
        return shape
    if target_format == "channels_first":
        before = [*shape[: spatial_axes[0]]]
        return type(shape)([*before, shape[-1], *[shape[axis] for axis in spatial_axes]])
    raise ValueError(
        'The `data_format` argument must be one of "channels_first", "channels_last". Received: '
        f"{target_format}"
    )


_BEFORE_WORD = re.compile("(.)([A-Z][a-z0-9]+)")
_BEFORE_CAPITAL = re.compile("([a-z])([A-Z])")


def to_snake_case(name: str) -> str:
    """Return the name that a layer of the class `name` gets, without its number."""
    words = _BEFORE_CAPITAL.sub(r"\1_\2", _BEFORE_WORD.sub(r"\1_\2", name)).lower()
    return f"private{words}" if words.startswith("_") else words
