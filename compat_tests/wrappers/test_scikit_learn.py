"""Keras models as scikit-learn's estimators: as in Keras 2.2.4, with the scikit-learn of today."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.wrappers.scenarios import ROWS, built, data_for, played
from keras_on_torch.wrappers.scikit_learn import BaseWrapper, KerasClassifier, KerasRegressor

sklearn = importlib.import_module("sklearn")
RECORDED = json.loads(Path(__file__).with_name("scikit_learn.json").read_text("utf8"))


def model(hidden=2, callback=None):
    return built(keras, 3, "softmax", "categorical_crossentropy", hidden, ["accuracy"])


def plain(value):
    """Return what JSON makes of a value."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("row", ROWS)
def test_does_what_keras_does(row, close):
    got, wanted = plain(played(keras, row)), RECORDED[row]
    assert got.pop("params") == wanted.pop("params")
    close(got, wanted)


# ---- parameters
@pytest.mark.parametrize(
    ("source", "params"),
    [
        ("KerasClassifier(model, hidden=3, epochs=2)", {"hidden": 3, "epochs": 2}),
        ("KerasClassifier(model, nb_epoch=3)", {"nb_epoch": 3}),
        ("KerasRegressor(model, sample_weight=3, steps=2)", {"sample_weight": 3, "steps": 2}),
        ("KerasClassifier(model).set_params(hidden=7)", {"hidden": 7}),
    ],
)
def test_takes_the_arguments_of_the_function_and_of_models(source, params):
    assert eval(source).get_params() == {**params, "build_fn": model}


@pytest.mark.parametrize(
    "source",
    [
        "KerasClassifier(model, nothing=3)",
        "KerasClassifier(model, kwargs=3)",
        "KerasClassifier(model).set_params(nothing=3)",
        "KerasClassifier(model).set_params(build_fn=model)",
        "BaseWrapper(model).check_params({'nothing': 3})",
    ],
)
def test_refuses_other_arguments(source):
    with pytest.raises(ValueError, match="is not a legal parameter"):
        eval(source)


def test_needs_something_that_makes_models():
    with pytest.raises(AttributeError, match="__call__"):
        KerasRegressor()


def test_refuses_labels_of_three_axes():
    with pytest.raises(ValueError, match=r"Invalid shape for y: \(2, 2, 2\)"):
        KerasClassifier(model).fit(np.zeros((2, 4)), np.zeros((2, 2, 2)))


def test_a_score_needs_the_accuracy():
    def without():
        return built(keras, 3, "softmax", "categorical_crossentropy")

    x, y = data_for("KerasClassifier")
    classifier = KerasClassifier(without, verbose=0)
    classifier.fit(x, y)
    with pytest.raises(ValueError, match="not configured to compute accuracy"):
        classifier.score(x, y)


def test_arguments_are_chosen_by_function():
    wrapper = BaseWrapper(model, hidden=3, epochs=2, batch_size=5)
    assert wrapper.filter_sk_params(model) == {"hidden": 3}
    chosen = wrapper.filter_sk_params(keras.models.Sequential.predict, {"verbose": 1})
    assert chosen == {"batch_size": 5, "verbose": 1}


# ---- the scikit-learn of today
def test_an_estimator_given_a_list_is_cloned():
    callbacks = [keras.callbacks.Callback()]
    clone = sklearn.base.clone(KerasClassifier(model, callbacks=callbacks))
    assert len(clone.sk_params["callbacks"]) == 1


def test_each_training_has_callbacks_of_its_own():
    callback = keras.callbacks.History()
    x, y = data_for("KerasClassifier")
    KerasClassifier(model, callbacks=[callback], verbose=0).fit(x, y)
    assert not hasattr(callback, "history")


@pytest.mark.parametrize(
    ("kind", "is_classifier", "is_regressor"),
    [(KerasClassifier, True, False), (KerasRegressor, False, True), (BaseWrapper, False, False)],
)
def test_scikit_learn_knows_the_kind(kind, is_classifier, is_regressor):
    estimator = kind(model)
    assert sklearn.base.is_classifier(estimator) is is_classifier
    assert sklearn.base.is_regressor(estimator) is is_regressor
    assert sklearn.utils.get_tags(estimator).target_tags.required


def test_folds_of_a_classifier_hold_all_classes():
    selection = importlib.import_module("sklearn.model_selection")
    x, _ = data_for("KerasClassifier")
    y = np.repeat([0, 1, 2], 6)  # Plain folds would leave a class out of each training.
    folds = selection.cross_val_score(KerasClassifier(model, verbose=0), x, y, cv=3)
    assert np.isfinite(folds).all()
    scored = selection.cross_validate(
        KerasClassifier(model, epochs=2, verbose=0),
        x,
        y,
        cv=3,
        scoring=["accuracy", "roc_auc_ovr", "neg_log_loss"],
        error_score="raise",
    )
    assert np.isfinite(scored["test_roc_auc_ovr"]).all()


def test_a_pipeline_knows_whether_it_is_fitted():
    validation = importlib.import_module("sklearn.utils.validation")
    regressor = KerasRegressor(model, verbose=0)
    with pytest.raises(importlib.import_module("sklearn.exceptions").NotFittedError):
        validation.check_is_fitted(regressor)
    regressor.fit(*data_for("KerasClassifier(method,"))
    validation.check_is_fitted(regressor)


def test_the_names_are_there_without_scikit_learn():
    program = (
        "import sys; sys.modules['sklearn'] = None\n"
        "import keras_on_torch as keras\n"
        "wrapper = keras.wrappers.scikit_learn.KerasClassifier(lambda units=1: None, units=2)\n"
        "print(wrapper.get_params()['units'])\n"
        "try: wrapper.__sklearn_tags__()\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0] == "2"
    assert "pip install scikit-learn" in done.stdout
