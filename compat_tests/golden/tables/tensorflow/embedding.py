"""Rows of tables."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Numbers,
    TFRow,
    Variable,
    call,
    calls,
    each,
    unique,
)

IDS = A(kind=[2, 0, 2], dtype="int32")
SQUARE = A(kind=[[0, 4], [3, 1]], dtype="int64")

ROWS = unique(
    calls(
        "nn.embedding_lookup",
        [A(5, 3), IDS],
        [A(5, 3), SQUARE],
        [Variable(5, 3), SQUARE],
        [A(5), IDS],
        [A(5, 3), 2],
        [A(5, 2, 2), [1, 1]],
        [[A(5, 3)], IDS],
    ),
    call("nn.embedding_lookup", params=Variable(5, 3), ids=IDS, name="rows"),
    each(
        "nn.embedding_lookup",
        [Numbers(3, 2), Numbers(2, 2)],
        SQUARE,
        partition_strategy=["mod", "div"],
    ),
    each("nn.embedding_lookup", [A(3, 2), A(2, 2)], IDS, partition_strategy=["mod", "div"]),
    each("nn.embedding_lookup", A(5, 3), SQUARE, max_norm=[1.0, 100.0]),
    call("nn.embedding_lookup", A(3, 2), A(kind=[0, 1], dtype="int32"), max_norm=0.5),
    # refused
    calls(
        "nn.embedding_lookup",
        [[], IDS],
        [None, IDS],
        [A(5, 3), A(2)],
        [A(5, 3), A(kind=[5], dtype="int32")],
    ),
    TFRow("nn.embedding_lookup", [[A(3, 2), A(2, 2)], IDS, "round"], {}),
)
