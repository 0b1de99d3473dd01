"""Twenty steps of training: a line is a model, what it is compiled with, and how it is fitted."""

__all__ = ["ROWS", "TrainingRow"]


class TrainingRow:
    """A training run.

    Args:
        model: name in `tables.models`.
        compiled: source of the arguments of compile.
        fit: source of the arguments of fit beside the arrays x and y. Names: x, y, w (sample
            weights), model, keras, K, np, batches (a generator of (x, y) of some size).
        call: source of the whole call, where it is not `model.fit(x, y, ...)`.
        then: source of the arguments of the train_on_batch that follows.
        weighted: shape of w's entries beside the samples, None for no weights in evaluate.
        tolerance: relative; what single precision lets grow in 20 steps.
    """

    def __init__(self, model, compiled, fit="", call=None, then="", weighted=None, tolerance=1e-3):
        self.model = model
        self.compiled = compiled
        self.fit = fit
        self.own_call = call
        self.call = call or "model.fit(x, y, {}, callbacks=callbacks)".format(
            ", ".join(part for part in [fit, STEPS, "verbose=0"] if part)
        )
        self.then = then
        self.weighted = weighted
        self.tolerance = tolerance

    def __str__(self):
        words = [self.model, self.compiled, self.own_call or self.fit]
        return "; ".join(word for word in [*words, self.then] if word)


STEPS = "batch_size=6, epochs=5"
ROWS = []


def row(model, compiled, fit="", **options):
    """Add one row."""
    ROWS.append(TrainingRow(model, compiled, fit, **options))


# --- runs ----------------------------------------------------------------------------------------
SHUFFLED = "shuffle=True"
STILL = "shuffle=False"
row("regression", "'sgd', 'mse'", STILL)
row("regression", "'sgd', 'mse', metrics=['mae']", SHUFFLED)
row("regression", "'rmsprop', 'mae'", SHUFFLED)
row("regression", "'adam', 'mse'", STILL)
row(
    "regression", "keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, decay=0.01), 'mse'", STILL
)
row("regression", "keras.optimizers.SGD(0.1, clipnorm=0.1), 'mse'", STILL)
row("regression", "keras.optimizers.Adagrad(clipvalue=0.05), 'logcosh'", STILL)
row("regression", "'adadelta', 'mse'", "shuffle='batch'")
row("regression", "'sgd', 'mse', metrics=['mae']", "validation_split=0.25")
row("regression", "'sgd', 'mse'", "validation_data=(x[:5], y[:5])")
row(
    "regression",
    "'sgd', 'mse', metrics=['mae'], weighted_metrics=['mae']",
    "sample_weight=w, validation_data=(x[:5], y[:5], w[:5])",
    weighted=(),
)
row("regression", "'sgd', 'mse'", "sample_weight=w, validation_split=0.3", weighted=())
row("regression", "'sgd', 'mse'", "initial_epoch=2")
row("classes", "'sgd', 'categorical_crossentropy', metrics=['accuracy']", SHUFFLED)
row("classes", "'adam', 'categorical_crossentropy', metrics=['acc', 'mse']", SHUFFLED)
row(
    "classes",
    "'adam', 'categorical_crossentropy', ['acc']",
    "class_weight={0: 1.0, 1: 3.0, 2: 0.5}",
    then="class_weight={0: 1.0, 1: 3.0, 2: 0.5}",
)
row("classes", "'nadam', 'kullback_leibler_divergence'", "class_weight='auto'")
row(
    "classes",
    "'adamax', 'categorical_hinge', weighted_metrics=['acc']",
    "class_weight={0: 1.0, 1: 3.0, 2: 0.5}, validation_split=0.25",
)
row(
    "numbered",
    "'rmsprop', 'sparse_categorical_crossentropy', metrics=['acc']",
    "class_weight={0: 1.0, 1: 3.0, 2: 0.5}, sample_weight=None",
)
row(
    "numbered",
    "'sgd', 'sparse_categorical_crossentropy', metrics=['acc']",
    "sample_weight=w",
    weighted=(),
)
row("binary", "'rmsprop', 'binary_crossentropy', metrics=['acc']", "class_weight={0: 1.0, 1: 5.0}")
row("binary", "'adagrad', 'hinge', metrics=['binary_accuracy']", "validation_split=0.5")
row("images", "'sgd', 'categorical_crossentropy', metrics=['accuracy']", SHUFFLED)
row("images", "'adadelta', 'categorical_crossentropy'", "validation_split=0.2")
row("text", "'rmsprop', 'binary_crossentropy', metrics=['accuracy']", SHUFFLED)
row("text", "keras.optimizers.SGD(0.5), 'mse'", "sample_weight=w", weighted=())
row("steps", "'adam', 'mse'", SHUFFLED)
row(
    "steps",
    "keras.optimizers.SGD(0.3), 'mse', sample_weight_mode='temporal', metrics=['mae']",
    "sample_weight=w",
    weighted=(5,),
)
row("masked_steps", "keras.optimizers.SGD(0.3), 'mse', metrics=['mae']", SHUFFLED)
row(
    "masked_steps",
    "'rmsprop', 'mae', sample_weight_mode='temporal', weighted_metrics=['mae']",
    "sample_weight=w, validation_split=0.25",
    weighted=(5,),
)
row("stateful", "keras.optimizers.SGD(0.3), 'mse'", STILL)
row("stateful", "'adam', 'mse'", STILL + ", validation_data=(x[:6], y[:6])")
row("both_ways", "'rmsprop', 'mse'", SHUFFLED)
row("movie", "'adam', 'mse', metrics=['mae']", SHUFFLED)
row("movie", "keras.optimizers.SGD(0.1, momentum=0.9), 'mse'", "validation_split=0.25")
row("stateful_movie", "'rmsprop', 'mse'", STILL)
row("keras_1", "'adam', 'mse'", SHUFFLED)
# The gate of time jumps: at a higher rate rounding decides where a run goes.
row("old_cells", "keras.optimizers.SGD(0.001), 'mse', metrics=['mae']", SHUFFLED)
row("old_cells", "'adam', 'mse'", "validation_split=0.25")
row("old_stateful", "keras.optimizers.Adam(0.0001), 'mse'", STILL)
row("normalized", "keras.optimizers.SGD(0.1), 'mse', metrics=['mae']", SHUFFLED)
row("normalized", "'rmsprop', 'mse'", "validation_split=0.25")
row("penalized", "keras.optimizers.SGD(0.05), 'mse', metrics=['mse']", SHUFFLED)
row("penalized", "'adam', 'mse'", "sample_weight=w, validation_split=0.25", weighted=())
row("frozen", "'sgd', 'mse'", SHUFFLED)
row("shared", "'adam', 'binary_crossentropy', metrics=['acc']", SHUFFLED)
row(
    "shared",
    "'sgd', 'mse'",
    call="model.fit({'left': x[0], 'right': x[1]}, {'same': y}, "
    "batch_size=6, epochs=5, verbose=0, validation_split=0.25, callbacks=callbacks)",
)
row("two_outputs", "'sgd', ['mse', 'categorical_crossentropy']", SHUFFLED)
row(
    "two_outputs",
    "'rmsprop', 'mse', loss_weights=[0.3, 2.0], metrics=['mae']",
    "validation_split=0.25",
)
row(
    "two_outputs",
    "'sgd', {'amount': 'mae', 'kind': 'categorical_crossentropy'}, "
    "loss_weights={'kind': 3.0}, metrics={'kind': 'acc'}",
    "class_weight={'kind': {0: 1.0, 1: 3.0, 2: 0.5}}",
)
row(
    "two_outputs",
    "'sgd', 'mse', metrics=['mae']",
    "sample_weight={'kind': w[0]}, validation_data=(x, y, {'amount': w[0]})",
)
row("two_outputs", "'adam', 'mse'", "sample_weight=w", weighted=())
row("nested", "'adam', 'mse', metrics=['mae']", SHUFFLED)
row(
    "own_loss",
    "'sgd', None",
    call="model.fit(x, batch_size=6, epochs=5, verbose=0, callbacks=callbacks)",
    then="none",
)
row("own_loss", "'sgd', 'mae'", SHUFFLED)

