"""The end of a program's code: the updates, and what is returned."""

from typing import Any

from keras_on_torch.graph.codegen import CodeGenerator
from keras_on_torch.graph.intrinsics import Update
from keras_on_torch.graph.runtime import MovingAverage
from keras_on_torch.graph.schedule import bodies_of
from keras_on_torch.graph.shape_inference import StaticShape, leaves_of
from keras_on_torch.graph.symbol import SymbolicTensor
from keras_on_torch.graph.variable import Variable

__all__ = ["write_epilogue"]


def write_epilogue(code: CodeGenerator) -> None:
    """Write the effects and what is returned.

    A variable that is fetched by itself gives its value after the updates, anything computed
    its value before them. A module's forward pass returns what can be differentiated further.
    """
    bare = [isinstance(fetch, Variable) for fetch in code.schedule.fetches]
    effects = sorted(code.schedule.effects.values(), key=lambda effect: effect.id)
    changed = bool(effects)
    computed = {}
    for place, fetch in enumerate(code.schedule.fetches):
        if not bare[place]:
            value = code.render(fetch)
            if changed and code.standalone:
                value = f"kept({', '.join([value, *_possibly_same(code, fetch, effects)])})"
            computed[place] = value
    if changed:
        computed = _name_results(code, computed)
        _write_effects(code, effects)
    returned = []
    for place, fetch in enumerate(code.schedule.fetches):
        if bare[place]:
            access = code.access(fetch).removesuffix(".detach()")
            returned.append(f"copied({access})" if code.standalone else access)
        else:
            returned.append(computed[place])
    code.flush_reads()
    if code.differentiates and code.standalone and not changed:
        returned = [f"kept({value})" for value in returned]
    code.write(f"return [{', '.join(returned)}]")


def _possibly_same(code: CodeGenerator, fetch: Any, effects: list[SymbolicTensor]) -> list[str]:
    """Return the source of the assigned variables that a function may have returned unchanged."""
    if not isinstance(fetch, SymbolicTensor):
        return []
    assigned = {
        leaf.id: leaf
        for effect in effects
        for leaf in ([effect.variable] if isinstance(effect, Update) else leaves_of(effect.args))
        if isinstance(leaf, Variable)
    }
    return [
        code.access(variable).removesuffix(".detach()")
        for variable in assigned.values()
        if variable.dtype == fetch.dtype and _may_be(variable.static_shape, fetch.static_shape)
    ]


def _may_be(known: StaticShape, shape: StaticShape) -> bool:
    """Return whether a tensor of this static shape may have these lengths."""
    return len(known) == len(shape) and all(
        length is None or length == one for one, length in zip(known, shape, strict=True)
    )


def _name_results(code: CodeGenerator, computed: dict[int, str]) -> dict[int, str]:
    named = {}
    code.flush_reads()
    for place, value in computed.items():
        code.write(f"r{place} = {value}")
        named[place] = f"r{place}"
    return named


def _write_effects(code: CodeGenerator, effects: list[SymbolicTensor]) -> None:
    """Write the updates: all new values are computed before the first is assigned."""
    assignments, kernels = [], []
    averages: dict[float, list[tuple[str, str, MovingAverage]]] = {}
    for effect in effects:
        for body in bodies_of(effect):
            code.write_body(body)
        if isinstance(effect, Update):
            rendered = code.render(effect.operand)
            if isinstance(code.schedule.resolve(effect.operand), Variable):
                rendered = f"copied({rendered})"
            target = code.access(effect.variable).removesuffix(".detach()")
            if effect.is_sure_average():
                rows = averages.setdefault(effect.how.momentum, [])
                rows.append((target, rendered, effect.how))
            else:
                assignments.append(f"({target}, {rendered}, {code.render(effect.how)})")
        else:
            kernels.append((effect, [_effect_argument(code, arg) for arg in effect.args]))
    code.flush_reads()
    if assignments:
        code.write(f"news = [{', '.join(assignments)}]")
    for place, rows in enumerate(averages.values()):
        targets = ", ".join([target for target, _, _ in rows])
        values = ", ".join([value for _, value, _ in rows])
        hows = code.named_object([how for _, _, how in rows], "averages")
        code.write(f"averaged{place} = [{targets}], [{values}], {hows}")
    for effect, arguments in kernels:
        code.write(f"run_in_place({', '.join(arguments)})", effect)
    for place in range(len(averages)):
        code.write(f"update_moving_averages(*averaged{place})")
    if assignments:
        code.write("assign(news)")


def _effect_argument(code: CodeGenerator, value: Any) -> str:
    """Return the source of a kernel's argument: its variables are given as they are stored."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([_effect_argument(code, item) for item in value]) + "]"
    if isinstance(value, Variable):
        return code.access(value).removesuffix(".detach()")
    return code.render(value)
