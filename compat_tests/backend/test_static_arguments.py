"""Arguments of structure as programs compute them: the recorded calls again, their axes, shapes and
counts given by NumPy, as constants, and as numbers that only the running program tells.
"""

import copy
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import keras_on_torch.backend as K
from compat_tests.backend.conformance import RECORDED, TABLES, refusal
from compat_tests.golden.runs import backend as run

# The names by which K calls structure.
STRUCTURE = {"axis", "axes", "shape", "n", "pattern", "rep", "start", "stop", "step", "size"}
STRUCTURE |= {"num_classes", "strides", "dilation_rate", "padding", "pool_size", "output_shape"}
STRUCTURE |= {"kernel_size", "noise_shape", "reduction_axes", "height_factor", "width_factor"}
STRUCTURE |= {"depth_factor", "keepdims", "k", "from_logits", "level", "seed", "epsilon", "ndim"}
STRUCTURE |= {"greedy", "beam_width", "top_paths"}
# What may be told by the running program, by function.
TOLD = {
    "reshape": ["shape"],
    "tile": ["n"],
    "repeat": ["n"],
    "one_hot": ["num_classes"],
    "slice": ["start", "size"],
    "arange": ["start", "stop", "step"],
    "permute_dimensions": ["pattern"],
    "temporal_padding": ["padding"],
    "spatial_2d_padding": ["padding"],
    "spatial_3d_padding": ["padding"],
    **dict.fromkeys(("sum", "mean", "max", "any", "argmax", "cumsum", "expand_dims"), ("axis",)),
    **dict.fromkeys(("zeros", "ones", "random_normal", "random_uniform"), ("shape",)),
}
# Those that only layers call, with tuples; and what makes nothing that is recorded.
NOT_WALKED = {"convolution", "depthwise_convolution", "pads_of", "pool", "separable_convolution"}
NOT_WALKED |= {"steps_of", "transposed_convolution", "placeholder", "slice_arrays"}
NOT_WALKED |= {"transpose_shape"}


class Told:
    """A whole number that only the running program tells: of a variable, or from a length."""

    def __init__(self, number, by_length):
        self.number, self.by_length = number, by_length

    def symbol(self, tensors):
        """Return it as a symbol; a length comes from the first tensor that has one."""
        if self.by_length:
            for tensor, length in tensors:
                return K.shape(tensor)[0] + (self.number - length)
        return K.cast(K.variable(self.number, dtype="int32"), "int32")


class Disguised:
    """A row whose arguments of structure are given otherwise; its numbers stay."""

    def __init__(self, row, change, names=STRUCTURE):
        self.row, self.changed = copy.copy(row), False
        parameters = list(inspect.signature(getattr(K, row.function)).parameters)
        pairs = list(zip(parameters, row.args, strict=False))
        self.row.args = [self._of(name, arg, change, names) for name, arg in pairs]
        self.row.kwargs = {
            name: self._of(name, arg, change, names) for name, arg in row.kwargs.items()
        }
        self.row.__class__ = type("Row", (type(row),), {"__str__": lambda _: str(row), "of": _of})

    def _of(self, name, arg, change, names):
        if name not in names or isinstance(arg, (str, type(None))):
            return arg
        self.changed = True
        return change(arg)


def _of(row, backend, args, kwargs):
    """Call the function; numbers that the program tells are made of its tensors."""
    lengths = [
        numbers.shape[0]
        for array, numbers in row.arrays()
        if type(array).__name__ == "Array" and numbers.ndim
    ]
    tensors = [arg for arg in _leaves([args, kwargs]) if K.is_placeholder(arg) and K.ndim(arg)]
    pairs = list(zip(tensors, lengths, strict=False))
    args, kwargs = _with_symbols(args, pairs), _with_symbols(kwargs, pairs)
    return super(type(row), row).of(backend, args, kwargs)


def _leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _with_symbols(value, tensors):
    if isinstance(value, dict):
        return {name: _with_symbols(item, tensors) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)([_with_symbols(item, tensors) for item in value])
    return value.symbol(tensors) if isinstance(value, Told) else value


