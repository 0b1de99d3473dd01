"""Conformance of layers.core: a row is a behaviour, a test is an aspect of it."""

import copy

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from keras_on_torch import backend as K
from keras_on_torch.layers import (
    ActivityRegularization,
    Dense,
    Dropout,
    Flatten,
    Input,
    Lambda,
    Masking,
    Permute,
    RepeatVector,
    Reshape,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from keras_on_torch.models import Model

CASES = [
    Case("Dense", {"units": 3}, (None, 4), (None, 3), reference.dense),
    Case("Dense", {"units": 3}, (None, 7, 4), (None, 7, 3), reference.dense),
    Case("Dense", {"units": 3}, (None, None, 4), (None, None, 3), reference.dense),
    Case("Dense", {"units": 1, "use_bias": False}, (None, 4), (None, 1), reference.dense),
    Case(
        "Dense",
        {"units": 2, "activation": "tanh"},
        (None, 2, 3, 4),
        (None, 2, 3, 2),
        reference.dense,
    ),
    Case("Activation", {"activation": "softmax"}, (None, 2, 3), (None, 2, 3), reference.activation),
    Case("Activation", {"activation": "relu"}, (None, None), (None, None), reference.activation),
    Case(
        "ActivityRegularization", {"l1": 0.1, "l2": 0.2}, (None, 4), (None, 4), reference.identity
    ),
    Case("Masking", {}, (None, 4, 2), (None, 4, 2), reference.masking, kind="bits"),
    Case(
        "Masking",
        {"mask_value": 1.0},
        (None, None, 2),
        (None, None, 2),
        reference.masking,
        kind="bits",
    ),
    Case("Dropout", {"rate": 0.5}, (None, 4), (None, 4), reference.identity),
    Case(
        "Dropout",
        {"rate": 0.5, "noise_shape": (None, 1, 2)},
        (None, 4, 2),
        (None, 4, 2),
        reference.identity,
    ),
    Case("SpatialDropout1D", {"rate": 0.5}, (None, 4, 2), (None, 4, 2), reference.identity),
    Case("SpatialDropout2D", {"rate": 0.5}, (None, 4, 3, 2), (None, 4, 3, 2), reference.identity),
    Case(
        "SpatialDropout3D",
        {"rate": 0.5},
        (None, 2, 4, 3, 2),
        (None, 2, 4, 3, 2),
        reference.identity,
    ),
    Case("Reshape", {"target_shape": (2, 6)}, (None, 3, 4), (None, 2, 6), reference.reshape),
    Case("Reshape", {"target_shape": (-1, 2)}, (None, 3, 4), (None, 6, 2), reference.reshape),
    Case("Reshape", {"target_shape": (-1, 2)}, (None, None, 4), (None, None, 2), reference.reshape),
    Case("Permute", {"dims": (2, 1)}, (None, 3, 4), (None, 4, 3), reference.permute),
    Case("Permute", {"dims": (3, 1, 2)}, (None, None, 3, 4), (None, 4, None, 3), reference.permute),
    Case("Flatten", {}, (None, 3, 4), (None, 12), reference.flatten),
    Case(
        "Flatten", {"data_format": "channels_first"}, (None, 2, 3, 4), (None, 24), reference.flatten
    ),
    Case("RepeatVector", {"n": 3}, (None, 4), (None, 3, 4), reference.repeat_vector),
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)


def in_training(layer, x):
    """Return what a layer gives for `x` while training."""
    inputs = Input(batch_shape=(None, *x.shape[1:]))
    function = K.function([inputs, K.learning_phase()], [layer(inputs)])
    return function([x, 1])[0]


@pytest.mark.parametrize(
    ("layer", "shape", "drawn"),
    [
        (Dropout(0.4), (50, 60, 4), (50, 60, 4)),
        (Dropout(0.4, noise_shape=(None, 1, 4)), (500, 6, 4), (500, 1, 4)),
        (SpatialDropout1D(0.4), (100, 6, 40), (100, 1, 40)),
        (SpatialDropout2D(0.4), (100, 3, 2, 40), (100, 1, 1, 40)),
        (SpatialDropout2D(0.4, data_format="channels_first"), (100, 40, 3, 2), (100, 40, 1, 1)),
        (SpatialDropout3D(0.4), (100, 3, 2, 2, 40), (100, 1, 1, 1, 40)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_dropout_drops_its_share_and_scales_the_rest(layer, shape, drawn):
    y = in_training(layer, np.ones(shape, "float32"))
    np.testing.assert_allclose(np.unique(y), [0.0, 1.0 / 0.6], rtol=1e-6)
    assert abs((y == 0).mean() - 0.4) < 0.03
    alike = y[tuple(slice(0, size) for size in drawn)]
    np.testing.assert_array_equal(y, np.broadcast_to(alike, shape))


@pytest.mark.parametrize("rate", [-1.0, 0.0, 1.0, 2.0])
def test_dropout_of_nothing_or_all_gives_its_input(rate, close):
    x = np.ones((3, 4), "float32")
    close(in_training(Dropout(rate), x), x)


def test_dropout_can_be_told_to_train(close):
    inputs = Input((40,))
    model = Model(inputs, [Dropout(0.5)(inputs, training=flag) for flag in (True, False)])
    dropped, kept = model.predict(np.ones((20, 40)))
    assert 0.3 < (dropped == 0).mean() < 0.7
    close(kept, np.ones((20, 40)))


def test_dropout_repeats_itself_after_a_seed():
    x = np.ones((20, 40), "float32")
    one, other = (in_training(Dropout(0.5, seed=5), x) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_masking_leaves_out_the_steps_that_hold_its_value():
    x = np.array([[[0, 0], [0, 1], [0, 0]], [[2, 0], [0, 0], [3, 3]]], "float32")
    inputs = Input((3, 2))
    layer = Masking()
    layer(inputs)
    mask = K.function([inputs], [layer.output_mask])([x])[0]
    np.testing.assert_array_equal(mask, [[False, True, False], [True, False, True]])


def test_activity_regularization_is_a_loss(close):
    inputs = Input((2,))
    model = Model(inputs, ActivityRegularization(l1=0.5, l2=2.0)(inputs))
    model.compile("sgd", loss=lambda y_true, y_pred: 0.0 * y_pred)
    loss = model.evaluate(np.array([[1.0, -2.0]]), np.zeros((1, 2)), verbose=0)
    close(loss, 0.5 * 3.0 + 2.0 * 5.0)


def test_dense_asks_for_a_known_last_axis():
    with pytest.raises(ValueError, match="axis -1 of the input must be known"):
        Case("Dense", {"units": 3}, (None, None), (None, 3)).symbolic_output()


def test_dense_takes_input_dim_for_its_shape():
    layer = Dense(3, input_dim=4)
    assert layer.batch_input_shape == (None, 4)


def test_dense_takes_the_words_of_keras_1():
    with pytest.warns(UserWarning, match="Keras 2 API"):
        layer = Dense(output_dim=3, init="zeros", bias=False)
    assert (layer.units, layer.use_bias) == (3, False)
    assert type(layer.kernel_initializer).__name__ == "Zeros"


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (Dense(3), (), "expected min_ndim=2, found ndim=1"),
        (Flatten(), (3,), "expected min_ndim=3, found ndim=2"),
        (Flatten(), (None, 3), "not fully defined"),
        (Permute((2, 1)), (3,), "expected ndim=3, found ndim=2"),
        (RepeatVector(2), (3, 4), "expected ndim=2, found ndim=3"),
        (Reshape((5,)), (3, 4), "total size of new array must be unchanged"),
        (Reshape((-1, 5)), (3, 4), "total size of new array must be unchanged"),
        (SpatialDropout1D(0.5), (3,), "expected ndim=3, found ndim=2"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refuses_inputs_of_other_kinds(layer, shape, message):
    with pytest.raises(ValueError, match=message):
        layer(Input(batch_shape=(None, *shape)))


def test_reshape_refuses_two_open_axes():
    with pytest.raises(ValueError, match="one unknown dimension"):
        Reshape((-1, -1)).compute_output_shape((None, 4))


# ---- Lambda
def twice(x):
    return 2 * x


def test_lambda_applies_a_function(close):
    inputs = Input((3,))
    outputs = [
        Lambda(twice)(inputs),
        Lambda(lambda x, k: x + k, arguments={"k": 3.0})(inputs),
        Lambda(lambda x: K.sum(x, axis=-1, keepdims=True), output_shape=(1,))(inputs),
        Lambda(lambda x: x[0] * x[1], output_shape=lambda shapes: shapes[0])([inputs, inputs]),
    ]
    x = np.arange(6.0).reshape(2, 3)
    expected = [2 * x, x + 3, x.sum(1, keepdims=True), x * x]
    close(Model(inputs, outputs).predict(x), expected)


def test_lambda_finds_out_the_shape_of_its_output():
    layer = Lambda(lambda x: K.concatenate([x, x], axis=1))
    assert layer.compute_output_shape((None, 5, 2)) == (None, 10, 2)


def test_lambda_gives_several_outputs(close):
    inputs = Input((3,))
    one, other = Lambda(lambda x: [x + 1, x * 2])(inputs)
    x = np.ones((2, 3))
    close(Model(inputs, [one, other]).predict(x), [x + 1, x * 2])


def test_lambda_hands_masks_to_functions_that_want_them(close):
    inputs = Input((3, 2))
    counted = Lambda(
        lambda x, mask: K.sum(K.cast(mask, "float32"), axis=1, keepdims=True), output_shape=(1,)
    )
    model = Model(inputs, counted(Masking()(inputs)))
    assert counted.arguments == {}
    close(model.predict(np.array([[[0, 0], [1, 0], [2, 2]]])), np.array([[2.0]]))


def test_lambda_gives_the_mask_it_was_made_with():
    inputs = Input((3, 2))
    layer = Lambda(lambda x: x, mask=lambda x, mask: mask)
    layer(Masking()(inputs))
    assert layer.output_mask is not None


def test_lambda_written_as_a_name_needs_the_function(close):
    config = {"function": "twice", "function_type": "function", "output_shape": None}
    config |= {"output_shape_type": "raw", "arguments": {"k": {"type": "ndarray", "value": [1]}}}
    layer = Lambda.from_config(config, custom_objects={"twice": twice})
    assert layer.function is twice
    np.testing.assert_array_equal(layer.arguments["k"], [1])


def test_lambda_is_rebuilt_from_bytecode_of_this_process(close):
    offset = 2.0
    layer = Lambda(lambda x, k=3.0: K.square(x) * k + offset)
    inputs = Input((3,))
    model = Model(inputs, Lambda.from_config(layer.get_config())(inputs))
    close(model.predict(np.ones((1, 3))), np.full((1, 3), 5.0))


def of_this_module(x):
    return x * FACTOR


FACTOR = 3.0


@pytest.mark.parametrize("again", [keras.models.clone_model, copy.deepcopy])
def test_lambda_s_copies_know_the_names_of_its_module(again):
    model = keras.models.Sequential([Lambda(of_this_module, input_shape=(2,))])
    np.testing.assert_array_equal(again(model).predict(np.ones((1, 2))), [[3.0, 3.0]])


def test_lambda_does_not_run_bytecode_from_elsewhere():
    config = Lambda(lambda x: x + 12345).get_config()
    code, *rest = config["function"]
    config["function"] = [code.replace("\n", ""), *rest]
    with pytest.raises(ValueError, match="code that comes from a file is not run"):
        Lambda.from_config(config)


def test_lambda_refuses_other_output_shapes():
    with pytest.raises(TypeError, match="must be a list, a tuple, or a function"):
        Lambda(twice, output_shape=3)
    with pytest.raises(ValueError, match="must return a tuple or a list"):
        Lambda(twice, output_shape=lambda shape: 3)(Input((3,)))


def test_every_layer_is_known_by_its_name():
    config = keras.layers.serialize(Dense(3, name="head"))
    assert config["class_name"] == "Dense"
    assert keras.layers.deserialize(config).name == "head"
    with pytest.raises(ValueError, match="Unknown layer: Sparse"):
        keras.layers.deserialize({"class_name": "Sparse", "config": {}})
