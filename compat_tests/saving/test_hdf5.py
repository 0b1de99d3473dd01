"""Models in HDF5 files: the layout, where they are read from, writing as a whole or not at all."""

import io
import json
import stat

import h5py
import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.layers import Activation, Conv2D, Dense, Input, Lambda
from keras_on_torch.models import Model, Sequential, load_model, model_from_yaml, save_model
from keras_on_torch.saving import load_attributes_from_hdf5_group


def compiled(*more):
    model = Sequential([Dense(3, input_dim=4, name="first"), *more, Dense(2, name="last")])
    model.compile("adam", "mse", metrics=["mae"])
    model.train_on_batch(np.ones((2, 4)), np.ones((2, 2)))
    return model


def same(one, other):
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "model.h5")


# ---- layout
def test_the_layout_is_keras_s(path):
    compiled().save(path)
    with h5py.File(path) as file:
        assert sorted(file) == ["model_weights", "optimizer_weights"]
        assert file.attrs["keras_version"] == "2.2.4"
        assert file.attrs["backend"] == "tensorflow"
        weights = file["model_weights"]
        assert weights.attrs["layer_names"].tolist() == [b"first", b"last"]
        assert weights["first"].attrs["weight_names"].tolist() == [
            b"first/kernel:0",
            b"first/bias:0",
        ]
        assert weights["first"]["first/kernel:0"].shape == (4, 3)
        assert json.loads(file.attrs["model_config"])["class_name"] == "Sequential"
        training = json.loads(file.attrs["training_config"])
        assert sorted(training) == [
            "loss",
            "loss_weights",
            "metrics",
            "optimizer_config",
            "sample_weight_mode",
        ]
        assert training["optimizer_config"]["class_name"] == "Adam"
        assert len(file["optimizer_weights"].attrs["weight_names"]) == 13


def test_weights_alone_have_no_model_around_them(path):
    compiled(Activation("relu")).save_weights(path)
    with h5py.File(path) as file:
        assert sorted(file.attrs) == ["backend", "keras_version", "layer_names"]
        assert file["activation_1"].attrs["weight_names"].tolist() == []


def test_long_lists_of_names_are_kept_in_pieces(path):
    long = "a_name_as_long_as_generated_code_makes_them_" * 5
    layers = [Activation("linear", name=f"{long}{number}") for number in range(330)]
    model = compiled(*layers)
    model.save(path)
    with h5py.File(path) as file:
        names = file["model_weights"].attrs
        assert "layer_names" not in names
        assert "layer_names1" in names
        found = load_attributes_from_hdf5_group(file["model_weights"], "layer_names")
        assert found == [layer.name for layer in model.layers]
    same(load_model(path), model)


def test_numbers_and_functions_in_configurations_become_words(path):
    def half(y_true, y_pred):
        return K.mean(y_pred - y_true, axis=-1) / 2

    model = Sequential([Dense(np.int64(3), input_dim=4)])
    model.compile("sgd", half, metrics=[half, "mae"])
    model.save(path)
    with pytest.raises(ValueError, match="half"):
        load_model(path)
    again = load_model(path, custom_objects={"half": half})
    assert again.metrics == [half, "mae"]
    assert again.loss is half


# ---- where from and where to
def test_open_groups_files_and_dicts_hold_models(path):
    model = compiled()
    with h5py.File(path, "w") as file:
        group = file.create_group("within")
        model.save(group)
        save_model(model, file.create_group("light"), include_optimizer=False)
        same(load_model(group), model)
        with pytest.warns(UserWarning, match="not\\* compiled"):
            same(load_model(file["light"]), model)
    kept = {}
    save_model(model, kept)
    same(load_model(kept), model)
    memory = io.BytesIO()
    model.save_weights(memory)
    fresh = compiled()
    fresh.load_weights(memory)
    same(fresh, model)


def test_weights_are_read_from_whole_models_too(path, tmp_path):
    model, fresh = compiled(), compiled()
    model.save(tmp_path / "path.h5")
    fresh.load_weights(tmp_path / "path.h5")
    same(fresh, model)


def test_the_optimizer_goes_on_where_it_was(path):
    model = compiled()
    model.save(path)
    again = load_model(path)
    x, y = np.ones((2, 4)), np.zeros((2, 2))
    assert again.train_on_batch(x, y) == pytest.approx(model.train_on_batch(x, y), rel=1e-6)
    uncompiled = load_model(path, compile=False)
    assert uncompiled.optimizer is None


