"""What is computed number by number."""

from compat_tests.golden.tables.tensorflow.row import A, calls, unique

ROWS = unique(
    calls("add subtract", [A(2, 3), A(2, 3)], [A(2, 3), A(3)], [A(2, 3), 2]),
)
