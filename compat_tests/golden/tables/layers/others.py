"""Rows of layers: merging, normalization, noise, settings."""

from compat_tests.golden.tables.layers.row import each, row

__all__ = []

# --- merging -------------------------------------------------------------------------------------
row("Concatenate()", (None, 4), (None, 3))
row("Concatenate()", (None, 4), (None, 3), (None, 2))
row("Concatenate(axis=1)", (None, 4), (None, 3))
row("Concatenate(axis=1)", (None, 4, 2), (None, 3, 2))
row("Concatenate(axis=-1, name='both')", (None, 4, 2), (None, 4, 3))
row("Concatenate(axis=1)", (None, None, 2), (None, None, 2))
row("Concatenate()", (None, None, 2), (None, None, 3))
row("Concatenate(axis=2)", (None, 2, 3, 2), (None, 2, 2, 2))
row("Concatenate()", (None, 6, 2), (None, 6, 3), mask=True)
row("Concatenate(axis=1)", (None, 6, 2), (None, 6, 2), mask=True)
for _name in ["Add", "Multiply", "Average", "Maximum", "Minimum"]:
    row(_name + "()", (None, 4), (None, 4))
    row(_name + "()", (None, 4), (None, 4), (None, 4))
    row(_name + "()", (None, 3, 4), (None, 1, 4))
    row(_name + "()", (None, 3, 4), (None, 4))
    row(_name + "()", (None, None, 4), (None, None, 4))
    row(_name + "()", (None, 6, 4), (None, 6, 4), mask=True)
row("Subtract()", (None, 4), (None, 4))
row("Subtract()", (None, 6, 4), (None, 6, 4), mask=True)
row("Dot(1)", (None, 4), (None, 4))
row("Dot(1, normalize=True)", (None, 4), (None, 4))
row("Dot((2, 1))", (None, 3, 4), (None, 4, 2))
row("Dot(-1)", (None, 3, 4), (None, 5, 4))
row("Dot((1, 1))", (None, 3, 4), (None, 3, 2))
row("Dot((2, 1))", (None, 3, 4), (None, 4))

# --- normalization, noise, advanced activations --------------------------------------------------
row("BatchNormalization()", (None, 4), sizes=(4, 5))
row("BatchNormalization()", (None, 3, 4))
row("BatchNormalization()", (None, None, 4))
row("BatchNormalization()", (None, 3, 2, 4))
row("BatchNormalization(axis=1)", (None, 2, 3, 4))
row("BatchNormalization(axis=1)", (None, 3, 4))
row("BatchNormalization(axis=2)", (None, 3, 2, 4))
row("BatchNormalization(momentum=0.5, epsilon=0.1)", (None, 4))
row("BatchNormalization(momentum=0.8)", (None, 3, 3, 2))
row("BatchNormalization(center=False)", (None, 4))
row("BatchNormalization(scale=False)", (None, 3, 3, 4))
row("BatchNormalization(center=False, scale=False)", (None, 3, 3, 4))
row("BatchNormalization(beta_initializer='ones', moving_mean_initializer='ones')", (None, 4))
row(
    "BatchNormalization(gamma_initializer='zeros', moving_variance_initializer='he_normal')",
    (None, 4),
)
row("BatchNormalization(beta_regularizer='l2', gamma_regularizer='l1')", (None, 4))
row("BatchNormalization(beta_constraint='non_neg', gamma_constraint='max_norm')", (None, 4))
row("BatchNormalization(name='norm', trainable=False)", (None, 4))
row("BatchNormalization()", (None, 4), call="layer(x, training=True)")
row("BatchNormalization()", (None, 4), call="layer(x, training=False)")
row("BatchNormalization()", (None, 6, 4), mask=True)
row("GaussianNoise(0.5)", (None, 4), phases=(0,))
row("GaussianDropout(0.5)", (None, 4), phases=(0,))
row("GaussianDropout(0)", (None, 4))
row("AlphaDropout(0.2)", (None, 4), phases=(0,))
row("AlphaDropout(0.2, noise_shape=(3, 1), seed=3)", (None, 4), phases=(0,))
each("LeakyReLU({})", ["", "0.1", "alpha=0.0"], (None, 4))
each("PReLU({})", ["", "alpha_initializer='ones'", "alpha_regularizer='l2'"], (None, 4))
row("PReLU(shared_axes=[1, 2])", (None, 3, 4, 2))
row("PReLU(shared_axes=[1], alpha_constraint='non_neg')", (None, None, 2))
each("ELU({})", ["", "0.5"], (None, 4))
each("ThresholdedReLU({})", ["", "0.3"], (None, 4))
each("Softmax({})", ["", "axis=1"], (None, 3, 4))
row("Softmax()", (None, 4))
each(
    "ReLU({})",
    ["", "max_value=1.0", "negative_slope=0.1", "threshold=0.5", "0.8, 0.2, 0.1"],
    (None, 4),
)

# --- as configured -------------------------------------------------------------------------------
_FIRST = {"image_data_format": "channels_first"}
row("Conv2D(2, 3)", (None, 3, 5, 6), settings=_FIRST)
row("Conv2D(2, 3, data_format='channels_last')", (None, 5, 6, 3), settings=_FIRST)
row("MaxPooling2D()", (None, 3, 4, 6), settings=_FIRST)
row("AveragePooling2D(3, padding='same')", (None, 3, 4, 6), settings=_FIRST)
row("GlobalMaxPooling2D()", (None, 3, 4, 6), settings=_FIRST)
row("UpSampling2D()", (None, 3, 2, 2), settings=_FIRST)
row("ZeroPadding2D((1, 2))", (None, 3, 2, 2), settings=_FIRST)
row("Flatten()", (None, 3, 2, 2), settings=_FIRST)
row("Conv1D(2, 3)", (None, 6, 3), settings=_FIRST)
row("MaxPooling1D()", (None, 6, 3), settings=_FIRST)
row("SpatialDropout2D(0.5)", (None, 3, 2, 2), phases=(0,), settings=_FIRST)
row("BatchNormalization()", (None, 3, 4, 2), settings=_FIRST)
_DOUBLE = {"floatx": "float64"}
row("Dense(3)", (None, 4), settings=_DOUBLE)
row("Embedding(5, 3)", (None, 4), kind="ids:5", settings=_DOUBLE)
row("LSTM(3)", (None, 5, 4), settings=_DOUBLE)
row("Conv2D(2, 3)", (None, 5, 6, 3), settings=_DOUBLE)
row("BatchNormalization()", (None, 4), settings=_DOUBLE)
row("Concatenate()", (None, 4), (None, 3), settings=_DOUBLE)
