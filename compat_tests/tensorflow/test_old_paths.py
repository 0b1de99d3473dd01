"""Old import paths of TensorFlow, registered gradients among them, beside TensorFlow 1.15."""

import json
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from compat_tests.tensorflow.conformance import Rows
from keras_on_torch import backend as K
from keras_on_torch.tensorflow import modules
from keras_on_torch.tensorflow.of_2 import OF_2
from keras_on_torch.tensorflow.old_paths import old_names

MANIFEST = Path(__file__).parents[1] / "api" / "tensorflow.json"

tf = K.tf
test_shapes, test_values, test_refusals = Rows("old_paths").tests()


def at(path):
    value = tf
    for part in path.split("."):
        value = getattr(value, part)
    return value


def is_there(path):
    try:
        at(path)
    except AttributeError:
        return False
    return True


@pytest.mark.parametrize("path", old_names())
def test_a_name_is_what_it_is_at_its_public_path(path):
    module = modules.module_at(path)
    for name, public in old_names()[path].items():
        if is_there(public):
            assert getattr(module, name) is at(public), name
        elif name not in vars(module):
            with pytest.raises(AttributeError, match="there is no TensorFlow here"):
                getattr(module, name)


# ---- registered gradients
def registered(name, gradient):
    if name not in tf.python.framework.ops._gradient_registry._registry:
        tf.RegisterGradient(name)(gradient)
    return name


def halved(op, grad):
    return grad * 0.5


def test_layers_built_and_cloned_in_the_context_have_the_gradient(close):
    layers = [
        keras.layers.Dense(3, activation="relu", input_dim=2),
        keras.layers.Activation("relu"),
    ]
    model = keras.models.Sequential([*layers, keras.layers.ReLU()])
    with tf.get_default_graph().gradient_override_map({"Relu": registered("Halved", halved)}):
        clone = keras.models.clone_model(model)
    clone.set_weights([np.full((2, 3), 0.25), np.ones(3)])
    model.set_weights(clone.get_weights())
    x = np.ones((1, 2))
    for each, times in ((model, 1.0), (clone, 1 / 8)):  # Three times half.
        found = K.function([each.input], K.gradients(K.sum(each.output), [each.input]))([x])
        close(found[0], np.full((1, 2), 0.75 * times))


def test_weights_are_trained_by_the_gradient(close):
    with tf.get_default_graph().gradient_override_map({"Relu": registered("Halved", halved)}):
        layer = keras.layers.Dense(1, activation="relu", kernel_initializer="ones", input_dim=2)
        model = keras.models.Sequential([layer])
    model.compile(keras.optimizers.SGD(lr=1.0), lambda y_true, y_pred: y_pred)
    model.train_on_batch(np.array([[1.0, 2.0]]), np.zeros((1, 1)))
    close(layer.get_weights()[0], np.array([[1 - 0.5], [1 - 1.0]]))


def test_a_gradient_may_be_none():
    none = registered("GivesNone", lambda op, grad: None)
    x = K.placeholder((2,))
    with tf.get_default_graph().gradient_override_map({"Tanh": none}):
        y = tf.tanh(x) + x
    assert K.function([x], K.gradients(y, [x]))([np.zeros(2)])[0].tolist() == [1, 1]


def recorded_with(gradient, kind="Tanh"):
    with tf.get_default_graph().gradient_override_map({kind: gradient}):
        return tf.tanh(K.placeholder((2,)))


