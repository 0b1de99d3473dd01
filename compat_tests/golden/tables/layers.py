"""What is asked of each layer: a line is a constructor's source and the shapes of its inputs."""

__all__ = ["ROWS", "LayerRow"]

ACTIVATIONS = [
    "elu",
    "exponential",
    "hard_sigmoid",
    "linear",
    "relu",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
]
INITIALIZERS = [
    "zeros",
    "ones",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
]
DEFAULTS = {"image_data_format": "channels_last", "floatx": "float32"}


class LayerRow:
    """A layer in use.

    Args:
        code: source of the layer, with the names of keras.layers, keras and K.
        shapes: one shape an input, None for the batch and for free lengths.
        kind: what is drawn for the inputs (draws.py has the words).
        mask: whether a Masking layer stands before the layer.
        phases: the learning phases to run; (0,) for what is random in training.
        call: source of the call on `x`, where `layer(x)` is not enough.
        listed: whether a single input is passed as a list.
        sizes: what each None becomes: batch, lengths.
        dtype: of the Input layers.
        settings: what is configured, as {"image_data_format": "channels_first"}.
    """

    def __init__(
        self,
        code,
        *shapes,
        kind="normal",
        mask=False,
        phases=(0, 1),
        call="layer(x)",
        listed=False,
        sizes=(3, 5),
        dtype=None,
        settings=None,
    ):
        self.code = code
        self.shapes = list(shapes)
        self.kind = kind
        self.mask = mask
        self.phases = phases
        self.call = call
        self.listed = listed
        self.sizes = (5, sizes[1]) if mask and sizes[0] == 3 else sizes
        self.dtype = dtype
        self.rebuilds = "lambda" not in code and "(K." not in code and "=K." not in code
        self.settings = dict(DEFAULTS, **settings or {})

    def __str__(self):
        words = [self.code.replace("keras.", ""), "on", *map(str, self.shapes)]
        words += ["masked"] if self.mask else []
        words += [self.kind] if self.kind != "normal" else []
        words += [self.call] if self.call != "layer(x)" else []
        words += ["listed"] if self.listed else []
        words += [self.dtype] if self.dtype else []
        words += [value for key, value in sorted(self.settings.items()) if value != DEFAULTS[key]]
        return " ".join(words)


ROWS = []


def row(code, *shapes, **options):
    """Add one row."""
    ROWS.append(LayerRow(code, *shapes, **options))


def each(template, words, *shapes, **options):
    """Add one row for each word, put where the template has {}."""
    for word in words:
        row(template.replace("{}", word), *shapes, **options)


# --- Dense ---------------------------------------------------------------------------------------
row("Dense(3)", (None, 4))
row("Dense(3)", (2, 4), sizes=(2, 5))
row("Dense(3)", (None, 7, 4))
row("Dense(3)", (None, None, 4))
row("Dense(3)", (None, 2, 3, 4))
row("Dense(1, use_bias=False)", (None, 4))
row("Dense(3)", (None, 6, 4), mask=True)
row("Dense(3, input_shape=(4,))", (None, 4))
row("Dense(3, input_dim=4)", (None, 4))
row("Dense(3, batch_input_shape=(None, 4), dtype='float32')", (None, 4))
row("Dense(3, input_shape=(4,), batch_size=3)", (None, 4))
row("Dense(3, name='head', trainable=False)", (None, 4))
each("Dense(3, activation='{}')", ACTIVATIONS, (None, 4))
row("Dense(3, activation=K.square)", (None, 4))
each("Dense(3, kernel_initializer='{}')", INITIALIZERS, (None, 4))
each("Dense(3, bias_initializer='{}')", ["ones", "random_normal"], (None, 4))
row("Dense(3, kernel_regularizer='l1')", (None, 4))
row("Dense(3, kernel_regularizer='l2', bias_regularizer='l1_l2')", (None, 4))
row("Dense(3, kernel_regularizer=keras.regularizers.l1_l2(0.1, 0.2))", (None, 4))
row("Dense(3, activity_regularizer='l2')", (None, 4))
row("Dense(3, activation='relu', activity_regularizer=keras.regularizers.l1(0.1))", (None, 5, 4))
each(
    "Dense(3, kernel_constraint='{}', bias_constraint='{}')",
    ["max_norm", "non_neg", "unit_norm", "min_max_norm", "nonneg"],
    (None, 4),
)
row("Dense(3, kernel_constraint=keras.constraints.MaxNorm(2, axis=[0, 1]))", (None, 4))
row("Dense(3, kernel_initializer=keras.initializers.Constant(0.5))", (None, 4))
row("Dense(4, kernel_initializer=keras.initializers.Identity(2.0))", (None, 4))
row(
    "Dense(3, kernel_initializer=keras.initializers.VarianceScaling(2.0, 'fan_avg', 'normal', 7))",
    (None, 4),
)

