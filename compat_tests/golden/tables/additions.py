"""What Keras 2.3.1 has beyond 2.2.4: metric objects, loss objects, and models with both.

Real Keras 2.3.1 records this table (README.md says how); the others are 2.2.4's.
"""

__all__ = ["ROWS", "LossRow", "MetricRow", "ModelRow"]


class MetricRow:
    """A metric that takes three batches by hand.

    Args:
        code: source of the metric.
        y: what is drawn as targets, and its shape.
        p: what is drawn as predictions, and its shape.
        weights: shape of the weights; None for none.
    """

    def __init__(self, code, y, p, weights=None):
        self.code, self.y, self.p, self.weights = code, y, p, weights

    def __str__(self):
        drawn = "{} {} to {} {}".format(*self.p, *self.y)
        return f"{self.code} {drawn}" + (f" weights {self.weights}" if self.weights else "")


class LossRow(MetricRow):
    """A loss that is called by hand."""


class ModelRow:
    """A model that is compiled and trained by 2.3's habits.

    Args:
        outputs: the layers behind a hidden one, each `Dense(*arguments)`.
        compiled: source of the arguments of compile.
        y: what is drawn as targets, and its shape, for each output.
        fit: source of further arguments of fit.
        weighted: whether samples have weights.
        more: source of statements about `model`, `inputs`, `hidden` before it is compiled.
        mask: whether the model has masked steps.
    """

    def __init__(self, outputs, compiled, y, fit="", weighted=False, more="", mask=False):
        self.outputs, self.compiled, self.y = outputs, compiled, y
        self.fit, self.weighted, self.more, self.mask = fit, weighted, more, mask

    def __str__(self):
        words = [", ".join(map(str, self.outputs)), self.compiled, self.fit, self.more]
        words += ["weighted"] if self.weighted else []
        words += ["masked"] if self.mask else []
        return "; ".join(word for word in words if word)


ROWS = []
REAL = ("normal", (6, 4)), ("normal", (6, 4))
UNIT = ("bits", (6, 4)), ("unit", (6, 4))
BITS = ("bits", (12, 1)), ("unit", (12, 1))
CLASSES = ("one_hot", (6, 4)), ("rows", (6, 4))
SPARSE = ("ids:4", (6, 1)), ("rows", (6, 4))
POSITIVE = ("positive", (6, 4)), ("positive", (6, 4))
SIGNS = ("signs", (6, 4)), ("normal", (6, 4))
BINARY = ("bits", (6, 4)), ("normal", (6, 4))
STEPS = ("normal", (6, 5, 3)), ("normal", (6, 5, 3))


def metric(code, drawn, *weights):
    """Add a row without weights, and one for each shape of weights."""
    ROWS.extend(MetricRow(f"keras.metrics.{code}", *drawn, weights=w) for w in (None, *weights))


def loss(code, drawn, *weights):
    """Add a row without weights, and one for each shape of weights."""
    ROWS.extend(LossRow(f"keras.losses.{code}", *drawn, weights=w) for w in (None, *weights))


