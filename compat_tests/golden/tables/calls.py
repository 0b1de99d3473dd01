"""Calls of K functions as data, to be made of real Keras and of this package alike.

Where an argument is a tensor a call holds an `Array`; its numbers are drawn from the call's name.
Read by Python 3.7 too; imports neither Keras.
"""

import itertools

import numpy as np

from compat_tests.golden.seeded_arrays import random_of

__all__ = [
    "UNKNOWN_AXES",
    "Array",
    "Constant",
    "KRow",
    "Numbers",
    "Size",
    "by_name",
    "calls",
    "each",
]

UNKNOWN_AXES = ("none", "batch", "all")


class Array:
    """A tensor to be fed: its shape, type and kind of numbers.

    Args:
        shape: lengths of its axes.
        dtype: type of its numbers.
        kind: "normal"; "positive", from 0.1 to 2; "whole", from -3 to 3; "ties", few different
            values; "bits", 0 and 1; a number n, whole numbers below n; or a list, or an array of
            NumPy, the values.
        fixed: whether its shape is always known, as that of a weight is.
    """

    word = ""

    def __init__(self, *shape, dtype="float32", kind="normal", fixed=False):
        self.fixed = fixed
        self.shape = np.shape(kind) if isinstance(kind, (list, np.ndarray)) else shape
        self.dtype = dtype
        self.kind = kind

    def __repr__(self):
        normal = isinstance(self.kind, str) and self.kind == "normal"
        kind = "" if normal else f" {self.kind}"
        dtype = "" if self.dtype == "float32" else " " + self.dtype
        return f"{self.word}{list(self.shape)}{dtype}{kind}"

    def static(self, unknown):
        """Return the shape of the placeholder: axes named by `unknown` are None, four at most."""
        if unknown == "none" or self.fixed or not self.shape:
            return self.shape
        if unknown == "batch":
            return (None, *self.shape[1:])
        return (None,) * len(self.shape[:4]) + tuple(self.shape[4:])

    def drawn(self, random):
        """Return numbers of the kind."""
        if isinstance(self.kind, (list, np.ndarray)):
            values = np.array(self.kind)
        elif self.kind == "positive":
            values = random.uniform(0.1, 2.0, self.shape)
        elif self.kind == "whole":
            values = random.randint(-3, 4, self.shape)
        elif self.kind == "ties":
            values = random.randint(0, 3, self.shape) / 2.0
        elif self.kind == "bits":
            values = random.randint(0, 2, self.shape)
        elif isinstance(self.kind, int):
            values = random.randint(0, self.kind, self.shape)
        else:
            values = random.uniform(-2.0, 2.0, self.shape)
        return np.asarray(values).astype(self.dtype)


class Constant(Array):
    """A tensor that is no input: K.constant of the numbers."""

    word = "constant "


class Numbers(Array):
    """An array of NumPy, given as it is."""

    word = "array "


class Size:
    """`K.shape(the first tensor)[axis] + more`; the whole shape where axis is None."""

    def __init__(self, axis=None, more=0):
        self.axis = axis
        self.more = more

    def __repr__(self):
        return f"size {self.axis}" + (f"{self.more:+d}" if self.more else "")


class KRow:
    """One call of a K function.

    Args:
        function: its name in K.
        args: its arguments by place.
        kwargs: its arguments by name.
        beside: a tensor whose sizes are among the arguments, if it is no argument itself.
        gradients: whether derivatives by the tensors are compared.
        values: whether the result is always the same, which that of a random function is not.
        take: where in the result the tensor stands that is looked at: () if it is the result.
    """

    def __init__(
        self, function, args, kwargs=None, beside=None, gradients=True, values=True, take=()
    ):
        self.function = function
        self.args = list(args)
        self.kwargs = dict(kwargs or {})
        self.beside = [beside] if beside else []
        self.gradients = gradients
        self.values = values
        self.take = tuple(take)
        self._numbers = None

    def __str__(self):
        given = [repr(arg) for arg in self.args]
        given += [f"{key}={self.kwargs[key]!r}" for key in sorted(self.kwargs)]
        beside = f" beside {self.beside[0]!r}" if self.beside else ""
        taken = "".join(f"[{place}]" for place in self.take)
        return f"{self.function}({', '.join(given)}){taken}{beside}"

    def of(self, backend, args, kwargs):
        """Call the function of a backend; return the tensor that is looked at."""
        result = getattr(backend, self.function)(*args, **kwargs)
        for place in self.take:
            result = result[place]
        return result

    def arrays(self):
        """Return (array, its numbers) for each array, those that are not fed included."""
        if self._numbers is None:  # To seed a stream takes longer than most calls.
            random = random_of(self)
            self._numbers = [(leaf, leaf.drawn(random)) for leaf in self.leaves()]
        return [(leaf, numbers.copy()) for leaf, numbers in self._numbers]

    def leaves(self):
        """Return the arrays among the arguments, those that are not fed included."""
        leaves = _leaves([self.beside, self.args, self.kwargs])
        return [leaf for leaf in leaves if isinstance(leaf, Array)]

    def is_fed(self):
        """Return whether there are tensors to feed."""
        return any(type(leaf) is Array for leaf in self.leaves())

    def feeds(self):
        """Return the numbers of the tensors that are fed."""
        return [numbers for array, numbers in self.arrays() if type(array) is Array]

    def with_arrays(self, change):
        """Return the arguments, by place and by name, each array replaced.

        Args:
            change: gives from an array and its numbers what stands in its place.
        """
        numbers = {id(array): values for array, values in self.arrays()}
        tensors = []

        def made(value):
            if isinstance(value, (list, tuple)):
                return type(value)([made(item) for item in value])
            if isinstance(value, dict):
                return {key: made(value[key]) for key in sorted(value)}
            if isinstance(value, (Array, Size)):
                new = change(value, numbers.get(id(value)), tensors)
                if type(value) is Array:
                    tensors.append(new)
                return new
            return value

        made(self.beside)
        return made(self.args), made(self.kwargs)


def _leaves(value):
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _leaves(value[key])]
    return [value]


def each(function, args, gradients=True, **choices):
    """Return a row for each combination of keyword arguments."""
    names = sorted(choices)
    return [
        KRow(function, args, dict(zip(names, chosen)), gradients=gradients)  # noqa: B905 - Python 3.7
        for chosen in itertools.product(*[choices[name] for name in names])
    ]


def calls(function, *argument_lists, **options):
    """Return a row for each list of arguments."""
    return [KRow(function, args, **options) for args in argument_lists]


def by_name(rows):
    """Return the rows by name, each once."""
    return {str(row): row for row in rows}
