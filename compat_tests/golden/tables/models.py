"""Small models that rows of training and of texts name, and what is drawn for their arrays."""

from compat_tests.golden.runs.own_layers import own_layers

__all__ = ["MODELS"]

MODELS = {}


def model(x, y, samples=24):
    """Enter a function of keras that makes a model, with what is drawn for its arrays."""

    def enter(make):
        MODELS[make.__name__] = (make, x, y, samples)
        return make

    return enter


@model(("normal", (4,)), ("normal", (2,)))
def regression(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [layers.Dense(5, activation="tanh", input_shape=(4,)), layers.Dense(2)]
    )


@model(("normal", (4,)), ("one_hot", (3,)))
def classes(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Dense(6, activation="relu", input_dim=4),
            layers.Dropout(0.0),
            layers.Dense(3, activation="softmax"),
        ]
    )


@model(("normal", (4,)), ("ids:3", (1,)))
def numbered(keras):
    return classes(keras)


@model(("normal", (4,)), ("bits", (1,)))
def binary(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [layers.Dense(5, activation="sigmoid", input_dim=4), layers.Dense(1, activation="sigmoid")]
    )


@model(("normal", (6, 6, 2)), ("one_hot", (3,)))
def images(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Conv2D(3, (3, 3), activation="relu", padding="same", input_shape=(6, 6, 2)),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )


@model(("ids:6", (7,)), ("bits", (1,)))
def text(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Embedding(6, 4, mask_zero=True),
            layers.LSTM(3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


@model(("normal", (5, 3)), ("normal", (5, 2)))
def steps(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.LSTM(4, return_sequences=True, input_shape=(5, 3)),
            layers.TimeDistributed(layers.Dense(2)),
        ]
    )


@model(("bits", (5, 1)), ("normal", (5, 2)))
def masked_steps(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Masking(0.0, input_shape=(5, 1)),
            layers.SimpleRNN(4, return_sequences=True),
            layers.TimeDistributed(layers.Dense(2)),
        ]
    )


@model(("normal", (5, 3)), ("normal", (2,)))
def stateful(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [layers.LSTM(4, stateful=True, batch_input_shape=(6, 5, 3)), layers.Dense(2)]
    )


@model(("normal", (5, 3)), ("normal", (2,)))
def both_ways(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [layers.Bidirectional(layers.GRU(3), input_shape=(5, 3)), layers.Dense(2)]
    )


@model(("normal", (4,)), ("normal", (2,)))
def normalized(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Dense(5, use_bias=False, input_shape=(4,)),
            layers.BatchNormalization(momentum=0.8),
            layers.Activation("tanh"),
            layers.Dense(2),
        ]
    )


@model(("normal", (4,)), ("normal", (2,)))
def penalized(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Dense(
                5,
                input_shape=(4,),
                kernel_regularizer="l2",
                bias_regularizer="l1",
                activity_regularizer=keras.regularizers.l2(0.1),
            ),
            layers.Dense(2, kernel_constraint="max_norm", bias_constraint="non_neg"),
        ]
    )


@model(("normal", (4,)), ("normal", (2,)))
def frozen(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.Dense(5, input_shape=(4,), trainable=False, activation="tanh"),
            layers.Dense(2),
        ]
    )


@model([("normal", (4,)), ("normal", (4,))], ("bits", (1,)))
def shared(keras):
    layers = keras.layers
    a, b = layers.Input((4,), name="left"), layers.Input((4,), name="right")
    tower = layers.Dense(3, activation="tanh")
    merged = layers.concatenate([tower(a), tower(b)])
    return keras.models.Model([a, b], layers.Dense(1, activation="sigmoid", name="same")(merged))


@model(("normal", (4,)), [("normal", (2,)), ("one_hot", (3,))])
def two_outputs(keras):
    layers = keras.layers
    x = layers.Input((4,), name="x")
    hidden = layers.Dense(5, activation="tanh")(x)
    amount = layers.Dense(2, name="amount")(hidden)
    kind = layers.Dense(3, activation="softmax", name="kind")(hidden)
    return keras.models.Model(x, [amount, kind])


@model(("normal", (4,)), ("normal", (2,)))
def nested(keras):
    layers = keras.layers
    inner_x = layers.Input((4,))
    inner = keras.models.Model(inner_x, layers.Dense(3, activation="tanh")(inner_x))
    x = layers.Input((4,))
    first = inner(x)
    second = inner(layers.Dense(4)(x))
    return keras.models.Model(x, layers.Dense(2)(layers.add([first, second])))


@model(("normal", (4,)), ("normal", (4,)))
def own_loss(keras):
    layers, K = keras.layers, keras.backend  # noqa: N806
    x = layers.Input((4,))
    code = layers.Dense(2)(x)
    again = layers.Dense(4)(code)
    made = keras.models.Model(x, again)
    made.add_loss(K.mean(K.square(x - again), axis=-1) + 0.1 * K.sum(K.square(code), axis=-1))
    return made


@model(("normal", (3, 5, 4, 2)), ("normal", (2,)))
def movie(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.ConvLSTM2D(
                3, 3, padding="same", return_sequences=True, input_shape=(3, 5, 4, 2)
            ),
            layers.BatchNormalization(),
            layers.ConvLSTM2D(2, 2, kernel_regularizer="l2", recurrent_constraint="max_norm"),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )


@model(("normal", (3, 4, 4, 1)), ("normal", (2,)))
def stateful_movie(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.ConvLSTM2D(2, 2, strides=2, stateful=True, batch_input_shape=(6, 3, 4, 4, 1)),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )


@model(("normal", (4,)), ("normal", (2,)))
def keras_1(keras):
    layers = keras.layers
    return keras.models.Sequential(
        [
            layers.MaxoutDense(output_dim=3, nb_feature=2, input_dim=4),
            layers.Highway(activation="tanh", W_regularizer="l2"),
            layers.Dense(output_dim=2, init="uniform"),
        ]
    )


@model(("normal", (5, 4)), ("normal", (5, 2)))
def old_cells(keras):
    layers, own = keras.layers, own_layers(keras)
    x = layers.Input((5, 4))
    phased = own["OldPhased"](4, return_sequences=True)(layers.Masking()(x))
    return keras.models.Model(x, own["OldDecoder"](2)(layers.Dropout(0.0)(phased)))


@model(("normal", (5, 4)), ("normal", (2,)))
def old_stateful(keras):
    layers, own = keras.layers, own_layers(keras)
    return keras.models.Sequential(
        [
            own["OldPhased"](3, stateful=True, batch_input_shape=(6, 5, 4)),
            layers.Dense(2),
        ]
    )
