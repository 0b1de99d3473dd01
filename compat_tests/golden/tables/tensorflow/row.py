"""Rows of the tables of TensorFlow: `call("reduce_sum", A(2, 3), axis=1)`.

`A(2, 3)` is a tensor that is fed, of drawn numbers; `A(kind=[1.0, 2.0])` one of these numbers;
`A(2, 3, dtype="int32", kind=5)` one of whole numbers below 5 (`calls.py` has the kinds);
`V(3)` a whole number; `Constant(...)` is `tf.constant` of them, `Numbers(...)` an array of NumPy, `Variable(...)` a
variable, `Size(0)` stands for `tf.shape(the first fed tensor)[0]`, `Step("name", function)` for a
function that is given `tf` in front.
"""

import itertools

import numpy as np

from compat_tests.golden.tables.calls import Array, Constant, KRow, Numbers, Size

__all__ = ["A", "Constant", "Numbers", "Program", "Size", "Step", "TFRow", "Variable"]
__all__ += ["V", "call", "calls", "each", "program", "unique"]


A = Array


class Variable(Array):
    """A variable that holds the numbers."""

    word = "variable "


class Step:
    """A function that a function of TensorFlow is given.

    Args:
        name: what it is called in the row's name.
        function: of `tf` and of what TensorFlow's function passes.
    """

    def __init__(self, name, function):
        self.name = name
        self.function = function

    def __repr__(self):
        return self.name

    def bound(self, tf):
        """Return the function for one TensorFlow."""
        return lambda *args: self.function(tf, *args)


class TFRow(KRow):
    """One call of a function of TensorFlow, by its path below `tf`.

    Args:
        as_in_keras: see KRow; `values=False` for what is drawn, `gradients=False` for what has
            derivatives that are not to be compared.
        shapes: whether static shapes are compared.
    """

    def __init__(self, function, args, kwargs=None, shapes=True, **options):
        super().__init__(function, args, kwargs, **options)
        self.shapes = shapes

    def of(self, tf, args, kwargs):
        """Call the function; return what it returns."""

        def bound(value):
            if isinstance(value, Step):
                return value.bound(tf)
            if isinstance(value, (list, tuple)):
                return type(value)([bound(item) for item in value])
            return value

        function = tf
        for part in self.function.split("."):
            function = getattr(function, part)
        return function(*bound(args), **{key: bound(value) for key, value in kwargs.items()})


class Program(TFRow):
    """A function of `tf` and tensors, which returns tensors."""

    def __init__(self, name, body, args, **options):
        super().__init__(name, args, **options)
        self.body = body

    def of(self, tf, args, kwargs):
        """Run the function; return what it returns."""
        return self.body(tf, *args)


def V(value, dtype="int32"):  # noqa: N802 - as short as `A`
    """Return a tensor without axes that is fed, of a known value."""
    return Array(kind=np.array(value), dtype=dtype)


def call(function, *args, **kwargs):
    """Return the row of one call."""
    return TFRow(function, args, kwargs)


def each(functions, *args, **choices):
    """Return a row for each of several functions and each combination of keyword arguments.

    Args:
        functions: their paths, parted by blanks.
        *args: arguments by place.
        **choices: arguments by name, a list of values each.
    """
    names = sorted(choices)
    return [
        TFRow(function, args, dict(zip(names, chosen)))  # noqa: B905 - Python 3.7
        for function in functions.split()
        for chosen in itertools.product(*[choices[name] for name in names])
    ]


def calls(functions, *argument_lists, **options):
    """Return a row for each of several functions and each list of arguments by place."""
    return [
        TFRow(function, args, **options)
        for function in functions.split()
        for args in argument_lists
    ]


def program(name, body, *args, **options):
    """Return the row of a function of `tf` and tensors."""
    return Program(name, body, args, **options)


def unique(*rows):
    """Return rows, lists of rows among them, as one list, each once."""
    flat = [row for entry in rows for row in (entry if isinstance(entry, list) else [entry])]
    return list({str(row): row for row in flat}.values())
