"""tf.contrib.layers beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows("contrib").tests()
