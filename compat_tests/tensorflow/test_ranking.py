"""ranking, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "ranking", known_sooner=["sort(", "argsort(", "the best of as many"]
).tests()
