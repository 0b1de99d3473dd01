"""Layers and cells as programs of their own have them, for rows to use: Keras is passed in."""

__all__ = ["own_layers"]


def own_layers(keras):
    """Return the classes by name."""
    return {"OwnConvCell": _conv_cell(keras)}


def _conv_cell(keras):
    backend = keras.backend

    class OwnConvCell(keras.layers.Layer):
        """Adds what the image, the state and a constant make, convolved; one state."""

        padding, strides, dilation_rate = "valid", (1, 1), (1, 1)
        data_format = "channels_last"

        def __init__(self, filters, width, **kwargs):
            super().__init__(**kwargs)
            self.filters = self.state_size = filters
            self.width = width
            self.kernel_size = (width, width)

        def build(self, input_shape):
            if isinstance(input_shape, list):
                input_shape = input_shape[0]
            self.kernel_shape = (*self.kernel_size, input_shape[-1], self.filters)
            self.kernel = self.add_weight(
                name="kernel", shape=self.kernel_shape, initializer="uniform"
            )
            self.recurrent_kernel = self.add_weight(
                name="recurrent_kernel",
                shape=(*self.kernel_size, self.filters, self.filters),
                initializer="uniform",
            )
            self.built = True

        def input_conv(self, x, w, padding="valid"):
            return backend.conv2d(x, w, padding=padding)

        def call(self, inputs, states, constants=None):
            mixed = self.input_conv(inputs, self.kernel)
            mixed = mixed + backend.conv2d(states[0], self.recurrent_kernel, padding="same")
            if constants is not None:
                mixed = mixed + backend.reshape(constants[0], (-1, 1, 1, self.filters))
            output = backend.tanh(mixed)
            return output, [output]

        def get_config(self):
            return dict(super().get_config(), filters=self.filters, width=self.width)

    return OwnConvCell
