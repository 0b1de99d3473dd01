"""Moments and normalisation, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "normalization", known_sooner=["nn.fused_batch_norm", "fused batch norm"]
).tests()
