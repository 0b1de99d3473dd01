"""Branches: `cond`, `case`, `switch_case`."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.graph import Body, Group, Update, is_symbolic, parents_of, record, trace_body
from keras_on_torch.graph.shape_inference import map_leaves, unknown_length
from keras_on_torch.tensorflow import nest
from keras_on_torch.tensorflow.arguments import alike, either, tensor
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.tensor_array import TensorArray

__all__ = ["case", "cond", "switch_case"]


def cond(
    pred: Any,
    true_fn: Any = None,
    false_fn: Any = None,
    strict: bool = False,
    name: str | None = None,
    fn1: Any = None,
    fn2: Any = None,
) -> Any:
    """Compute one of two branches.

    Args:
        pred: a truth value, a tensor without axes.
        true_fn: a function without arguments that gives tensors, nested or not.
        false_fn: likewise; what both give is nested alike and of one type.
        strict: whether a list of one stays a list.
        name: how the results are called.
        fn1: `true_fn`, by its old name.
        fn2: `false_fn`, by its old name.

    Raises:
        TypeError: a branch is no function, or `pred` a plain truth value; or types differ.
        ValueError: the branches give nothing, or what is nested otherwise.
    """
    branches = [
        either(true_fn, fn1, "true_fn", "fn1"),
        either(false_fn, fn2, "false_fn", "fn2"),
    ]
    for branch, what in zip(branches, ("true_fn", "false_fn"), strict=True):
        if not callable(branch):
            raise TypeError(f"{what} must be callable.")
    if isinstance(pred, bool):
        raise TypeError("pred must not be a Python bool")
    if isinstance(pred, torch.Tensor):
        return branches[0 if bool(pred) else 1]()
    condition = tensor(pred)
    if condition.dtype != torch.bool:
        raise TypeError(f"pred must be a truth value, got {condition.dtype}. Use tf.cast")
    traced = [_Branch(branch) for branch in branches]
    result = _joined(condition, traced, strict)
    return result if name is None else _all_named(result, name)


def _all_named(result: Any, name: str) -> Any:
    leaves = [leaf for leaf in nest.flatten(result) if is_symbolic(leaf)]
    named(leaves, name)
    return result


class _Branch:
    """A branch that has been traced.

    Args:
        function: takes nothing and gives tensors.

    Attributes:
        structure: what it gave.
        body: its tensors, as a body.
        updates: the updates among what it computes; in the body their values stand for them.
    """

    def __init__(self, function: Callable[[], Any]) -> None:
        self.structure: Any = None

        def results() -> list[Any]:
            self.structure = function()
            return [_tensor_of(leaf) for leaf in nest.flatten(self.structure)]

        self.body = trace_body(results, [], "branch")
        self.updates = _without_updates(self.body)
        self.gives_nothing = all(
            isinstance(leaf, Group) or leaf is None for leaf in self.body.results
        )


def _tensor_of(leaf: Any) -> Any:
    if leaf is None or isinstance(leaf, (Group, Update)):
        return leaf
    if isinstance(leaf, TensorArray):
        return leaf.flow
    made = tensor(leaf)
    return made if is_symbolic(made) else graph.constant(made)


def _without_updates(body: Body) -> list[Update]:
    """Let values stand for the updates in a body, and return these."""
    found: dict[int, Update] = {}
    seen: set[int] = set()
    stack = [result for result in body.results if is_symbolic(result)]
    while stack:
        node = stack.pop()
        if node.id in seen or not body.scope.holds(node.scope):
            continue
        seen.add(node.id)
        if isinstance(node, Update):
            found[id(node.variable)] = node
        stack += parents_of(node)
        if isinstance(node, Update):
            continue
        node.args = map_leaves(_value_of_update, node.args)
        node.after = tuple(map(_value_of_update, node.after))
    body.results = [_value_of_update(result) for result in body.results]
    return list(found.values())


def _value_of_update(value: Any) -> Any:
    if not isinstance(value, Update):
        return value
    settled = value.args[1]
    return settled if is_symbolic(settled) else graph.constant(settled, value.dtype)


def _joined(condition: Any, branches: list[_Branch], strict: bool) -> Any:
    """Return what the one or the other branch gives."""
    one, other = branches
    variables = {id(u.variable): u.variable for branch in branches for u in branch.updates}
    nothing = one.gives_nothing and other.gives_nothing
    if nothing:
        if not variables and None in (*one.body.results, *other.body.results):
            raise ValueError("true_fn must have a return value: a branch of tf.cond gave None")
        kept = 0
    else:
        _check_alike(one, other)
        kept = len(one.body.results)
    for branch in branches:
        new = {id(update.variable): _value_of_update(update) for update in branch.updates}
        results = list(branch.body.results) if not nothing else []
        effects = [leaf for leaf in branch.body.results if isinstance(leaf, Group)]
        if nothing and effects:  # Run for what they check or print.
            results = []
            branch.body.results = [*effects]
        results += [new.get(key, variable) for key, variable in variables.items()]
        branch.body.results = [*results, *effects] if nothing else results
    if nothing:
        _level(branches, len(variables))
    outputs = record(_run_branch, (condition, one.body, other.body), infer=_shapes_of_both)
    outputs = outputs if isinstance(outputs, (tuple, list)) else (outputs,)
    updates = [
        graph.update(variable, outputs[kept + place])
        for place, variable in enumerate(variables.values())
    ]
    if nothing:
        return Group(updates or [outputs[0]])
    results = list(outputs[:kept])
    for result in results:
        result.after = (*result.after, *updates)
    leaves = [
        leaf.with_flow(result) if isinstance(leaf, TensorArray) else result
        for leaf, result in zip(nest.flatten(one.structure), results, strict=True)
    ]
    packed = nest.pack_sequence_as(one.structure, leaves)
    single = isinstance(packed, (list, tuple)) and len(packed) == 1 and not strict
    return packed[0] if single else packed


def _level(branches: list[_Branch], variables: int) -> None:
    """Give branches that are run for their effects as many results as each other."""
    for branch in branches:
        done = graph.constant(True)
        with_effects = branch.body.results[variables:]
        if with_effects:
            with graph.inside(branch.body.scope):
                done = record(_done, (graph.constant(True), *with_effects))
        branch.body.results = [*branch.body.results[:variables], done]


def _done(truth: Tensor, *effects: Any) -> Tensor:
    return truth


def _check_alike(one: _Branch, other: _Branch) -> None:
    first, second = one.structure, other.structure
    nest.assert_same_structure(_plain(first), _plain(second))
    for a, b in zip(one.body.results, other.body.results, strict=True):
        if a is None or b is None or isinstance(a, Group) or isinstance(b, Group):
            raise ValueError("both branches of tf.cond must give tensors, or neither")
        if a.dtype != b.dtype:
            raise ValueError(
                f"Outputs of true_fn and false_fn must have the same type: {a.dtype}, {b.dtype}"
            )
        if a.ndim != b.ndim:
            raise ValueError(
                f"tf.cond: branches gave {a.ndim} and {b.ndim} axes; here both need as many"
            )


def _plain(structure: Any) -> Any:
    """Return a list of one as its entry: TensorFlow takes the two for the same."""
    single = isinstance(structure, (list, tuple)) and len(structure) == 1
    return structure[0] if single else structure


def _shapes_of_both(condition: Any, one: Any, other: Any) -> Any:
    return tuple([_shape_of_both(a, b) for a, b in zip(one, other, strict=True)])


def _shape_of_both(one: Any, other: Any) -> Any:
    if not isinstance(one, torch.Tensor):
        return one
    shape = [a if a == b else unknown_length() for a, b in zip(one.shape, other.shape, strict=True)]
    return one.new_empty(shape)


def _run_branch(condition: Any, one: Any, other: Any) -> Any:
    """Compute one of two branches."""
    return (one if bool(condition) else other)()


# ---- more than two
def case(
    pred_fn_pairs: Any,
    default: Any = None,
    exclusive: bool = False,
    strict: bool = False,
    name: str | None = "case",
) -> Any:
    """Compute the first branch whose condition holds.

    Args:
        pred_fn_pairs: pairs of a truth value and a function, in a list or a dict.
        default: the function for where none holds; without it, the program then stops.
        exclusive: whether the program stops where more than one holds.
        strict: whether a list of one stays a list.
        name: how the results are called.

    Raises:
        TypeError: an entry is no such pair.
        InvalidArgumentError: none holds, or more than one; when the program runs.
    """
    pairs = list(pred_fn_pairs.items() if isinstance(pred_fn_pairs, dict) else pred_fn_pairs)
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not callable(pair[1]):
            raise TypeError(f"each entry in pred_fn_pairs must be a 2-tuple (pred, fn), got {pair}")
    if default is not None and not callable(default):
        raise TypeError("default must be callable.")
    if not pairs and default is None:
        raise ValueError("tf.case needs at least one pair, or a default")
    conditions = [tensor(condition) for condition, _ in pairs]
    if exclusive or default is None:
        most = 1 if exclusive else len(pairs)
        conditions[:1] = [_checked(conditions, int(default is None), most)]
    functions = [function for _, function in pairs]
    last = functions.pop() if default is None else default
    return _chain(conditions, functions, last, strict)


def _chain(conditions: list[Any], functions: list[Any], last: Any, strict: bool) -> Any:
    if not functions:
        return last()
    return cond(
        conditions[0],
        functions[0],
        lambda: _chain(conditions[1:], functions[1:], last, strict),
        strict,
    )


@graph.op(infer=lambda conditions, least, most: conditions[0])
def _checked(conditions: list[Tensor], least: int, most: int) -> Tensor:
    count = sum(bool(condition) for condition in conditions)
    if not least <= count <= most:
        raise InvalidArgumentError(
            None, None, f"tf.case: {count} conditions hold, expected {least} to {most}"
        )
    return conditions[0]


def switch_case(
    branch_index: Any, branch_fns: Any, default: Any = None, name: str | None = "switch_case"
) -> Any:
    """Compute the branch of a number.

    Args:
        branch_index: the number, int32.
        branch_fns: functions, or pairs of number and function, or a dict of them.
        default: the function for other numbers; without it, that of the largest.
        name: how the results are called.

    Raises:
        TypeError: a branch is no function, or the number is not int32.
    """
    given = branch_fns.items() if isinstance(branch_fns, dict) else branch_fns
    pairs = [pair if isinstance(pair, tuple) else (at, pair) for at, pair in enumerate(given)]
    pairs.sort(key=lambda pair: pair[0])
    if [number for number, _ in pairs] != list(range(len(pairs))):
        raise ValueError(
            f"branch indices must form contiguous range of [0 to {len(pairs)}) but found"
            f" {[number for number, _ in pairs]}"
        )
    for _, function in pairs:
        if not callable(function):
            raise TypeError("branch_fns must be callables")
    (index,) = alike("Case", branch_index=branch_index)
    if index.dtype != torch.int32:
        raise TypeError(f"branch_index must be a Tensor of int32, got {index.dtype}")
    last = default or pairs.pop()[1]
    conditions = [torch.eq(index, number) for number, _ in pairs]
    return _chain(conditions, [function for _, function in pairs], last, False)