MISTAKES = {
    "two gradients of one input": (
        lambda: recorded_with(registered("GivesTwo", lambda op, grad: [grad, grad])),
        (ValueError, "Num gradients 2 .* do not match num inputs 1"),
    ),
    "an attribute of TensorFlow's": (
        lambda: recorded_with(registered("Asks", lambda op, grad: op.get_attr("T"))),
        (ValueError, "operations here have no attributes"),
    ),
    "a name that is not registered": (
        lambda: recorded_with("Nobody"),
        (LookupError, "gradient registry has no entry for: Nobody"),
    ),
    "a kind that nothing has": (
        lambda: recorded_with("Nobody", "Conv9D"),
        (ValueError, "nothing is recorded as an operation 'Conv9D'"),
    ),
    "a map that is none": (
        lambda: tf.get_default_graph().gradient_override_map(["Relu"]).__enter__(),
        (TypeError, "must be a dictionary mapping strings to strings"),
    ),
    "a map to functions": (
        lambda: tf.get_default_graph().gradient_override_map({"Relu": halved}).__enter__(),
        (TypeError, "must be a dictionary mapping strings to strings"),
    ),
    "a name that is no string": (lambda: tf.RegisterGradient(3), (TypeError, "must be a string")),
    "a name that is taken": (
        lambda: tf.RegisterGradient(registered("Halved", halved))(halved),
        (KeyError, "Registering two gradient with name 'Halved'"),
    ),
    "the name of a kind": (lambda: tf.RegisterGradient("Relu")(halved), (KeyError, "two gradient")),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_told(mistake):
    call, (error, message) = MISTAKES[mistake]
    with pytest.raises(error, match=message):
        call()


def test_the_context_ends_with_an_error():
    graph = tf.get_default_graph()
    with pytest.raises(ZeroDivisionError), graph.gradient_override_map({"Tanh": "Nobody"}):
        raise ZeroDivisionError
    assert tf.tanh(K.placeholder((2,))) is not None


def test_a_relu_of_several_operations_is_refused():
    halves = tf.get_default_graph().gradient_override_map({"Relu": registered("Halved", halved)})
    with halves, pytest.raises(NotImplementedError, match=r"write it as K\.relu\(x\) and K\.clip"):
        K.relu(K.placeholder((2,)), max_value=3.0)


# ---- modules
def test_a_star_import_brings_the_names():
    space = {}
    with pytest.warns(UserWarning, match="import tensorflow"), imported():
        exec("from tensorflow.keras.layers import *", space)
    assert space["Dense"] is keras.layers.Dense


LINES = """
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.python.ops import math_ops, array_ops, state_ops, random_ops, gen_nn_ops
from tensorflow.python.framework import ops, dtypes, constant_op, tensor_shape
from tensorflow.python.framework.ops import RegisterGradient
from tensorflow.python.client import device_lib
from tensorflow.python.platform import tf_logging as logging
from tensorflow.python.keras.layers import Layer
from tensorflow.python.keras.engine.base_layer import InputSpec
from tensorflow.python.util.tf_export import keras_export
from tensorflow.contrib.framework import nest
from tensorflow.contrib.keras.api.keras.models import Sequential
import tensorflow.compat.v1 as tf1
"""


@contextmanager
def imported():
    keras.install()
    try:
        yield
    finally:
        keras.uninstall()


def test_the_lines_by_which_programs_import_work():
    space = {}
    with pytest.warns(UserWarning, match="import tensorflow"), imported():
        exec(LINES, space)
    assert space["K"] is keras.backend
    assert space["Layer"] is keras.layers.Layer
    assert space["InputSpec"] is keras.layers.InputSpec
    assert space["Sequential"] is keras.models.Sequential
    assert space["tf1"] is space["tf"] is tf
    assert space["logging"] is tf.logging
    assert space["math_ops"].erf is tf.erf
    assert space["keras_export"]("keras.layers.X")(3) == 3


def test_devices_are_listed():
    devices = tf.python.client.device_lib.list_local_devices()
    assert devices[0].name == "/device:CPU:0"
    assert [each.device_type for each in devices].count("GPU") == torch.cuda.device_count()
    assert 'device_type: "CPU"\n' in str(devices)


REFUSED = {
    "enable_eager_execution": NotImplementedError,
    "enable_v2_behavior": NotImplementedError,
    "enable_v2_tensorshape": NotImplementedError,
    "enable_tensor_equality": NotImplementedError,
    "contrib.cluster_resolver.TPUClusterResolver": ValueError,
    "contrib.distribute.TPUStrategy": ValueError,
    "contrib.distribute.initialize_tpu_system": ValueError,
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_not_there_for_good_says_so(path):
    with pytest.raises(REFUSED[path]):
        at(path)()


@pytest.mark.parametrize("path", OF_2)
def test_a_name_of_tensorflow_2_says_so(path):
    assert path not in json.loads(MANIFEST.read_text("utf8"))["functions"]
    with pytest.raises(AttributeError, match="TensorFlow"):
        at(path)


def test_the_error_names_both_releases():
    with pytest.raises(AttributeError, match=r"tf\.optimizers came with TensorFlow 2.* 1\.15"):
        tf.optimizers  # noqa: B018 - to be asked for is its use.


def test_it_is_told_that_a_function_is_deprecated():
    @tf.python.util.deprecation.deprecated(None, "Use another.")
    def old(x):
        return x + 1

    with pytest.warns(DeprecationWarning, match="old is deprecated .* Use another"):
        assert old(1) == 2
    assert old(2) == 3  # It warns once.
