"""Compiled programs: releases, updates, gradients, phases, hooks, errors (P6 to P9, P14)."""

import linecache

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch.engine.base_layer import Layer


class Scale(Layer):
    """Multiply by a weight."""

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", (input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.kernel


class Same(Layer):
    """Return the input back."""


@pytest.fixture
def x():
    return K.placeholder((None, 3))


def test_values_are_let_go_after_their_last_use(x):
    y = x
    for _ in range(30):
        y = torch.relu(y + 1)
    source = graph.Function([x], [y]).program().source
    assert source.count(" = None") >= 59


def test_expression_gives_the_value_before_updates_and_variable_after():
    v = K.variable(1.0)
    before, after = K.function([], [v + 0, v], [K.update(v, v + 5)])([])
    assert (before, after) == (1.0, 6.0)


def test_gradients_of_a_step_live_until_the_next_one(x):
    """As a torch loop's do: else their memory would go back to the system after each step."""
    weight = K.variable(np.ones(3))
    gradient = K.gradients(K.sum(x * weight), [weight])[0]
    function = K.function([x], [], [K.update_sub(weight, 0.1 * gradient)])
    feed = np.ones((2, 3), dtype="float32")
    function([feed])
    (program,) = function._programs.values()
    (held,) = [bound.__globals__["held"] for bound in program._bound.values()]
    (first,) = held
    np.testing.assert_array_equal(first.numpy(), [2.0, 2.0, 2.0])
    function([feed])
    assert len(held) == 1
    assert held[0] is not first


def test_swap_by_updates_swaps():
    a, b = K.variable(1.0), K.variable(2.0)
    K.function([], [], [K.update(a, b), K.update(b, a)])([])
    assert (K.get_value(a), K.get_value(b)) == (2.0, 1.0)


def test_two_additions_to_one_variable_both_count():
    v = K.variable(1.0)
    K.function([], [], [K.update_add(v, 2.0), K.update_add(v, 3.0)])([])
    assert K.get_value(v) == 6.0


def test_update_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        K.update(K.variable(np.ones(3)), K.variable(np.ones(2)))


def test_fetched_variable_does_not_move_with_later_updates():
    v = K.variable(np.ones(3))
    step = K.function([], [v], [K.update_add(v, K.ones_like(v))])
    first = step([])[0]
    step([])
    np.testing.assert_array_equal(first, [2.0, 2.0, 2.0])
    kept = K.get_value(v)
    step([])
    np.testing.assert_array_equal(kept, [3.0, 3.0, 3.0])


def test_fed_memory_is_not_written_to():
    v = K.variable(np.zeros((2, 3)))
    x = K.placeholder((2, 3))
    given = np.ones((2, 3), "float32")
    K.function([x], [], [K.update(v, x)])([given])
    K.function([], [], [K.update_add(v, K.ones_like(v))])([])
    np.testing.assert_array_equal(given, np.ones((2, 3)))


def test_nothing_that_leaves_a_program_carries_gradients(x):
    layer = Scale()
    y = K.sum(layer(x))
    outputs = graph.Function([x], [y, *K.gradients(y, layer.weights)]).run([np.ones((2, 3))])
    assert not any(output.requires_grad for output in outputs)
    assert layer._parameters["kernel"].grad is None


def test_gradient_by_what_a_layer_returned_unchanged_counts_no_other_use(x):
    inner = x * 1.0
    through = Same()(inner)
    loss = K.sum(through * 3.0) + K.sum(inner * 5.0)
    (by_output,) = K.gradients(loss, [through])
    np.testing.assert_array_equal(
        K.function([x], [by_output])([np.ones((1, 3))])[0], np.full((1, 3), 3.0)
    )


class Penalised(Layer):
    """Double the input and penalise the result from inside the call."""

    def call(self, inputs):
        doubled = inputs * 2.0
        self.add_loss(K.sum(doubled), inputs)
        return doubled