def _is_whole(value):
    return type(value) is int or (
        isinstance(value, (tuple, list)) and bool(value) and all(map(_is_whole, value))
    )


def numpy_made(data, value):
    """Return an argument as NumPy has it, or as a constant."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return data.draw(st.sampled_from([np.float32, np.float64, np.array]))(value)
    if type(value) is int:
        kinds = [int, np.int32, np.int64, np.array, lambda n: K.constant(n, dtype="int32")]
        return data.draw(st.sampled_from(kinds))(value)
    if _is_whole(value):
        arrays = [np.array, lambda n: K.constant(n, dtype="int64")]
        whole = st.sampled_from([*arrays, None])
        kind = data.draw(whole)
        if kind is not None:
            return kind(value)
    if isinstance(value, (tuple, list)):
        return type(value)([numpy_made(data, item) for item in value])
    return value


def told(data, value):
    """Return an argument of which some numbers are told by the running program."""
    if type(value) is int and data.draw(st.booleans()):
        return Told(value, data.draw(st.booleans()))
    if isinstance(value, (tuple, list)):
        return type(value)([told(data, item) for item in value])
    return value


def assert_close(actual, expected):
    bound = 1e-2 if np.asarray(expected).dtype == "float16" else 1e-4
    np.testing.assert_allclose(actual, expected, rtol=bound, atol=bound / 10)


def rows_of(function, names):
    """Return the recorded calls that were accepted and are given one of these arguments."""
    rows = [row for family in TABLES.values() for row in family.values()]
    rows = [row for row in rows if row.function == function]
    accepted = [row for row in rows if not refusal(row)]
    return [row for row in accepted if Disguised(row, lambda arg: arg, names).changed]


PARAMETERS = {
    name: set(inspect.signature(function).parameters)
    for name, function in vars(K).items()
    if inspect.isfunction(function) and not name.startswith("_")
}
WALKED = {name: rows_of(name, STRUCTURE) for name, taken in PARAMETERS.items() if taken & STRUCTURE}
WALKED = {name: rows for name, rows in WALKED.items() if rows}


@pytest.mark.parametrize("function", WALKED)
@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.data())
def test_numpy_numbers_and_constants_are_taken_as_their_values(function, data):
    row = data.draw(st.sampled_from(WALKED[function]))
    given_row = Disguised(row, lambda arg: numpy_made(data, arg)).row
    expected = RECORDED[str(row)]
    for unknown in ("none", "all"):
        shape = run.shape_of(K, given_row, unknown)
        if function != "arange":  # Which knows no length up to a constant.
            assert shape == run.shape_of(K, row, unknown)
    if row.values:
        assert_close(run.values(K, given_row)["value"], expected["value"])


def _is_open(row):
    """Return whether it leaves the rank alone which axes are told, and how long they are."""
    shapes = [array.shape for array, _ in row.arrays()]
    if any(0 in shape for shape in shapes):
        return False
    axes = row.kwargs.get("axis", (row.args[1:] or [None])[0])
    if TOLD[row.function] != ("axis",) or not isinstance(axes, (tuple, list)):
        return True
    return len({axis % len(shapes[0]) for axis in axes}) == len(axes)


@pytest.mark.parametrize("function", TOLD)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.data())
def test_numbers_told_by_the_running_program_leave_lengths_open(function, data):
    names = TOLD[function]
    rows = [row for row in rows_of(function, names) if _is_open(row)]
    row = data.draw(st.sampled_from(rows))
    given_row = Disguised(row, lambda arg: told(data, arg), names).row
    inputs, result = run.symbolic(K, given_row, "all")
    value = np.asarray(K.function(inputs, [K.identity(result)])(row.feeds())[0])
    if row.values:
        assert_close(value, RECORDED[str(row)]["value"])
    for unknown in ("none", "all"):
        shape = K.int_shape(run.symbolic(K, given_row, unknown)[1])
        assert len(shape) == value.ndim
        assert all(known in (None, n) for known, n in zip(shape, value.shape, strict=True))


def test_every_function_with_structure_is_walked():
    with_structure = {name for name, taken in PARAMETERS.items() if taken & STRUCTURE}
    assert with_structure - set(WALKED) == NOT_WALKED
