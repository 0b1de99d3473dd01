"""Run a small program of K in whichever Keras is given."""

import numpy as np

from compat_tests.golden.seeded_arrays import array, concrete, random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]


class Made:
    """What a program makes its tensors with.

    Args:
        backend: K.
        random: the row's stream of numbers.

    Attributes:
        differentiates: whether derivatives are recorded; a row whose TensorFlow cannot sets it.
    """

    def __init__(self, backend, random):
        self.backend = backend
        self.random = random
        self.inputs = []
        self.numbers = []
        self.variables = []
        self.differentiates = True

    def tensor(self, *shape, kind="normal"):
        """Return a placeholder, for which numbers are drawn."""
        self.inputs.append(self.backend.placeholder(shape=shape))
        self.numbers.append(array(self.random, concrete(shape), kind))
        return self.inputs[-1]

    def weight(self, *shape):
        """Return a variable of drawn numbers."""
        self.variables.append(self.backend.variable(array(self.random, shape)))
        return self.variables[-1]

    def fill(self, variable):
        """Set a variable that a layer made to drawn numbers."""
        shape = self.backend.int_shape(variable)
        self.backend.set_value(variable, array(self.random, shape))
        self.variables.append(variable)

    def fails(self, function):
        """Return the name of the error that a call raises."""
        try:
            function()
        except Exception as error:
            return type(error).__name__
        return None


def everything(keras, row):
    """Return what the program gives; of its tensors values, shapes, types and derivatives."""
    backend = keras.backend
    made = Made(backend, random_of(row))
    returned = row.run(keras, backend, made)
    tensors = []
    given = _without_tensors(backend, returned, tensors)
    result = {"given": given}
    if tensors:
        # One by one: TensorFlow cannot give a loop's outputs twice in one run.
        values = [backend.function(made.inputs, [each])(made.numbers)[0] for each in tensors]
        result["values"] = values
        result["shapes"] = [backend.int_shape(tensor) for tensor in tensors]
        result["types"] = [backend.dtype(tensor) for tensor in tensors]
        if made.differentiates:
            pairs = zip(tensors, values)  # noqa: B905
            result["gradients"] = [_gradients(backend, made, *pair) for pair in pairs]
    return plain(result)


def _without_tensors(backend, value, tensors):
    """Return the value with each tensor replaced by its number; collect them."""
    if isinstance(value, (list, tuple)):
        return [_without_tensors(backend, item, tensors) for item in value]
    if not isinstance(value, (np.ndarray, np.generic)) and backend.is_tensor(value):
        tensors.append(value)
        return f"tensor {len(tensors)}"
    return value


def _gradients(backend, made, tensor, value):
    loss = backend.sum(tensor * array(made.random, np.shape(value)))
    found = backend.gradients(loss, made.inputs + made.variables)
    known = [entry for entry in found if entry is not None]
    arrays = iter(backend.function(made.inputs, known)(made.numbers) if known else [])
    return [None if entry is None else next(arrays) for entry in found]
