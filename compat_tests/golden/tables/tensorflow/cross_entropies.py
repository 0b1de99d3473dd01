"""Losses between labels and logits."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Numbers,
    TFRow,
    Variable,
    calls,
    each,
    unique,
)

X = A(3, 4)
SHARES = A(kind=[[0.1, 0.2, 0.3, 0.4], [0.0, 1.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]])
ANY = A(3, 4, kind="positive")  # rows that do not add up to one
CLASSES = A(kind=[0, 3, 1], dtype="int32")
SOFTMAX = "nn.softmax_cross_entropy_with_logits nn.softmax_cross_entropy_with_logits_v2"
SPARSE = "nn.sparse_softmax_cross_entropy_with_logits"


def named(functions, **kwargs):
    """Return a row for each function, of arguments by name."""
    return [TFRow(function, [], kwargs) for function in functions.split()]


ROWS = unique(
    named(SOFTMAX, labels=SHARES, logits=X),
    named(SOFTMAX, labels=ANY, logits=X, name="losses"),
    named(SOFTMAX, labels=A(3, 4, dtype="int32", kind=2), logits=X),
    named(SOFTMAX, labels=A(3, 4, dtype="float64", kind="positive"), logits=X),
    named(
        SOFTMAX, labels=A(3, 4, dtype="float16", kind="positive"), logits=A(3, 4, dtype="float16")
    ),
    named(SOFTMAX, labels=A(2, 3, 4, kind="positive"), logits=A(2, 3, 4)),
    named(SOFTMAX, labels=A(2, 3, 4, kind="positive"), logits=A(2, 3, 4), dim=1),
    named(SOFTMAX, labels=ANY, logits=X, dim=0),
    named(
        "nn.softmax_cross_entropy_with_logits_v2",
        labels=A(2, 3, 4, kind="positive"),
        logits=A(2, 3, 4),
        axis=0,
    ),
    named(SOFTMAX, labels=[[0.0, 1.0]], logits=[[1.0, 2.0]]),
    named(SPARSE, labels=CLASSES, logits=X),
    named(SPARSE, labels=A(kind=[0, 3, 1], dtype="int64"), logits=X, name="losses"),
    named(SPARSE, labels=A(2, 3, dtype="int32", kind=4), logits=A(2, 3, 4)),
    named(SPARSE, labels=A(dtype="int32", kind=4), logits=A(4)),
    named(SPARSE, labels=CLASSES, logits=A(3, 4, dtype="float64")),
    named(SPARSE, labels=CLASSES, logits=A(3, 4, dtype="float16")),
    named(SPARSE, labels=[1, 0], logits=[[1.0, 2.0], [0.0, 0.5]]),
    named(SPARSE, labels=Numbers(3, dtype="int64", kind=4), logits=Variable(3, 4)),
    named("nn.sigmoid_cross_entropy_with_logits", labels=ANY, logits=X),
    named(
        "nn.sigmoid_cross_entropy_with_logits",
        labels=A(2, kind=[0.0, 1.0]),
        logits=A(kind=[0.0, 100.0]),
    ),
    named(
        "nn.sigmoid_cross_entropy_with_logits",
        labels=A(2, 3, dtype="float64"),
        logits=A(2, 3, dtype="float64"),
        name="each",
    ),
    calls("nn.weighted_cross_entropy_with_logits", [ANY, X, 2.0], [ANY, X, A(4, kind="positive")]),
    named("nn.weighted_cross_entropy_with_logits", targets=ANY, logits=X, pos_weight=0.5),
    named(
        "nn.weighted_cross_entropy_with_logits",
        labels=ANY,
        logits=A(kind=[[0.0, 100.0, -100.0, 1.0]] * 3),
        pos_weight=0.5,
    ),
    each(
        "nn.log_poisson_loss", A(kind=[0.0, 1.0, 2.0, 5.0]), A(4), compute_full_loss=[False, True]
    ),
    calls(
        "nn.compute_average_loss", [A(4)], [A(4), A(4, kind="positive")], [A(4), None, 8], [A(2, 3)]
    ),
    calls("nn.scale_regularization_loss", [A()], [A(3)]),
    # refused
    calls(SOFTMAX.split()[0], [SHARES, SHARES, X]),
    calls(SPARSE, [CLASSES, CLASSES, X]),
    named(SOFTMAX.split()[0], labels=SHARES),
    named(SOFTMAX.split()[0], labels=SHARES, logits=X, axis=1),
    named(SOFTMAX, labels=A(3, 5), logits=X),
    named(SPARSE, labels=A(3, 1, dtype="int32", kind=4), logits=X),
    named(SPARSE, labels=A(2, dtype="int32", kind=4), logits=X),
    named(SPARSE, labels=A(3), logits=X),
    named(SPARSE, labels=A(kind=[0, 4, 1], dtype="int32"), logits=X),
    named(SPARSE, labels=A(kind=[0, -1, 1], dtype="int32"), logits=X),
    named(SPARSE, labels=A(dtype="int32", kind=4), logits=A()),
    named("nn.sigmoid_cross_entropy_with_logits", labels=A(3), logits=X),
    named("nn.sigmoid_cross_entropy_with_logits", labels=A(3, 4, dtype="int32", kind=2), logits=X),
    named("nn.sigmoid_cross_entropy_with_logits", labels=ANY),
    named("nn.weighted_cross_entropy_with_logits", labels=A(3), logits=X, pos_weight=1.0),
)
