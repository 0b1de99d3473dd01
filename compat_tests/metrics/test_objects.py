"""Metric objects by hand: on real values, on symbols, and those that a user writes."""

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch import metrics

RANDOM = np.random.RandomState(3)
BITS, SHARES = RANDOM.randint(0, 2, (40, 1)), RANDOM.uniform(size=(40, 1))


class WeightedHits(metrics.Metric):
    """Counts, by the habits of 2019: updates are returned, or made of the variable itself."""

    def __init__(self, name="hits", how="returned", **kwargs):
        super().__init__(name=name, **kwargs)
        self.how = how
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.seen = self.add_weight("seen", shape=(2,), initializer="ones")

    def update_state(self, y_true, y_pred, sample_weight=None):
        found = K.cast(K.equal(K.round(y_pred), K.cast(y_true, K.floatx())), K.floatx())
        if sample_weight is not None:
            found = found * K.cast(sample_weight, K.floatx())
        if self.how == "assigned":
            self.hits.assign_add(K.sum(found))
            self.seen.assign(self.seen + 1.0)
            return None
        if self.how == "added":
            self.add_update(K.update_add(self.hits, K.sum(found)))
        updates = [K.update(self.seen, self.seen + 1.0)]
        return updates if self.how == "added" else [K.update_add(self.hits, K.sum(found)), *updates]

    def result(self):
        return self.hits + 10.0 * self.seen[1]

    def get_config(self):
        return dict(super().get_config(), how=self.how)


def hits(weights=1.0):
    return float(np.sum((np.round(SHARES) == BITS) * weights))


@pytest.mark.parametrize("how", ["returned", "added", "assigned"])
def test_a_metric_of_the_user_s_keeps_its_state(how, device):
    metric = WeightedHits(how=how)
    metric.update_state(BITS, SHARES)
    metric.update_state(BITS.tolist(), torch.as_tensor(SHARES), sample_weight=np.full((40, 1), 2.0))
    assert float(metric.result()) == 3 * hits() + 30
    metric.reset_states()
    assert float(metric.result()) == 0
    assert float(metric(BITS, SHARES)) == hits() + 10


@pytest.mark.parametrize("how", ["returned", "added", "assigned"])
def test_a_metric_of_the_user_s_works_in_a_model(how, device):
    model = keras.Sequential([keras.layers.Activation("linear", input_shape=(1,))])
    model.compile("sgd", "mse", metrics=[WeightedHits(how=how)])
    results = model.fit(SHARES, BITS, batch_size=10, epochs=2, verbose=0).history
    assert results["hits"] == [hits() + 40] * 2  # Each epoch begins at zero; it has four batches.
    assert model.evaluate(SHARES, BITS, batch_size=20, verbose=0)[1] == hits() + 20


def test_updates_of_symbols_are_run_by_the_user():
    y, p = K.placeholder((None, 1)), K.placeholder((None, 1))
    metric = metrics.BinaryAccuracy()
    result = metric(y, p)
    accuracy = hits() / 40
    function = K.function([y, p], [result, metric.result()])
    np.testing.assert_allclose(function([BITS, SHARES]), [accuracy] * 2, rtol=1e-6)
    np.testing.assert_allclose(function([BITS, 1 - BITS]), [accuracy / 2] * 2, rtol=1e-6)
    assert K.eval(metric.count) == 80


def test_what_update_state_gives_may_be_evaluated():
    metric = metrics.Mean()
    assert K.eval(metric(100)) == 100
    total, count = metric.update_state([1, 5])
    assert (K.eval(total), K.eval(count)) == (106, 3)
    assert K.get_session().run([total, count]) == [106, 3]
    assert K.eval(metric.update_state(K.constant([3.0, 3.0]))[0]) == 112


def test_mean_and_sum_weigh_values():
    values, weights = RANDOM.normal(size=(4, 3)), RANDOM.uniform(size=4)
    for shape in [(4,), (4, 1)]:
        mean, total = metrics.Mean(), metrics.Sum()
        mean.update_state(values, sample_weight=weights.reshape(shape))
        total.update_state(values, sample_weight=weights.reshape(shape))
        weighted = values * weights[:, None]
        np.testing.assert_allclose(float(mean.result()), weighted.sum() / weights.sum() / 3, 1e-5)
        np.testing.assert_allclose(float(total.result()), weighted.sum(), rtol=1e-5)


