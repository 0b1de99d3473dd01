"""Run a row of the graph table in whichever Keras is given."""

from compat_tests.golden.seeded_arrays import array, random_of, weight
from compat_tests.golden.store import plain
from compat_tests.golden.tables.graphs import make

__all__ = ["everything", "predictions", "promises", "summary"]


def everything(keras, row):
    """Return all that is recorded of a row."""
    result = {"promises": promises(keras, row)}
    keras.backend.clear_session()
    text = summary(keras, row)
    wide = "Connected to" in text
    # The page of this project prints this table 100 wide by default, Keras 2.2.4 98.
    result["line_length"] = 98 if wide else None
    for length in [result["line_length"], 70, 120]:
        keras.backend.clear_session()
        result[f"summary {length}"] = summary(keras, row, length)
    keras.backend.clear_session()
    result["predictions"] = predictions(keras, row)
    return result


def promises(keras, row):
    """Return what the model says of itself: names, order, shapes, config."""
    model = make(keras, row)
    shape = keras.backend.int_shape
    return plain(
        {
            "name": model.name,
            "layers": [[type(layer).__name__, layer.name] for layer in model.layers],
            "config": model.get_config(),
            "input_names": getattr(model, "input_names", None),
            "output_names": getattr(model, "output_names", None),
            "input_shape": model.input_shape,
            "output_shape": model.output_shape,
            "weights": [[entry.name, shape(entry)] for entry in model.weights],
            "trainable_weights": [entry.name for entry in model.trainable_weights],
            "parameters": model.count_params(),
            "calls": [len(layer._inbound_nodes) for layer in model.layers],
            "updates": len(model.updates),
            "learning_phase": bool(model.uses_learning_phase),
            "losses": len(model.losses),
        }
    )


def summary(keras, row, line_length=None, positions=None):
    """Return the printed summary."""
    lines = []
    model = make(keras, row)
    model.summary(line_length=line_length, positions=positions, print_fn=lines.append)
    return "\n".join(lines)


def predictions(keras, row, config=None):
    """Return what the model predicts for drawn inputs with drawn weights.

    Args:
        keras: either Keras.
        row: the row.
        config: make the model from this config instead of drawing it.
    """
    model = make(keras, row)
    inputs = dict(zip(model.input_names, model.inputs))  # noqa: B905 - Python 3.7 runs this
    if config is not None:
        model = type(model).from_config(config)
    random = random_of(row)
    variables = [entry for layer in model.layers for entry in layer.weights]
    shapes = [(entry.name, keras.backend.int_shape(entry)) for entry in variables]
    drawn = iter([weight(random, name.split("/")[-1], shape) for name, shape in shapes])
    for layer in model.layers:
        layer.set_weights([next(drawn) for _ in layer.weights])
    feeds = {name: _feed(keras, random, entry) for name, entry in inputs.items()}
    # A config does not keep inputs that lead to no output.
    found = model.predict([feeds[name] for name in model.input_names], batch_size=2)
    return plain(found if isinstance(found, list) else [found])


def _feed(keras, random, tensor):
    whole = keras.backend.dtype(tensor) == "int32" or keras.backend.int_shape(tensor) == (None, 5)
    shape = (3, *tuple(keras.backend.int_shape(tensor))[1:])
    return array(random, shape, "ids:7" if whole else "normal")
