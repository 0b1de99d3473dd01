"""Run a row of the table of edges in whichever Keras is given."""

from compat_tests.golden.runs.backend import everything as everything