def test_mean_iou_is_the_overlap_of_classes(device):
    y, p = RANDOM.randint(0, 4, (5, 6)), RANDOM.randint(0, 4, (5, 6))
    y[y == 2], p[p == 2] = 1, 1  # Class 2 does not occur, and does not count.
    for weights in [None, RANDOM.uniform(size=(5, 6))]:
        metric = metrics.MeanIoU(num_classes=4)
        each = np.ones((5, 6)) if weights is None else weights
        shares = []
        for kind in (0, 1, 3):
            both = each[(y == kind) & (p == kind)].sum()
            shares.append(both / each[(y == kind) | (p == kind)].sum())
        for part in (slice(0, 2), slice(2, 5)):
            some = None if weights is None else weights[part]
            metric.update_state(y[part], p[part].astype("float32"), sample_weight=some)
        np.testing.assert_allclose(float(metric.result()), np.mean(shares), rtol=1e-5)


def test_mean_iou_refuses_other_classes():
    with pytest.raises((IndexError, RuntimeError)):
        metrics.MeanIoU(num_classes=2).update_state([0, 1], [1, 2])


def test_mean_relative_error_is_over_given_sizes():
    metric = metrics.MeanRelativeError(normalizer=[1.0, 3.0, 0.0, 2.0])
    metric.update_state([1.0, 3.0, 2.0, 3.0], [2.0, 4.0, 6.0, 8.0])
    np.testing.assert_allclose(float(metric.result()), (1 + 1 / 3 + 0 + 2.5) / 4, rtol=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
def test_counts_at_thresholds_are_those_of_a_plain_comparison(weighted):
    thresholds = [0.9, 0.1, 0.5, 0.5, float(np.float32(SHARES[3, 0]))]
    weights = RANDOM.uniform(size=(40, 1)) if weighted else None
    each = np.ones((40, 1)) if weights is None else weights
    shares = SHARES.astype("float32")
    shares[7] = np.nan  # What is no number exceeds nothing.
    positive = shares > np.float32(thresholds)
    kinds = {
        "TruePositives": positive & (BITS == 1),
        "FalsePositives": positive & (BITS == 0),
        "TrueNegatives": ~positive & (BITS == 0),
        "FalseNegatives": ~positive & (BITS == 1),
    }
    for name, found in kinds.items():
        metric = getattr(metrics, name)(thresholds)
        metric.update_state(BITS, shares, sample_weight=weights)
        np.testing.assert_allclose(metric.result().cpu(), (found * each).sum(0), rtol=1e-5)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: metrics.AUC(num_thresholds=1), "num_thresholds"),
        (lambda: metrics.AUC(curve="LINE"), "Invalid AUC curve"),
        (lambda: metrics.AUC(summation_method="all"), "Invalid AUC summation method"),
        (lambda: metrics.Precision(thresholds=[0.5, 1.5]), r"must be in \[0, 1\].*1\.5"),
        (lambda: metrics.SensitivityAtSpecificity(1.5), "specificity"),
        (lambda: metrics.SpecificityAtSensitivity(0.5, num_thresholds=0), "num_thresholds"),
        (lambda: metrics.Mean()([1.0, 2.0], sample_weight=[1.0, 2.0, 3.0]), "Incompatible shapes"),
    ],
)
def test_what_is_no_metric_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_metric_needs_its_methods():
    with pytest.raises(NotImplementedError, match="update_state"):
        metrics.Metric()(1, 2)


def test_metrics_are_found_by_name_and_configuration(monkeypatch):
    made = metrics.deserialize(metrics.serialize(metrics.AUC(num_thresholds=9, name="a")))
    assert (type(made), made.name, made.num_thresholds) == (metrics.AUC, "a", 9)
    assert metrics.get("accuracy") is metrics.accuracy
    with keras.utils.CustomObjectScope({"WeightedHits": WeightedHits}):
        assert metrics.get(metrics.serialize(WeightedHits(how="added"))).how == "added"
    monkeypatch.setattr(metrics, "my_own", np.mean, raising=False)
    assert metrics.get("my_own") is np.mean  # Programs make functions known so.


def test_copies_have_a_state_of_their_own():
    first = metrics.Precision(0.3, name="p")
    first.update_state(BITS, SHARES)
    second = metrics.clone_metric(first)
    assert second.get_config() == first.get_config()
    assert float(second.result()) == 0 < float(first.result())
    assert metrics.clone_metrics({"a": first, "b": "mse"})["b"] == "mse"
