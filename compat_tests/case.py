"""A layer, its arguments and shapes, and the formula it must agree with."""

import numpy as np

import keras_on_torch as keras
from compat_tests.golden.seeded_arrays import array, concrete, random_of, weight

__all__ = ["Case"]


class Case:
    """One row of a conformance table.

    Args:
        name: the layer's name in keras.layers.
        arguments: what its constructor gets.
        input_shape: shape with None for batch and for free lengths; a list of shapes for a merge.
        output_shape: the shape that Keras reports.
        reference: formula in NumPy: `reference(x, weights, **arguments)`, with `weights` as
            `layer.get_weights()` has them and `x` a list where `input_shape` is one.
        kind: what is drawn for the input (golden/seeded_arrays.py has the words), as "ids:5".
    """

    def __init__(
        self, name, arguments, input_shape, output_shape, reference=None, *, kind="normal"
    ):
        self.name = name
        self.arguments = arguments
        self.input_shape = input_shape
        self.output_shape = output_shape
        self.reference = reference
        self.kind = kind
        self.make = lambda: getattr(keras.layers, name)(**arguments)

    def __str__(self):
        words = ", ".join(f"{key}={value!r}" for key, value in self.arguments.items())
        return f"{self.name}({words}) on {self.input_shape}"

    def symbolic_output(self):
        """Call a new layer on symbolic inputs of the case's shape."""
        return self._model()[2]

    def rebuilt(self):
        """Return this case with the layer made from its own config, names and all."""
        other = Case(**{key: value for key, value in vars(self).items() if key != "make"})
        other.make = lambda: type(self.make()).from_config(self.make().get_config())
        return other

    def run(self, device="cpu"):
        """Return what the layer computes on drawn inputs with drawn weights."""
        keras.config.set_device(device)
        layer, inputs, output = self._model()
        layer.set_weights(self._weights(layer))
        function = keras.backend.function([*inputs, keras.backend.learning_phase()], [output])
        return function([*self._arrays(), 0])[0]

    def reference_run(self):
        """Return what the formula computes on the same inputs and weights."""
        layer, _, _ = self._model()
        arrays = self._arrays()
        x = arrays if isinstance(self.input_shape, list) else arrays[0]
        return self.reference(x, self._weights(layer), **self.arguments)

    def _shapes(self):
        return self.input_shape if isinstance(self.input_shape, list) else [self.input_shape]

    def _model(self):
        inputs = [keras.layers.Input(batch_shape=shape) for shape in self._shapes()]
        layer = self.make()
        return layer, inputs, layer(inputs if isinstance(self.input_shape, list) else inputs[0])

    def _weights(self, layer):
        random = random_of(self, "weights")
        return [
            weight(random, variable.name, keras.backend.int_shape(variable))
            for variable in layer.weights
        ]

    def _arrays(self):
        random = random_of(self, "inputs")
        return [np.asarray(array(random, concrete(shape), self.kind)) for shape in self._shapes()]
