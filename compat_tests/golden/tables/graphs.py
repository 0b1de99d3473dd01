"""Models that a seeded generator draws: shared layers, nested models, many inputs and outputs."""

import numpy as np

__all__ = ["ROWS", "GraphRow", "make"]


class GraphRow:
    """A drawn model.

    Args:
        kind: "flat" (layers only), "nested" (models inside too), "images" or "sequential".
        seed: of the draw.
        size: how many layers are called.
    """

    def __init__(self, kind, seed, size):
        self.kind = kind
        self.seed = seed
        self.size = size

    def __str__(self):
        return f"{self.kind} graph {self.seed} of {self.size}"


ROWS = [GraphRow("flat", seed, 4 + seed) for seed in range(14)]
ROWS += [GraphRow("nested", seed, 4 + seed) for seed in range(14)]
ROWS += [GraphRow("images", seed, 3 + seed) for seed in range(8)]
ROWS += [GraphRow("sequential", seed, 2 + seed) for seed in range(8)]


def make(keras, row):
    """Return the model of a row."""
    maker = _Maker(keras, row.seed)
    if row.kind == "sequential":
        return maker.sequential(row.size)
    return maker.graph(row.size, images=row.kind == "images", depth=int(row.kind == "nested"))


class _Maker:
    """Draws layers that fit tensors; the same draws in every Keras."""

    def __init__(self, keras, seed, random=None):
        self.keras, self.layers = keras, keras.layers
        self.random = random or np.random.RandomState(seed)
        self.called = []

    def pick(self, entries):
        return entries[self.random.randint(len(entries))]

    def shape(self, tensor):
        return tuple(self.keras.backend.int_shape(tensor))[1:]

    def graph(self, size, images=False, depth=0):
        """Return a functional model of about `size` calls."""
        inputs = [self.input(images) for _ in range(1 + self.random.randint(3))]
        tensors = list(inputs)
        for _ in range(size):
            tensors.append(self.step(tensors, depth))
        unused = tensors[len(inputs) :][-self.random.randint(1, 4) :]
        outputs = [self.flat(entry) if self.random.rand() < 0.5 else entry for entry in unused]
        single = len(inputs) == 1 and self.random.rand() < 0.5
        name = self.pick([None, None, "drawn", "a_model_with_a_rather_long_name_of_its_own"])
        return self.keras.models.Model(
            inputs[0] if single else inputs,
            outputs[0] if len(outputs) == 1 else outputs,
            name=name,
        )

    def input(self, images):
        if images:
            return self.layers.Input(shape=(6, 6, int(self.random.randint(1, 4))))
        kind = self.random.randint(4)
        name = self.pick([None, None, None, f"in_{self.random.randint(1000)}"])
        if kind == 0:
            return self.layers.Input(shape=(5,), dtype="int32", name=name)
        return self.layers.Input(shape=(4,) if kind == 1 else (5, 3), name=name)

    def step(self, tensors, depth):
        """Call something on some of the tensors."""
        choice = self.random.rand()
        tensor = tensors[-1] if self.random.rand() < 0.6 else self.pick(tensors)
        if self.is_whole(tensor):
            return self.call(self.layers.Embedding(7, int(self.random.randint(2, 5))), tensor)
        if choice < 0.15:
            again = [
                layer
                for layer, shape in self.called
                if shape == self.shape(tensor) and not self.is_whole(tensor)
            ]
            if again:
                return self.pick(again)(tensor)
        if choice < 0.4 and len(tensors) > 1:
            return self.merge(tensor, tensors)
        if choice < 0.55 and depth:
            return self.nest(tensor, depth)
        return self.call(self.layer(self.shape(tensor)), tensor)

    def is_whole(self, tensor):
        return self.keras.backend.dtype(tensor) == "int32"

    def call(self, layer, tensor):
        if not self.is_whole(tensor):
            self.called.append((layer, self.shape(tensor)))
        return layer(tensor)

    def merge(self, tensor, tensors):
        usable = [entry for entry in tensors if not self.is_whole(entry)]
        same = [entry for entry in usable if self.shape(entry) == self.shape(tensor)]
        names = ["Add", "Multiply", "Average", "Maximum", "Concatenate"]
        if len(same) > 1:
            others = [self.pick(same) for _ in range(self.random.randint(1, 3))]
            return getattr(self.layers, self.pick(names))()([tensor, *others])
        other = self.flat(self.pick(usable))
        return self.layers.concatenate([self.flat(tensor), other], name=None)

    def flat(self, tensor):
        if len(self.shape(tensor)) == 1:
            return tensor
        return self.layers.Flatten()(tensor)

    def nest(self, tensor, depth):
        """Call a small model, once or twice."""
        layers, shape = self.layers, self.shape(tensor)
        if self.random.rand() < 0.3:
            inner = self.keras.models.Sequential(
                name=self.pick([None, f"inner_{len(self.called)}"])
            )
            inner.add(layers.Dense(int(shape[-1]), input_shape=shape))
            inner.add(layers.Activation("tanh"))
        else:
            x = layers.Input(shape=shape)
            maker = _Maker(self.keras, None, self.random)
            y = x
            for _ in range(self.random.randint(1, 4)):
                y = maker.step([x, y], depth - 1)
            inner = self.keras.models.Model(x, y)
        self.called.append((inner, shape))
        once = inner(tensor)
        if self.random.rand() < 0.3 and self.shape(once) == shape:
            return inner(once)
        return once

    def layer(self, shape):
        """Return a new layer for inputs of a shape."""
        layers, units = self.layers, int(self.random.randint(1, 6))
        words = {} if self.random.rand() < 0.8 else {"name": f"layer_{self.random.randint(10**6)}"}
        general = [
            lambda: layers.Dense(units, **words),
            lambda: layers.Dense(units, activation="relu", use_bias=False),
            lambda: layers.Activation(self.pick(["relu", "tanh", "sigmoid"]), **words),
            lambda: layers.Dropout(0.5),
            lambda: layers.BatchNormalization(),
            lambda: layers.LeakyReLU(),
        ]
        special = {
            1: [lambda: layers.Reshape((-1, 1)), lambda: layers.RepeatVector(units)],
            2: [
                lambda: layers.LSTM(units, **words),
                lambda: layers.LSTM(units, return_sequences=True),
                lambda: layers.SimpleRNN(units),
                lambda: layers.Bidirectional(layers.GRU(units, return_sequences=True)),
                lambda: layers.TimeDistributed(layers.Dense(units), **words),
                lambda: layers.Conv1D(units, 1),
                lambda: layers.Flatten(**words),
                lambda: layers.Permute((2, 1)),
                lambda: layers.GlobalMaxPooling1D(),
            ],
            3: [
                lambda: layers.Conv2D(units, (3, 3), padding="same", **words),
                lambda: layers.Conv2D(units, 1, activation="relu"),
                lambda: layers.ZeroPadding2D(),
                lambda: layers.MaxPooling2D(padding="same"),
                lambda: layers.GlobalAveragePooling2D(),
                lambda: layers.Flatten(),
            ],
        }[len(shape)]
        return self.pick(general if self.random.rand() < 0.4 else special)()

    def sequential(self, size):
        """Return a Sequential model."""
        layers, keras = self.layers, self.keras
        model = keras.models.Sequential(name=self.pick([None, "stack"]))
        start = self.random.randint(3)
        if start == 0:
            model.add(layers.Embedding(7, 3, input_length=5))
        elif start == 1:
            model.add(layers.Dense(3, input_shape=self.pick([(4,), (5, 4)])))
        else:
            model.add(layers.Conv2D(2, 3, input_shape=(6, 6, 1)))
        for number in range(size):
            shape = tuple(model.output_shape)[1:]
            if self.random.rand() < 0.15 and number != 3:
                inner = keras.models.Sequential()
                inner.add(layers.Dense(3, input_shape=shape))
                inner.add(self.layer((*shape[:-1], 3)))
                model.add(inner)
            else:
                model.add(self.layer(shape))
            if number == 3 and not any(isinstance(e, type(model)) for e in model.layers):
                model.pop()
        return model
