"""tf.keras beside that of TensorFlow 1.15."""

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import tf_keras

tf = keras.backend.tf


@each_row("tf_keras", "run")
def test_program_does_what_it_does_in_tf_keras(row, record, close):
    close(tf_keras.everything(keras, row), record)


def test_a_model_is_loaded_with_its_optimizer_and_layers(tmp_path):
    tk = tf.keras
    layers = [tk.layers.Dense(2, input_shape=(3,)), tk.layers.LayerNormalization()]
    model = tk.models.Sequential(layers)
    model.compile(tk.optimizers.RMSprop(0.1, momentum=0.5), "mse")
    model.train_on_batch(np.ones((4, 3)), np.ones((4, 2)))
    model.save(tmp_path / "model.h5")
    loaded = tk.models.load_model(tmp_path / "model.h5")
    assert type(loaded.optimizer) is tk.optimizers.RMSprop
    assert loaded.optimizer.momentum == 0.5
    for each in (model, loaded):
        each.train_on_batch(np.ones((4, 3)), np.zeros((4, 2)))
    for one, other in zip(model.get_weights(), loaded.get_weights(), strict=True):
        np.testing.assert_allclose(one, other)


def test_modules_are_those_of_keras():
    assert tf.keras.layers.Dense is keras.layers.Dense
    assert tf.keras.backend is keras.backend
    assert tf.keras.datasets.mnist.load_data is keras.datasets.mnist.load_data
    assert isinstance(tf.keras.optimizers.Adam(), keras.optimizers.Adam)
    assert "Dense" in dir(tf.keras.layers)
    assert "Attention" in tf.keras.layers.__all__
    with pytest.raises(AttributeError, match=r"tf\.keras\.layers\.MultiHeadAttention"):
        tf.keras.layers.MultiHeadAttention  # noqa: B018 - to be asked for is its use.


REFUSED = {
    "ragged": lambda: tf.keras.Input((3,), ragged=True),
    "renorm": lambda: tf.keras.layers.BatchNormalization(renorm=True),
    "virtual_batch_size": lambda: tf.keras.layers.BatchNormalization(virtual_batch_size=2),
    "axis": lambda: tf.keras.layers.BatchNormalization(axis=[1, 2]),
    "profile_batch": lambda: tf.keras.callbacks.TensorBoard(profile_batch=5),
}


@pytest.mark.parametrize("word", REFUSED)
def test_arguments_that_are_not_honoured_are_refused(word):
    with pytest.raises(NotImplementedError, match=word):
        REFUSED[word]()


def test_a_checkpoint_is_saved_by_samples(tmp_path):
    model = tf.keras.models.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    for freq, saved in ((8, 3), ("epoch", 2)):
        folder = tmp_path / str(freq)
        folder.mkdir()
        counts = iter(range(9))

        class Numbered(tf.keras.callbacks.ModelCheckpoint):
            def _save(self, path, folder=folder, counts=counts):
                super()._save(str(folder / f"{next(counts)}.h5"))

        checkpoint = Numbered("unused", save_freq=freq)
        x, y = np.ones((12, 2)), np.ones((12, 1))
        model.fit(x, y, batch_size=4, epochs=2, verbose=0, callbacks=[checkpoint])
        assert len(list(folder.iterdir())) == saved
    with pytest.raises(ValueError, match="save_freq"):
        tf.keras.callbacks.ModelCheckpoint("unused", save_freq="batch")
