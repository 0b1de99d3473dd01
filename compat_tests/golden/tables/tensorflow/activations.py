"""Activations, shares, biases, dropout that drops nothing."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Program,
    Size,
    TFRow,
    call,
    calls,
    each,
    unique,
)

HALF = A(2, 3, dtype="float16")
DOUBLE = A(2, 3, dtype="float64")
WHOLE = A(2, 3, dtype="int32", kind="whole")
CORNERS = A(kind=[-8.0, -1.0, 0.0, 1.0, 6.0, 8.0])
SMOOTH = (
    "nn.elu nn.selu nn.softplus nn.softsign nn.log_softmax nn.softmax nn.relu nn.relu6"
    " nn.leaky_relu nn.swish"
)

ROWS = unique(
    calls(SMOOTH, [A(2, 3)], [DOUBLE], [HALF], [[1.0, -2.0]], [A(2, 2, 3)]),
    calls("nn.elu nn.relu nn.relu6 nn.leaky_relu nn.swish", [CORNERS], [A(0, 3)]),
    calls("nn.relu nn.relu6 nn.leaky_relu", [WHOLE], [3], [A()]),
    each("nn.leaky_relu", CORNERS, alpha=[0.0, 0.3, 1.5]),
    call("nn.relu", features=A(2, 3), name="bent"),
    each("nn.crelu", A(2, 3), axis=[-1, 0, 1]),
    each("nn.softmax nn.log_softmax", A(2, 3, 4), axis=[None, -1, 0, 1, 2, -3]),
    each("nn.softmax nn.log_softmax", A(2, 3), dim=[0, 1, -1]),
    call("nn.softmax", logits=A(2, 3), axis=1, name="shares"),
    call("math.softmax", A(2, 3)),
    calls(
        "nn.bias_add",
        [A(2, 3), A(3)],
        [A(2, 4, 3), A(3)],
        [A(2, 2, 2, 3), [1.0, 2.0, 3.0]],
        [WHOLE, A(3, dtype="int32", kind=4)],
    ),
    each("nn.bias_add", A(2, 2, 2, 3), A(3), data_format=["NHWC", None]),
    TFRow("nn.bias_add", [A(2, 3, 2, 2), A(3)], {"data_format": "NCHW"}),
    calls(
        "nn.xw_plus_b nn.relu_layer",
        [A(2, 3), A(3, 4), A(4)],
        [A(2, 3, dtype="float64"), A(3, 2, dtype="float64"), A(2, dtype="float64")],
    ),
    calls("nn.l2_loss", [A(2, 3)], [A()], [DOUBLE], [A(0)], [[1.0, 2.0]]),
    calls(
        "nn.zero_fraction math.zero_fraction", [A(3, 4, kind="ties")], [WHOLE], [[0.0, 1.0]], [A(0)]
    ),
    # dropout
    calls("nn.dropout", [A(2, 3), 1.0], [A(2, 3), 1]),
    call("nn.dropout", A(2, 3), rate=0.0),
    call("nn.dropout", A(2, 3), rate=0),
    TFRow("nn.dropout", [A(2, 3), 0.5], {}, values=False),
    TFRow("nn.dropout", [A(2, 3)], {"rate": 0.5, "seed": 3, "name": "dropped"}, values=False),
    TFRow("nn.dropout", [A(2, 3)], {"keep_prob": 0.5, "noise_shape": [2, 1]}, values=False),
    TFRow("nn.dropout", [A(2, 3)], {"keep_prob": 0.5, "noise_shape": [Size(0), 1]}, values=False),
    TFRow("nn.dropout", [A(2, 3)], {"keep_prob": A()}, values=False),
    TFRow("nn.dropout", [A(2, 3)], {"rate": A(), "noise_shape": [2, 1]}, values=False),
    Program(
        "dropout at a rate of 0 that is fed",
        lambda tf, x, rate: tf.nn.dropout(x, rate=rate[0]),
        [A(2, 3), A(kind=[0.0])],
    ),
    Program(
        "dropout that keeps all",
        lambda tf, x, keep: tf.nn.dropout(x, keep[0]),
        [A(2, 3), A(kind=[1.0])],
    ),
    Program(
        "dropped and the others scaled",
        lambda tf, x: tf.reduce_all(
            tf.logical_or(
                tf.equal(tf.nn.dropout(x, 0.5), 0.0), tf.equal(tf.nn.dropout(x, rate=0.0), x)
            )
        ),
        [A(4, 4)],
    ),
    # refused
    calls("nn.relu nn.softmax nn.elu", [A(2, dtype="bool", kind="bits")]),
    calls("nn.softmax nn.softplus nn.l2_loss", [WHOLE]),
    calls("nn.softmax nn.log_softmax", [A()], [A(2, 3), 2], [A(2, 3), -3]),
    TFRow("nn.softmax", [A(2, 3)], {"axis": 0, "dim": 0}),
    calls("nn.bias_add", [A(3), A(3)], [A(2, 3), A(2)], [A(2, 3), A(2, 3)], [A(2, 3), A(3), "CHW"]),
    calls("nn.xw_plus_b", [A(2, 3), A(2, 4), A(4)]),
    calls("nn.crelu", [A(2, 3), None, 2]),
    calls("nn.dropout", [A(2, 3)], [WHOLE, 0.5], [A(2, 3), 0.0], [A(2, 3), 1.5], [A(2, 3), "half"]),
    TFRow("nn.dropout", [A(2, 3)], {"rate": 0.5, "keep_prob": 0.5}),
    TFRow("nn.dropout", [A(2, 3)], {"rate": 1.0}),
)