# --- Activation, Dropout, Flatten and the other plain ones ---------------------------------------
each("Activation('{}')", ACTIVATIONS, (None, 4))
each("Activation('{}')", ["softmax", "tanh"], (None, None, 4))
row("Activation('softmax')", (None, 2, 3, 4))
row("Activation(K.abs)", (None, 4))
row("Activation(keras.activations.relu, name='act')", (None, 4))
row("Activation('relu')", (None, 4, 3), mask=True)
row("Activation('relu', input_shape=(4,))", (None, 4))
row("Dropout(0.5)", (None, 4), phases=(0,))
row("Dropout(0)", (None, 4))
row("Dropout(0.25, seed=3)", (None, 6, 4), mask=True, phases=(0,))
row("Dropout(0.5, noise_shape=(None, 1, 4))", (None, 6, 4), phases=(0,))
row("Dropout(0.5, input_shape=(4,))", (None, 4), phases=(0,))
row("Dropout(1.5)", (None, 4), phases=(0,))
row("Dropout(0.5)", (None, 4), call="layer(x, training=False)")
each("SpatialDropout1D({})", ["0.5"], (None, 5, 4), phases=(0,))
row("SpatialDropout2D(0.5)", (None, 3, 3, 4), phases=(0,))
row("SpatialDropout2D(0.5, data_format='channels_first')", (None, 4, 3, 3), phases=(0,))
row("SpatialDropout3D(0.5)", (None, 2, 2, 2, 4), phases=(0,))
row("Flatten()", (None, 3, 4))
row("Flatten()", (None, 2, 3, 4))
row("Flatten(data_format='channels_first')", (None, 2, 3, 4))
row("Flatten(data_format='channels_last')", (None, 2, 3, 4))
row("Flatten(data_format='channels_first')", (None, 3, 4))
row("Flatten(input_shape=(3, 4))", (None, 3, 4))
row("Flatten()", (2, 3, 1), sizes=(2, 5))
row("Reshape((2, 6))", (None, 3, 4))
row("Reshape((-1, 2))", (None, 3, 4))
row("Reshape((-1,))", (None, 3, 4))
row("Reshape((3, -1, 2), name='folded')", (None, 12))
row("Reshape((4, 3))", (None, None, 4), sizes=(3, 3))
row("Reshape((-1, 2))", (None, None, 4))
row("Permute((2, 1))", (None, 3, 4))
row("Permute((3, 1, 2))", (None, 2, 3, 4))
row("Permute((2, 1))", (None, None, 4))
row("RepeatVector(3)", (None, 4))
row("Masking()", (None, 5, 4), kind="bits")
row("Masking(mask_value=1.0)", (None, 5, 2), kind="bits")
row("Masking(0.0)", (None, None, 2), kind="bits")
row("Lambda(lambda x: x ** 2 + 1)", (None, 4))
row("Lambda(lambda x: K.sum(x, axis=-1), output_shape=(5,))", (None, 5, 4))
row("Lambda(lambda x: K.mean(x, axis=1))", (None, 5, 4))
row("Lambda(lambda x, k: x * k, arguments={'k': 3.0})", (None, 4))
row("Lambda(lambda x: x[0] * x[1], output_shape=lambda s: s[0])", (None, 4), (None, 4))
row("Lambda(lambda x: K.concatenate([x, x]), name='twice')", (None, 5, 2))
row("Lambda(lambda x: x * 2, mask=lambda x, m: m)", (None, 6, 2), mask=True)
row("ActivityRegularization(l1=0.1, l2=0.2)", (None, 4))
row("ActivityRegularization(l2=0.2)", (None, 6, 4), mask=True)

