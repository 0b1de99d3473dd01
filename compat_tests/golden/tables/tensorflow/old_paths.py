"""Gradients that programs register, and functions of TensorFlow's internal modules."""

import importlib

from compat_tests.golden.tables.tensorflow.row import A, program


def inside(tf, path):
    """Return a module of TensorFlow's inside, or of what stands for it."""
    if hasattr(tf, "__file__"):
        return importlib.import_module("tensorflow.python." + path)
    module = tf.python
    for part in path.split("."):
        module = getattr(module, part)
    return module


def overridden(tf, kind, gradient):
    """Return a context in which operations of a kind have a gradient; it is registered once."""
    ops = inside(tf, "framework.ops")
    name = "Test" + kind + gradient.__name__
    if name not in ops._gradient_registry._registry:
        ops.RegisterGradient(name)(lambda op, *grads: gradient(tf, op, *grads))
    return tf.get_default_graph().gradient_override_map({kind: name})


def guided(tf, op, grad):
    dtype = op.inputs[0].dtype
    return grad * tf.cast(grad > 0.0, dtype) * tf.cast(op.inputs[0] > 0.0, dtype)


def by_output(tf, op, grad):
    gates = tf.cast(op.outputs[0] > 0, "float32")
    return gates * tf.cast(grad > 0, "float32") * grad


def by_choice(tf, op, grad):
    plain = inside(tf, "ops.gen_nn_ops").relu_grad(grad, op.outputs[0])
    return tf.where(0.0 < grad, plain, tf.zeros(tf.shape(grad)))  # noqa: SIM300 - as programs do


def reversed_(tf, op, grad):
    return [tf.negative(grad) * 0.5]


def straight(tf, op, grad):
    return grad


def clipped(tf, op, grad):
    return grad * tf.cast(tf.abs(op.inputs[0]) <= 1.0, tf.float32)


def squared(tf, op, grad):
    return grad * op.inputs[0] * op.inputs[0]


def through(kind, gradient, make):
    """Return a body: one operation inside the context, and what follows it outside."""

    def body(tf, x):
        with overridden(tf, kind, gradient):
            made = make(tf, x)
        return made * x - tf.nn.relu(made)

    return body


def two_relus(tf, x, weights):
    with overridden(tf, "Relu", guided):
        hidden = tf.nn.relu(tf.matmul(x, weights))
        return tf.nn.relu(tf.matmul(hidden, weights)) * x


def inner_wins(tf, x):
    with overridden(tf, "Relu", guided):
        first = tf.nn.relu(x)
        with overridden(tf, "Relu", squared):
            second = tf.nn.relu(x)
        third = tf.nn.relu(-x)
    return first - 2.0 * second - third


def second_derivative(tf, x):
    with overridden(tf, "Tanh", squared):
        made = tf.tanh(x)
    return tf.gradients(made, x)[0]


def internal(path, *arguments):
    """Return a body that calls a function of a module inside."""
    module, _, name = path.rpartition(".")
    return lambda tf, *tensors: getattr(inside(tf, module), name)(*tensors, *arguments)


KINDS = [
    ("Relu", guided, lambda tf, x: tf.nn.relu(x)),
    ("Relu", by_output, lambda tf, x: tf.nn.relu(x)),
    ("Relu", by_choice, lambda tf, x: tf.nn.relu(x)),
    ("Relu6", guided, lambda tf, x: tf.nn.relu6(x)),
    ("Identity", reversed_, lambda tf, x: tf.identity(x)),
    ("Round", straight, lambda tf, x: tf.round(x)),
    ("Sign", clipped, lambda tf, x: tf.sign(x)),
    ("Tanh", squared, lambda tf, x: tf.tanh(x)),
    ("Sigmoid", squared, lambda tf, x: tf.sigmoid(x)),
    ("Exp", straight, lambda tf, x: tf.exp(x)),
    ("Softmax", clipped, lambda tf, x: tf.nn.softmax(x)),
    ("Relu", guided, lambda tf, x: tf.tanh(x)),
]
OF_GRADIENTS = ["relu_grad", "relu6_grad", "elu_grad", "selu_grad", "softplus_grad"]
OF_GRADIENTS += ["softsign_grad", "leaky_relu_grad"]

ROWS = [
    *[
        program(
            f"{kind} as {gradient.__name__}, {place}",
            through(kind, gradient, make),
            A(3, 4),
        )
        for place, (kind, gradient, make) in enumerate(KINDS)
    ],
    program("two relus", two_relus, A(3, 4), A(4, 4)),
    program("the inner map wins", inner_wins, A(3, 4)),
    program("derivative of a derivative", second_derivative, A(3)),
    *[program(name, internal("ops.gen_nn_ops." + name), A(3, 4), A(3, 4)) for name in OF_GRADIENTS],
    program("leaky_relu_grad, slope", internal("ops.gen_nn_ops.leaky_relu_grad", 0.5), A(3), A(3)),
    program("sigmoid_grad", internal("ops.gen_math_ops.sigmoid_grad"), A(3, 4), A(3, 4)),
    program("tanh_grad", internal("ops.gen_math_ops.tanh_grad"), A(3, 4), A(3, 4)),
    program("erf", internal("ops.math_ops.erf"), A(3)),
    program("math_ops.reduce_sum", internal("ops.math_ops.reduce_sum", 1, True), A(3, 4)),
    program("array_ops.where", internal("ops.array_ops.where"), A(3, 4, dtype="bool")),
    program("clip_ops", internal("ops.clip_ops.clip_by_value", 0.0, 1.0), A(3, 4)),
    program(
        "constant_op", lambda tf, x: x + inside(tf, "framework.constant_op").constant(2.0), A(3)
    ),
    program("convert", internal("framework.ops.internal_convert_to_tensor"), A(3)),
    program(
        "convert, preferred",
        lambda tf, x: inside(tf, "framework.ops").internal_convert_to_tensor(
            [1, 2, 3], preferred_dtype="float32"
        ),
        A(3),
    ),
]
