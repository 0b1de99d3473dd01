"""Networks have the published sizes, and compute what real Keras 2.2.4 computes with them."""

import json

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.applications.record_networks import CASES, RECORDED, outcome
from keras_on_torch import applications

# The table in Keras's documentation: keras.io/applications, 2.2.4.
PUBLISHED = {
    "Xception": 22_910_480,
    "VGG16": 138_357_544,
    "VGG19": 143_667_240,
    "ResNet50": 25_636_712,
    "InceptionV3": 23_851_784,
    "InceptionResNetV2": 55_873_736,
    "MobileNet": 4_253_864,
    "MobileNetV2": 3_538_984,
    "DenseNet121": 8_062_504,
    "DenseNet169": 14_307_880,
    "DenseNet201": 20_242_984,
    "NASNetMobile": 5_326_716,
    "NASNetLarge": 88_949_818,
}
# Half a gigabyte of weights each; those of all others do not depend on the size of the images,
# and are counted where the network is run.
WITH_DENSE_LAYERS = ("VGG16", "VGG19")
SLOW = ("NASNetLarge", "InceptionResNetV2", "VGG19")


def marked(names):
    return [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in names]


@pytest.mark.parametrize("case", marked(CASES))
def test_is_and_computes_what_keras_recorded(case):
    recorded = json.loads(RECORDED.read_text())[case]
    found = outcome(keras, case)
    outputs, expected = found.pop("outputs"), recorded.pop("outputs")
    assert found == recorded
    for one, other in zip(outputs, expected, strict=True):
        np.testing.assert_allclose(one[:-2], other[:-2], rtol=1e-4, atol=1e-4 * max(other[:-2]))
        assert one[-1] == pytest.approx(other[-1], rel=1e-4)


def test_all_others_were_recorded_with_their_published_number_of_parameters():
    recorded = json.loads(RECORDED.read_text())
    counted = {name: recorded[name]["parameters"] for name in PUBLISHED}
    others = {name: count for name, count in PUBLISHED.items() if name not in WITH_DENSE_LAYERS}
    assert {name: counted[name] for name in others} == others


@pytest.mark.parametrize("name", marked(WITH_DENSE_LAYERS))
def test_has_the_published_number_of_parameters(name):
    model = getattr(applications, name)(weights=None)
    assert model.count_params() == PUBLISHED[name]
    assert model.output_shape == (None, 1000)
