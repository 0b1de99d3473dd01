"""What programs do with Keras models as scikit-learn's estimators, in whichever Keras is given."""

import numpy as np
from sklearn.base import clone
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

__all__ = ["ROWS", "Builder", "built", "played", "words"]

ROWS = [
    "KerasClassifier(softmax, epochs=3)",
    "KerasClassifier(softmax, hidden=3, epochs=2, batch_size=7)",
    "KerasClassifier(sparse, epochs=3)",
    "KerasClassifier(sigmoid, epochs=3)",
    "KerasClassifier(method, epochs=2)",
    "KerasClassifier(builder, hidden=3, epochs=2)",
    "Derived(hidden=3, epochs=2)",
    "KerasRegressor(linear, epochs=3)",
    "KerasRegressor(measured, epochs=2, batch_size=4)",
    "KerasRegressor(pair, epochs=2)",
]

# What each takes as labels: words or numbers in one column, or one-hot rows.
TARGETS = {"softmax": "abc", "sparse": "abc", "sigmoid": "ab", "method": "one_hot"}


def built(keras, units, activation, loss, hidden=2, metrics=None):
    """Return a compiled model whose first weights are the same everywhere."""
    random = np.random.RandomState(5)
    sizes = [(4, hidden), (hidden, units)]
    kernels = [random.normal(size=size) for size in sizes]
    layers = [
        keras.layers.Dense(hidden, activation="tanh", input_dim=4),
        keras.layers.Dense(units, activation=activation),
    ]
    model = keras.models.Sequential(layers)
    model.set_weights([kernels[0], np.zeros(hidden), kernels[1], np.zeros(units)])
    model.compile(keras.optimizers.SGD(0.5), loss, metrics=metrics)
    return model


class Builder:
    """Makes models: by being called, and by a method.

    Args:
        keras: the Keras.
    """

    def __init__(self, keras):
        self.keras = keras

    def __call__(self, hidden=2):
        return built(self.keras, 3, "softmax", "categorical_crossentropy", hidden, ["accuracy"])

    def of_method(self, hidden=2):
        return self(hidden)

    def __deepcopy__(self, memo):
        return Builder(self.keras)  # A module cannot be copied.


def names_of(keras):
    """Return what the rows name."""
    wrappers = keras.wrappers.scikit_learn

    def softmax(hidden=2):
        return built(keras, 3, "softmax", "categorical_crossentropy", hidden, ["accuracy"])

    def sparse(hidden=2):
        return built(keras, 3, "softmax", "sparse_categorical_crossentropy", hidden, ["accuracy"])

    def sigmoid(hidden=2):
        return built(keras, 1, "sigmoid", "binary_crossentropy", hidden, ["accuracy"])

    def linear(hidden=2):
        return built(keras, 1, None, "mse", hidden)

    def measured(hidden=2):
        return built(keras, 1, None, "mse", hidden, ["mae"])

    def pair(hidden=2):
        return built(keras, 2, None, "mse", hidden)

    class Derived(wrappers.KerasClassifier):
        def __call__(self, hidden=2):
            return softmax(hidden)

    builder = Builder(keras)
    made = [softmax, sparse, sigmoid, linear, measured, pair, Derived]
    return {
        **{one.__name__: one for one in made},
        "KerasClassifier": wrappers.KerasClassifier,
        "KerasRegressor": wrappers.KerasRegressor,
        "method": builder.of_method,
        "builder": builder,
    }


def data_for(row):
    """Return samples and targets for a row."""
    random = np.random.RandomState(9)
    x = random.normal(size=(18, 4))
    if "Regressor" in row:
        y = x[:, :2] * 0.5 + 1.0
        return x, y if "pair" in row else y[:, 0]
    kind = next((TARGETS[name] for name in TARGETS if f"({name}," in row), "abc")
    labels = np.argmax(x[:, :3], axis=1)
    labels[:3] = labels[-3:] = [0, 1, 2]  # Each half has all classes.
    if kind == "one_hot":
        return x, np.eye(3)[labels]
    return x, np.array(list("abc"))[np.minimum(labels, len(kind) - 1)]


def estimator(keras, row):
    """Return the row's estimator."""
    made = eval(row, names_of(keras))
    made.sk_params.update(shuffle=False, verbose=0)
    return made


def words(estimator):
    """Return an estimator's parameters as texts."""
    return {
        name: type(value).__name__ if callable(value) else repr(value)
        for name, value in estimator.get_params().items()
    }


def searched(made, x, y):
    """Return what a search over the model's and the training's arguments finds."""
    grid = {"hidden": [2, 3], "epochs": [1, 4]}
    search = GridSearchCV(made, grid, cv=KFold(2), error_score="raise").fit(x, y)
    return {
        "scores": search.cv_results_["mean_test_score"].tolist(),
        "best": sorted(search.best_params_.items()),
        "refitted": float(search.score(x, y)),
    }


def played(keras, row):
    """Return what an estimator gives, trained by itself and by scikit-learn's tools."""
    x, y = data_for(row)
    made = estimator(keras, row)
    history = made.fit(x, y)
    told = {
        "params": words(clone(made)),
        "history": {name: list(map(float, values)) for name, values in history.history.items()},
        "predictions": made.predict(x).tolist(),
        "score": float(made.score(x, y)),
    }
    if hasattr(made, "predict_proba"):
        told["probabilities"] = made.predict_proba(x).tolist()
        told["classes"] = [made.classes_.tolist(), made.n_classes_]
        weights = np.linspace(0.0, 2.0, len(x))
        weighted = clone(made)
        weighted.fit(x, y, sample_weight=weights)
        told["weighted"] = weighted.predict_proba(x[:3]).tolist()
    told["folds"] = cross_val_score(made, x, y, cv=KFold(2), error_score="raise").tolist()
    told["search"] = searched(made, x, y)
    line = Pipeline([("scale", StandardScaler()), ("net", made)]).fit(x, y, net__epochs=2)
    told["pipeline"] = [line.predict(x[:4]).tolist(), float(line.score(x, y))]
    if y.ndim == 1:
        told["apart"] = cross_val_predict(made, x, y, cv=KFold(2)).ravel().tolist()
    if y.ndim == 1 and "Classifier" in row:
        scorer = make_scorer(accuracy_score)
        told["scored"] = cross_val_score(
            made, x, y, cv=KFold(2), scoring=scorer, error_score="raise"
        ).tolist()
    return told
