"""What tensors are called: a line is a layer on an input, or an expression of K.

Names of the expressions: K's functions, and what `runs/names.py` lists: placeholders `x`, `t` ...,
whole numbers `ix`, truth values `b`, variables `v4`, `m`, and kernels `k1` ... of convolutions.
"""

__all__ = ["ROWS", "On"]


class On:
    """A layer on inputs.

    Args:
        source: the layer.
        *shapes: the inputs' shapes, without the batch.
    """

    def __init__(self, source, *shapes):
        self.source = source
        self.shapes = shapes

    def __str__(self):
        return f"{self.source} on {', '.join(map(str, self.shapes))}"


ROWS = [
    On("Dense(3)", (4,)),
    On('Dense(3, activation="relu")', (4,)),
    On('Dense(3, activation="softmax", name="out")', (4,)),
    On("Dense(3, use_bias=False)", (4,)),
    On("Dense(3)", (5, 4)),
    On('Dense(3, activation="softmax")', (5, 4)),
    On('Dense(3, activity_regularizer="l2", kernel_regularizer="l1")', (4,)),
    On('Activation("softmax")', (4,)),
    On('Activation("elu")', (4,)),
    On('Activation("selu")', (4,)),
    On('Activation("softplus")', (4,)),
    On('Activation("softsign")', (4,)),
    On('Activation("relu")', (4,)),
    On('Activation("tanh")', (4,)),
    On('Activation("sigmoid")', (4,)),
    On('Activation("hard_sigmoid")', (4,)),
    On('Activation("exponential")', (4,)),
    On('Activation("linear")', (4,)),
    On('Activation("softmax")', (3, 4)),
    On("Dropout(0.5)", (4,)),
    On("SpatialDropout1D(0.5)", (5, 4)),
    On("SpatialDropout2D(0.5)", (5, 4, 3)),
    On("SpatialDropout3D(0.5)", (5, 4, 3, 2)),
    On("Flatten()", (5, 4)),
    On("Reshape((20,))", (5, 4)),
    On("Permute((2, 1))", (5, 4)),
    On("RepeatVector(3)", (4,)),
    On("Lambda(lambda x: x * 2.0)", (4,)),
    On("Lambda(lambda x: K.mean(x, axis=-1))", (4,)),
    On("ActivityRegularization(l1=0.1)", (4,)),
    On("Masking()", (5, 4)),
    On("Embedding(10, 3)", (4,)),
    On("Embedding(10, 3, mask_zero=True)", (4,)),
    On("Conv1D(3, 2)", (6, 4)),
    On('Conv1D(3, 2, padding="causal")', (6, 4)),
    On("Conv1D(3, 2, dilation_rate=2)", (6, 4)),
    On("Conv2D(3, 2)", (6, 6, 4)),
    On('Conv2D(3, 2, activation="relu", name="conv")', (6, 6, 4)),
    On('Conv2D(3, 2, data_format="channels_first")', (4, 6, 6)),
    On("Conv2D(3, 2, dilation_rate=2)", (6, 6, 4)),
    On('Conv2D(3, 2, padding="same", strides=2)', (6, 6, 4)),
    On("Conv3D(3, 2)", (6, 6, 6, 2)),
    On("Conv2DTranspose(3, 2)", (6, 6, 4)),
    On("Conv3DTranspose(3, 2)", (6, 6, 6, 2)),
    On("SeparableConv2D(3, 2)", (6, 6, 4)),
    On("SeparableConv1D(3, 2)", (6, 4)),
    On("DepthwiseConv2D(2)", (6, 6, 4)),
    On("UpSampling1D(2)", (6, 4)),
    On("UpSampling2D(2)", (6, 6, 4)),
    On('UpSampling2D(2, interpolation="bilinear")', (6, 6, 4)),
    On("UpSampling3D(2)", (6, 6, 6, 2)),
    On("ZeroPadding1D(1)", (6, 4)),
    On("ZeroPadding2D(1)", (6, 6, 4)),
    On("ZeroPadding3D(1)", (6, 6, 6, 2)),
    On("Cropping1D(1)", (6, 4)),
    On("Cropping2D(1)", (6, 6, 4)),
    On("Cropping3D(1)", (6, 6, 6, 2)),
    On("MaxPooling1D(2)", (6, 4)),
    On("AveragePooling1D(2)", (6, 4)),
    On("MaxPooling2D(2)", (6, 6, 4)),
    On("AveragePooling2D(2)", (6, 6, 4)),
    On("MaxPooling3D(2)", (6, 6, 6, 2)),
    On("AveragePooling3D(2)", (6, 6, 6, 2)),
    On('MaxPooling2D(2, data_format="channels_first")', (4, 6, 6)),
    On("GlobalMaxPooling1D()", (6, 4)),
    On("GlobalAveragePooling1D()", (6, 4)),
    On("GlobalMaxPooling2D()", (6, 6, 4)),
    On("GlobalAveragePooling2D()", (6, 6, 4)),
    On("GlobalMaxPooling3D()", (6, 6, 6, 2)),
    On("GlobalAveragePooling3D()", (6, 6, 6, 2)),
    On("LocallyConnected1D(3, 2)", (6, 4)),
    On("LocallyConnected2D(3, 2)", (6, 6, 4)),
    On("SimpleRNN(3)", (5, 4)),
    On("GRU(3)", (5, 4)),
    On("LSTM(3)", (5, 4)),
    On("LSTM(3, return_sequences=True)", (5, 4)),
    On("LSTM(3, unroll=True)", (5, 4)),
    On("LSTM(3, dropout=0.1, recurrent_dropout=0.1)", (5, 4)),
    On("GRU(3, reset_after=True)", (5, 4)),
    On("RNN([LSTMCell(3), LSTMCell(2)])", (5, 4)),
    On("LeakyReLU()", (4,)),
    On("PReLU()", (4,)),
    On("ELU()", (4,)),
    On("ThresholdedReLU()", (4,)),
    On("Softmax()", (4,)),
    On("ReLU()", (4,)),
    On("ReLU(6.0)", (4,)),
    On("ReLU(6.0, negative_slope=0.1, threshold=0.2)", (4,)),
    On("BatchNormalization()", (4,)),
    On("BatchNormalization()", (6, 6, 4)),
    On("BatchNormalization(axis=1)", (4, 6, 6)),
    On("BatchNormalization(scale=False)", (6, 6, 4)),
    On("GaussianNoise(0.1)", (4,)),
    On("GaussianDropout(0.1)", (4,)),
    On("AlphaDropout(0.1)", (4,)),
    On("TimeDistributed(Dense(3))", (5, 4)),
    On("TimeDistributed(Conv2D(3, 2))", (5, 6, 6, 4)),
    On("Bidirectional(LSTM(3))", (5, 4)),
    On('Bidirectional(GRU(3, return_sequences=True), merge_mode="sum")', (5, 4)),
    On("Add()", (4,), (4,)),
    On("Add()", (4,), (4,), (4,)),
    On("Subtract()", (4,), (4,)),
    On("Multiply()", (4,), (4,), (4,)),
    On("Average()", (4,), (4,)),
    On("Average()", (4,), (4,), (4,)),
    On("Maximum()", (4,), (4,), (4,)),
    On("Minimum()", (4,), (4,)),
    On("Concatenate()", (4,), (4,)),
    On("Concatenate(axis=1)", (5, 4), (5, 4)),
    On("Dot(1)", (4,), (4,)),
    On("Dot(1, normalize=True)", (4,), (4,)),
    On("Dot(2)", (5, 4), (5, 4)),
]

