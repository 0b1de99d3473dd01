"""Arrays of every layout are taken wherever an array is; words are refused by their name."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K

LAYOUTS = {
    "backwards": lambda a: a[::-1, ::-1],
    "mirrored": lambda a: a[:, ::-1],
    "big-endian": lambda a: a.astype(">f4"),
    "big-endian float64, backwards": lambda a: a.astype(">f8")[::-1],
    "read-only": lambda a: np.broadcast_to(a[:1], a.shape),
    "every other": lambda a: np.repeat(a, 2, axis=1)[:, ::2],
    "column by column": lambda a: np.asfortranarray(a),
    "unaligned": lambda a: _unaligned(a),
    "long": lambda a: a.astype(np.longdouble),
    "objects": lambda a: a.astype(object),
    "bytes": lambda a: (a * 10).astype("uint8")[::-1],
    "big-endian int32": lambda a: (a * 10).astype(">i4"),
}


def _unaligned(array):
    """Return a field of records whose length is no multiple of that of a number."""
    records = np.zeros(array.shape, dtype=[("flag", "u1"), ("number", "f4")])
    records["number"] = array
    return records["number"]


def model(**options):
    made = keras.models.Sequential([keras.layers.Dense(2, input_shape=(3,), use_bias=False)])
    made.compile(keras.optimizers.SGD(0.1), "mse", **options)
    made.set_weights([np.ones((3, 2))])
    return made


def trained(view):
    net = model()
    net.fit(view, np.asarray(view, "float64")[:, :2], batch_size=2, verbose=0, shuffle=False)
    return net.get_weights()[0]


def on_batch(view):
    net = model()
    net.train_on_batch(view, np.asarray(view, "float64")[:, :2])
    return net.get_weights()[0]


def in_variable(function):
    return lambda view: K.eval(function(K.variable(np.ones((4, 3))), view))


def set_and_read(view):
    variable = K.variable(np.zeros((4, 3)))
    K.set_value(variable, view)
    return K.get_value(variable)


def weights_set(view):
    layer = keras.layers.Dense(3, input_shape=(4,), use_bias=False)
    keras.models.Sequential([layer])
    layer.set_weights([view])
    return layer.get_weights()[0]


def fed(view):
    x = K.placeholder((None, 3))
    return K.function([x], [x * 2.0])([view])[0]


# Where an array is taken: what is computed of it.
PLACES = {
    "K.variable": lambda view: K.get_value(K.variable(view)),
    "K.constant": lambda view: K.eval(K.constant(view)),
    "+": in_variable(lambda x, view: x + view),
    "K.maximum": in_variable(lambda x, view: K.maximum(x, K.constant(view))),
    "K.concatenate": in_variable(lambda x, view: K.concatenate([x, K.cast(view, "float32")])),
    "K.dot": in_variable(lambda x, view: K.dot(x, K.cast(view.T, "float32"))),
    "K.set_value": set_and_read,
    "set_weights": weights_set,
    "weights=": lambda view: keras.models.Sequential(
        [keras.layers.Embedding(4, 3, weights=[view], input_length=1)]
    ).get_weights()[0],
    "K.function": fed,
    "predict": lambda view: model().predict(view),
    "fit": trained,
    "train_on_batch": on_batch,
    "predict_on_batch": lambda view: model().predict_on_batch(view),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_array_of_any_layout_is_taken(layout, place, close):
    view = LAYOUTS[layout](np.arange(12.0, dtype="float32").reshape(4, 3) / 10.0)
    plain = np.ascontiguousarray(view.astype("float32"))
    close(np.asarray(PLACES[place](view), "float32"), np.asarray(PLACES[place](plain), "float32"))


def test_what_is_computed_of_a_view_is_what_its_numbers_give():
    view = np.arange(12.0).reshape(4, 3)[::-1, ::-1]
    assert K.eval(K.variable(np.ones((4, 3))) + view).tolist() == (view + 1.0).tolist()
    assert model().predict(view)[:, 0].tolist() == view.sum(1).tolist()


WORDS = np.array([["1", "word", "2"]] * 4)
REFUSE_WORDS = {
    **{place: PLACES[place] for place in ("K.variable", "K.constant", "K.set_value")},
    **{place: PLACES[place] for place in ("set_weights", "K.function", "predict")},
    "fit": lambda words: model().fit(words, np.zeros((4, 2)), verbose=0),
    "train_on_batch": lambda words: model().train_on_batch(words, np.zeros((4, 2))),
    "targets": lambda words: model().fit(np.zeros((4, 3)), words[:, :2], verbose=0),
    "sample_weight": lambda words: model().fit(
        np.zeros((4, 3)), np.zeros((4, 2)), sample_weight=words[:, 1], verbose=0
    ),
    "objects": lambda words: model().predict(words.astype(object)),
    "+": lambda words: K.placeholder((4, 3)) + words,
    "K.cast_to_floatx": K.cast_to_floatx,
    "to_categorical": lambda words: keras.utils.to_categorical(words[:, 1]),
}


@pytest.mark.parametrize("place", REFUSE_WORDS)
def test_words_are_refused_by_name(place):
    with pytest.raises(ValueError, match="could not convert string to float: 'word'"):
        REFUSE_WORDS[place](WORDS)


@pytest.mark.parametrize("word", ["word", ["word", "other"]], ids=str)
def test_a_word_for_a_number_is_of_a_wrong_type(word):
    for make in (K.variable, K.constant):
        with pytest.raises(TypeError, match="'word' of type 'str'"):
            make(word)
