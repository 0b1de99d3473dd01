"""Recurrent layers as one step: each row is a way to run one, each test an aspect of it."""

import numpy as np
import pytest
import torch

from compat_tests.reference import conv_recurrent
from compat_tests.reference import recurrent as reference
from keras_on_torch import graph
from keras_on_torch.backend import recurrent_kernels

BATCH, STEPS, INPUT_DIM, UNITS = 3, 4, 2, 5
GATES = {"lstm": 4, "gru": 3, "simple_rnn": 1}


class Row:
    """A kernel, its options, and which tensors it gets besides inputs and weights."""

    def __init__(
        self,
        name,
        *,
        bias=True,
        states=False,
        mask=False,
        drops=0,
        recurrent_drops=0,
        steps=STEPS,
        size=(BATCH, INPUT_DIM, UNITS),
        **options,
    ):
        self.name, self.options, self.steps = name, options, steps
        self.given = {"bias": bias, "states": states, "mask": mask}
        self.counts = drops, recurrent_drops
        self.size = size

    def __str__(self):
        given = [name for name, wanted in self.given.items() if wanted]
        options = [f"{name}={value}" for name, value in self.options.items()]
        counts = [f"drops={self.counts}"] if any(self.counts) else []
        return " ".join([self.name, *given, *counts, *options, f"steps={self.steps}"])

    def arrays(self, dtype="float64"):
        """Draw inputs, weights and states; give them with the mask and the dropout factors."""
        random = np.random.RandomState(7)
        batch, input_dim, units = self.size
        columns = units * GATES[self.name]
        x = random.normal(size=(batch, self.steps, input_dim))
        weights = [
            random.normal(size=shape) * 0.5 for shape in ((input_dim, columns), (units, columns))
        ]
        if self.given["bias"]:
            two = self.options.get("reset_after")
            weights.append(random.normal(size=(2, columns) if two else columns))
        states = None
        if self.given["states"]:
            count = 2 if self.name == "lstm" else 1
            states = [random.normal(size=(batch, units)) for _ in range(count)]
        mask = random.uniform(size=(batch, self.steps)) > 0.4 if self.given["mask"] else None
        drops = [
            random.uniform(size=(count, batch, length)) if count else None
            for count, length in zip(self.counts, (input_dim, units), strict=True)
        ]
        return (
            x.astype(dtype),
            [weight.astype(dtype) for weight in weights],
            None if states is None else [state.astype(dtype) for state in states],
            mask,
            [None if drop is None else drop.astype(dtype) for drop in drops],
        )

    def tensors(self, device="cpu", dtype="float64"):
        """Return the same as tensors: those to differentiate by, and the kernel as a function."""
        x, weights, states, mask, drops = self.arrays(dtype)
        leaves = [
            torch.tensor(array, device=device, requires_grad=True)
            for array in (x, *weights, *(states or []))
        ]
        mask = None if mask is None else torch.tensor(mask, device=device)
        drops = [None if d is None else list(torch.tensor(d, device=device)) for d in drops]
        kernel = getattr(recurrent_kernels, self.name)

        def run(*given):
            x, given = given[0], list(given[1:])
            own = [given.pop(0) if place < len(weights) else None for place in range(3)]
            return kernel(x, *own, given or None, mask, *drops, **self.options)

        return leaves, run

    @property
    def reference(self):
        """The formula in NumPy."""
        return getattr(reference, self.name)

    def expected(self, dtype="float64"):
        """Return outputs and states of the reference in a row."""
        x, weights, states, mask, drops = self.arrays(dtype)
        output, last = self.reference(
            x,
            weights,
            states=states,
            mask=mask,
            drops=drops[0],
            recurrent_drops=drops[1],
            **self.options,
        )
        return [output, *last]


