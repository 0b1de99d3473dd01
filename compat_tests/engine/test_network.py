"""Networks: what belongs to them and in which order, calling them again, what they refuse."""

import copy
import gc
import json
import pickle
import weakref

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.input_layer import InputLayer
from keras_on_torch.engine.network import Network
from keras_on_torch.layers import Activation, Concatenate, Dense, Dropout, Embedding, Flatten, Input
from keras_on_torch.models import Model, Sequential, model_from_json


class Doubled(Layer):
    """A layer of the user's, which can be pickled by its name."""

    def call(self, inputs, factor=2.0):
        return inputs * factor


def same_outputs(one, other, *shapes):
    arrays = [np.random.rand(*shape).astype("float32") for shape in shapes]  # noqa: NPY002
    arrays = arrays if len(arrays) > 1 else arrays[0]
    found, expected = one.predict(arrays), other.predict(arrays)
    for a, b in zip(*[x if isinstance(x, list) else [x] for x in (found, expected)], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def siamese():
    left, right = Input((3,), name="left"), Input((3,), name="right")
    inner = Sequential([Dense(4, input_shape=(3,), name="a"), Dense(4, name="b")], name="inner")
    head = Dense(2, name="head")
    joined = Concatenate(name="joined")([inner(left), inner(right)])
    return Model([left, right], [head(joined), inner.get_output_at(1)], name="siamese")


# ---- what belongs to a model
def test_layers_stand_by_their_longest_way_to_the_outputs():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    long = Dense(4, name="d2")(Dense(4, name="d1")(a))
    short = Dense(4, name="e1")(b)
    model = Model([b, a], Concatenate(name="c")([short, long]))
    assert [layer.name for layer in model.layers] == ["a", "b", "d1", "e1", "d2", "c"]
    assert model.input_names == ["b", "a"]
    assert model.output_names == ["c"]


def test_a_shared_layer_stands_where_its_farthest_call_does():
    x = Input((4,), name="x")
    shared = Dense(4, name="shared")
    model = Model(x, Concatenate(name="c")([shared(Dense(4, name="d")(shared(x))), x]))
    assert [layer.name for layer in model.layers] == ["x", "shared", "d", "c"]
    assert model.count_params() == 40


def test_a_long_chain_needs_no_deep_stack():
    x = y = Input((1,))
    for _ in range(1500):
        y = Activation("linear")(y)
    assert len(Model(x, y).layers) == 1501


def test_layers_are_children_of_the_module_under_their_names():
    x = Input((3,), name="in.put")
    model = Model(x, Dense(1, name="output")(Dense(2, name="block.one")(x)))
    assert list(dict(model.named_children())) == ["in_put", "block_one", "output"]
    assert list(model.state_dict())[-1] == "output.bias"
    assert model.output is model.outputs[0]


def test_a_layer_may_be_named_like_an_attribute_that_is_set_later():
    x = Input((3,))
    model = Model(x, Dense(1, name="loss")(x))
    model.loss = "mse"
    assert model.loss == "mse"
    assert "loss" in dict(model.named_children())


def test_layers_set_on_a_model_of_inputs_and_outputs_do_not_belong_to_it():
    x = Input((3,))
    model = Model(x, Dense(1)(x))
    model.extra = Dense(2)
    assert len(model.layers) == 2
    assert len(dict(model.named_children())) == 2


def test_layers_set_on_a_subclassed_model_belong_to_it():
    class Own(Model):
        def __init__(self):
            super().__init__(name="own")
            self.first = Dense(2)
            self.second = Dense(1)

        def call(self, inputs):
            return self.second(self.first(inputs))

    model = Own()
    assert [layer.name for layer in model.layers] == ["dense_1", "dense_2"]
    assert model(torch.ones(3, 4)).shape == (3, 1)
    assert len(model.get_weights()) == 4
    assert next(iter(model.state_dict())) == "first.kernel"
    for refused in (model.get_config, model.to_json, lambda: model.save("never.h5")):
        with pytest.raises(NotImplementedError, match="not a graph of layers"):
            refused()


def test_a_subclassed_model_may_have_weights_of_its_own(tmp_path):
    class Shifted(Model):
        def __init__(self):
            super().__init__(name="shifted")
            self.dense = Dense(2)
            self.shift = self.add_weight("shift", (2,), initializer="zeros")

        def call(self, inputs):
            return self.dense(inputs) + self.shift

    model, other = Shifted(), Shifted()
    for each in (model, other):
        each.compile("sgd", "mse")
        each.train_on_batch(np.ones((4, 3)), np.zeros((4, 2)))
    assert np.abs(K.get_value(model.shift)).min() > 0
    assert len(model.trainable_weights) == 3
    model.save_weights(tmp_path / "own.h5")
    other.load_weights(tmp_path / "own.h5")
    same_outputs(model, other, (2, 3))


def test_a_subclass_must_call_the_constructor_first():
    class Forgetful(Model):
        def __init__(self):
            self.first = Dense(2)

    with pytest.raises(RuntimeError, match="forgot to call `super"):
        Forgetful()


def test_models_are_numbered_by_their_class():
    x = Input((3,))
    assert [Model(x, Dense(1)(x)).name for _ in range(2)] == ["model_1", "model_2"]
    assert Sequential().name == "sequential_1"
    assert Network(x, Dense(1)(x)).name == "network_1"


def test_layers_are_found_by_name_and_place():
    model = siamese()
    assert model.get_layer("head") is model.layers[-1]
    assert model.get_layer(name="head", index=0) is model.layers[0]
    for words in ({}, {"name": "nobody"}, {"index": 9}):
        with pytest.raises(ValueError, match="layer"):
            model.get_layer(**words)


# ---- what is refused
def test_refuses_what_is_no_model(recwarn):
    x, y = Input((3,)), Input((3,))
    output = Dense(1)(x)
    with pytest.raises(ValueError, match=r'Graph disconnected.*at layer "input_1"'):
        Model(y, output)
    with pytest.raises(ValueError, match="redundant"):
        Model([x, x], output)
    with pytest.raises(ValueError, match=r"must come from `keras.layers.Input`"):
        Model(K.placeholder((None, 3)), output)
    with pytest.raises(ValueError, match="must be the output of a Keras `Layer`"):
        Model(x, K.relu(output))
    with pytest.raises(AttributeError, match=r"_inbound_nodes.*Lambda"):
        Model(x, Dense(1)(K.relu(output)))
    with pytest.raises(ValueError, match='The name "twin" is used 2 times'):
        Model(x, Dense(1, name="twin")(Dense(1, name="twin")(x)))
    with pytest.raises(ValueError, match="Graph disconnected"):
        Model(output, Dense(1)(output))
    assert "they cannot be the output of a previous non-Input layer" in str(recwarn[0].message)
    with pytest.raises(TypeError, match="without outputs"):
        Model(x)
    with pytest.raises(TypeError, match="inputs"):
        Model(inputs=x)


def test_takes_the_arguments_of_keras_1():
    x = Input((3,))
    with pytest.warns(UserWarning, match="Keras 2 API"):
        assert Model(input=x, output=Dense(1)(x)).output_shape == (None, 1)


def test_refuses_weights_of_other_number_or_shape_and_sets_none():
    x = Input((3,))
    model = Model(x, Dense(1)(x))
    before = model.get_weights()
    with pytest.raises(ValueError, match="2 weights"):
        model.set_weights(before[:1])
    with pytest.raises(ValueError, match=r"dense_1/bias.*shape"):
        model.set_weights([np.ones((3, 1)), np.ones((2,))])
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


# ---- calling a model
def test_calling_twice_on_the_same_tensors_gives_the_same_outputs():
    x, z = Input((3,)), Input((3,))
    model = Model(x, Dense(1)(Dropout(0.5)(x)))
    first, second = model(z), model(z)
    assert first is second
    assert first._keras_history == (model, 2, 0)
    assert len(model._inbound_nodes) == 3
    assert model(Input((3,))) is not first


def test_losses_and_updates_of_inner_layers_reach_the_outer_model():
    x, z = Input((3,)), Input((3,))
    inner = Model(x, Dense(2, kernel_regularizer="l2", activity_regularizer="l1")(x))
    assert len(inner.losses) == 2
    outer = Model(z, inner(z))
    assert len(outer.losses) == 2
    assert len(outer.get_losses_for(None)) == 0
    assert len(inner.get_losses_for(z)) == 1


def test_masks_travel_through_a_model():
    words = Input((5,), dtype="int32")
    inner = Model(words, Embedding(7, 3, mask_zero=True)(words))
    outer = Input((5,), dtype="int32")
    result = inner(outer)
    mask = result._keras_history[0]._inbound_nodes[1].output_masks[0]
    found = K.function([outer], [mask])([np.array([[1, 0, 2, 0, 0]])])[0]
    assert found.tolist() == [[True, False, True, False, False]]


def test_shapes_are_promised_for_other_inputs():
    x = Input((None, 3))
    model = Model(x, [Dense(4)(x), Dense(5)(x)])
    assert model.compute_output_shape((2, 7, 3)) == [(2, 7, 4), (2, 7, 5)]
    with pytest.raises(ValueError, match="tensor inputs"):
        model.compute_output_shape([(2, 7, 3), (2, 7, 3)])


def test_an_input_layer_may_be_called_as_a_layer():
    x, z = Input((3,)), Input((3,), name="z")
    model = Model(x, Dense(2)(x))
    again = Model(z, model.layers[1](InputLayer((3,), name="within")(z)))
    assert [layer.name for layer in again.layers] == ["z", "within", "dense_1"]
    outer = Input((3,))
    same_outputs(Model(outer, again(outer)), model, (4, 3))


def test_hooks_fire_in_models_within_models():
    model, fired = siamese(), []
    model.get_layer("inner").get_layer("a").register_forward_hook(
        lambda module, inputs, output: fired.append(tuple(output.shape))
    )
    model(torch.ones(2, 3), torch.ones(2, 3))
    model.predict([np.ones((2, 3)), np.ones((2, 3))])
    assert fired == [(2, 4)] * 4


def test_a_model_that_was_called_frees_what_it_computed_with_when_it_goes():
    x = Input((3,))
    model = Model(x, Dense(1)(x))
    gone = weakref.ref(model(Input((3,))))
    del model, x
    gc.collect()
    assert gone() is None


# ---- configurations
def test_is_rebuilt_from_its_config():
    model = siamese()
    config = model.get_config()
    assert list(config) == ["name", "layers", "input_layers", "output_layers"]
    assert config["layers"][2]["inbound_nodes"] == [[["left", 0, 0, {}]], [["right", 0, 0, {}]]]
    assert config["output_layers"] == [["head", 0, 0], ["inner", 1, 0]]
    other = Model.from_config(config)
    other.set_weights(model.get_weights())
    same_outputs(model, other, (2, 3), (2, 3))
    assert other.to_json() == model.to_json()


def test_arguments_of_calls_are_kept():
    x = Input((3,))
    model = Model(x, Doubled()(Doubled(name="twice")(x, factor=5.0)))
    assert model.get_config()["layers"][1]["inbound_nodes"] == [
        [["input_1", 0, 0, {"factor": 5.0}]]
    ]
    other = model_from_json(model.to_json(), custom_objects={"Doubled": Doubled})
    assert other.predict(np.ones((1, 3))).tolist() == [[10.0] * 3]


def test_arguments_without_words_in_json_are_left_out_with_a_warning():
    x = Input((3,))
    model = Model(x, Doubled()(x, factor=K.variable(3.0)))
    with pytest.warns(UserWarning, match="non-serializable"):
        model.get_config()


def test_calls_of_shared_layers_come_in_their_order_however_deep_they_are():
    x = Input((2,), name="x")
    a, b = Dense(2, name="a"), Dense(2, name="b")
    model = Model(x, [a(b(a(b(x)))), b.get_output_at(0)])
    other = Model.from_config(model.get_config())
    other.set_weights(model.get_weights())
    same_outputs(model, other, (3, 2))


def test_a_config_that_leads_nowhere_is_refused():
    config = siamese().get_config()
    config["layers"][2]["inbound_nodes"][0][0][0] = "nobody"
    with pytest.raises(ValueError, match="nobody"):
        Model.from_config(config)


def test_json_says_who_wrote_it():
    stamp = json.loads(siamese().to_json())
    assert stamp["class_name"] == "Model"
    assert stamp["keras_version"] == "2.2.4"
    assert stamp["backend"] == "tensorflow"


def test_legacy_copies_are_models_of_their_own():
    x = Input((3,))
    model = Model(x, Doubled()(Dense(2)(x)))
    model.compile("adam", "mse")
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))
    for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        same_outputs(model, other, (2, 3))
        assert other.layers[1].kernel is not model.layers[1].kernel
        for a, b in zip(other.optimizer.get_weights(), model.optimizer.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)


def test_sizes_of_flattened_maps_follow_the_new_inputs():
    x = Input((4, 3))
    model = Model(x, Flatten()(x))
    assert K.int_shape(model(Input((4, 3)))) == (None, 12)
