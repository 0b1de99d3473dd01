"""Functions of tensors: losses, metrics, activations, regularizers, constraints.

A line is an expression and what is drawn for each name in it. Value and gradients are compared.
"""

__all__ = ["ROWS", "FormulaRow"]


class FormulaRow:
    """An expression of drawn arrays.

    Args:
        code: source with the names keras, K and those of `arrays`.
        gradients: whether the gradient by each array is compared too.
        arrays: name -> (what is drawn, its shape with None for the batch).
    """

    def __init__(self, code, gradients=True, **arrays):
        self.code = code
        self.gradients = gradients
        self.arrays = arrays

    def __str__(self):
        words = ["{} {} {}".format(name, *self.arrays[name]) for name in sorted(self.arrays)]
        return self.code + " of " + ", ".join(words)


ROWS = []


def row(code, gradients=True, **arrays):
    """Add one row."""
    ROWS.append(FormulaRow(code, gradients, **arrays))


# --- losses --------------------------------------------------------------------------------------
for _shape in [(None, 4), (None, 1), (None, 3, 2), (None, 2, 3, 2)]:
    for _name, _y, _p in [
        ("mean_squared_error", "normal", "normal"),
        ("mean_absolute_error", "normal", "normal"),
        ("mean_absolute_percentage_error", "positive", "normal"),
        ("mean_squared_logarithmic_error", "positive", "positive"),
        ("squared_hinge", "signs", "normal"),
        ("hinge", "signs", "normal"),
        ("logcosh", "normal", "normal"),
        ("binary_crossentropy", "bits", "unit"),
        ("poisson", "positive", "positive"),
        ("cosine_proximity", "normal", "normal"),
        ("kullback_leibler_divergence", "rows", "rows"),
    ]:
        row(f"keras.losses.{_name}(y, p)", y=(_y, _shape), p=(_p, _shape))
for _shape in [(None, 4), (None, 3, 4), (None, 2, 3, 4)]:
    for _p in ["rows", "unit"]:
        row("keras.losses.categorical_crossentropy(y, p)", y=("one_hot", _shape), p=(_p, _shape))
        row(
            "keras.losses.sparse_categorical_crossentropy(y, p)",
            y=("ids:4", (*_shape[:-1], 1)),
            p=(_p, _shape),
        )
    row("keras.losses.categorical_hinge(y, p)", y=("one_hot", _shape), p=("normal", _shape))
    row("keras.losses.categorical_crossentropy(y, p)", y=("rows", _shape), p=("rows", _shape))
for _name in ["mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE", "kld", "KLD", "cosine"]:
    row(f"keras.losses.{_name}(y, p)", y=("positive", (None, 4)), p=("positive", (None, 4)))
    row(f"keras.losses.get('{_name}')(y, p)", y=("rows", (None, 4)), p=("rows", (None, 4)))
row("keras.losses.mean_absolute_percentage_error(y, p)", y=("zeros", (2, 3)), p=("unit", (2, 3)))
row("keras.losses.mean_squared_logarithmic_error(y, p)", y=("zeros", (2, 3)), p=("normal", (2, 3)))
row("keras.losses.binary_crossentropy(y, p)", False, y=("bits", (4, 3)), p=("bits", (4, 3)))
row(
    "keras.losses.categorical_crossentropy(y, p)",
    False,
    y=("one_hot", (4, 3)),
    p=("one_hot", (4, 3)),
)
row("keras.losses.kullback_leibler_divergence(y, p)", False, y=("bits", (4, 3)), p=("bits", (4, 3)))
row("keras.losses.logcosh(y, p * 100)", y=("zeros", (4, 3)), p=("normal", (4, 3)))
row("keras.losses.cosine_proximity(y, p)", False, y=("zeros", (4, 3)), p=("normal", (4, 3)))

# --- metrics -------------------------------------------------------------------------------------
for _shape in [(None, 4), (None, 1), (None, 3, 2)]:
    row("keras.metrics.binary_accuracy(y, p)", False, y=("bits", _shape), p=("unit", _shape))
