"""Losses and metrics inside a model: averaged over samples, weighted, masked, given as they may be.

The model passes its input on, so a line says all: what is compiled, what is predicted and wanted.
"""

__all__ = ["ROWS", "ObjectiveRow"]


class ObjectiveRow:
    """A compiled model that predicts its input.

    Args:
        compiled: source of the arguments of compile, beside the optimizer.
        p: what is drawn as prediction, and its shape; a list of these for several outputs.
        y: what is drawn as target, and its shape.
        weights: shape of the sample weights, or a list; None for none.
        mask: whether steps of zeros are masked.
        custom: source of functions that `compiled` names.
    """

    def __init__(self, compiled, p, y, weights=None, mask=False, custom=""):
        self.compiled = compiled
        self.p = p if isinstance(p, list) else [p]
        self.y = y if isinstance(y, list) else [y]
        self.weights = weights if isinstance(weights, list) or weights is None else [weights]
        self.mask = mask
        self.custom = custom

    def __str__(self):
        words = [self.compiled] + ["{} {} to {} {}".format(*p, *y) for p, y in zip(self.p, self.y)]  # noqa: B905
        words += [f"weights {self.weights}"] if self.weights else []
        words += ["masked"] if self.mask else []
        return " ".join(words)


ROWS = []


def row(compiled, p, y, weights=None, mask=False, custom=""):
    """Add one row."""
    ROWS.append(ObjectiveRow(compiled, p, y, weights, mask, custom))


REAL = [("normal", (None, 4)), ("normal", (None, 4))]
STEPS = [("normal", (None, 6, 3)), ("normal", (None, 6, 3))]
CLASSES = [("rows", (None, 4)), ("one_hot", (None, 4))]
SPARSE = [("rows", (None, 4)), ("ids:4", (None, 1))]
BITS = [("unit", (None, 1)), ("bits", (None, 1))]
STEP_CLASSES = [("rows", (None, 6, 4)), ("one_hot", (None, 6, 4))]
STEP_SPARSE = [("rows", (None, 6, 4)), ("ids:4", (None, 6, 1))]
NAMES = [
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "hinge",
    "squared_hinge",
    "mean_squared_logarithmic_error",
    "categorical_hinge",
    "logcosh",
    "categorical_crossentropy",
    "binary_crossentropy",
    "kullback_leibler_divergence",
    "poisson",
    "cosine_proximity",
]
TEMPORAL = ", sample_weight_mode='temporal'"

for _name in NAMES:
    row(f"loss='{_name}'", *CLASSES)
    row(f"loss='{_name}'", *STEP_CLASSES, weights=(8,))
    row(f"loss='{_name}'", *STEP_CLASSES, mask=True)
    row(f"loss='{_name}'{TEMPORAL}", *STEP_CLASSES, weights=(8, 6), mask=True)
    row(f"loss=keras.losses.{_name}", *CLASSES, weights=(8,))
    if _name != "categorical_hinge":  # Keras: not a metric's name.
        row(
            f"loss='mse', metrics=['{_name}'], weighted_metrics=['{_name}']",
            *CLASSES,
            weights=(8,),
        )
row("loss='sparse_categorical_crossentropy'", *SPARSE)
row("loss='sparse_categorical_crossentropy'", *SPARSE, weights=(8,))
row("loss='sparse_categorical_crossentropy'", *STEP_SPARSE)
row("loss='sparse_categorical_crossentropy'", *STEP_SPARSE, mask=True)
row("loss='sparse_categorical_crossentropy'" + TEMPORAL, *STEP_SPARSE, weights=(8, 6))

for _metrics in ["['accuracy']", "['acc']", "['acc', 'mse']"]:
    row("loss='categorical_crossentropy', metrics=" + _metrics, *CLASSES)
    row("loss='sparse_categorical_crossentropy', metrics=" + _metrics, *SPARSE)
    row(
        "loss='sparse_categorical_crossentropy', metrics=['sparse_categorical_accuracy']"
        ", weighted_metrics=" + _metrics,
        *SPARSE,
        weights=(8,),
    )
    row("loss='binary_crossentropy', metrics=" + _metrics, *BITS)
    row("loss='mse', metrics=" + _metrics, *BITS)
    row("loss='mse', metrics=" + _metrics, *CLASSES)
    row("loss='categorical_crossentropy', metrics=" + _metrics, *STEP_CLASSES)
    row("loss='categorical_crossentropy', metrics=" + _metrics, *STEP_CLASSES, mask=True)
    row("loss='categorical_crossentropy', metrics=" + _metrics, *CLASSES, weights=(8,))