class ConvRow(Row):
    """A convolutional LSTM on images of 5 by 6."""

    def __init__(self, kernel_size=(3, 3), **options):
        super().__init__("conv_lstm", size=(2, 2, 3), **options)
        self.kernel_size = kernel_size

    def __str__(self):
        return f"{super().__str__()} {self.kernel_size}"

    def arrays(self, dtype="float64"):
        """Draw inputs, weights and states; give them with the mask and the dropout factors."""
        random = np.random.RandomState(7)
        batch, channels, filters = self.size
        first = self.options.get("data_format") == "channels_first"
        image = (channels, 5, 6) if first else (5, 6, channels)
        x = random.normal(size=(batch, self.steps, *image))
        weights = [
            random.normal(size=(*self.kernel_size, depth, 4 * filters)) * 0.3
            for depth in (channels, filters)
        ]
        weights += [random.normal(size=4 * filters)] if self.given["bias"] else []
        state = conv_recurrent.conv_lstm(x, weights, **self.options)[1][0].shape
        states = [random.normal(size=state) for _ in range(2)] if self.given["states"] else None
        mask = random.uniform(size=(batch, self.steps)) > 0.4 if self.given["mask"] else None
        drops = [
            random.uniform(size=(count, batch, *shape)).astype(dtype) if count else None
            for count, shape in zip(self.counts, (image, state[1:]), strict=True)
        ]
        weights = [weight.astype(dtype) for weight in weights]
        states = None if states is None else [state.astype(dtype) for state in states]
        return x.astype(dtype), weights, states, mask, drops

    reference = staticmethod(conv_recurrent.conv_lstm)


def rows_of(name, **options):
    gates = GATES[name]
    return [
        Row(name, **options),
        Row(name, bias=False, return_sequences=True, **options),
        Row(name, states=True, go_backwards=True, return_sequences=True, **options),
        Row(name, states=True, mask=True, **options),
        Row(name, mask=True, go_backwards=True, return_sequences=True, **options),
        Row(name, drops=gates, recurrent_drops=gates, states=True, **options),
        Row(name, drops=gates, recurrent_drops=gates, mask=True, return_sequences=True, **options),
        Row(name, drops=1, **options),
        Row(name, states=True, activation="relu", mask=True, **options),
        Row(name, states=True, activation="hard_sigmoid", **options),
        Row(name, states=True, activation="linear", return_sequences=True, **options),
        Row(name, states=True, activation="sigmoid", **options),
        Row(name, states=True, steps=1, **options),
        Row(name, states=True, steps=0, return_sequences=True, **options),
        Row(name, steps=0, **options),
    ]


ROWS = [
    *rows_of("lstm"),
    *rows_of("gru"),
    *rows_of("gru", reset_after=True),
    *rows_of("simple_rnn"),
    *[
        Row(name, states=True, mask=True, recurrent_activation=activation)
        for name in ("lstm", "gru")
        for activation in ("sigmoid", "relu", "linear", "tanh")
    ],
    Row("lstm", drops=1, recurrent_drops=1, states=True),
    Row("gru", drops=1, recurrent_drops=1, states=True, reset_after=True),
]
CONV_ROWS = [
    ConvRow(),
    ConvRow(bias=False, return_sequences=True, padding="same"),
    ConvRow((2, 2), states=True, go_backwards=True, return_sequences=True),
    ConvRow((2, 3), padding="same", strides=(2, 2), states=True, return_sequences=True),
    ConvRow((3, 1), strides=(2, 1), recurrent_activation="sigmoid", return_sequences=True),
    ConvRow(dilation_rate=(2, 2), padding="same", activation="relu", return_sequences=True),
    ConvRow((2, 2), dilation_rate=(1, 2), data_format="channels_first"),
    ConvRow((4, 2), padding="same", data_format="channels_first", states=True, mask=True),
    ConvRow(states=True, mask=True),
    ConvRow((1, 1), mask=True, go_backwards=True, return_sequences=True),
    ConvRow(drops=4, recurrent_drops=4, states=True),
    ConvRow((2, 2), padding="same", drops=4, recurrent_drops=4, mask=True, return_sequences=True),
    ConvRow(drops=4, padding="same", data_format="channels_first", return_sequences=True),
    ConvRow(recurrent_drops=4, data_format="channels_first", strides=(2, 2)),
    ConvRow(drops=1, recurrent_drops=1),
    ConvRow(states=True, steps=1),
]
ROWS += CONV_ROWS
ONE_OF_EACH = [
    Row("lstm", states=True, mask=True, return_sequences=True),
    Row("gru", states=True, mask=True, return_sequences=True),
    Row("gru", states=True, mask=True, reset_after=True),
    Row("simple_rnn", states=True, mask=True, return_sequences=True),
    Row("lstm", states=True, drops=4, recurrent_drops=4),
    ConvRow((2, 3), states=True, mask=True, return_sequences=True),
    ConvRow(states=True, drops=4, recurrent_drops=4),
]
LARGE = [
    Row(name, size=(64, 96, 160), mask=mask, return_sequences=True, **options)
    for name, options in (
        ("lstm", {}),
        ("gru", {}),
        ("gru", {"reset_after": True}),
        ("simple_rnn", {}),
    )
    for mask in (False, True)
]
NATIVE = [
    Row("lstm", states=True, recurrent_activation="sigmoid", return_sequences=sequences, **options)
    for sequences in (False, True)
    for options in ({}, {"go_backwards": True}, {"bias": False})
]

