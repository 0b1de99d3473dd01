"""joining, beside TensorFlow 1.15."""

from compat_tests.tensorflow.conformance import Rows

test_shapes, test_values, test_refusals = Rows(
    "joining",
    known_sooner=[
        "tile a grid",
        "repeat(",
        "pad to a length",
        "matrix_diag_part([3, 3])",
        "linalg.diag_part([3, 3])",
        "space_to_batch_nd(",
    ],
).tests()
