"""Record networks of Keras 2.2.4: `python3.7 -m compat_tests.applications.record_networks`.

They are in CASES; `outcome(keras, case)` builds and runs one in whichever Keras it is given. Words
pick the cases whose name contains them.
"""

import importlib
import json
import sys
import zlib
from pathlib import Path

import numpy as np

from compat_tests.golden.seeded_arrays import random_of

__all__ = ["CASES", "RECORDED", "outcome"]

RECORDED = Path(__file__).with_name("networks.json")

# Name: module of keras.applications, function, its arguments beside weights=None, gain of kernels.
# Images are small and not square; the gain keeps deep networks from exploding and fading.
CASES = {
    "VGG16": ("vgg16", "VGG16", {"include_top": False, "input_shape": (40, 64, 3)}, 2),
    "VGG19": (
        "vgg19",
        "VGG19",
        {"include_top": False, "input_shape": (40, 64, 3), "pooling": "max"},
        2,
    ),
    "VGG16 with a small top": ("vgg16", "VGG16", {"input_shape": (32, 33, 3), "classes": 5}, 2),
    "ResNet50": ("resnet50", "ResNet50", {"input_shape": (40, 64, 3)}, 1),
    "InceptionV3": ("inception_v3", "InceptionV3", {"input_shape": (75, 96, 3)}, 2),
    "InceptionResNetV2": (
        "inception_resnet_v2",
        "InceptionResNetV2",
        {"input_shape": (75, 96, 3)},
        1.5,
    ),
    "Xception": ("xception", "Xception", {"input_shape": (71, 96, 3)}, 1),
    "MobileNet": ("mobilenet", "MobileNet", {"input_shape": (40, 64, 3)}, 2),
    "MobileNet, narrow and doubled": (
        "mobilenet",
        "MobileNet",
        {
            "input_shape": (40, 64, 3),
            "alpha": 0.25,
            "depth_multiplier": 2,
            "include_top": False,
            "pooling": "avg",
        },
        2,
    ),
    "MobileNet, other classes": (
        "mobilenet",
        "MobileNet",
        {"input_shape": (32, 32, 1), "alpha": 0.5, "dropout": 0.5, "classes": 7},
        2,
    ),
    "MobileNet, channels first": (
        "mobilenet",
        "MobileNet",
        {"input_shape": (3, 40, 64), "alpha": 0.25, "include_top": False},
        2,
    ),
    "MobileNetV2": ("mobilenet_v2", "MobileNetV2", {"input_shape": (40, 64, 3)}, 1.5),
    "MobileNetV2, wide": (
        "mobilenetv2",
        "MobileNetV2",
        {"input_shape": (33, 47, 3), "alpha": 1.4, "include_top": False, "pooling": "max"},
        1.5,
    ),
    "DenseNet121": ("densenet", "DenseNet121", {"input_shape": (40, 64, 3)}, 1),
    "DenseNet169": ("densenet", "DenseNet169", {"input_shape": (40, 64, 3)}, 1),
    "DenseNet201": ("densenet", "DenseNet201", {"input_shape": (40, 64, 3)}, 1),
    "NASNetMobile": ("nasnet", "NASNetMobile", {"input_shape": (40, 64, 3)}, 1),
    "NASNetLarge": ("nasnet", "NASNetLarge", {"input_shape": (40, 64, 3)}, 1),
}

_BLOCK = random_of("weights of networks").uniform(-1, 1, 65537).astype("float32")


def outcome(keras, case):
    """Return what a network is and computes: its layers, counts, shapes and some outputs."""
    module, function, arguments, gain = CASES[case]
    keras.backend.clear_session()
    first = "channels first" in case
    keras.backend.set_image_data_format("channels_first" if first else "channels_last")
    module = importlib.import_module(f"{keras.__name__}.applications.{module}")
    build = getattr(module, function)
    model = build(weights=None, **arguments)
    set_seeded_weights(model, gain)
    images = random_of(case).uniform(-1, 1, (2,) + arguments["input_shape"])
    features = keras.models.Model(model.input, [model.layers[-2].output, model.output])
    found = features.predict(images.astype("float32"))
    keras.backend.set_image_data_format("channels_last")
    return {
        "name": model.name,
        "parameters": int(model.count_params()),
        "layers": checksum(f"{layer.name} {list(layer.output_shape)}" for layer in model.layers),
        "weights": checksum(str(list(array.shape)) for array in model.get_weights()),
        "shapes": [list(array.shape) for array in found],
        "outputs": [sampled(array) for array in found],
    }


def set_seeded_weights(model, gain):
    """Give each weight numbers that its place and shape decide: one block of draws, repeated."""
    values = []
    weights = [weight for layer in model.layers for weight in layer.weights]
    for index, (weight, old) in enumerate(zip(weights, model.get_weights())):  # noqa: B905
        start = index * 7919 % len(_BLOCK)
        draws = np.resize(np.roll(_BLOCK, -start), old.shape)
        values.append(scaled(weight.name.rpartition("/")[2], draws, gain))
    model.set_weights(values)


def scaled(name, draws, gain):
    """Bring draws between -1 and 1 to what a weight of that name takes."""
    if name.startswith(("gamma", "moving_variance")):
        return 1 + draws / 2
    if name.startswith(("beta", "bias", "moving_mean")):
        return draws / 5
    fan_in = np.prod(draws.shape[: 2 if name.startswith("depthwise") else -1])
    return draws * np.float32(np.sqrt(3 * gain / fan_in))


def checksum(lines):
    """Return one number for many lines."""
    return zlib.crc32("\n".join(lines).encode("utf8"))


def sampled(array):
    """Return some of the numbers, and the sum of all."""
    flat = np.asarray(array, "float64").ravel()
    picked = flat[:: max(1, len(flat) // 20)]
    return [float(f"{number:.9g}") for number in (*picked, flat.sum(), np.abs(flat).sum())]


def main():
    """Record the cases that are asked for into the file."""
    import keras  # noqa: PLC0415 - tests import this file without it

    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    for case in CASES:
        if all(word in case for word in sys.argv[1:]):
            recorded[case] = outcome(keras, case)
    lines = [f"{json.dumps(case)}: {json.dumps(recorded[case])}" for case in CASES]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