# callbacks, generators, single steps
row(
    "regression",
    "'sgd', 'mse'",
    call="model.fit_generator(batches(x, y, 6), 4, epochs=5, verbose=0, callbacks=callbacks)",
)
row(
    "regression",
    "'sgd', 'mse', metrics=['mae']",
    call="model.fit_generator(batches(x, y, 6), 4, epochs=5, verbose=0, shuffle=False, "
    "validation_data=batches(x, y, 8), validation_steps=2, callbacks=callbacks)",
)
row(
    "classes",
    "'sgd', 'categorical_crossentropy', metrics=['acc']",
    call="model.fit_generator(batches(x, y, 6, w), 4, epochs=5, verbose=0, "
    "validation_data=(x, y, w), class_weight={0: 1.0, 1: 2.0, 2: 0.5}, callbacks=callbacks)",
    weighted=(),
)
row("regression", "'sgd', 'mse'", call="[model.train_on_batch(x[:6], y[:6]) for step in range(20)]")
row(
    "regression",
    "'sgd', 'mse'",
    call="[model.train_on_batch(x[i:i + 6], y[i:i + 6], "
    "sample_weight=w[i:i + 6]) for i in range(18)]",
    weighted=(),
)
row(
    "regression",
    "'adam', 'mse'",
    call="model.fit(x, y, batch_size=6, epochs=5, verbose=0, callbacks=callbacks"
    " + [keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (1 + epoch))])",
)
row(
    "regression",
    "'sgd', 'mse'",
    call="model.fit(x, y, batch_size=6, epochs=9, verbose=0, "
    "callbacks=callbacks + [keras.callbacks.EarlyStopping('loss', min_delta=0.05, patience=1)])",
)
row(
    "regression",
    "'sgd', 'mse'",
    call="model.fit(x, y, batch_size=6, epochs=8, verbose=0, callbacks="
    "[keras.callbacks.ReduceLROnPlateau('loss', 0.1, 1, min_delta=1.0)] + callbacks)",
)
row(
    "regression",
    "'sgd', 'mse'",
    call="model.fit(x, y, batch_size=6, epochs=9, verbose=0, callbacks="
    "callbacks + [keras.callbacks.EarlyStopping('loss', 9.0, 2, restore_best_weights=True)])",
)
row(
    "regression",
    "keras.optimizers.SGD(1e9), 'mse'",
    call="model.fit(x, y, batch_size=6, epochs=3, "
    "verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()]) and None",
    then="none",
)
