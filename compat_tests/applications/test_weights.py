"""Where the weights of known networks come from, and what is said when they do not come."""

from urllib.error import URLError

import keras_applications
import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch.applications import VGG16, MobileNet, NASNetMobile, vgg16
from keras_on_torch.layers import Input, Lambda
from keras_on_torch.utils import download

SMALL = {"alpha": 0.25, "input_shape": (128, 128, 3), "include_top": False}
# Names and sums are those in the sources of Keras 2.2.4's networks.
FILE_OF_SMALL = "mobilenet_2_5_128_tf_no_top.h5"


@pytest.fixture
def offline(monkeypatch):
    def refuse(origin, *_):
        raise URLError("Name or service not known")

    monkeypatch.setattr(download, "urlretrieve", refuse)


def written(path):
    """Write weights of a small network, return them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    model = MobileNet(weights=None, **SMALL)
    model.save_weights(str(path))
    return model.get_weights()


def assert_equal(found, expected):
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.usefixtures("offline")
def test_a_file_that_lies_in_the_cache_is_taken(home):
    expected = written(home / "models" / FILE_OF_SMALL)
    assert_equal(MobileNet(**SMALL).get_weights(), expected)


def test_a_file_is_fetched_into_the_cache(home, web, monkeypatch):
    expected = written(web.folder / FILE_OF_SMALL)
    monkeypatch.setattr(keras_applications.mobilenet, "BASE_WEIGHT_PATH", web.address)
    assert_equal(MobileNet(weights="imagenet", **SMALL).get_weights(), expected)
    assert [path.name for path in (home / "models").iterdir()] == [FILE_OF_SMALL]


@pytest.mark.usefixtures("offline")
def test_without_a_connection_it_is_said_which_file_belongs_where(home):
    name = "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"
    with pytest.raises(OSError, match="URL fetch failure on https://") as error:
        VGG16(include_top=False)
    assert "-- Name or service not known. Without a connection, get" in str(error.value)
    assert str(home / "models" / name) in str(error.value)
    assert "md5 sum 6d6bbae143d832006294945121d1f1fc" in str(error.value)
    assert list((home / "models").iterdir()) == []


def test_a_file_with_another_sum_is_not_kept(home, web, monkeypatch):
    (web.folder / "vgg.h5").write_bytes(b"something else")
    monkeypatch.setattr(keras_applications.vgg16, "WEIGHTS_PATH_NO_TOP", web.address + "vgg.h5")
    with pytest.raises(ValueError, match="is not 6d6bbae143d832006294945121d1f1fc"):
        VGG16(include_top=False)
    assert list((home / "models").iterdir()) == []


def test_weights_come_from_a_file(tmp_path):
    expected = written(tmp_path / "own.h5")
    assert_equal(MobileNet(weights=str(tmp_path / "own.h5"), **SMALL).get_weights(), expected)


def test_weights_of_another_network_are_refused(tmp_path):
    written(tmp_path / "own.h5")
    with pytest.raises(ValueError, match="layers"):
        VGG16(weights=str(tmp_path / "own.h5"), include_top=False)


@pytest.mark.parametrize(
    ("network", "arguments", "said"),
    [
        (VGG16, {"weights": "nowhere.h5"}, "path to the weights file"),
        (VGG16, {"classes": 10}, "`classes` should be 1000"),
        (VGG16, {"input_shape": (200, 200, 3)}, r"should be \(224, 224, 3\)"),
        (VGG16, {"input_shape": (20, 20, 3), "weights": None}, "at least 32x32"),
        (MobileNet, {"alpha": 0.3}, "alpha can be one of"),
        (MobileNet, {"depth_multiplier": 2}, "depth multiplier must be 1"),
        (NASNetMobile, {"weights": "nowhere.h5"}, "path to the weights file"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(network, arguments, said):
    with pytest.raises(ValueError, match=said):
        network(**arguments)


def test_an_argument_that_is_not_there_is_refused():
    with pytest.raises(TypeError, match="Invalid keyword argument"):
        VGG16(weights=None, nonsense=1)


def test_a_network_continues_a_tensor():
    images = Input((40, 40, 3))
    scaled = Lambda(vgg16.preprocess_input)(images)
    model = MobileNet(weights=None, alpha=0.25, include_top=False, input_tensor=scaled)
    assert model.inputs == [images]
    assert model.layers[1].output is scaled
    assert model.predict(np.zeros((1, 40, 40, 3))).shape == (1, 1, 1, 256)


def test_a_network_takes_a_tensor_of_no_layer():
    tensor = keras.backend.placeholder((None, 40, 40, 3))
    model = MobileNet(weights=None, alpha=0.25, include_top=False, input_tensor=tensor)
    assert [layer.__class__.__name__ for layer in model.layers[:2]] == [
        "InputLayer",
        "ZeroPadding2D",
    ]
