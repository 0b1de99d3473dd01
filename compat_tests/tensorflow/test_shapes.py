"""shapes, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "shapes", known_sooner=["reshape([2, 6], [size 0, -1])", "reshape by"]
).tests()
