"""Scopes in which names of variables stand and are shared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch.tensorflow.variables.get_variable import (
    AUTO_REUSE,
    VariableScope,
    here,
    refuse_partitioner,
    store,
)

__all__ = ["make_template", "variable_op_scope", "variable_scope"]


class variable_scope:  # noqa: N801 - TensorFlow's name
    """A context in which names of variables begin with a scope's.

    Args:
        name_or_scope: a name, which is put behind that of the open scope; or a scope, which is
            opened again; None takes `default_name`.
        default_name: a name that gets a number where it was used before.
        values: tensors of TensorFlow's graph, of which there is one.
        initializer, regularizer, caching_device, partitioner, custom_getter, reuse, dtype,
            use_resource, constraint: as of `VariableScope`; None keeps what the open scope has.
        auxiliary_name_scope: whether names of operations begin with it, too.

    Raises:
        TypeError: there is neither a name nor a scope.
    """

    def __init__(
        self,
        name_or_scope: Any,
        default_name: str | None = None,
        values: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        reuse: Any = None,
        dtype: Any = None,
        use_resource: Any = None,
        constraint: Any = None,
        auxiliary_name_scope: bool = True,
    ) -> None:
        if name_or_scope is None and default_name is None:
            raise TypeError("If default_name is None then name_or_scope is required")
        if not isinstance(name_or_scope, (str, VariableScope, type(None))):
            raise TypeError(
                f"VariableScope: name_or_scope must be a string or VariableScope, got"
                f" {name_or_scope!r}"
            )
        if reuse is not None and reuse is not AUTO_REUSE and not isinstance(reuse, bool):
            raise ValueError(f"The reuse parameter must be True or False or None, got {reuse!r}")
        if name_or_scope is None and reuse:
            raise ValueError("reuse=True cannot be used without a name_or_scope")
        refuse_partitioner(partitioner)
        self._name_or_scope = name_or_scope
        self._default_name = default_name
        self._reuse = reuse
        self._names_operations = auxiliary_name_scope
        self._changes = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "custom_getter": custom_getter,
            "dtype": dtype,
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._contexts: list[Any] = []

    def __enter__(self) -> VariableScope:
        context = self._opened()
        self._contexts.append(context)
        scope: VariableScope = context.__enter__()
        return scope

    def __exit__(self, *error: Any) -> Any:
        return self._contexts.pop().__exit__(*error)

    @contextmanager
    def _opened(self) -> Iterator[VariableScope]:
        around = here.scope
        given = self._name_or_scope
        if isinstance(given, VariableScope):
            name, base = given.name, given
            last = given.name.rpartition("/")[2]
        else:
            last = _free_name(around, self._default_name or "") if given is None else given
            name, base = f"{around.name}/{last}" if around.name else last, around
        store.opened[name] = store.opened.get(name, 0) + 1
        counts = dict(store.opened)
        names = K.name_scope(last) if self._names_operations and last else nullcontext("")
        with names as path:
            kept = {key: getattr(base, key) for key in self._changes}
            kept |= {key: value for key, value in self._changes.items() if value is not None}
            kept["custom_getter"] = _both_getters(self._changes["custom_getter"], base)
            original = base.original_name_scope if base is given else path
            here.scope = VariableScope(
                self._reuse or base.reuse,
                name,
                name_scope=original,
                **kept,
            )
            try:
                yield here.scope
            finally:
                here.scope = around
                store.close_inside(name)
                if base is given:
                    store.opened = counts


def _both_getters(own: Any, base: VariableScope) -> Any:
    """Return a getter that calls `own` with that of the scope as the function to go on with."""
    outer = base.custom_getter
    if own is None or outer is None:
        return own or outer

    def getter(true_getter: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return own(lambda *a, **k: outer(true_getter, *a, **k), *args, **kwargs)

    return getter


def _free_name(around: VariableScope, name: str) -> str:
    """Return a name that no scope inside the open one has, with a number where it is needed."""
    path = f"{around.name}/" if around.name else ""
    found, count = name, 1
    while store.opened.get(path + found):
        found, count = f"{name}_{count}", count + 1
    return found


def variable_op_scope(
    values: Any,
    name_or_scope: Any,
    default_name: str | None = None,
    initializer: Any = None,
    regularizer: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    reuse: Any = None,
    dtype: Any = None,
    use_resource: Any = None,
    constraint: Any = None,
) -> variable_scope:
    """Return `variable_scope`, with the arguments in an older order."""
    return variable_scope(
        name_or_scope,
        default_name,
        values,
        initializer,
        regularizer,
        caching_device,
        partitioner,
        custom_getter,
        reuse,
        dtype,
        use_resource,
        constraint,
    )


def make_template(
    name_: str,
    func_: Callable[..., Any],
    create_scope_now_: bool = False,
    unique_name_: str | None = None,
    custom_getter_: Any = None,
    **kwargs: Any,
) -> Callable[..., Any]:
    """Return a function that makes its variables when it is called first, and then shares them.

    Args:
        name_: the name of its scope, which gets a number where it is taken.
        func_: the function.
        create_scope_now_: whether the scope is named now, not when the function is first called.
        unique_name_: the scope's whole name; it gets no number.
        custom_getter_: as of `VariableScope`.
        **kwargs: arguments of `func_`.
    """
    kept: list[VariableScope] = []

    def scope(reuse: Any) -> variable_scope:
        if kept:
            return variable_scope(kept[0], reuse=reuse, custom_getter=None)
        return variable_scope(unique_name_, name_, custom_getter=custom_getter_)

    if create_scope_now_:
        with scope(None) as made:
            kept.append(made)
    called: list[bool] = []

    def template(*args: Any, **given: Any) -> Any:
        with scope(True if called else None) as opened:
            if not kept:
                kept.append(opened)
            result = func_(*args, **(kwargs | given))
        called.append(True)
        return result

    return template