for _shape in [(None, 4), (None, 3, 4), (None, 2, 3, 4)]:
    row(
        "keras.metrics.categorical_accuracy(y, p)", False, y=("one_hot", _shape), p=("rows", _shape)
    )
# Keras: sparse_categorical_accuracy fails on sequences, so there is no row for them.
row(
    "keras.metrics.sparse_categorical_accuracy(y, p)",
    False,
    y=("ids:4", (None, 1)),
    p=("rows", (None, 4)),
)
for _k in ["", ", k=1", ", k=2", ", 3", ", k=7"]:
    row(
        f"keras.metrics.top_k_categorical_accuracy(y, p{_k})",
        False,
        y=("one_hot", (9, 8)),
        p=("rows", (9, 8)),
    )
    row(
        f"keras.metrics.sparse_top_k_categorical_accuracy(y, p{_k})",
        False,
        y=("ids:8", (9, 1)),
        p=("rows", (9, 8)),
    )
for _name in [
    "mean_squared_error",
    "mse",
    "MSE",
    "mean_absolute_error",
    "mae",
    "MAE",
    "mean_absolute_percentage_error",
    "mape",
    "MAPE",
    "mean_squared_logarithmic_error",
    "msle",
    "MSLE",
    "cosine_proximity",
    "cosine",
    "hinge",
    "squared_hinge",
    "logcosh",
    "categorical_crossentropy",
    "binary_crossentropy",
    "kullback_leibler_divergence",
    "poisson",
    "binary_accuracy",
    "categorical_accuracy",
]:
    row(f"keras.metrics.get('{_name}')(y, p)", False, y=("rows", (None, 4)), p=("rows", (None, 4)))

# --- activations ---------------------------------------------------------------------------------
for _call in [
    "softmax(x)",
    "softmax(x, axis=1)",
    "elu(x)",
    "elu(x, 0.5)",
    "selu(x)",
    "softplus(x)",
    "softsign(x)",
    "relu(x)",
    "relu(x, alpha=0.1)",
    "relu(x, max_value=0.5)",
    "relu(x, threshold=0.3)",
    "relu(x, 0.2, 1.0, 0.4)",
    "tanh(x)",
    "sigmoid(x)",
    "hard_sigmoid(x)",
    "exponential(x)",
    "linear(x + 1)",
    "get('relu')(x)",
    "get(None)(x + 1)",
]:
    row("keras.activations." + _call, x=("normal", (None, 3, 4)))
row("keras.activations.hard_sigmoid(x * 4)", x=("normal", (None, 9)))
row("keras.activations.softmax(x * 90)", x=("normal", (None, 9)))

# --- regularizers and constraints ----------------------------------------------------------------
for _call in ["l1()", "l2()", "l1_l2()", "l1(0.3)", "l2(0.3)", "l1_l2(0.1, 0.2)", "get('l2')"]:
    row(f"keras.regularizers.{_call}(w)", w=("normal", (3, 4)))
row("keras.regularizers.L1L2(l1=0.1)(w)", w=("normal", (2, 3, 4)))
for _call in [
    "max_norm()",
    "max_norm(0.5)",
    "max_norm(1.5, axis=1)",
    "max_norm(1.5, axis=[0, 1])",
    "non_neg()",
    "unit_norm()",
    "unit_norm(axis=1)",
    "unit_norm(axis=[0, 1])",
    "min_max_norm()",
    "min_max_norm(0.5, 1.5)",
    "min_max_norm(0.5, 1.0, rate=0.3, axis=1)",
    "get('non_neg')",
]:
    row(f"keras.constraints.{_call}(w)", False, w=("normal", (3, 4)))
row("keras.constraints.max_norm(0.5, axis=[0, 1, 2])(w)", False, w=("normal", (2, 2, 3, 4)))

# --- initializers that draw nothing --------------------------------------------------------------
for _call in ["zeros()", "ones()", "constant(0.5)", "Zeros()", "Ones()", "Constant(2)"]:
    row(f"keras.initializers.{_call}((3, 4)) + 0 * x", False, x=("normal", (3, 4)))
for _call in ["identity()", "identity(2.0)"]:
    row(f"keras.initializers.{_call}((4, 4)) + 0 * x", False, x=("normal", (4, 4)))
