"""Shapes, the same numbers in another shape, tensors of plain values, types."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Numbers,
    Program,
    Size,
    Variable,
    call,
    calls,
    each,
    unique,
)

INT = A(2, 3, dtype="int32", kind="whole")
BITS = A(2, 3, dtype="bool", kind="bits")
BIG = A(kind=[-3.7, 0.4, 2.5, 300.0])

ROWS = unique(
    # asking
    calls(
        "shape size rank",
        [A(2, 3)],
        [A()],
        [A(0, 3)],
        [A(4)],
        [[1, 2, 3]],
        [Numbers(2, 3)],
        [Variable(2, 3)],
    ),
    each("shape size", A(2, 3), out_type=["int32", "int64"]),
    call("shape_n", [A(2, 3), A(4)]),
    call("shape", input=A(2, 3), name="lengths"),
    # reshaping
    calls(
        "reshape",
        [A(2, 6), (3, 4)],
        [A(2, 6), [-1, 4]],
        [A(2, 6), [-1]],
        [A(2, 6), [Size(0), 2, 3]],
        [A(1), []],
    ),
    calls(
        "reshape",
        [A(2, 6), Numbers(kind=[3, -1], dtype="int64")],
        [A(2, 6), Constant(kind=[3, -1], dtype="int32")],
    ),
    calls(
        "reshape",
        [A(2, 6), [Size(0), -1]],
        [A(2, 6), [Size(0, 1), 4]],
        [A(0, 3), [-1, 3]],
        [A(2, 6), [4, Size(0, 1)]],
    ),
    calls(
        "reshape", [[1, 2, 3, 4], [2, 2]], [A(2, 6), A(kind=[3, 4], dtype="int32")], [A(2, 3), 6]
    ),
    call("reshape", tensor=A(2, 6), shape=(12,), name="flat"),
    Program(
        "reshape by shape of another",
        lambda tf, x, y: tf.reshape(x, tf.shape(y)),
        [A(2, 6), A(3, 4)],
    ),
    Program(
        "reshape by joined shape",
        lambda tf, x: tf.reshape(x, tf.concat([tf.shape(x)[:1], [2, -1]], 0)),
        [A(2, 6)],
    ),
    Program(
        "reshape by stacked sizes",
        lambda tf, x: tf.reshape(x, tf.stack([tf.shape(x)[0] * 2, 3])),
        [A(2, 6)],
    ),
    Program(
        "reshape by product",
        lambda tf, x: tf.reshape(x, [tf.reduce_prod(tf.shape(x)[1:]), -1]),
        [A(2, 3, 2)],
    ),
    Program(
        "reshape by floordiv",
        lambda tf, x: tf.reshape(x, [tf.shape(x)[0] // 2, tf.shape(x)[1] * 2]),
        [A(2, 6)],
    ),
    Program(
        "reshape by unstacked",
        lambda tf, x: tf.reshape(x, [tf.unstack(tf.shape(x))[1], -1]),
        [A(2, 6)],
    ),
    Program(
        "sizes as numbers",
        lambda tf, x: x / tf.cast(tf.shape(x)[0], tf.float32) + tf.to_float(tf.size(x)),
        [A(2, 6)],
    ),
    Program("shape as tensor", lambda tf, x: tf.shape(x) + tf.constant([1, 2]), [A(2, 6)]),
    Program(
        "shape times list", lambda tf, x: tf.zeros(tf.shape(x) * [2, 1]), [A(2, 6)], shapes=False
    ),
    Program(
        "shape gathered",
        lambda tf, x: tf.ones(tf.gather(tf.shape(x), [1, 0])),
        [A(2, 6)],
        shapes=False,
    ),
    calls(
        "transpose",
        [A(2, 3)],
        [A(2, 3, 4)],
        [A(2, 3, 4), [0, 2, 1]],
        [A(2, 3, 4), (2, 0, 1)],
        [A()],
        [A(3)],
    ),
    calls(
        "transpose",
        [A(2, 3), Numbers(kind=[1, 0], dtype="int64")],
        [[[1, 2], [3, 4]]],
        [A(2, 3), Constant(kind=[1, 0], dtype="int32")],
    ),
    call("transpose", a=A(2, 3), perm=[1, 0], name="turned"),
    each("expand_dims", A(2, 3), axis=[0, 1, 2, -1, -3]),
    calls("expand_dims", [A(), 0], [A(0, 2), -1], [[1, 2], 0]),
    call("expand_dims", A(2, 3), dim=1),
    call("expand_dims", input=A(2, 3), axis=-1, name="x"),
    each("squeeze", A(1, 3, 1), axis=[None, 0, -1, [0, 2], (0,)])[1:],
    calls("squeeze", [A(2, 1), 1], [A(2, 1, 3), -2], [A(1, 1), [0, 1]]),
    call("squeeze", A(1, 3, 1), squeeze_dims=[0]),
    Program("squeeze all that is known", lambda tf, x: tf.squeeze(tf.ones([1, 3, 1]) * x), [A()]),
    calls(
        "broadcast_to", [A(3), [2, 3]], [A(2, 1), (2, 3)], [A(), [2]], [A(1, 3), [Size(0, 1), 3]]
    ),
    calls("broadcast_dynamic_shape", [[2, 1], [3]], [Size(), Size()])[:1],
    Program(
        "broadcast shapes",
        lambda tf, x, y: tf.broadcast_dynamic_shape(tf.shape(x), tf.shape(y)),
        [A(2, 1), A(3)],
        shapes=False,
    ),
    calls(
        "ensure_shape", [A(2, 3), [2, 3]], [A(2, 3), (None, 3)], [A(2, 3), [2, 4]], [A(2, 3), [2]]
    ),
    # plain values
    calls(
        "constant",
        [1],
        [1.5],
        [True],
        [[1, 2]],
        [[[1.0], [2.0]]],
        [Numbers(2, 3)],
        [Numbers(2, dtype="float64")],
        [2**40],
        [[]],
    ),
    calls(
        "constant",
        [1, "float32"],
        [[1, 2], "int64"],
        [1.5, "float16"],
        [Numbers(2), "int32"],
        [True, "bool"],
    ),
    calls("constant", [0, "int32", [2, 3]], [[1.0, 2.0], None, [3]], [[1, 2], "float32", (2, 2)]),
    call("constant", value=2.0, dtype="float32", shape=[2], name="two"),
    call("constant", [1.0, 2.0], shape=[2], verify_shape=True),
    calls(
        "convert_to_tensor",
        [A(2)],
        [[1, 2]],
        [1.5],
        [Numbers(2, 3)],
        [[A(), 1.0]],
        [[[A(), 1.0], [2, A()]]],
        [Variable(2)],
    ),
    calls(
        "convert_to_tensor", [[1, 2], "float32"], [A(2), "float32"], [A(2), "int32"], [1.5, "int32"]
    ),
    call("convert_to_tensor", [1, 2], preferred_dtype="float32"),
    calls("identity stop_gradient", [A(2, 3)], [[1, 2]], [INT], [Variable(2)]),
    call("identity", input=A(2), name="out"),
    call("identity_n", [A(2), A(3)]),
    # types
    each(
        "cast", A(2, 3), dtype=["float32", "float64", "float16", "int32", "int64", "uint8", "bool"]
    ),
    each("cast", INT, dtype=["float32", "int64", "bool"]),
    each("cast", BITS, dtype=["float32", "int32"]),
    calls(
        "cast",
        [BIG, "int32"],
        [[1.7, -1.7], "int32"],
        [2, "float32"],
        [Variable(2), "int32"],
        [A(0, 2), "int32"],
    ),
    calls("to_float to_double to_int32 to_int64", [A(2, 3)], [INT], [BITS], [2]),
    calls(
        "saturate_cast",
        [BIG, "uint8"],
        [BIG, "int32"],
        [BIG, "float16"],
        [A(kind=[-5, 300], dtype="int32"), "uint8"],
    ),
    calls(
        "bitcast",
        [A(2), "int32"],
        [A(kind=[1, 2], dtype="int32"), "float32"],
        [A(kind=[1], dtype="int64"), "int32"],
    ),
    calls("is_tensor", [A(2)], [1.0]),
    # refused
    calls("reshape", [A(2, 3), [4, 2]], [A(2, 3), [-1, 4]], [A(2, 3), [-1, -1]], [A(2, 3), 1.5]),
    calls("transpose", [A(2, 3), [0]], [A(2, 3), [0, 0]], [A(2, 3), [0, 2]]),
    calls("expand_dims", [A(2, 3), 4], [A(2, 3), -4], [A(2, 3)]),
    calls("squeeze", [A(2, 3), 0], [A(2, 1), 2]),
    calls("broadcast_to", [A(3), [2, 4]]),
    calls("cast", [A(2), "nothing"]),
    calls("constant", [[1, 2, 3], "int32", [2]], ["word", "float32"], [1.5, "int32"]),
)