# ---- metrics
metric("MeanSquaredError()", REAL, (6,))
metric("MeanSquaredError(name='e', dtype='float32')", STEPS, (6,), (6, 5), (6, 1))
metric("MeanAbsoluteError()", REAL, (6,), (6, 1))
metric("MeanAbsolutePercentageError()", POSITIVE, (6,))
metric("MeanSquaredLogarithmicError()", POSITIVE, (6,))
metric("RootMeanSquaredError()", REAL, (6, 4))
metric("LogCoshError()", REAL, (6,))
metric("CosineSimilarity()", REAL, (6,))
metric("CosineSimilarity(axis=1)", STEPS)
metric("Hinge()", SIGNS, (6,))
metric("Hinge()", BINARY)
metric("SquaredHinge()", BINARY, (6,))
metric("CategoricalHinge()", (("one_hot", (6, 4)), ("normal", (6, 4))))
metric("KLDivergence()", (("rows", (6, 4)), ("rows", (6, 4))), (6,))
metric("Poisson()", POSITIVE, (6,))
metric("BinaryCrossentropy()", UNIT, (6,))
metric("BinaryCrossentropy()", (("bits", (6, 4)), ("bits", (6, 4))), (6,))
metric("BinaryCrossentropy(from_logits=True, label_smoothing=0.2)", BINARY, (6,))
metric("CategoricalCrossentropy()", CLASSES, (6,))
metric("CategoricalCrossentropy(label_smoothing=0.3)", CLASSES, (6,))
metric("CategoricalCrossentropy(from_logits=True)", (("one_hot", (6, 4)), ("normal", (6, 4))))
metric("SparseCategoricalCrossentropy()", SPARSE)
metric("Accuracy()", (("ids:3", (6, 4)), ("ids:3", (6, 4))), (6, 4))
metric("BinaryAccuracy()", UNIT, (6,))
metric("BinaryAccuracy(threshold=0.7)", BITS, (12,), (12, 1))
metric("CategoricalAccuracy()", CLASSES, (6,))
metric("SparseCategoricalAccuracy()", SPARSE, (6,))
metric("SparseCategoricalAccuracy()", (("ids:4", (6, 5, 1)), ("rows", (6, 5, 4))), (6,), (6, 5))
metric("TopKCategoricalAccuracy(k=2)", CLASSES, (6,))
metric("SparseTopKCategoricalAccuracy(k=2)", SPARSE, (6,))
for kind in ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"]:
    metric(f"{kind}()", BITS, (12,), (12, 1))
    metric(f"{kind}(thresholds=[0.8, 0.2, 0.5])", UNIT, (6, 4), (6, 1))
for kind in ["Precision", "Recall"]:
    metric(f"{kind}()", BITS, (12, 1))
    metric(f"{kind}(thresholds=[0.2, 0.5, 0.99])", UNIT, (6,), (6, 4))
    metric(f"{kind}(top_k=2)", UNIT)
    metric(f"{kind}(top_k=2, class_id=1)", UNIT)
    metric(f"{kind}(thresholds=0.4, class_id=3)", UNIT)
metric("SensitivityAtSpecificity(0.4)", BITS, (12, 1))
metric("SensitivityAtSpecificity(0.7, num_thresholds=1)", UNIT)
metric("SpecificityAtSensitivity(0.4, num_thresholds=10, name='s')", BITS, (12,))
metric("AUC()", BITS, (12,), (12, 1))
metric("AUC(num_thresholds=2)", BITS)
metric("AUC(thresholds=[0.3, 0.6, 0.1])", UNIT, (6, 4))
for curve in ["ROC", "PR"]:
    for method in ["interpolation", "minoring", "majoring"]:
        metric(f"AUC(num_thresholds=7, curve='{curve}', summation_method='{method}')", UNIT, (6, 4))

# ---- losses
loss("MeanSquaredError()", REAL, (6,), (6, 1))
loss("MeanSquaredError('sum')", STEPS, (6,), (6, 5))
loss("MeanAbsoluteError('none')", REAL, (6,))
loss("MeanAbsolutePercentageError()", POSITIVE, (6,))
loss("MeanSquaredLogarithmicError()", POSITIVE)
loss("BinaryCrossentropy()", UNIT, (6,))
loss("BinaryCrossentropy()", (("bits", (6, 4)), ("bits", (6, 4))), (6,))
loss("BinaryCrossentropy(from_logits=True)", BINARY, (6,))
loss("BinaryCrossentropy(label_smoothing=0.1, name='b')", UNIT)
loss("CategoricalCrossentropy()", CLASSES, (6,))
loss("CategoricalCrossentropy(label_smoothing=0.2)", CLASSES)
loss("CategoricalCrossentropy(from_logits=True)", (("one_hot", (6, 4)), ("normal", (6, 4))))
loss("SparseCategoricalCrossentropy()", SPARSE)
loss("SparseCategoricalCrossentropy(from_logits=True)", (("ids:4", (6,)), ("normal", (6, 4))))
loss("Hinge()", SIGNS, (6,))
loss("Hinge()", BINARY)
loss("SquaredHinge()", BINARY, (6,))
loss("CategoricalHinge()", (("one_hot", (6, 4)), ("normal", (6, 4))), (6,))
loss("Poisson()", POSITIVE, (6,))
loss("LogCosh()", REAL, (6,))
loss("KLDivergence()", (("rows", (6, 4)), ("rows", (6, 4))), (6,))
loss("Huber()", REAL, (6,))
loss("Huber(delta=0.3, reduction='sum')", STEPS, (6,))

