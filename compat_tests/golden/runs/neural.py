"""Run a row of the table of neural networks' functions in whichever Keras is given."""

from compat_tests.golden.runs.backend import everything as everything
