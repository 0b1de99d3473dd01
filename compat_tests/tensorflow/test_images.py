"""Images turned, cut, adjusted and measured, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows("images", known_sooner=["image.rot90"]).tests()