# --- Conv2D and its relatives --------------------------------------------------------------------
row("Conv2D(2, 3)", (None, 5, 6, 3))
row("Conv2D(2, (2, 3))", (None, 5, 6, 3))
row("Conv2D(2, (3, 3), padding='same')", (None, 5, 6, 3))
row("Conv2D(2, (2, 2), padding='same')", (None, 5, 6, 3))
row("Conv2D(2, (4, 3), padding='same')", (None, None, None, 3), sizes=(2, 6))
row("Conv2D(2, 3)", (None, None, None, 3), sizes=(2, 6))
row("Conv2D(2, 3)", (None, None, 6, 3), sizes=(2, 6))
for _padding in ["valid", "same"]:
    row(f"Conv2D(2, 3, strides=2, padding='{_padding}')", (None, 7, 6, 3))
    row(f"Conv2D(2, 3, strides=(2, 1), padding='{_padding}')", (None, 7, 6, 2))
    row(f"Conv2D(2, 3, strides=(1, 3), padding='{_padding}')", (None, 7, 8, 1))
    row(f"Conv2D(2, 1, strides=2, padding='{_padding}')", (None, 7, 6, 2))
    row(f"Conv2D(2, 2, strides=3, padding='{_padding}')", (None, 8, 6, 2))
    row(f"Conv2D(2, 3, dilation_rate=2, padding='{_padding}')", (None, 7, 6, 2))
    row(f"Conv2D(2, (2, 3), dilation_rate=(1, 2), padding='{_padding}')", (None, 7, 6, 2))
row("Conv2D(2, 3, activation='relu')", (None, 5, 6, 3))
row("Conv2D(2, 3, use_bias=False)", (None, 5, 6, 3))
row("Conv2D(2, 3, kernel_regularizer='l2', bias_regularizer='l1')", (None, 5, 6, 3))
row("Conv2D(2, 3, activity_regularizer='l2', activation='tanh')", (None, 5, 6, 3))
row("Conv2D(2, 3, kernel_constraint='max_norm', bias_constraint='non_neg')", (None, 5, 6, 3))
row("Conv2D(2, 3, kernel_initializer='he_normal', bias_initializer='ones')", (None, 5, 6, 3))
row("Conv2D(2, 3, input_shape=(5, 6, 3), name='eye', trainable=False)", (None, 5, 6, 3))
row("Conv2D(2, (3, 3), data_format='channels_last')", (None, 5, 6, 3))
row("Conv2D(1, 5)", (None, 5, 5, 1))
row("Conv2D(2, 3, data_format='channels_first')", (None, 3, 5, 6))
row("Conv2D(2, 3, strides=2, padding='same', data_format='channels_first')", (None, 3, 5, 6))
row("Conv2D(2, 2, dilation_rate=2, data_format='channels_first')", (None, 3, 5, 6))
row("Conv2D(2, 2, activation='softmax')", (None, 4, 3, 2))
row("Conv1D(2, 3)", (None, 6, 3))
row("Conv1D(2, 3)", (None, None, 3))
row("Conv1D(2, 2, padding='same', activation='relu')", (None, 6, 3))
row("Conv1D(2, 2, padding='causal')", (None, 6, 3))
row("Conv1D(2, 3, padding='causal', dilation_rate=2)", (None, 6, 3))
row("Conv1D(2, 3, strides=2, padding='same')", (None, 6, 3))
row("Conv1D(2, 3, strides=2, padding='valid', use_bias=False)", (None, 7, 3))
row("Conv1D(2, 3, dilation_rate=2, padding='same', kernel_regularizer='l2')", (None, 7, 3))
row("Conv1D(2, 3, data_format='channels_last')", (None, 6, 3))
row("Conv3D(2, 2)", (None, 3, 4, 3, 2))
row("Conv3D(2, 2, padding='same', activation='tanh')", (None, 3, 4, 3, 2))
row("Conv3D(2, (1, 2, 3), strides=(1, 2, 1), padding='same')", (None, 3, 4, 3, 2))
row("Conv3D(2, 2, strides=2, use_bias=False)", (None, 4, 4, 3, 2))
for _padding in ["valid", "same"]:
    row(f"Conv2DTranspose(2, 3, padding='{_padding}')", (None, 4, 3, 2))
    row(f"Conv2DTranspose(2, 3, strides=2, padding='{_padding}')", (None, 4, 3, 2))
    row(f"Conv2DTranspose(2, 2, strides=(3, 2), padding='{_padding}')", (None, 4, 3, 2))
    row(
        f"Conv2DTranspose(2, 3, strides=2, output_padding=1, padding='{_padding}')",
        (None, 4, 3, 2),
    )
    row(f"Conv3DTranspose(2, 2, strides=2, padding='{_padding}')", (None, 2, 3, 2, 2))
    row(f"SeparableConv2D(2, 3, padding='{_padding}')", (None, 5, 6, 3))
    row(f"SeparableConv2D(2, 3, strides=2, padding='{_padding}')", (None, 5, 6, 3))
    row(f"SeparableConv2D(4, 2, depth_multiplier=2, padding='{_padding}')", (None, 5, 6, 3))
    row(f"SeparableConv1D(2, 3, padding='{_padding}')", (None, 6, 3))
    row(f"SeparableConv1D(2, 2, strides=2, padding='{_padding}')", (None, 6, 3))
    row(f"DepthwiseConv2D(3, padding='{_padding}')", (None, 5, 6, 3))
    row(f"DepthwiseConv2D(2, strides=2, padding='{_padding}')", (None, 5, 6, 3))
