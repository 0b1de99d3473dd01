"""Branches, loops, order, beside TensorFlow 1.15; what they do to variables, by what must come."""

import numpy as np
import pytest

from compat_tests.tensorflow.conformance import Rows
from keras_on_torch import backend as K

tf = K.tf
test_shapes, test_values, test_refusals = Rows(
    "control_flow", known_sooner=["map_fn of a nest"]
).tests()


@pytest.fixture
def x():
    return K.placeholder((3,))


def ran(x, *fetches):
    return K.get_session().run(list(fetches), {x: [1.0, 2.0, 3.0]})


def test_a_variable_read_behind_an_assignment_has_its_new_value(x):
    counter = K.variable(1.0)
    with tf.control_dependencies([K.update(counter, 5.0)]):
        y = tf.identity(counter) * x
    before = x * counter
    assert ran(x, y)[0].tolist() == [5.0, 10.0, 15.0]
    assert K.get_value(counter) == 5.0
    assert ran(x, before)[0].tolist() == [5.0, 10.0, 15.0]


def test_what_is_in_a_group_comes_before(x):
    one, other = K.variable(1.0), K.variable(2.0)
    done = tf.group(K.update_add(one, 1.0), tf.group(K.update(other, 7.0)), name="done")
    with tf.control_dependencies([done]):
        y = x * one + other
    assert done.name == "done:0"
    assert ran(x, y)[0].tolist() == [9.0, 11.0, 13.0]
    assert (K.get_value(one), K.get_value(other)) == (2.0, 7.0)
    assert ran(x, done) == [None]
    assert K.get_value(one) == 3.0


def test_outside_a_context_nothing_comes_before(x):
    counter = K.variable(1.0)
    with (
        tf.control_dependencies([K.update(counter, 5.0)]),
        tf.control_dependencies(None),
    ):
        y = tf.identity(counter) * x
    assert ran(x, y)[0].tolist() == [1.0, 2.0, 3.0]
    assert K.get_value(counter) == 1.0


@pytest.mark.parametrize(("limit", "kept"), [(2.0, 5.0), (9.0, 1.0)])
def test_an_assignment_in_a_branch_is_carried_out_with_it(x, limit, kept):
    counter = K.variable(1.0)
    done = tf.cond(x[2] > limit, lambda: K.update(counter, 5.0), lambda: tf.identity(counter))
    with tf.control_dependencies([done]):
        y = tf.identity(counter) + x
    assert ran(x, done)[0] == kept
    assert K.get_value(counter) == kept
    np.testing.assert_allclose(ran(x, y)[0], np.array([1.0, 2.0, 3.0]) + kept)


@pytest.mark.parametrize(("limit", "kept"), [(2.0, 4.0), (9.0, 1.0)])
def test_a_branch_may_be_run_for_its_effects(x, limit, kept):
    counter = K.variable(1.0)
    done = tf.cond(x[2] > limit, lambda: tf.group(K.update_add(counter, 3.0)), tf.no_op)
    assert ran(x, done) == [None]
    assert K.get_value(counter) == kept


def test_an_assertion_stops_the_program(x):
    failing = tf.Assert(tf.reduce_all(x > 1.5), [x, "small"], name="check")
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[1 2 3\].*small"):
        ran(x, failing)
    assert ran(x, tf.Assert(tf.reduce_all(x > 0.5), [x])) == [None]


def test_an_assertion_about_known_values_fails_at_once():
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.assert_less(2, 1, message="order")


def test_a_loop_refuses_to_assign(x):
    counter = K.variable(0.0)
    with pytest.raises(ValueError, match="carry the value"):
        tf.while_loop(lambda t: t < 3.0, lambda t: K.update_add(counter, 1.0), [x[0]])


def test_print_writes_what_tensorflow_writes(x, capsys):
    ran(x, tf.Print(x, [tf.shape(x), x * 0.5, "end"], message="x ", summarize=2))
    assert capsys.readouterr().err == "x [3][0.5 1...][end]\n"


def test_print_as_an_operation(x, capsys):
    assert ran(x, tf.print("x is", x, tf.shape(x))) == [None]
    assert capsys.readouterr().err == "x is [1 2 3] [3]\n"


def test_first_n_counts_runs(x, capsys):
    y = tf.Print(x, [x], first_n=1)
    function = K.function([x], [y])
    function([[1.0, 2.0, 3.0]])
    function([[1.0, 2.0, 3.0]])
    assert capsys.readouterr().err.count("\n") == 1


def test_of_unknown_rank_nothing_is_known_until_it_is_said(x):
    y = tf.py_func(lambda a: a[:2], [x], tf.float32)
    y.set_shape([2])
    assert y.static_shape == (2,)
    assert ran(x, y + 1.0)[0].tolist() == [2.0, 3.0]


def test_derivatives_pass_through_py_function(x):
    y = tf.reshape(tf.py_function(lambda a: a * a, [x], tf.float32), [3])
    assert ran(x, *K.gradients(y, [x]))[0].tolist() == [2.0, 4.0, 6.0]