# ---- models
ONE, TWO = [(1, "sigmoid")], [(3, "softmax"), (1, "sigmoid")]
YES = [("bits", (1,))]
BOTH = [("one_hot", (3,)), ("bits", (1,))]


def model(*arguments, **options):
    """Add a row."""
    ROWS.append(ModelRow(*arguments, **options))


model(ONE, "loss='binary_crossentropy', metrics=['accuracy']", YES)
model(ONE, "loss='binary_crossentropy', metrics=['acc', 'mse']", YES, weighted=True)
model(ONE, "loss='mse', metrics=['mae'], weighted_metrics=['accuracy']", YES, weighted=True)
model(ONE, "loss=keras.losses.BinaryCrossentropy(), metrics=['crossentropy']", YES)
model(ONE, "loss=keras.losses.Huber(0.3), metrics=[keras.metrics.AUC()]", YES, weighted=True)
model(
    ONE,
    "loss='mse', metrics=[keras.metrics.Precision(), keras.metrics.Recall(name='r')],"
    " weighted_metrics=[keras.metrics.TruePositives(), keras.metrics.MeanAbsoluteError()]",
    YES,
    weighted=True,
)
model(ONE, "loss=keras.losses.MeanSquaredError('sum'), metrics=[keras.metrics.mse]", YES)
model(ONE, "loss=keras.losses.MeanSquaredError('none'), metrics=['mse']", YES, weighted=True)
model(TWO, "loss=['categorical_crossentropy', 'mse'], metrics=['accuracy']", BOTH)
model(
    TWO,
    "loss={'out_1': 'categorical_crossentropy', 'out_2': keras.losses.Huber()},"
    " loss_weights=[0.5, 2.0], metrics={'out_2': [keras.metrics.AUC(), 'mae']}",
    BOTH,
)
model(TWO, "loss='mse', metrics=[keras.metrics.MeanSquaredError()]", BOTH)
model(TWO, "loss='mse', metrics=[['accuracy'], ['mae', 'mse']]", BOTH)
model(ONE, "loss='mse'", YES, fit="validation_split=0.25, validation_freq=2")
model(ONE, "loss='mse', metrics=['mse']", YES, fit="validation_split=0.25, validation_freq=[1, 3]")
model(ONE, "loss='mse', metrics=['mae']", YES, mask=True)
model(ONE, "loss=keras.losses.LogCosh(), metrics=[keras.metrics.AUC()]", YES, mask=True)
model(ONE, "loss='mse'", YES, more="model.add_metric(K.sum(hidden), name='total')")
model(
    ONE,
    "loss='mse', metrics=['mae']",
    YES,
    more="model.add_metric(keras.metrics.Sum(name='all')(hidden)); model.add_loss(K.mean(hidden))",
)
model(ONE, "loss='mse'", YES, fit="class_weight={0: 0.5, 1: 2.0}")
model(ONE, "loss='hinge', metrics=['hinge', 'squared_hinge', 'cosine_proximity']", YES)
model([(3, None)], "loss='hinge', metrics=['cosine_proximity', 'hinge']", [("bits", (3,))])
model(
    [(6, "softmax")],
    "loss='categorical_crossentropy',"
    " weighted_metrics=['top_k_categorical_accuracy', 'crossentropy', 'acc']",
    [("one_hot", (6,))],
    weighted=True,
)
model(
    [(4, "softmax")],
    "loss='sparse_categorical_crossentropy', metrics=['accuracy', 'sparse_categorical_accuracy']",
    [("ids:4", (1,))],
)
