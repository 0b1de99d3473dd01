"""What `K.set_floatx` reaches: models made after it, their files, and no model made before."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K

TYPES = ["float16", "float32", "float64"]


def small_model():
    layers = keras.layers
    model = keras.models.Sequential(
        [layers.Dense(5, activation="tanh", input_dim=3), layers.BatchNormalization()]
    )
    model.add(layers.Dense(1))
    model.compile("adam", "mse")
    return model


def types_of(model):
    return {array.dtype.name for array in model.get_weights()}


@pytest.mark.parametrize("floatx", TYPES)
def test_a_model_is_saved_and_loaded_in_its_type(floatx, tmp_path):
    K.set_floatx(floatx)
    model = small_model()
    x = np.linspace(0, 1, 12).reshape(4, 3)
    model.fit(x, x[:, :1], epochs=2, verbose=0)
    path = str(tmp_path / "model.h5")
    model.save(path)
    loaded = keras.models.load_model(path)
    assert types_of(loaded) == types_of(model) == {floatx}
    assert loaded.predict(x).dtype == floatx
    np.testing.assert_array_equal(loaded.predict(x), model.predict(x))
    model.train_on_batch(x, x[:, :1])
    loaded.train_on_batch(x, x[:, :1])
    # Keras: how long a moving average has run is in no file, so only trained weights go on alike.
    pairs = zip(loaded.trainable_weights, model.trainable_weights, strict=True)
    for one, other in [(K.get_value(one), K.get_value(other)) for one, other in pairs]:
        np.testing.assert_array_equal(one, other)


def test_a_model_keeps_the_type_it_was_made_in():
    x = np.linspace(0, 1, 12).reshape(4, 3)
    models = {}
    for floatx in TYPES:
        K.set_floatx(floatx)
        models[floatx] = small_model()
    for floatx, model in models.items():
        assert types_of(model) == {floatx}
        assert model.predict(x).dtype == floatx
        assert model.output.dtype == getattr(keras.backend.tf, floatx)


@pytest.mark.parametrize("floatx", TYPES)
def test_cast_to_floatx_and_new_variables_follow(floatx):
    K.set_floatx(floatx)
    assert K.cast_to_floatx([1, 2]).dtype == floatx
    assert K.cast_to_floatx(np.ones(2, "float64")).dtype == floatx
    made = [K.variable(1.0), K.zeros((2,)), K.placeholder((2,)), K.constant(1), K.eye(2)]
    made += [K.random_normal((2,)), K.truncated_normal((2,)), K.ones((1,))]
    assert {K.dtype(tensor) for tensor in made} == {floatx}


@pytest.mark.parametrize("name", ["GaussianNoise", "GaussianDropout", "AlphaDropout", "Dropout"])
@pytest.mark.parametrize("floatx", TYPES)
def test_noise_has_the_configured_type(name, floatx):
    K.set_floatx(floatx)
    x = keras.layers.Input((3,))
    y = getattr(keras.layers, name)(0.5)(x)
    made = K.function([x, K.learning_phase()], [y])([np.ones((2, 3)), 1])[0]
    assert made.dtype == floatx


def test_one_layer_of_another_type():
    x = keras.layers.Input((3,), dtype="float64")
    layer = keras.layers.Dense(2, dtype="float64")
    layer.build((None, 3))
    # Keras: add_weight takes the configured type, whatever the layer's is.
    assert K.dtype(layer.kernel) == K.floatx()
    assert K.dtype(x) == "float64"