row("Conv2DTranspose(2, 3)", (None, None, None, 2), sizes=(2, 4))
row("Conv2DTranspose(2, 3, use_bias=False, activation='relu')", (None, 4, 3, 2))
row("Conv2DTranspose(2, 3, strides=2, data_format='channels_first')", (None, 2, 4, 3))
row("SeparableConv2D(2, 3, data_format='channels_first')", (None, 3, 5, 6))
row("DepthwiseConv2D(2, data_format='channels_first')", (None, 3, 5, 6))
row("Conv3D(2, 2, data_format='channels_first')", (None, 2, 3, 4, 3))
row("LocallyConnected2D(2, 3, data_format='channels_first')", (None, 2, 5, 4))
row("SeparableConv2D(2, 3, dilation_rate=2, activation='relu')", (None, 6, 6, 3))
row("SeparableConv2D(2, 3, use_bias=False, depthwise_regularizer='l2')", (None, 5, 6, 3))
row("SeparableConv2D(2, 3, pointwise_regularizer='l1', bias_regularizer='l2')", (None, 5, 6, 3))
row("SeparableConv1D(2, 3, depth_multiplier=2, dilation_rate=2)", (None, 8, 3))
row("DepthwiseConv2D(3, depth_multiplier=2, activation='relu')", (None, 5, 6, 3))
row("DepthwiseConv2D(3, use_bias=False, depthwise_regularizer='l2')", (None, 5, 6, 3))
row("LocallyConnected1D(2, 3)", (None, 6, 3))
row("LocallyConnected1D(2, 2, strides=2, activation='relu', use_bias=False)", (None, 6, 3))
row("LocallyConnected2D(2, 3)", (None, 5, 4, 2))
row("LocallyConnected2D(2, (2, 1), strides=(2, 1), use_bias=False)", (None, 5, 4, 2))

# --- pooling -------------------------------------------------------------------------------------
for _name in ["MaxPooling2D", "AveragePooling2D"]:
    row(_name + "()", (None, 6, 5, 2))
    row(_name + "(3)", (None, 7, 6, 2))
    row(_name + "((2, 3))", (None, 6, 7, 2))
    row(_name + "(2, strides=1)", (None, 5, 4, 2))
    row(_name + "(3, strides=(2, 1), padding='valid')", (None, 7, 6, 2))
    row(_name + "(padding='same')", (None, 5, 5, 2))
    row(_name + "(3, strides=2, padding='same')", (None, 6, 5, 2))
    row(_name + "((3, 2), strides=(1, 2), padding='same')", (None, 6, 5, 1))
    row(_name + "(2)", (None, None, None, 2), sizes=(2, 5))
    row(_name + "(2, padding='same')", (None, None, None, 2), sizes=(2, 5))
    row(_name + "(pool_size=(2, 2), data_format='channels_first')", (None, 2, 6, 4))
    row(_name + "(2, padding='same', data_format='channels_first')", (None, 2, 5, 5))
    row(_name + "(2, input_shape=(4, 4, 1), name='pool')", (None, 4, 4, 1))
