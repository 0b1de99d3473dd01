"""Layers and cells as programs of their own have them, for rows to use: Keras is passed in."""

__all__ = ["own_layers"]


def own_layers(keras):
    """Return the classes by name."""
    return {
        "OwnConvCell": _conv_cell(keras),
        "OwnDropCell": _drop_cell(keras),
        "OldSimple": _simple(keras),
        "OldPhased": _phased(keras),
        "OldDecoder": _decoder(keras),
        "OldConv": _conv(keras),
    }


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


def _drop_cell(keras):
    backend, recurrent = keras.backend, keras.layers.recurrent

    class OwnDropCell(keras.layers.Layer):
        """Draws its dropout by the private function that LSTM's cell uses."""

        def __init__(self, units, rate, **kwargs):
            super().__init__(**kwargs)
            self.units = self.state_size = units
            self.rate = rate
            self.drops = None

        def build(self, input_shape):
            self.kernel = self.add_weight(
                name="kernel", shape=(input_shape[-1], self.units), initializer="uniform"
            )
            self.built = True

        def call(self, inputs, states, training=None):
            if self.drops is None:
                ones = backend.ones_like(states[0])
                first = recurrent._generate_dropout_mask(ones, self.rate, training=training)
                self.drops = [
                    first,
                    *recurrent._generate_dropout_mask(ones, self.rate, training, count=2),
                ]
            output = backend.dot(inputs, self.kernel)
            for drop in self.drops:
                output = output * drop + states[0]
            output._uses_learning_phase = True
            return output, [output]

        def get_config(self):
            return dict(super().get_config(), units=self.units, rate=self.rate)

    return OwnDropCell


def _simple(keras):
    backend = keras.backend

    class OldSimple(keras.layers.Recurrent):
        """One state; the smallest subclass of Recurrent."""

        @keras.legacy.interfaces.legacy_recurrent_support
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.state_spec = keras.engine.InputSpec(shape=(None, units))

        def build(self, input_shape):
            if isinstance(input_shape, list):
                input_shape = input_shape[0]
            batch = input_shape[0] if self.stateful else None
            self.input_spec[0] = keras.engine.InputSpec(shape=(batch, None, input_shape[2]))
            self.states = [None]
            if self.stateful:
                self.reset_states()
            self.kernel = self.add_weight(
                shape=(input_shape[-1], self.units), name="kernel", initializer="uniform"
            )
            # As Keras 1 did: the shape comes first.
            self.recurrent_kernel = self.add_weight(
                (self.units, self.units), name="recurrent_kernel", initializer="orthogonal"
            )
            self.built = True

        def step(self, inputs, states):
            output = backend.relu(
                backend.dot(inputs, self.kernel) + backend.dot(states[0], self.recurrent_kernel)
            )
            return output, [output]

        def get_config(self):
            return dict(super().get_config(), units=self.units)

    return OldSimple