each_row = pytest.mark.parametrize("row", ROWS, ids=str)
each_kernel = pytest.mark.parametrize("row", ONE_OF_EACH, ids=str)


def detached(results):
    return [result.detach().cpu().numpy() for result in results]


def weighed(results):
    """Return a number in which each result counts otherwise."""
    return sum(
        (result * torch.linspace(-1, 1, result.numel()).to(result).view_as(result)).sum()
        for result in results
    )


@each_row
def test_computes_what_the_reference_computes(row, device, close):
    leaves, run = row.tensors(device)
    close(detached(run(*leaves)), row.expected(), rtol=1e-9, atol=1e-9)


@each_row
def test_computes_the_same_where_nothing_is_kept_for_gradients(row, device, close):
    leaves, run = row.tensors(device)
    with torch.no_grad():
        close(detached(run(*leaves)), row.expected(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("row", [row for row in ROWS if row.steps], ids=str)
def test_has_the_gradients_that_differences_show(row, device):
    leaves, run = row.tensors(device)
    assert torch.autograd.gradcheck(run, leaves, fast_mode=True)


@each_row
def test_has_gradients_of_every_size(row, device):
    leaves, run = row.tensors(device)
    found = torch.autograd.grad(weighed(run(*leaves)), leaves)
    assert [one.shape for one in found] == [leaf.shape for leaf in leaves]


@each_kernel
def test_has_second_gradients(row, device):
    leaves, run = row.tensors(device)
    assert torch.autograd.gradgradcheck(run, leaves, fast_mode=True)


@each_kernel
def test_second_gradients_know_where_a_state_came_from(row, device):
    leaves, run = row.tensors(device)
    first = len(leaves) - 1

    def from_inputs(x):
        state = x[:, 0].flatten(1).sum(1).view(-1, *[1] * (leaves[first].ndim - 1))
        state = state * torch.ones_like(leaves[first])
        return run(x, *leaves[1:first], state)

    assert torch.autograd.gradgradcheck(from_inputs, leaves[:1], fast_mode=True)


@each_kernel
def test_can_be_asked_for_gradients_twice(row, close):
    leaves, run = row.tensors()
    total = weighed(run(*leaves))
    once = torch.autograd.grad(total, leaves, retain_graph=True)
    close(detached(torch.autograd.grad(total, leaves)), detached(once), rtol=0, atol=0)


@each_kernel
def test_gives_only_the_gradients_asked_for(row, close):
    leaves, run = row.tensors()
    kernel = torch.autograd.grad(weighed(run(*leaves)), leaves[1])[0]
    frozen = [leaf.detach() for leaf in leaves]
    frozen[1].requires_grad_()
    alone = torch.autograd.grad(weighed(run(*frozen)), frozen[1])[0]
    close(detached([alone]), detached([kernel]), rtol=0, atol=0)


@each_kernel
def test_can_be_transformed_by_torch_func(row, close):
    leaves, run = row.tensors()
    expected = torch.autograd.grad(weighed(run(*leaves)), leaves[0])[0]
    rest = [leaf.detach() for leaf in leaves[1:]]
    found = torch.func.grad(lambda x: weighed(run(x, *rest)))(leaves[0].detach())
    close(detached([found]), detached([expected]), rtol=1e-9, atol=1e-9)


@each_kernel
def test_can_be_compiled_whole(row, close):
    leaves, run = row.tensors()
    compiled = torch.compile(run, backend="aot_eager", fullgraph=True)
    results = compiled(*leaves)
    close(detached(results), row.expected(), rtol=1e-9, atol=1e-9)
    expected = torch.autograd.grad(weighed(run(*leaves)), leaves)
    found = torch.autograd.grad(weighed(results), leaves)
    close(detached(found), detached(expected), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("row", LARGE, ids=str)
def test_computes_large_layers(row, device, close):
    leaves, run = row.tensors(device, "float32")
    results = run(*leaves)
    close(detached(results), row.expected())
    precise, run_precisely = row.tensors(device)
    found = torch.autograd.grad(weighed(results), leaves)
    expected = torch.autograd.grad(weighed(run_precisely(*precise)), precise)
    close(detached(found), detached(expected), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("row", NATIVE, ids=str)
def test_computes_by_torchs_own_kernel(row, device, close):
    leaves, run = row.tensors(device, "float32")
    total = weighed(run(*leaves))
    close(detached(run(*leaves)), row.expected("float32"))
    precise, run_precisely = row.tensors(device)
    expected = detached(torch.autograd.grad(weighed(run_precisely(*precise)), precise))
    close(detached(torch.autograd.grad(total, leaves, retain_graph=True)), expected)
    close(detached(torch.autograd.grad(total, leaves)), expected)
    with torch.no_grad():
        close(detached(run(*leaves)), row.expected("float32"))


def test_torchs_own_kernel_has_second_gradients(close):
    row = NATIVE[0]
    leaves, run = row.tensors(dtype="float32")
    precise, run_precisely = row.tensors()

    def second(run, leaves):
        first = torch.autograd.grad(weighed(run(*leaves)), leaves[0], create_graph=True)[0]
        return torch.autograd.grad(first.square().sum(), leaves[1])

    close(detached(second(run, leaves)), detached(second(run_precisely, precise)), rtol=1e-3)


@pytest.mark.parametrize("name", GATES)
def test_is_one_node_whose_shape_is_known(name):
    columns = UNITS * GATES[name]
    x = graph.placeholder((None, None, INPUT_DIM), torch.float32)
    kernel = graph.placeholder((INPUT_DIM, columns), torch.float32)
    recurrent = graph.placeholder((UNITS, columns), torch.float32)
    run = getattr(recurrent_kernels, name)
    last = run(x, kernel, recurrent)
    outputs = run(x, kernel, recurrent, return_sequences=True)
    assert [tuple(each.static_shape) for each in last] == [(None, UNITS)] * len(last)
    assert tuple(outputs[0].static_shape) == (None, None, UNITS)


def test_takes_a_mask_of_numbers(close):
    row = Row("lstm", mask=True)
    (x, *weights), _ = row.tensors()
    mask = torch.tensor(row.arrays()[3])
    as_numbers = recurrent_kernels.lstm(x, *weights, None, mask.float().unsqueeze(-1))
    close(detached(as_numbers), row.expected(), rtol=1e-9, atol=1e-9)


def test_does_not_change_what_it_is_given(close):
    row = Row("lstm", states=True, mask=True, drops=4, recurrent_drops=4)
    leaves, run = row.tensors()
    before = detached([leaf.clone() for leaf in leaves])
    torch.autograd.grad(weighed(run(*leaves)), leaves)
    close(detached(leaves), before, rtol=0, atol=0)
