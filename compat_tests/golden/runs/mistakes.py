"""Run a row of the mistakes table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.runs.texts import in_empty_folder, to_file

__all__ = ["builtin", "everything", "mistake"]


def mistake(keras, row):
    """Return the exception a row's source ends in, None where it ends well."""
    names = _names(keras)
    with in_empty_folder(), to_file():
        try:
            eval(row, names)
        except Exception as error:
            return error
    return None


def builtin(error):
    """Return the nearest type that Python itself has."""
    return next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")


def everything(keras, row):
    """Return the exception's type and message."""
    error = mistake(keras, row)
    if error is None:
        raise AssertionError("no error")
    kind = builtin(error)
    if kind is Exception:
        raise AssertionError(f"an error of the engine beneath: {error!r}")
    return {"type": kind.__name__, "message": " ".join(str(error).split())[:120]}


def _names(keras):
    layers, models = keras.layers, keras.models
    names = dict(vars(layers))
    names.update(keras=keras, K=keras.backend, np=np)
    names.update(Model=models.Model, Sequential=models.Sequential)
    random = np.random.RandomState(3)
    a, b = layers.Input((4,), name="a"), layers.Input((5, 4), name="b")
    net = models.Sequential([layers.Dense(3, input_dim=4, name="only")])
    raw = models.Sequential([layers.Dense(3, input_dim=4, name="only")])
    other = layers.Input((4,), name="other")
    two = models.Model(
        [a, other], [layers.Dense(3, name="out_a")(a), layers.Dense(3, name="out_b")(other)]
    )
    steps = models.Sequential([layers.LSTM(3, input_shape=(5, 3))])
    for model in (net, two, steps):
        model.compile("sgd", "mse")
    names.update(a=a, b=b, net=net, raw=raw, two=two, steps=steps)
    names.update(x=random.normal(size=(10, 4)), y=random.normal(size=(10, 3)))
    return names
