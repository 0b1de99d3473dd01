"""The end of a program's source: the updates, and what is returned."""

from typing import TYPE_CHECKING, Any

from keras_on_torch.graph.intrinsics import Update
from keras_on_torch.graph.runtime import MovingAverage
from keras_on_torch.graph.schedule import bodies_of
from keras_on_torch.graph.symbol import SymbolicTensor
from keras_on_torch.graph.variable import Variable

if TYPE_CHECKING:
    from keras_on_torch.graph.codegen import Source

__all__ = ["write_epilogue"]


def write_epilogue(source: "Source") -> None:
    """Write the effects and what is returned.

    A variable that is fetched by itself gives its value after the updates, anything computed
    its value before them. A module's forward pass returns what can be differentiated further.
    """
    bare = [isinstance(fetch, Variable) for fetch in source.schedule.fetches]
    effects = sorted(source.schedule.effects.values(), key=lambda effect: effect.id)
    changed = bool(effects)
    computed = {}
    for place, fetch in enumerate(source.schedule.fetches):
        if not bare[place]:
            value = source.render(fetch)
            computed[place] = f"kept({value})" if changed and source.standalone else value
    if changed:
        computed = _name_results(source, computed)
        _write_effects(source, effects)
    returned = []
    for place, fetch in enumerate(source.schedule.fetches):
        if bare[place]:
            access = source.access(fetch).removesuffix(".detach()")
            returned.append(f"copied({access})" if source.standalone else access)
        else:
            returned.append(computed[place])
    source.flush_reads()
    if source.differentiates and source.standalone and not changed:
        returned = [f"kept({value})" for value in returned]
    source.write(f"return [{', '.join(returned)}]")


def _name_results(source: "Source", computed: dict[int, str]) -> dict[int, str]:
    named = {}
    source.flush_reads()
    for place, value in computed.items():
        source.write(f"r{place} = {value}")
        named[place] = f"r{place}"
    return named


def _write_effects(source: "Source", effects: list[SymbolicTensor]) -> None:
    """Write the updates: all new values are computed before the first is assigned."""
    assignments, kernels = [], []
    averages: dict[float, list[tuple[str, str, MovingAverage]]] = {}
    for effect in effects:
        for body in bodies_of(effect):
            source.write_body(body)
        if isinstance(effect, Update):
            rendered = source.render(effect.operand)
            if isinstance(source.schedule.resolve(effect.operand), Variable):
                rendered = f"copied({rendered})"
            target = source.access(effect.variable).removesuffix(".detach()")
            if effect.is_sure_average():
                rows = averages.setdefault(effect.how.momentum, [])
                rows.append((target, rendered, effect.how))
            else:
                assignments.append(f"({target}, {rendered}, {source.render(effect.how)})")
        else:
            kernels.append((effect, [_effect_argument(source, arg) for arg in effect.args]))
    source.flush_reads()
    if assignments:
        source.write(f"news = [{', '.join(assignments)}]")
    for place, rows in enumerate(averages.values()):
        targets = ", ".join([target for target, _, _ in rows])
        values = ", ".join([value for _, value, _ in rows])
        hows = source.named_object([how for _, _, how in rows], "averages")
        source.write(f"averaged{place} = [{targets}], [{values}], {hows}")
    for effect, arguments in kernels:
        source.write(f"run_in_place({', '.join(arguments)})", effect)
    for place in range(len(averages)):
        source.write(f"update_moving_averages(*averaged{place})")
    if assignments:
        source.write("assign(news)")


def _effect_argument(source: "Source", value: Any) -> str:
    """Return the source of a kernel's argument: its variables are given as they are stored."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([_effect_argument(source, item) for item in value]) + "]"
    if isinstance(value, Variable):
        return source.access(value).removesuffix(".detach()")
    return source.render(value)
