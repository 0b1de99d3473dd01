"""A row of the table, and how functions become rows."""
# ruff: noqa: N803 - K is what programs call it.

__all__ = ["ROWS", "each", "row"]

ROWS = []


class Program:
    """A row.

    Args:
        name: the function's name, and the row's.
        run: the function of (keras, K, made).
    """

    def __init__(self, name, run):
        self.name = name
        self.run = run

    def __str__(self):
        return self.name


def row(function):
    """Add a function to the table."""
    ROWS.append(Program(function.__name__, function))
    return function


def each(**variants):
    """Add a row for each variant of a function, which gets it as its last argument."""

    def added(function):
        for name in sorted(variants):
            call = lambda keras, K, made, f=function, v=variants[name]: f(keras, K, made, v)  # noqa: E731
            ROWS.append(Program(function.__name__ + " " + name, call))
        return function

    return added