for _name in ["MaxPooling1D", "AveragePooling1D"]:
    row(_name + "()", (None, 6, 2))
    row(_name + "(3, strides=1)", (None, 6, 2))
    row(_name + "(3, strides=2, padding='same')", (None, 6, 2))
    row(_name + "(2)", (None, None, 2))
    row(_name + "(2, data_format='channels_first')", (None, 2, 6))
for _name in ["MaxPooling3D", "AveragePooling3D"]:
    row(_name + "()", (None, 4, 4, 3, 2))
    row(_name + "(2, strides=1, padding='same')", (None, 3, 3, 2, 2))
    row(_name + "((1, 2, 2), data_format='channels_first')", (None, 2, 2, 4, 4))
for _name in ["GlobalMaxPooling", "GlobalAveragePooling"]:
    row(_name + "1D()", (None, 6, 2))
    row(_name + "1D(data_format='channels_first')", (None, 2, 6))
    row(_name + "1D()", (None, None, 2))
    row(_name + "2D()", (None, 3, 4, 2))
    row(_name + "2D()", (None, None, None, 2))
    row(_name + "2D(data_format='channels_first')", (None, 2, 3, 4))
    row(_name + "3D()", (None, 3, 2, 4, 2))
    row(_name + "3D(data_format='channels_first')", (None, 2, 3, 4, 2))
row("GlobalAveragePooling1D()", (None, 6, 2), mask=True)

# --- padding, cropping, upsampling ---------------------------------------------------------------
each("ZeroPadding1D({})", ["", "2", "(1, 3)"], (None, 4, 2))
each("ZeroPadding2D({})", ["", "2", "(1, 2)", "((1, 0), (2, 1))"], (None, 3, 4, 2))
row("ZeroPadding2D((1, 2), data_format='channels_first')", (None, 2, 3, 4))
row("ZeroPadding2D(1)", (None, None, None, 2))
each("ZeroPadding3D({})", ["", "((1, 0), (2, 1), (0, 1))"], (None, 2, 2, 3, 2))
row("ZeroPadding3D(data_format='channels_first')", (None, 2, 2, 3, 2))
each("Cropping1D({})", ["", "1", "(0, 2)"], (None, 5, 2))
each("Cropping2D({})", ["", "1", "(1, 2)", "((1, 0), (2, 1))"], (None, 4, 6, 2))
row("Cropping2D((1, 2), data_format='channels_first')", (None, 2, 4, 6))
each("Cropping3D({})", ["", "((1, 0), (2, 1), (0, 1))"], (None, 3, 4, 3, 2))
row("Cropping3D(1, data_format='channels_first')", (None, 2, 3, 4, 3))
each("UpSampling1D({})", ["", "3"], (None, 4, 2))
each("UpSampling2D({})", ["", "(2, 3)"], (None, 3, 4, 2))
row("UpSampling2D(interpolation='nearest', data_format='channels_first')", (None, 2, 3, 4))
row("UpSampling2D((2, 2), interpolation='bilinear')", (None, 3, 4, 2))
each("UpSampling3D({})", ["", "(1, 2, 3)"], (None, 2, 2, 3, 2))
row("UpSampling3D(data_format='channels_first')", (None, 2, 2, 3, 2))

