"""Convolutions, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "convolutions",
    known_sooner=["nn.conv2d_transpose([2, 3, 4, 3], [2, 3, 4, 3], (size 0, size 1+2"],
).tests()
