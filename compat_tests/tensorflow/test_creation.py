"""creation, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "creation", known_sooner=["range from one", "mask by columns", "grid of ranges"]
).tests()
