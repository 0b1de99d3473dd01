"""Run a line on arguments of structure: as a small program of K."""

from compat_tests.golden.runs.programs import everything

__all__ = ["everything"]
