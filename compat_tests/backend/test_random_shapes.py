"""Shapes known before running agree with what is computed, for drawn shapes and arguments.

A strategy gives the arguments of a function; where a tensor stands, its shape and its number type.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import keras_on_torch.backend as K


class T:
    """A tensor: its shape, its type, the bound of whole numbers, whether its shape is known."""

    def __init__(self, *shape, dtype="float32", below=1, fixed=False):
        self.shape, self.dtype, self.below, self.fixed = shape, dtype, below, fixed

    def __repr__(self):
        return f"{list(self.shape)} {self.dtype}"

    def numbers(self):
        if self.dtype != "float32":
            return np.full(self.shape, self.below - 1, self.dtype)
        return np.full(self.shape, 0.5, "float32")


def shapes(least=0, most=4, low=0):
    return st.lists(st.integers(low, 4), min_size=least, max_size=most).map(tuple)


def axis_in(draw, shape, more=0):
    return draw(st.integers(-len(shape) - more, len(shape) - 1 + more))


@st.composite
def of_one(draw):
    return [T(*draw(shapes()))]


@st.composite
def of_two(draw):
    """Two shapes that broadcast: lengths of one are 1 or left out in the other."""
    shape = draw(shapes())
    other = [draw(st.sampled_from([length, 1])) for length in shape]
    tensors = [T(*shape), T(*other[draw(st.integers(0, len(other))) :])]
    return draw(st.permutations(tensors))


@st.composite
def chosen(draw):
    """A condition without axes, or with the first ones of what is chosen from."""
    shape = draw(shapes(1))
    condition = shape[: draw(st.integers(0, len(shape)))]
    return [T(*condition, dtype="bool", below=2), T(*shape), T(*shape)]


@st.composite
def reduced(draw, low=1):
    shape = draw(shapes(1, low=low))
    one = st.integers(-len(shape), len(shape) - 1)
    many = st.lists(one, min_size=1, unique_by=lambda axis: axis % len(shape))
    axis = draw(st.one_of(st.none(), one, many, many.map(tuple)))
    return [T(*shape), axis, draw(st.booleans())]


@st.composite
def along(draw, least=1, low=1, more=()):
    """A tensor and one of its axes."""
    shape = draw(shapes(least, low=low))
    return [T(*shape), *more, axis_in(draw, shape)]


@st.composite
def expanded(draw):
    shape = draw(shapes())
    return [T(*shape), draw(st.integers(-len(shape) - 1, len(shape)))]


@st.composite
def squeezed(draw):
    shape = list(draw(shapes(1)))
    axis = axis_in(draw, shape)
    shape[axis] = 1
    return [T(*shape, fixed=True), axis]


@st.composite
def permuted(draw):
    shape = draw(shapes(1))
    return [T(*shape), tuple(draw(st.permutations(range(len(shape)))))]


@st.composite
def reshaped(draw):
    shape = draw(shapes(1, low=1))
    new = list(draw(st.permutations(shape)))
    if draw(st.booleans()):
        new[axis_in(draw, new)] = -1
    return [T(*shape), tuple(new)]


@st.composite
def joined(draw):
    shape = list(draw(shapes(1)))
    axis = axis_in(draw, shape)
    before, after = shape[: axis % len(shape)], shape[axis % len(shape) + 1 :]
    lengths = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    return [[T(*before, length, *after) for length in lengths], axis]


@st.composite
def stacked(draw):
    shape = draw(shapes(most=3))
    count = draw(st.integers(1, 3))
    return [[T(*shape) for _ in range(count)], draw(st.integers(-len(shape) - 1, len(shape)))]


@st.composite
def repeated(draw):
    shape = draw(shapes(1))
    return [T(*shape, fixed=True), draw(st.integers(1, 3)), draw(st.integers(0, len(shape) - 1))]


@st.composite
def tiled(draw):
    shape = draw(shapes(1))
    return [T(*shape), [draw(st.integers(0, 3)) for _ in shape]]


@st.composite
def reversed_along(draw):
    shape = draw(shapes(1))
    axes = st.lists(st.integers(0, len(shape) - 1), unique=True, min_size=1)
    return [T(*shape), draw(axes)]


@st.composite
def sliced(draw):
    shape = draw(shapes(1))
    start = [draw(st.integers(0, length)) for length in shape]
    left = [length - first for length, first in zip(shape, start, strict=True)]
    return [T(*shape), start, [draw(st.sampled_from([-1, n, n // 2])) for n in left]]


@st.composite
def gathered(draw):
    rows = draw(st.integers(1, 4))
    indices = T(*draw(shapes(most=2)), dtype="int32", below=rows)
    return [T(rows, *draw(shapes(most=3))), indices]


@st.composite
def encoded(draw):
    return [T(*draw(shapes(most=3)), dtype="int32", below=2), draw(st.integers(1, 4))]


@st.composite
def padded(draw, axes):
    pairs = st.tuples(st.integers(0, 2), st.integers(0, 2))
    padding = tuple(draw(pairs) for _ in range(axes))
    x = T(*draw(shapes(axes + 2, axes + 2)))
    if axes == 1:
        return [x, padding[0]]
    return [x, padding, draw(st.sampled_from(["channels_last", "channels_first"]))]


@st.composite
def resized(draw, axes):
    factors = [draw(st.integers(1, 3)) for _ in range(axes)]
    x = T(*draw(shapes(axes + 2, axes + 2, low=1)))
    return [x, *factors, draw(st.sampled_from(["channels_last", "channels_first"]))]


@st.composite
def multiplied(draw):
    x, y = draw(shapes(2)), list(draw(shapes(2)))
    y[-2] = x[-1]
    return [T(*x), T(*y)]


@st.composite
def multiplied_by_sample(draw):
    batch, inner = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    x, y = ([batch, *draw(shapes(1, 2, low=1))] for _ in range(2))
    axes = [draw(st.integers(1, len(shape) - 1)) for shape in (x, y)]
    x[axes[0]] = y[axes[1]] = inner
    return [T(*x), T(*y), axes]


@st.composite
def windowed(draw, axes, pooled=False):
    """Images for windows that fit into them, steps or gaps, padding and an order of axes."""
    window = tuple(draw(st.integers(1, 3)) for _ in range(axes))
    stepped = pooled or draw(st.booleans())
    steps = tuple(draw(st.integers(1, 3)) if stepped else 1 for _ in range(axes))
    gaps = tuple(1 if stepped else draw(st.integers(1, 3)) for _ in range(axes))
    lengths = [
        (size - 1) * gap + draw(st.integers(1, 4)) for size, gap in zip(window, gaps, strict=True)
    ]
    data_format = draw(st.sampled_from(["channels_last", "channels_first"]))
    batch, channels = draw(st.integers(0, 2)), draw(st.integers(1, 2))
    first = data_format == "channels_first"
    x = T(*((batch, channels, *lengths) if first else (batch, *lengths, channels)))
    padding = draw(st.sampled_from(["valid", "same"]))
    if pooled:
        return [x, window, steps, padding, data_format, draw(st.sampled_from(["max", "avg"]))]
    filters = draw(st.integers(1, 2))
    each = (steps[0], gaps[0]) if axes == 1 else (steps, gaps)
    return [x, window, channels, filters, each[0], padding, data_format, each[1]]


@st.composite
def convolved(draw, axes):
    x, window, channels, filters, *rest = draw(windowed(axes))
    return [x, T(*window, channels, filters, fixed=True), *rest]


@st.composite
def convolved_each(draw):
    x, window, channels, multiplier, steps, *rest = draw(windowed(2))
    return [x, T(*window, channels, multiplier, fixed=True), (max(steps),) * 2, *rest]


@st.composite
def separated(draw, axes):
    x, window, channels, filters, steps, *rest = draw(windowed(axes))
    kernels = [
        T(*window, channels, 2, fixed=True),
        T(*(1,) * axes, 2 * channels, filters, fixed=True),
    ]
    return [x, *kernels, steps if axes == 1 else (max(steps),) * axes, *rest]


UNARY = ["square", "abs", "sqrt", "exp", "log", "round", "sign", "sin", "cos", "relu", "sigmoid"]
UNARY += ["tanh", "elu", "softplus", "softsign", "hard_sigmoid", "identity", "stop_gradient"]
UNARY += ["zeros_like", "ones_like", "flatten", "transpose", "to_dense", "print_tensor"]
BINARY = ["maximum", "minimum", "pow", "equal", "not_equal", "greater", "greater_equal", "less"]
REDUCED = ["sum", "prod", "max", "min", "mean", "var", "std", "any", "all", "logsumexp"]
STRATEGIES = {
    **dict.fromkeys(UNARY, of_one()),
    **dict.fromkeys([*BINARY, "less_equal"], of_two()),
    **dict.fromkeys(REDUCED, reduced()),
    **dict.fromkeys(["argmax", "argmin", "cumsum", "cumprod"], along()),
    "l2_normalize": along(low=0),
    "softmax": along(2),
    "switch": chosen(),
    "clip": of_one().map(lambda args: [*args, 0.0, 1.0]),
    "cast": of_one().map(lambda args: [*args, "float64"]),
    "batch_flatten": shapes(1).map(lambda shape: [T(*shape)]),
    "expand_dims": expanded(),
    "squeeze": squeezed(),
    "permute_dimensions": permuted(),
    "reshape": reshaped(),
    "concatenate": joined(),
    "stack": stacked(),
    "repeat_elements": repeated(),
    "repeat": shapes(2, 2).map(lambda shape: [T(*shape), 3]),
    "tile": tiled(),
    "reverse": reversed_along(),
    "slice": sliced(),
    "gather": gathered(),
    "one_hot": encoded(),
    "temporal_padding": padded(1),
    "spatial_2d_padding": padded(2),
    "spatial_3d_padding": padded(3),
    "resize_images": resized(2),
    "resize_volumes": resized(3),
    "dot": multiplied(),
    "batch_dot": multiplied_by_sample(),
    "conv1d": convolved(1),
    "conv2d": convolved(2),
    "conv3d": convolved(3),
    "depthwise_conv2d": convolved_each(),
    "separable_conv1d": separated(1),
    "separable_conv2d": separated(2),
    "pool2d": windowed(2, pooled=True),
    "pool3d": windowed(3, pooled=True),
}


@pytest.mark.parametrize("function", STRATEGIES)
@settings(max_examples=40)
@given(st.data())
def test_known_lengths_are_those_computed(function, data):
    args = data.draw(STRATEGIES[function])
    inputs, feeds = [], []

    def symbol(value):
        if isinstance(value, list):
            return [symbol(item) for item in value]
        if not isinstance(value, T):
            return value
        hidden = [not value.fixed and data.draw(st.booleans()) for _ in value.shape]
        static = [None if hide else n for n, hide in zip(value.shape, hidden, strict=True)]
        inputs.append(K.placeholder(tuple(static), dtype=value.dtype))
        feeds.append(value.numbers())
        return inputs[-1]

    output = getattr(K, function)(*symbol(args))
    shape = K.int_shape(output)
    computed = np.shape(K.function(inputs, [K.identity(output)])(feeds)[0])
    assert len(shape) == len(computed)
    assert all(known in (None, length) for known, length in zip(shape, computed, strict=True))
    if all(None not in K.int_shape(each) for each in inputs):
        assert shape == computed
