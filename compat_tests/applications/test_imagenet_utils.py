"""What goes into networks and what their outputs mean, beside the formulas in NumPy."""

import pickle
from urllib.error import URLError

import keras_applications
import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch.applications import imagenet_utils, mobilenet, nasnet, resnet50, xception
from keras_on_torch.utils import download

MEAN_BGR = np.array([103.939, 116.779, 123.68])
MEAN_RGB, DEVIATION_RGB = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
MODES = {
    "caffe": lambda x: x[..., ::-1] - MEAN_BGR,
    "tf": lambda x: x / 127.5 - 1,
    "torch": lambda x: (x / 255 - MEAN_RGB) / DEVIATION_RGB,
}
each_mode = pytest.mark.parametrize("mode", MODES)


def images(shape=(2, 4, 5, 3), dtype="float32"):
    return np.random.RandomState(0).uniform(0, 255, shape).astype(dtype)


def first(array):
    return np.moveaxis(array, -1, -3)


@each_mode
@pytest.mark.parametrize("shape", [(2, 4, 5, 3), (4, 5, 3)])
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_arrays_are_brought_to_what_networks_take(mode, shape, dtype):
    x = images(shape, dtype)
    expected = MODES[mode](x.astype("float64"))
    found = imagenet_utils.preprocess_input(x.copy(), mode=mode)
    assert found.dtype == "float32"
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-4)
    found = imagenet_utils.preprocess_input(first(x).copy(), "channels_first", mode)
    np.testing.assert_allclose(found, first(expected), rtol=1e-5, atol=1e-4)


@each_mode
def test_arrays_of_floats_are_written_over(mode):
    x = images()
    assert np.shares_memory(imagenet_utils.preprocess_input(x, mode=mode), x)


@each_mode
@pytest.mark.parametrize("after", MODES)  # The package keeps the mean of the first mode.
def test_symbols_are_brought_to_what_networks_take(mode, after, close):
    x = keras.layers.Input((4, 5, 3))
    imagenet_utils.preprocess_input(x, mode=after)
    found = keras.backend.function([x], [imagenet_utils.preprocess_input(x, mode=mode)])
    close(found([images()])[0], MODES[mode](images()).astype("float32"))


@pytest.mark.parametrize("mode", ["caffe", "tf"])  # Keras: "torch" divides the wrong axis.
def test_symbols_with_channels_first_are_too(mode, close):
    x = keras.layers.Input((3, 4, 5))
    y = imagenet_utils.preprocess_input(x, data_format="channels_first", mode=mode)
    found = keras.backend.function([x], [y])([first(images())])[0]
    close(found, first(MODES[mode](images())).astype("float32"))


@pytest.mark.parametrize(
    ("network", "mode"),
    [(resnet50, "caffe"), (mobilenet, "tf"), (nasnet, "tf"), (xception, "tf")],
)
def test_each_network_has_its_mode(network, mode, close):
    close(network.preprocess_input(images()), MODES[mode](images()).astype("float32"))


def test_an_unknown_axis_order_is_refused():
    with pytest.raises(ValueError, match="Unknown data_format"):
        imagenet_utils.preprocess_input(images(), data_format="channels_middle")


def test_functions_are_pickled_by_name():
    function = mobilenet.preprocess_input
    assert pickle.loads(pickle.dumps(function)) is function


# ---- decode_predictions
@pytest.fixture
def three_classes(monkeypatch):
    names = {str(number): [f"n{number:08}", f"thing {number}"] for number in range(1000)}
    monkeypatch.setattr(keras_applications.imagenet_utils, "CLASS_INDEX", names)


@pytest.mark.usefixtures("three_classes")
def test_the_most_probable_classes_are_named():
    predictions = np.zeros((2, 1000), "float32")
    predictions[0, [3, 999, 40]] = 0.25, 0.5, 0.125
    predictions[1, 7] = 1
    found = resnet50.decode_predictions(predictions, top=3)
    assert found[0] == [
        ("n00000999", "thing 999", 0.5),
        ("n00000003", "thing 3", 0.25),
        ("n00000040", "thing 40", 0.125),
    ]
    assert found[1][0] == ("n00000007", "thing 7", 1.0)
    assert len(imagenet_utils.decode_predictions(predictions)[1]) == 5


@pytest.mark.parametrize("shape", [(1000,), (2, 10)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="expects a batch of predictions"):
        imagenet_utils.decode_predictions(np.zeros(shape))


def test_without_a_connection_it_is_said_where_the_names_belong(home, monkeypatch):
    def refuse(origin, *_):
        raise URLError("Name or service not known")

    monkeypatch.setattr(download, "urlretrieve", refuse)
    monkeypatch.setattr(keras_applications.imagenet_utils, "CLASS_INDEX", None)
    with pytest.raises(OSError, match="URL fetch failure") as error:
        imagenet_utils.decode_predictions(np.zeros((1, 1000)))
    assert str(home / "models" / "imagenet_class_index.json") in str(error.value)
    assert "c2c37ea517e94d9795004a39431a14cb" in str(error.value)