# --- Embedding -----------------------------------------------------------------------------------
row("Embedding(5, 3)", (None, 4), kind="ids:5")
row("Embedding(5, 3)", (None, None), kind="ids:5")
row("Embedding(5, 3)", (None, 4), kind="ids:5", dtype="int32")
row("Embedding(5, 3)", (None,), kind="ids:5")
row("Embedding(5, 3)", (None, 2, 4), kind="ids:5")
row("Embedding(5, 3, input_length=4)", (None, 4), kind="ids:5")
row("Embedding(5, 3, input_length=4)", (None, None), kind="ids:5", sizes=(3, 4))
row("Embedding(5, 3, input_length=(2, 4), input_shape=(2, 4))", (None, 2, 4), kind="ids:5")
row("Embedding(5, 3, mask_zero=True)", (None, 4), kind="ids:3")
row("Embedding(5, 3, mask_zero=True, input_length=6)", (None, 6), kind="ids:3")
row("Embedding(5, 3, embeddings_initializer='ones')", (None, 4), kind="ids:5")
row("Embedding(5, 3, embeddings_regularizer='l2')", (None, 4), kind="ids:5")
row("Embedding(5, 3, activity_regularizer='l1')", (None, 4), kind="ids:5")
row("Embedding(5, 3, embeddings_constraint='unit_norm')", (None, 4), kind="ids:5")
row("Embedding(5, 3, input_shape=(4,), name='words', trainable=False)", (None, 4), kind="ids:5")
row("Embedding(input_dim=5, output_dim=1)", (2, 4), kind="ids:5", sizes=(2, 4))

# --- recurrent -----------------------------------------------------------------------------------
for _name in ["LSTM", "GRU", "SimpleRNN"]:
    _states = 2 if _name == "LSTM" else 1
    _gates = [] if _name == "SimpleRNN" else ["recurrent_activation='sigmoid'"]
    row(_name + "(3)", (None, 5, 4))
    row(_name + "(3)", (None, None, 4))
    row(_name + "(3)", (None, 1, 4))
    row(_name + "(3)", (None, 5, 4), mask=True)
    row(_name + "(3, return_sequences=True)", (None, 5, 4), mask=True)
    row(_name + "(3, return_sequences=True, return_state=True)", (None, 5, 4), mask=True)
    row(_name + "(3, go_backwards=True, return_sequences=True)", (None, 5, 4), mask=True)
    row(_name + "(3, unroll=True, return_sequences=True)", (None, 5, 4), mask=True)
    row(_name + "(3, stateful=True, return_sequences=True)", (5, 4, 4), mask=True)
    for _option in [
        *_gates,
        "activation='relu'",
        "activation='linear'",
        "use_bias=False",
        "go_backwards=True",
        "return_sequences=True",
        "return_state=True",
        "return_sequences=True, return_state=True, go_backwards=True",
        "unroll=True",
        "unroll=True, return_sequences=True, go_backwards=True",
        "kernel_initializer='ones', recurrent_initializer='identity', bias_initializer='ones'",
        "kernel_regularizer='l2', recurrent_regularizer='l1', bias_regularizer='l2'",
        "activity_regularizer='l2'",
        "activity_regularizer='l2', return_sequences=True",
        "kernel_constraint='max_norm', recurrent_constraint='non_neg', bias_constraint='max_norm'",
        "implementation=2",
        "implementation=2, use_bias=False, return_sequences=True",
        "input_shape=(5, 4), name='memory', trainable=False",
        "input_dim=4, input_length=5",
    ]:
        row(f"{_name}(3, {_option})", (None, 5, 4))
    row(_name + "(3, stateful=True)", (2, 4, 4), sizes=(2, 4))
    row(_name + "(3, stateful=True, unroll=True)", (2, 4, 4), sizes=(2, 4))
    row(_name + "(3, stateful=True, return_state=True)", (2, 4, 4), sizes=(2, 4))
    row(_name + "(3, dropout=0.2, recurrent_dropout=0.3)", (None, 5, 4), phases=(0,))
    row(_name + "(3, dropout=0.2, implementation=2)", (None, 5, 4), phases=(0,))
    row(_name + "(3)", (None, 5, 4), *[(None, 3)] * _states)
    row(_name + "(3, return_state=True)", (None, 5, 4), *[(None, 3)] * _states)
    row(
        _name + "(3, return_sequences=True)",
        (None, 5, 4),
        *[(None, 3)] * _states,
        call="layer(x[0], initial_state=x[1:])",
    )