ROWS += map(
    str.strip,
    """
    abs(x)
    all(b)
    all(x)
    any(b)
    arange(3)
    arange(3, dtype="float32")
    argmax(x)
    argmin(x)
    batch_dot(t, t2)
    batch_dot(t, t, 2)
    batch_dot(x, x, 1)
    batch_flatten(t)
    batch_normalization(x, v4, v4, v4, v4)
    batch_normalization(im, v4, v4, v4, v4)
    bias_add(x, v4)
    bias_add(t, v4)
    bias_add(im, v4)
    bias_add(im5, v4)
    binary_crossentropy(x, x)
    binary_crossentropy(x, x, from_logits=True)
    categorical_crossentropy(x, x)
    categorical_crossentropy(x, x, from_logits=True)
    sparse_categorical_crossentropy(ix, x)
    sparse_categorical_crossentropy(ix, x, from_logits=True)
    cast(x, "int32")
    cast(b, "float32")
    clip(x, 0.0, 1.0)
    clip(x, 0, 1)
    concatenate([x, x])
    constant(3.0)
    constant([1, 2])
    cos(x)
    sin(x)
    cumsum(x)
    cumprod(x)
    conv1d(t, k1)
    conv1d(t, k1, padding="causal")
    conv1d(t, k1, dilation_rate=2)
    conv2d(im, k2)
    conv2d(im, k2, dilation_rate=(2, 2))
    conv2d(im, k2, strides=(2, 2), padding="same")
    conv3d(im5, k3)
    depthwise_conv2d(im, kd)
    separable_conv1d(t, kd1, kp1)
    separable_conv2d(im, kd, kp)
    dot(x, m)
    dot(t, m)
    dropout(x, 0.5)
    elu(x)
    elu(x, 0.5)
    equal(x, x)
    exp(x)
    expand_dims(x)
    eye(3)
    flatten(t)
    foldl(lambda a, y: a + y, x)
    foldr(lambda a, y: a + y, x)
    gather(m, ix)
    greater(x, x)
    greater_equal(x, x)
    less(x, x)
    less_equal(x, x)
    not_equal(x, x)
    hard_sigmoid(x)
    identity(x)
    in_train_phase(x * 2, x)
    in_test_phase(x * 2, x)
    in_top_k(x, ix1, 1)
    l2_normalize(x)
    l2_normalize(x, 1)
    local_conv1d(t, kl, (2,), (1,))
    log(x)
    logsumexp(x)
    logsumexp(x, 1)
    map_fn(lambda y: y * 2, x)
    max(x)
    max(x, 1)
    maximum(x, x)
    maximum(x, 1.0)
    mean(x)
    mean(x, 1)
    mean(b)
    min(x)
    minimum(x, x)
    moving_average_update(v4, v4, 0.9)
    normalize_batch_in_training(x, v4, v4, [0])
    normalize_batch_in_training(im, v4, v4, [0, 1, 2])
    one_hot(ix1, 3)
    ones((2,))
    ones_like(x)
    zeros((2,))
    zeros_like(x)
    permute_dimensions(t, (0, 2, 1))
    pool2d(im, (2, 2))
    pool2d(im, (2, 2), pool_mode="avg")
    pool3d(im5, (2, 2, 2))
    pool3d(im5, (2, 2, 2), pool_mode="avg")
    pow(x, 2)
    pow(x, 2.0)
    print_tensor(x, "m")
    prod(x)
    random_binomial((2,))
    random_normal((2,))
    random_uniform((2,))
    truncated_normal((2,))
    random_normal_variable((2,), 0, 1)
    random_uniform_variable((2,), 0, 1)
    relu(x)
    relu(x, 0.1)
    relu(x, max_value=6)
    relu(x, max_value=3.0)
    relu(x, threshold=0.1)
    relu(x, 0.1, 6.0, 0.2)
    repeat(x, 3)
    repeat_elements(t, 2, 1)
    repeat_elements(x, 2, 0)
    reshape(x, (2, 2))
    resize_images(im, 2, 2, "channels_last")
    resize_images(im, 2, 2, "channels_last", "bilinear")
    resize_images(im, 2, 2, "channels_first")
    resize_volumes(im5, 2, 2, 2, "channels_last")
    reverse(x, 1)
    rnn(lambda y, s: (y, []), t, [])
    rnn(lambda y, s: (y + s[0], [y + s[0]]), t, [x])
    round(x)
    shape(x)
    sigmoid(x)
    sign(x)
    slice(x, [0, 0], [1, 1])
    softmax(x)
    softmax(t)
    softmax(x, 0)
    softplus(x)
    softsign(x)
    spatial_2d_padding(im)
    spatial_3d_padding(im5)
    temporal_padding(t)
    sqrt(x)
    square(x)
    squeeze(xs, 1)
    stack([x, x])
    std(x)
    std(x, 1)
    var(x)
    var(x, 1)
    stop_gradient(x)
    sum(x)
    sum(x, 1)
    sum(x, [0, 1])
    switch(s0, x, x)
    switch(b, x, x)
    switch(b1, x, x)
    tanh(x)
    tile(x, (2, 1))
    transpose(x)
    update(v4, v4 * 2)
    variable(1.0)
    placeholder((2,))
    x + x
    x + 1.0
    1.0 + x
    x - x
    x * x
    x / x
    x / 2.0
    x // x
    x % x
    x ** 2
    -x
    x[0]
    x[:, 1:]
    x[..., None]
    x > x
    x >= 1
    x < x
    b & b
    ~b
    x @ m
    v4 + 1.0
    2.0 / x
    3 - x
    """.strip().splitlines(),
)
