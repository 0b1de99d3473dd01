"""Images of another size and crops, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "resizing",
    known_sooner=[
        "image.resize_images([2, 4, 5, 3], preserve_aspect_ratio",
        "image.resize_images([2, 4, 5, 3], [size",
        "twice as large",
        "as large as another",
    ],
).tests()