each("LSTM(3, unit_forget_bias={})", ["True", "False"], (None, 5, 4))
row("LSTM(3, unit_forget_bias=True, bias_initializer='ones')", (None, 5, 4))
row("LSTM(2, recurrent_activation='hard_sigmoid', activation='softsign')", (None, 5, 4))
each("GRU(3, reset_after=True{})", ["", ", use_bias=False", ", implementation=2"], (None, 5, 4))
row("GRU(3, reset_after=True, return_sequences=True)", (None, 5, 4), mask=True)
each("RNN({}Cell(3))", ["LSTM", "GRU", "SimpleRNN"], (None, 5, 4))
each("RNN({}Cell(3), return_sequences=True)", ["LSTM", "GRU", "SimpleRNN"], (None, 5, 4), mask=True)
row("RNN([LSTMCell(3), GRUCell(2)])", (None, 5, 4))
row("RNN([LSTMCell(3), LSTMCell(2)], return_sequences=True, return_state=True)", (None, 5, 4))
row("RNN(StackedRNNCells([SimpleRNNCell(3), GRUCell(2)]))", (None, 5, 4))
row("RNN(SimpleRNNCell(3), unroll=True, go_backwards=True)", (None, 5, 4))
row("ConvLSTM2D(2, 2)", (None, 3, 4, 4, 2), sizes=(2, 3))
row("ConvLSTM2D(2, 3, padding='same', return_sequences=True)", (None, 3, 4, 4, 2), sizes=(2, 3))
row("ConvLSTM2D(2, 2, strides=2, use_bias=False, activation='relu')", (None, 3, 4, 4, 2))

# --- wrappers ------------------------------------------------------------------------------------
row("TimeDistributed(Dense(3))", (None, 5, 4))
row("TimeDistributed(Dense(3))", (None, None, 4))
row("TimeDistributed(Dense(3))", (2, 5, 4), sizes=(2, 5))
row("TimeDistributed(Dense(3, activation='relu'))", (None, 6, 4), mask=True)
row("TimeDistributed(Dense(3), input_shape=(5, 4), name='steps')", (None, 5, 4))
row("TimeDistributed(Dense(3, kernel_regularizer='l2'))", (None, 5, 4))
row("TimeDistributed(Dense(3, activity_regularizer='l2'))", (None, 5, 4))
row("TimeDistributed(Dense(3, activity_regularizer='l2'))", (2, 5, 4), sizes=(2, 5))
row("TimeDistributed(Conv2D(2, 2))", (None, 3, 4, 4, 2), sizes=(2, 3))
row("TimeDistributed(MaxPooling2D())", (None, 3, 4, 4, 2), sizes=(2, 3))
row("TimeDistributed(Flatten())", (None, 3, 2, 2))
row("TimeDistributed(Embedding(5, 3))", (None, 3, 2), kind="ids:5")
row("TimeDistributed(Embedding(5, 3, mask_zero=True))", (None, 3, 2), kind="ids:3")
row("TimeDistributed(LSTM(3))", (None, 3, 5, 2))
row("TimeDistributed(TimeDistributed(Dense(3)))", (None, 3, 5, 2))
row("TimeDistributed(Dropout(0.5))", (None, 3, 2), phases=(0,))
row("TimeDistributed(BatchNormalization())", (None, 4, 2))
for _mode in ["'sum'", "'mul'", "'ave'", "'concat'", "None"]:
    row(f"Bidirectional(LSTM(3), merge_mode={_mode})", (None, 5, 4))
    row(f"Bidirectional(GRU(3, return_sequences=True), merge_mode={_mode})", (None, 5, 4))
row("Bidirectional(LSTM(3, return_sequences=True))", (None, 5, 4), mask=True)
row("Bidirectional(LSTM(3))", (None, 5, 4), mask=True)
row("Bidirectional(LSTM(3, return_state=True))", (None, 5, 4))
row("Bidirectional(SimpleRNN(3, kernel_regularizer='l2'), name='both')", (None, 5, 4))
row("Bidirectional(SimpleRNN(3, stateful=True))", (2, 5, 4), sizes=(2, 5))
row("Bidirectional(SimpleRNN(3), weights=None, input_shape=(5, 4))", (None, 5, 4))

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
