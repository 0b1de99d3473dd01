"""Whole models in another floating-point type: a line is a model's layers and what compiles it."""

__all__ = ["ROWS", "FloatxRow"]


class FloatxRow:
    """A small model, five steps of training, a file.

    Args:
        layers: source of the layers behind each other, with the names of keras.layers.
        shape: of a sample.
        kind: what is drawn for the samples (draws.py has the words).
        compiled: source of the arguments of compile.
        floatx: the configured type.
        dtype: type of the input, None for the configured one.
        target: what is drawn for the targets.
    """

    def __init__(self, layers, shape, kind, compiled, floatx, dtype, target):
        self.layers = layers
        self.shape = shape
        self.kind = kind
        self.compiled = compiled
        self.floatx = floatx
        self.dtype = dtype
        self.target = target

    def __str__(self):
        words = [self.floatx, self.layers, self.compiled]
        words += ["Input " + self.dtype] if self.dtype else []
        return "; ".join(words)


ROWS = []
SGD = "keras.optimizers.SGD(0.1, momentum=0.5), 'mse'"


def row(layers, shape, kind="normal", compiled=SGD, floatx="float64", dtype=None, target="normal"):
    """Add one row."""
    ROWS.append(FloatxRow(layers, shape, kind, compiled, floatx, dtype, target))


LAYERS = [
    ("Dense(3, activation='tanh')", (4,)),
    ("Conv1D(3, 2, padding='same')", (5, 2)),
    ("Conv1D(3, 2, padding='causal', dilation_rate=2)", (5, 2)),
    ("Conv2D(3, 2, strides=2, padding='same')", (5, 5, 2)),
    ("Conv2DTranspose(3, 3, strides=2)", (4, 4, 2)),
    ("Conv3D(2, 2)", (4, 4, 4, 2)),
    ("SeparableConv1D(3, 2)", (5, 2)),
    ("SeparableConv2D(3, 2)", (5, 5, 2)),
    ("DepthwiseConv2D(2)", (5, 5, 2)),
    ("LocallyConnected1D(3, 2)", (5, 2)),
    ("LocallyConnected2D(3, 2)", (4, 4, 2)),
    ("Dense(3), MaxPooling1D(2), UpSampling1D(2)", (6, 2)),
    ("Conv2D(2, 1), AveragePooling2D(2, padding='same')", (5, 5, 2)),
    ("Conv2D(2, 1), MaxPooling2D(2), ZeroPadding2D(1), Cropping2D(1)", (6, 6, 2)),
    ("Dense(3), GlobalAveragePooling1D()", (5, 2)),
    ("Conv2D(3, 1), GlobalMaxPooling2D()", (4, 4, 2)),
    ("Dense(3), BatchNormalization()", (4,)),
    ("Conv2D(2, 1), BatchNormalization(axis=-1)", (4, 4, 2)),
    ("Conv2D(2, 1), BatchNormalization(axis=1)", (4, 4, 2)),
    ("SimpleRNN(3)", (4, 2)),
    ("LSTM(3, return_sequences=True)", (4, 2)),
    ("GRU(3, reset_after=True)", (4, 2)),
    ("GRU(3, unroll=True)", (4, 2)),
    ("RNN([LSTMCell(3), GRUCell(2)])", (4, 2)),
    ("Masking(), LSTM(3)", (4, 2)),
    ("Bidirectional(LSTM(3))", (4, 2)),
    ("TimeDistributed(Dense(3))", (4, 2)),
    ("Dense(3), Dropout(0.0), GaussianNoise(0.0), Flatten()", (4, 2)),
    ("Dense(3), LeakyReLU()", (4,)),
    ("Dense(3), PReLU()", (4,)),
    ("Dense(3), ELU(), ThresholdedReLU(0.1)", (4,)),
    ("Dense(3), Softmax()", (4,)),
    ("Dense(3), ReLU(max_value=0.5, negative_slope=0.1)", (4,)),
    ("Dense(4), Reshape((2, 2)), Permute((2, 1)), Flatten(), RepeatVector(2)", (4,)),
    ("Dense(3), Activation('hard_sigmoid'), ActivityRegularization(0.1, 0.1)", (4,)),
    ("Dense(3), Lambda(lambda x: x * 0.1)", (4,)),
]
for _floatx in ("float64", "float16"):
    for _layers, _shape in LAYERS:
        row(_layers, _shape, floatx=_floatx)
    row("Embedding(5, 3)", (4,), "ids:5", floatx=_floatx)
    row("Embedding(5, 3, mask_zero=True), GRU(2)", (4,), "ids:5", floatx=_floatx)
    row("Embedding(5, 3), Flatten()", (4,), "ids:5", floatx=_floatx, dtype="int32")
    for _optimizer in ("RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"):
        _compiled = f"keras.optimizers.{_optimizer}(epsilon=1e-3), 'mse'"
        row("Dense(3)", (4,), compiled=_compiled, floatx=_floatx)
        row("Dense(20)", (4,), compiled=_compiled, floatx=_floatx)  # Kernels work in blocks of 16.
    _nesterov = "keras.optimizers.SGD(0.1, momentum=0.5, nesterov=True), 'mse'"
    row("Dense(20)", (4,), compiled=_nesterov, floatx=_floatx)
    row("Dense(20)", (4,), compiled="'sgd', 'mse'", floatx=_floatx)
row("Dense(3)", (4,), compiled="keras.optimizers.Adam(amsgrad=True, decay=0.1), 'mse'")
row("Dense(3)", (4,), compiled="keras.optimizers.SGD(0.1, nesterov=True, momentum=0.9), 'mse'")
row("Dense(3)", (4,), compiled="keras.optimizers.SGD(0.1, clipnorm=0.1, decay=0.1), 'mse'")
row("Dense(3)", (4,), compiled="keras.optimizers.Adam(clipvalue=0.1), 'mse'")
for _loss in ("mae", "mape", "msle", "squared_hinge", "hinge", "logcosh", "poisson", "cosine"):
    row("Dense(3, activation='softplus')", (4,), compiled=f"'sgd', '{_loss}'", target="unit")
for _loss in ("kld", "categorical_crossentropy", "categorical_hinge", "binary_crossentropy"):
    row("Dense(3, activation='softmax')", (4,), compiled=f"'sgd', '{_loss}'", target="rows")
for _metric in ("accuracy", "mae", "cosine", "categorical_accuracy", "top_k_categorical_accuracy"):
    row(
        "Dense(6, activation='softmax')",
        (4,),
        compiled=f"'sgd', 'categorical_crossentropy', ['{_metric}']",
        target="one_hot",
    )
row("Dense(1, activation='sigmoid')", (4,), compiled="'sgd', 'mse', ['acc']", target="bits")
row("Dense(3, kernel_regularizer='l1', bias_regularizer='l2')", (4,))
row("Dense(3, kernel_regularizer='l1_l2', activity_regularizer='l2')", (4,))
for _constraint in ("max_norm", "unit_norm", "min_max_norm", "non_neg"):
    row(f"Dense(3, kernel_constraint='{_constraint}')", (4,))
row("Dense(3)", (4,), floatx="float32", dtype="float64")
row("Dense(3, dtype='float64')", (4,), floatx="float32", dtype="float64")
row("Embedding(5, 3)", (4,), "ids:5", floatx="float32", dtype="int32")
row("Lambda(lambda x: K.cast(x, 'float32')), Dense(3)", (4,), floatx="float32", dtype="float64")
row("Lambda(lambda x: K.cast(x, K.floatx())), Dense(3)", (4,), "ids:5", dtype="int32")
