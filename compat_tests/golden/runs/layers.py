"""Run a row of the layer table in whichever Keras is given."""

from compat_tests.golden.runs.own_layers import own_layers
from compat_tests.golden.seeded_arrays import array, concrete, random_of, weight
from compat_tests.golden.store import plain

__all__ = ["differentiate", "everything", "promises", "values"]


class Built:
    """A row's layer, called on symbolic inputs."""

    def __init__(self, keras, row, config=None):
        self.backend, self.row = keras.backend, row
        own = own_layers(keras)
        names = dict(vars(keras.layers), K=self.backend, keras=keras, **own)
        for setting, value in row.settings.items():
            getattr(self.backend, "set_" + setting)(value)
        self.inputs = [
            keras.layers.Input(batch_shape=shape, dtype=row.dtype) for shape in row.shapes
        ]
        x = [keras.layers.Masking()(entry) for entry in self.inputs] if row.mask else self.inputs
        self.layer = eval(row.code, names)
        if config is not None:
            with keras.utils.CustomObjectScope(own):
                self.layer = type(self.layer).from_config(config)
        x = x if len(x) > 1 or row.listed else x[0]
        outputs = eval(row.call, dict(names, layer=self.layer, x=x))
        self.outputs = outputs if isinstance(outputs, list) else [outputs]
        mask = self.layer.get_output_mask_at(0)
        self.masks = mask if isinstance(mask, list) else [mask]

    def feeds(self):
        random = random_of(self.row, "inputs")
        shapes = [concrete(shape, *self.row.sizes) for shape in self.row.shapes]
        arrays = [array(random, shape, self.row.kind) for shape in shapes]
        if self.row.mask:
            # Sample 0 is whole; 1 ends early, 2 starts late, others have holes, the last is empty.
            for index, entry in enumerate(arrays):
                entry[1, -2 + index :] = 0.0
                entry[2, : 1 + index] = 0.0
                entry[3:, 1 + index] = 0.0
                entry[-1] = 0.0
        return arrays

    def set_weights(self):
        random = random_of(self.row, "weights")
        shapes = [(entry.name, self.backend.int_shape(entry)) for entry in self.layer.weights]
        self.layer.set_weights([weight(random, name, shape) for name, shape in shapes])

    def run(self, tensors, phase, updates=(), more_inputs=(), more_feeds=()):
        """Return the values of `tensors`, None for those that are None."""
        known = [entry for entry in tensors if entry is not None]
        inputs = self.inputs + list(more_inputs) + [self.backend.learning_phase()]
        function = self.backend.function(inputs, known, updates=list(updates))
        arrays = iter(function(self.feeds() + list(more_feeds) + [phase]) if known else [])
        return [None if entry is None else next(arrays) for entry in tensors]


def promises(keras, row):
    """Return what the layer says of itself: shapes, config, weights."""
    built = Built(keras, row)
    layer, shape = built.layer, built.backend.int_shape
    shapes = row.shapes if len(row.shapes) > 1 or row.listed else row.shapes[0]
    return plain(
        {
            "name": layer.name,
            "output": [[shape(entry), built.backend.dtype(entry)] for entry in built.outputs],
            "output_shape": layer.output_shape,
            "compute_output_shape": layer.compute_output_shape(shapes),
            "config": _without_code(plain(layer.get_config())),
            "trainable_weights": [[entry.name, shape(entry)] for entry in layer.trainable_weights],
            "other_weights": [[entry.name, shape(entry)] for entry in layer.non_trainable_weights],
            "weights": [entry.name for entry in layer.weights],
            "parameters": layer.count_params(),
            "losses": len(layer.losses),
            "updates": len(layer.updates),
            "stateful": bool(layer.stateful),
            "supports_masking": bool(layer.supports_masking),
            "learning_phase": [
                bool(getattr(entry, "_uses_learning_phase", False)) for entry in built.outputs
            ],
        }
    )


def values(keras, row, config=None):
    """Return what the layer computes in each phase, and what a call leaves behind.

    Args:
        keras: either Keras.
        row: the row.
        config: make the layer from this config instead of from the row's code.
    """
    result = {}
    for phase in row.phases:
        keras.backend.clear_session()
        built = Built(keras, row, config)
        depends = any(getattr(entry, "_uses_learning_phase", False) for entry in built.outputs)
        if phase and not depends and not built.layer.updates:
            continue
        built.set_weights()
        wanted = built.outputs + built.masks + list(built.layer.losses)
        arrays = built.run(wanted, phase, updates=built.layer.updates)
        outputs, masks = len(built.outputs), len(built.masks)
        found = {
            "outputs": arrays[:outputs],
            "masks": arrays[outputs : outputs + masks],
            "losses": arrays[outputs + masks :],
        }
        if built.layer.updates:
            found["weights_after"] = keras.backend.batch_get_value(
                built.layer.non_trainable_weights
            )
            found["second_outputs"] = built.run(built.outputs, phase, built.layer.updates)
        result[f"phase {phase}"] = plain(found)
    return result


def differentiate(keras, row):
    """Return d(sum of drawn numbers * outputs + losses) by each input and trainable weight."""
    built = Built(keras, row)
    backend = built.backend
    built.set_weights()
    random = random_of(row, "coefficients")
    found = built.run(built.outputs, 0)
    feeds = [array(random, entry.shape) for entry in found]
    factors = [backend.placeholder(shape=backend.int_shape(entry)) for entry in built.outputs]
    total = sum(backend.sum(entry * factor) for entry, factor in zip(built.outputs, factors))  # noqa: B905
    for loss in built.layer.losses:
        total = total + backend.sum(loss)
    gradients = backend.gradients(total, built.inputs + list(built.layer.trainable_weights))
    arrays = built.run(gradients, 0, more_inputs=factors, more_feeds=feeds)
    return plain({"inputs": arrays[: len(built.inputs)], "weights": arrays[len(built.inputs) :]})


def everything(keras, row):
    """Return all that is recorded of a row."""
    result = {"promises": promises(keras, row), "values": values(keras, row)}
    keras.backend.clear_session()
    result["gradients"] = differentiate(keras, row)
    return result


def _without_code(config):
    """Return a config without the bytecode of lambdas, which each Python writes its own way."""
    if isinstance(config, dict):
        return {key: _without_code(entry) for key, entry in config.items()}
    if isinstance(config, list):
        code = len(config) == 3 and isinstance(config[0], str)
        return "code" if code else [_without_code(entry) for entry in config]
    return config