def _phased(keras):
    backend = keras.backend

    class OldPhased(keras.legacy.layers.Recurrent):
        """A phased LSTM (Neil et al. 2016) as programs of that time have it.

        The last feature is the time of a step; a gate that opens and closes with it decides how
        much of the new states counts. The inputs are multiplied before the loop.
        """

        def __init__(self, units, dropout=0.0, leak=0.1, **kwargs):
            super().__init__(**kwargs)
            self.units, self.dropout, self.leak = units, dropout, leak
            spec = keras.engine.InputSpec(shape=(None, units))
            self.state_spec = [spec, spec, spec]

        def build(self, input_shape):
            if isinstance(input_shape, list):
                input_shape = input_shape[0]
            batch = input_shape[0] if self.stateful else None
            self.input_spec[0] = keras.engine.InputSpec(shape=(batch, None, input_shape[2]))
            self.states = [None, None, None]
            if self.stateful:
                self.reset_states()
            sizes = {"kernel": input_shape[2] - 1, "recurrent_kernel": self.units}
            for name, size in sizes.items():
                weight = self.add_weight(
                    shape=(size, self.units * 4), name=name, initializer="glorot_uniform"
                )
                setattr(self, name, weight)
            self.bias = self.add_weight(shape=(self.units * 4,), name="bias", initializer="zeros")
            self.timegate = self.add_weight(
                shape=(3, self.units), name="timegate", initializer="ones"
            )
            self.kernel_c = self.kernel[:, self.units * 2 : self.units * 3]
            self.built = True

        def preprocess_input(self, inputs, training=None):
            x, time = inputs[:, :, :-1], inputs[:, :, -1:]
            mixed = backend.bias_add(backend.dot(x, self.kernel), self.bias)
            return backend.concatenate([mixed, backend.abs(time)], axis=2)

        def get_constants(self, inputs, training=None):
            ones = backend.ones_like(backend.reshape(inputs[:, 0, 0], (-1, 1)))
            ones = backend.tile(ones, (1, self.units))

            def dropped():
                return backend.dropout(ones, self.dropout)

            if not 0 < self.dropout < 1:
                return [[backend.cast_to_floatx(1.0) for _ in range(4)]]
            return [[backend.in_train_phase(dropped, ones, training=training) for _ in range(4)]]

        def step(self, inputs, states):
            h, c, last_time, drops = states
            mixed = inputs[:, : self.units * 4]
            time = last_time + inputs[:, self.units * 4 :]
            parts = []
            for gate in range(4):
                columns = slice(self.units * gate, self.units * (gate + 1))
                state = backend.dot(h * drops[gate], self.recurrent_kernel[:, columns])
                parts.append(mixed[:, columns] + state)
            i, f, o = (backend.hard_sigmoid(parts[place]) for place in (0, 1, 3))
            period, shift, share = (backend.abs(self.timegate[row]) + 0.5 for row in range(3))
            phase = (time - shift) / period
            phase = phase - backend.stop_gradient(backend.round(phase))
            openness = backend.switch(
                backend.less(phase, share / 2.0), phase * 2.0 / share, self.leak * phase
            )
            new_c = f * c + i * backend.tanh(parts[2])
            new_c = openness * new_c + (1.0 - openness) * c
            new_h = openness * o * backend.tanh(new_c) + (1.0 - openness) * h
            if self.dropout > 0:
                new_h._uses_learning_phase = True
            return new_h, [new_h, new_c, time]

        def get_config(self):
            return dict(
                super().get_config(), units=self.units, dropout=self.dropout, leak=self.leak
            )

    return OldPhased


def _decoder(keras):
    backend = keras.backend

    class OldDecoder(keras.layers.recurrent.Recurrent):
        """Attends to all steps at each step; starts from a state that it computes."""

        def __init__(self, units, **kwargs):
            self.units = units
            super().__init__(return_sequences=True, **kwargs)

        def build(self, input_shape):
            self.batch_size, self.timesteps, self.input_dim = input_shape
            self.states = [None, None]
            shapes = {
                "V": (self.units,),
                "W": (self.units, self.units),
                "U": (self.input_dim, self.units),
                "first": (self.input_dim, self.units),
                "C": (self.input_dim, self.units),
            }
            for name, shape in shapes.items():
                weight = self.add_weight(shape=shape, name=name, initializer="glorot_uniform")
                setattr(self, name, weight)
            self.input_spec = [
                keras.engine.InputSpec(shape=(self.batch_size, self.timesteps, self.input_dim))
            ]
            self.built = True

        def call(self, x):
            self.all_steps = x
            self.projected = backend.dot(x, self.U)
            return super().call(x)

        def get_initial_state(self, inputs):
            state = backend.tanh(backend.dot(inputs[:, 0], self.first))
            return [state, backend.zeros_like(state)]

        def step(self, x, states):
            output_before, state = states
            query = backend.repeat(backend.dot(state, self.W), self.timesteps)
            scores = backend.sum(backend.tanh(query + self.projected) * self.V, axis=2)
            context = backend.batch_dot(backend.softmax(scores), self.all_steps, axes=1)
            state = backend.tanh(backend.dot(context, self.C) + state)
            return state + output_before, [state, state]

        def compute_output_shape(self, input_shape):
            return (None, self.timesteps, self.units)

        def get_config(self):
            config = dict(super().get_config(), units=self.units)
            config.pop("return_sequences")
            return config

    return OldDecoder


def _conv(keras):
    backend = keras.backend

    class OldConv(keras.legacy.layers.ConvRecurrent2D):
        """The smallest subclass of ConvRecurrent2D."""

        def build(self, input_shape):
            self.states = [None]
            axis = 2 if self.data_format == "channels_first" else -1
            self.kernel = self.add_weight(
                shape=(*self.kernel_size, input_shape[axis], self.filters),
                name="kernel",
                initializer="uniform",
            )
            self.built = True

        def convolved(self, x, kernel):
            return backend.conv2d(
                x,
                kernel,
                strides=self.strides,
                padding=self.padding,
                data_format=self.data_format,
                dilation_rate=self.dilation_rate,
            )

        def get_initial_state(self, inputs):
            return [self.convolved(backend.sum(backend.zeros_like(inputs), axis=1), self.kernel)]

        def step(self, inputs, states):
            output = 0.5 * states[0] + self.convolved(inputs, self.kernel)
            return output, [output]

    return OldConv
