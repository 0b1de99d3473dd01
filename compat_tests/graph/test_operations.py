"""What TensorFlow 1 programs ask of tensors and variables; the values are those of TensorFlow."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.layers import Activation, Dense, Input


@pytest.fixture(autouse=True)
def names_are_free():
    K.clear_session()


# ---- operations
def test_a_softmax_tells_its_logits():
    x = Input((4,))
    y = Dense(3, activation="softmax")(x)
    logits = y.op.inputs[0]
    assert (y.op.type, logits.name) == ("Softmax", "dense_1/BiasAdd:0")
    values, of_logits = K.function([x], [y, logits])([np.eye(4)])
    shares = np.exp(of_logits) / np.exp(of_logits).sum(-1, keepdims=True)
    np.testing.assert_allclose(values, shares, rtol=1e-5)


def test_a_softmax_layer_tells_its_logits():
    logits = Dense(3)(Input((4,)))
    assert Activation("softmax")(logits).op.inputs[0].name == logits.name


def test_an_operation_says_what_it_is():
    x = K.placeholder((None, 2))
    y = K.relu(x)
    assert (y.op.name, y.op.type, y.op.node_def.op) == ("Relu", "Relu", "Relu")
    assert y.op.node_def.input == ["Placeholder"]
    assert y.op.outputs == [y]
    assert y.op == y.op
    assert y.op != x.op
    assert repr(y.op) == "<tf.Operation 'Relu' type=Relu>"
    assert y.graph is x.graph
    assert y.op.get_attr("T") == "float32"


def test_consumers_are_the_operations_that_read_a_tensor():
    x = K.placeholder((None, 2))
    y, z = K.relu(x), x * 2.0
    assert x.consumers() == [y.op, z.op]
    assert y.consumers() == []


def test_several_results_are_one_operation():
    first, second = K.placeholder((4, 2)).split(2)
    assert (first.name, second.name) == ("Split:0", "Split:1")
    assert second.value_index == 1
    assert first.op == second.op


def test_names_are_numbered_and_case_is_ignored():
    x = K.placeholder((2,))
    assert [(x * x).name, (x * x).name, (x * x).name] == ["mul:0", "mul_1:0", "mul_2:0"]
    with K.name_scope("MUL"):
        assert (x * x).name == "MUL_3/mul:0"


def test_a_given_name_frees_the_other_one():
    assert K.constant(1.0, name="c").name == "c:0"
    assert K.constant(1.0).name == "Const:0"


# ---- values
def test_eval_gives_values():
    x, v = K.placeholder((None, 2)), K.variable([1.0, 2.0])
    assert (v * 2.0).eval().tolist() == [2, 4]
    assert v.eval(session=K.get_session()).tolist() == [1, 2]
    assert (x * v).eval(feed_dict={x: [[3, 4]]}, session=K.get_session()).tolist() == [[3, 8]]
    with pytest.raises(ValueError, match="You must feed a value for placeholder"):
        x.eval()


def test_assigning_happens_when_it_is_run():
    v, session = K.variable([1.0, 2.0]), K.get_session()
    update = v.assign([5.0, 6.0])
    assert v.eval().tolist() == [1, 2]
    session.run(update)
    assert v.eval().tolist() == [5, 6]
    session.run(v.assign_add([1.0, 1.0]))
    session.run(v.assign_sub(np.array([2.0, 3.0])))
    assert v.eval().tolist() == [4, 4]
    assert (update.name, update.op.type, update.dtype.name) == ("Assign:0", "Assign", "float32_ref")


def test_load_sets_at_once():
    v = K.variable([1.0, 2.0])
    v.load([3.0, 4.0], K.get_session())
    assert v.read_value().eval().tolist() == [3, 4]
    assert v.initialized_value() is v
    with pytest.raises(ValueError, match="shape"):
        v.load([1.0])


def test_a_variable_is_true_and_a_tensor_has_no_truth():
    assert K.variable(0.0)
    assert K.variable(0.0).trainable is True
    with pytest.raises(TypeError, match="no truth value"):
        bool(K.placeholder((2,)))


# ---- shapes
SHAPE = K.placeholder((None, 8, 5)).get_shape()


def test_shapes_print_as_in_tensorflow():
    assert str(SHAPE) == "(?, 8, 5)"
    assert repr(SHAPE) == "TensorShape([Dimension(None), Dimension(8), Dimension(5)])"
    assert [str(axis) for axis in SHAPE] == ["?", "8", "5"]
    assert repr(list(SHAPE[1:])) == "[Dimension(8), Dimension(5)]"
    assert f"{SHAPE[1:2]} {SHAPE[1]}" == "(8,) 8"


def test_shapes_answer_as_in_tensorflow():
    assert (SHAPE.ndims, SHAPE.rank, SHAPE.num_elements()) == (3, 3, None)
    assert SHAPE[1:].num_elements() == 40
    assert SHAPE.with_rank(3) is SHAPE
    assert SHAPE.merge_with((3, None, None)).as_list() == [3, 8, 5]
    assert SHAPE.is_compatible_with((3, 8, 5))
    assert SHAPE.assert_is_compatible_with((2, 8, None)) is None
    assert str(SHAPE[:2].concatenate([4])) == "(?, 8, 4)"


MISTAKES = {
    "Shape (?, 8, 5) must have rank 2": lambda: SHAPE.with_rank(2),
    "Shapes (?, 8, 5) and (2, 9, 5) are incompatible": lambda: SHAPE.assert_is_compatible_with(
        (2, 9, 5)
    ),
    "Shapes (?, 8, 5) and (2, 9, 5) are not compatible": lambda: SHAPE.merge_with((2, 9, 5)),
}


@pytest.mark.parametrize(("message", "call"), MISTAKES.items(), ids=list(MISTAKES))
def test_shapes_refuse_as_in_tensorflow(message, call):
    with pytest.raises(ValueError, match="Shape") as caught:
        call()
    assert str(caught.value) == message


def test_products_of_lengths_are_lengths():
    known, unknown = SHAPE[1] * SHAPE[2], SHAPE[0] * SHAPE[1]
    assert (known, known.value, (2 * known).value, (known // 8).value) == (40, 40, 80, 5)
    assert (unknown.value, str(unknown), repr(unknown + 1)) == (None, "?", "Dimension(None)")


def test_a_placeholder_takes_the_shape_of_a_tensor():
    x = K.placeholder((None, 2))
    assert K.int_shape(K.placeholder(shape=x.shape)) == (None, 2)


# ---- functions
A, B = K.placeholder((None, 2)), K.placeholder((None, 2))
ONES = np.ones((1, 2))
CALLS = {  # Recorded from Keras 2.2.4.
    "fewer": (lambda: K.function([A, B], [A * 2.0])([ONES]), [[2, 2]]),
    "more": (lambda: K.function([A, B], [A * 2.0])([ONES, ONES, ONES]), [[2, 2]]),
    "None": (lambda: K.function([A, B], [A * 2.0])([ONES, None]), [[2, 2]]),
    "None first": (lambda: K.function([B, A], [A * 2.0])([None, ONES]), [[2, 2]]),
    "no phase": (
        lambda: K.function([A, K.learning_phase()], [K.in_train_phase(A, A * 2.0)])([ONES]),
        [[2, 2]],
    ),
    "phase first": (
        lambda: K.function([K.learning_phase(), A], [K.in_train_phase(A, A * 2.0)])([1, ONES]),
        [[1, 1]],
    ),
}


@pytest.mark.parametrize(("call", "expected"), CALLS.values(), ids=list(CALLS))
def test_a_function_takes_values_as_they_come(call, expected):
    assert call()[0].tolist() == expected


def test_a_value_that_is_needed_must_be_fed():
    with pytest.raises(ValueError, match="You must feed a value for placeholder"):
        K.function([A, B], [A * B])([ONES])