def test_loss_added_inside_a_call_counts_in_the_gradient_by_its_output(x):
    layer = Penalised()
    output = layer(x)
    loss = K.sum(output * 10.0) + layer.losses[0]
    (slope,) = K.gradients(loss, [output])
    np.testing.assert_array_equal(
        K.function([x], [slope])([np.ones((1, 3))])[0], np.full((1, 3), 11.0)
    )


def test_gradient_is_none_where_nothing_depends():
    x, v = K.placeholder((None, 3)), K.variable(np.ones(3))
    assert K.gradients(K.sum(x), [v]) == [None]
    assert K.gradients(K.sum(K.stop_gradient(v)), [v]) == [None]
    assert K.gradients(K.sum(K.round(v)), [v]) == [None]
    assert K.gradients(K.sum(K.cast(K.argmax(v), "float32")), [v]) == [None]


def test_second_derivative_and_training_through_it(x):
    v = K.variable(np.full(3, 2.0))
    (slope,) = K.gradients(K.sum(v**3 * x), [x])
    penalty = K.sum(K.square(slope))
    (by_v,) = K.gradients(penalty, [v])
    step = K.function([x], [penalty], [K.update_sub(v, 0.01 * by_v)])
    np.testing.assert_allclose(step([np.ones((1, 3))])[0], 192.0)
    np.testing.assert_allclose(K.get_value(v), 2.0 - 0.01 * 6 * 2.0**5, rtol=1e-6)


def test_frozen_weights_are_read_without_gradients(x):
    frozen, trained = Scale(), Scale()
    loss = K.sum(trained(frozen(x)))
    source = graph.Function([x], K.gradients(loss, trained.weights)).program().source
    assert source.count(".detach()") == 1


def test_learning_phase_leaves_one_branch(x):
    y = K.in_train_phase(x + 1, K.exp(x))
    function = K.function([x, K.learning_phase()], [y])
    assert function([np.zeros((1, 3)), 1])[0][0, 0] == 1.0
    assert "exp" not in function.program(1).source
    assert "exp" in function.program(0).source


def test_intermediates_can_be_fed_and_fetched(x):
    first, second = Scale(), Scale()
    middle = first(x)
    y = second(middle)
    fed = K.function([middle], [y])
    np.testing.assert_array_equal(fed([np.full((1, 3), 7.0)])[0], np.full((1, 3), 7.0))
    np.testing.assert_array_equal(K.function([x], [middle])([np.ones((1, 3))])[0], np.ones((1, 3)))


def test_unfed_placeholder_is_named(x):
    with pytest.raises(ValueError, match="placeholder"):
        K.function([], [x + 1])([])


def test_feed_of_another_shape_is_refused(x):
    with pytest.raises(ValueError, match=r"\(2, 4\)"):
        K.function([x], [x + 1])([np.ones((2, 4))])


def test_hooks_fire_once_and_may_replace_the_output(x):
    layer, seen = Scale(), []
    y = layer(x)
    layer.register_forward_hook(lambda module, given, output: seen.append(1) or output * 10)
    assert K.function([x], [y])([np.ones((1, 3))])[0][0, 0] == 10.0
    assert seen == [1]


def test_source_is_shown_in_tracebacks_and_the_users_line_is_named(x):
    y = torch.matmul(x, K.placeholder((None, None)))
    other = y.args[1]
    function = graph.Function([x, other], [y])
    with pytest.raises(RuntimeError) as caught:
        function([np.ones((1, 3)), np.ones((5, 2))])
    program = function.program()
    assert linecache.getline(program.filename, 1).startswith("def program")
    assert any(__file__ in note for note in getattr(caught.value, "__notes__", [__file__]))


def test_made_in_a_loop_body_is_refused_outside():
    inside = []

    def step(row, states):
        inside.append(row * 2)
        return inside[-1], []

    x = K.placeholder((None, 4, 3))
    K.rnn(step, x, [])
    with pytest.raises(ValueError, match="step function"):
        K.function([x], [inside[0]])([np.ones((1, 4, 3))])