row("loss='categorical_crossentropy', metrics=['crossentropy', 'ce']", *CLASSES)
row("loss='sparse_categorical_crossentropy', metrics=['crossentropy']", *SPARSE)
row("loss='binary_crossentropy', metrics=['crossentropy', 'ce']", *BITS)
row("loss='binary_crossentropy', metrics=['acc']", ("unit", (None, 4)), ("bits", (None, 4)))
row(
    "loss='categorical_crossentropy', metrics=['top_k_categorical_accuracy']",
    ("rows", (None, 7)),
    ("one_hot", (None, 7)),
)
row(
    "loss='sparse_categorical_crossentropy', metrics=['sparse_top_k_categorical_accuracy']",
    ("rows", (None, 7)),
    ("ids:7", (None, 1)),
)
row(
    "loss='mse', metrics=['mae', 'mape', 'cosine', 'msle', 'poisson', 'logcosh', 'hinge']",
    ("rows", (None, 4)),
    ("rows", (None, 4)),
)
row("loss='mse', metrics=['mae']", *REAL)
row("loss='mse', metrics=['mae'], weighted_metrics=['mae', 'mse']", *REAL, weights=(8,))
row("loss='mse', weighted_metrics=['mae']", *STEPS, weights=(8,), mask=True)
row("loss='mse', metrics=['mae'], weighted_metrics=['mae']" + TEMPORAL, *STEPS, weights=(8, 6))
row("loss='mse', metrics=['mae']", *STEPS, mask=True)
row("loss=['mse'], metrics={'out_1': 'mae'}", *REAL)
row("loss={'out_1': 'mse'}, metrics=[keras.metrics.mae]", *REAL)
row("loss=lambda y, p: K.mean(K.square(y - p), axis=-1) * 2", *REAL)
row(
    "loss=ours, metrics=[ours, theirs]",
    *REAL,
    weights=(8,),
    custom="def ours(y, p): return K.sum(K.abs(y - p), axis=-1)\n"
    "def theirs(y, p): return K.mean(p)",
)
row("loss='mse', metrics=[scalar, 'mae']", *REAL, custom="def scalar(y, p): return K.max(p - y)")
row("loss=scalar", *REAL, custom="def scalar(y, p): return K.max(K.abs(p - y))")
row("loss='mse', loss_weights=[0.5]", *REAL)
row("loss='mse', loss_weights={'out_1': 0.5}, metrics=['mse']", *REAL)

_TWO = [[REAL[0], CLASSES[0]], [REAL[1], CLASSES[1]]]
row("loss='mse'", *_TWO)
row("loss='mse', metrics=['acc']", *_TWO)
row("loss=['mse', 'categorical_crossentropy'], metrics=['acc', 'mae']", *_TWO)
row("loss=['mse', 'categorical_crossentropy'], loss_weights=[0.2, 3.0]", *_TWO)
row("loss={'out_1': 'mse', 'out_2': 'mae'}, loss_weights={'out_1': 0.5}", *_TWO)
row("loss={'out_1': 'mse', 'out_2': 'mae'}, metrics={'out_2': ['acc', 'mse']}", *_TWO)
row("loss=['mse', None]", [REAL[0], CLASSES[0]], [REAL[1]])
row("loss={'out_2': 'mse'}", [REAL[0], CLASSES[0]], [CLASSES[1]])
row("loss='mse', weighted_metrics=['mae']", *_TWO, weights=[(8,), (8,)])
row(
    "loss='mse', metrics={'out_1': 'mae'}, weighted_metrics={'out_2': 'mae'}",
    *_TWO,
    weights=[(8,), None],
)
row(
    "loss='mse', sample_weight_mode=[None, 'temporal']",
    [REAL[0], STEPS[0]],
    [REAL[1], STEPS[1]],
    weights=[(8,), (8, 6)],
)
row(
    "loss='mse', sample_weight_mode={'out_1': None, 'out_2': 'temporal'}",
    [REAL[0], STEPS[0]],
    [REAL[1], STEPS[1]],
    weights=[None, (8, 6)],
)
