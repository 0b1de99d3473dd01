"""The front door: clones of models."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.layers import Add, Dense, Input, Lambda
from keras_on_torch.models import Model, Sequential, clone_model


def shared():
    x, z = Input((3,), name="x"), Input((3,), name="z")
    dense = Dense(3, name="d")
    return Model([x, z], Add(name="sum")([dense(x), dense(dense(z))]), name="shared")


def same(clone, model, *arrays):
    clone.set_weights(model.get_weights())
    arrays = list(arrays) if len(arrays) > 1 else arrays[0]
    np.testing.assert_allclose(clone.predict(arrays), model.predict(arrays), rtol=1e-6)


def test_a_clone_has_layers_of_its_own():
    model = shared()
    clone = clone_model(model)
    assert clone.get_config() == model.get_config()
    assert clone.get_layer("d") is not model.get_layer("d")
    same(clone, model, np.random.rand(2, 3), np.random.rand(2, 3))  # noqa: NPY002


def test_a_clone_may_begin_with_given_tensors():
    model = shared()
    own, held = Input((3,), name="own"), K.variable(np.ones((2, 3)))
    clone = clone_model(model, [own, held])
    # Keras: the old input layer is cloned as well, and called on the given tensor.
    assert [layer.name for layer in clone.layers] == ["own", "x", "input_wrapper_for_z", "d", "sum"]
    assert clone._feed_input_names == ["own"]
    again = clone_model(model, model.inputs)
    assert again.inputs == model.inputs
    with pytest.raises(ValueError, match="2 inputs"):
        clone_model(model, [own])


def test_stacks_are_cloned():
    model = Sequential([Dense(3, input_dim=4), Lambda(lambda x: x * 2)])
    same(clone_model(model), model, np.ones((2, 4)))
    x = Input((4,))
    clone = clone_model(model, x)
    assert clone.inputs == [x]
    same(clone, model, np.ones((2, 4)))
    held = clone_model(model, K.variable(np.ones((2, 4)), name="held"))
    assert held.layers[0].name == model.layers[0].name
    with pytest.raises(ValueError, match="other than an `InputLayer`"):
        clone_model(model, Dense(4)(x))
    with pytest.raises(ValueError, match="at most one tensor"):
        clone_model(model, [x, x])


def test_refuses_what_is_no_model():
    with pytest.raises(ValueError, match="Expected `model`"):
        clone_model(Dense(3))
