"""Small programs of K: loops, choices, state. A function is a row, called by its name.

It gets `keras`, `K` and `made`, whose methods make tensors from the row's own stream of numbers:
`made.tensor(shape)` one that is fed, `made.weight(shape)` a variable. What it returns is recorded:
values, static shapes, types and derivatives of tensors, anything else as it is.
Read by Python 3.7 too; imports neither Keras.
"""

from compat_tests.golden.tables.programs import choices, loops, state  # noqa: F401 - they add rows.
from compat_tests.golden.tables.programs.row import ROWS as ROWS