def test_says_what_is_wrong_with_a_file(path, tmp_path):
    model = compiled()
    model.save_weights(path)
    with pytest.raises(ValueError, match=r"No model found.*load_weights"):
        load_model(path)
    with pytest.raises(OSError, match="nowhere"):
        load_model(str(tmp_path / "nowhere.h5"))
    with pytest.raises(OSError, match="no folder"):
        model.save(str(tmp_path / "nowhere" / "model.h5"))
    for act in (lambda: model.save(3), lambda: load_model(3), lambda: model.save(io.BytesIO())):
        with pytest.raises(TypeError, match="Required Group, str or dict"):
            act()
    with pytest.raises(ValueError, match="containing 2 layers into a model with 1 layers"):
        Sequential([Dense(3, input_dim=4)]).load_weights(path)
    with pytest.raises(ValueError, match="shape"):
        Sequential([Dense(9, input_dim=4), Dense(2)]).load_weights(path)


# ---- by name
def test_by_name_takes_what_fits(path):
    model = compiled()
    model.save_weights(path)
    other = Sequential([Dense(3, input_dim=4, name="first"), Dense(7, name="last")])
    with pytest.raises(ValueError, match=r'"last".*shape'):
        other.load_weights(path, by_name=True)
    with pytest.warns(UserWarning, match="mismatch in shape"):
        other.load_weights(path, by_name=True, skip_mismatch=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    fewer = Sequential([Dense(3, input_dim=4, name="first", use_bias=False)])
    with pytest.warns(UserWarning, match="number of weights"):
        fewer.load_weights(path, by_name=True, skip_mismatch=True)


def test_kernels_may_be_brought_into_another_shape(path):
    flat = Sequential([Conv2D(2, (1, 4), input_shape=(1, 4, 3), name="c")])
    flat.save_weights(path)
    square = Sequential([Conv2D(2, (2, 2), input_shape=(2, 2, 3), name="c")])
    square.load_weights(path, reshape=True)
    found, stored = square.get_weights()[0], flat.get_weights()[0]
    np.testing.assert_array_equal(found, stored.reshape(2, 2, 3, 2))
    with pytest.raises(ValueError, match="equal size"):
        Sequential([Conv2D(2, 3, input_shape=(3, 3, 3))]).load_weights(path, reshape=True)


# ---- as a whole or not at all
class Unwritable(Layer):
    """A layer in whose weights writing stops."""

    broken = True

    @property
    def weights(self):
        if self.broken:
            raise KeyboardInterrupt
        return []


@pytest.mark.parametrize("act", ["save", "save_weights"])
def test_a_write_that_is_interrupted_leaves_the_old_file(path, tmp_path, act):
    compiled().save(path)
    before = (tmp_path / "model.h5").read_bytes()
    x = Input((4,))
    layer = Unwritable()
    layer.broken = False
    model = Model(x, layer(Dense(3)(x)))
    layer.broken = True
    with pytest.raises(KeyboardInterrupt):
        getattr(model, act)(path)
    assert (tmp_path / "model.h5").read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["model.h5"]


def test_a_file_keeps_its_mode_and_its_links(path, tmp_path):
    compiled().save(path)
    (tmp_path / "model.h5").chmod(0o640)
    (tmp_path / "link.h5").symlink_to("model.h5")
    model = compiled()
    model.save(str(tmp_path / "link.h5"))
    assert (tmp_path / "link.h5").is_symlink()
    assert stat.S_IMODE((tmp_path / "model.h5").stat().st_mode) == 0o640
    same(load_model(path), model)


@pytest.mark.parametrize(("answer", "replaced"), [("y", True), ("n", False)])
def test_asks_before_it_replaces_a_file(path, monkeypatch, answer, replaced, capsys):
    old, new = compiled(), compiled()
    old.save(path)
    monkeypatch.setattr("builtins.input", lambda question: answer)
    new.save(path, overwrite=False)
    same(load_model(path), new if replaced else old)


# ---- code in files
def test_no_code_of_a_file_is_run(path):
    Sequential([Lambda(lambda x: x + 1, input_shape=(3,))]).save(path)
    with h5py.File(path, "r+") as file:  # As if another process had written it.
        config = json.loads(file.attrs["model_config"])
        code = config["config"]["layers"][0]["config"]["function"]
        code[0] = code[0].replace("\n", "") + "\n"
        file.attrs["model_config"] = json.dumps(config)
    with pytest.raises(ValueError, match="custom_objects"):
        load_model(path)


def test_yaml_makes_no_objects_of_python():
    with pytest.raises(ValueError, match="could not determine a constructor"):
        model_from_yaml('!!python/object/apply:os.system ["true"]')
