"""What is written while a model trains, is evaluated and predicts: a line is a call.

Each is run with stdout as a file and as a terminal; times are blanked.
"""

__all__ = ["ROWS", "TextRow"]


class TextRow:
    """A call that writes.

    Args:
        call: its source. Names: x, y, w, model, keras, K, np, batches.
        model: name in `tables.models`.
        compiled: source of the arguments of compile.
    """

    def __init__(self, call, model="regression", compiled="'sgd', 'mse'"):
        self.call = call
        self.model = model
        self.compiled = compiled

    def __str__(self):
        return f"{self.model}; {self.compiled}; {self.call}"


ROWS = []


def row(call, *more):
    """Add one row."""
    ROWS.append(TextRow(call, *more))


MAE = ("regression", "'sgd', 'mse', metrics=['mae']")
TWO = ("two_outputs", "'sgd', 'mse', metrics=['mae', 'acc']")

# --- fit -----------------------------------------------------------------------------------------
row("model.fit(x, y, batch_size=8)")
for _verbose in [0, 1, 2, True, False]:
    row(f"model.fit(x, y, batch_size=8, epochs=2, verbose={_verbose})", *MAE)
    row(f"model.fit(x, y, batch_size=8, epochs=2, validation_split=0.25, verbose={_verbose})")
for _verbose in [1, 2]:
    row(f"model.fit(x, y, 8, 2, validation_data=(x[:4], y[:4]), verbose={_verbose})", *MAE)
    row(f"model.fit(x, y, 24, 2, verbose={_verbose})", *TWO)
    row(f"model.fit(x, y, 7, 1, verbose={_verbose}, validation_split=0.5)", *TWO)
    row(f"model.fit(x, y, 10, 12, verbose={_verbose}, initial_epoch=10)")
    row(f"model.fit(x, y, 6, 2, verbose={_verbose}, shuffle=False)", "stateful")
    row(f"model.fit_generator(batches(x, y, 6), 3, 2, verbose={_verbose})")
    row(
        f"model.fit_generator(batches(x, y, 6), 3, verbose={_verbose}, validation_data=(x, y))",
        *MAE,
    )
    row(
        f"model.fit_generator(batches(x, y, 6), 2, verbose={_verbose}, "
        "validation_data=batches(x, y, 6), validation_steps=2)"
    )
    row(
        f"model.fit(x, y, 12, 2, verbose={_verbose})",
        "classes",
        "'adam', 'categorical_crossentropy', metrics=['accuracy']",
    )
    row(f"model.fit(x, y, 24, 2, {_verbose})", "regression", "keras.optimizers.SGD(1e-9), 'mse'")
    row(f"model.fit(x, y * 1e6, 24, 1, {_verbose})")
    row(f"model.fit(x, y * 1e-3 + model.predict(x), 24, 1, {_verbose})")
row("model.fit(x, y, 1, verbose=1)")
row("model.fit(x, y, 100, 3, verbose=1)")
row("[model.train_on_batch(x, y), model.test_on_batch(x, y), model.predict_on_batch(x)]")

# --- evaluate and predict ------------------------------------------------------------------------
for _verbose in ["", ", verbose=0", ", verbose=1"]:
    row(f"model.evaluate(x, y{_verbose})", *MAE)
    row(f"model.evaluate(x, y, 5{_verbose})", *MAE)
    row(f"model.evaluate(x, y, 24{_verbose})")
    row(f"model.predict(x{_verbose})")
    row(f"model.predict(x, 5{_verbose})")
    row(f"model.evaluate_generator(batches(x, y, 6), 3{_verbose})")
    row(f"model.predict_generator(batches(x, y, 6), 3{_verbose})")
row("model.predict(x, 1, verbose=1)")
row("model.evaluate(x, y, verbose=1)", *TWO)
row("model.predict(x, 3, 1)", *TWO)

# --- callbacks that write ------------------------------------------------------------------------
_FIT = "model.fit(x, y, 12, 4, callbacks=[keras.callbacks.{}], verbose=%s)"
for _verbose in [0, 1, 2]:
    for _callback in [
        "EarlyStopping('loss', min_delta=9.0, patience=1, verbose=1)",
        "EarlyStopping('loss', 9.0, 0, 1, restore_best_weights=True)",
        "ModelCheckpoint('w.h5', 'loss', verbose=1)",
        "ModelCheckpoint('w.{epoch:03d}-{loss:.2f}.h5', 'loss', 1, save_best_only=True)",
        "ModelCheckpoint('w.h5', 'loss', 1, True, True, mode='max')",
        "ModelCheckpoint('w.h5', 'loss', 1, period=2)",
        "ReduceLROnPlateau('loss', 0.5, 1, verbose=1, min_delta=9.0)",
        "LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1), verbose=1)",
        "LambdaCallback(on_epoch_end=lambda epoch, logs: K.clear_session and None)",
    ]:
        row(_FIT.replace("{}", _callback, 1) % _verbose)

# --- the bar itself ------------------------------------------------------------------------------
_BAR = "[bar.{} for bar in [keras.utils.Progbar(%s)] for step in range(1, 6)]"
for _arguments in [
    "5",
    "5, width=10",
    "5, verbose=2",
    "5, verbose=0",
    "None",
    "12",
    "5, interval=99",
]:
    row(_BAR.format("update(step)") % _arguments)
    row(_BAR.format("update(step, [('loss', step / 3.0), ('acc', 1e-5)])") % _arguments)
    row(_BAR.format("add(1, [('loss', step * 1000.0)])") % _arguments)
row(_BAR.format("update(step, [('lr', step), ('n', 2)])") % "5, stateful_metrics=['lr']")
row(_BAR.format("update(step * 100, [('a', 1.0)])") % "500")
row("keras.utils.Progbar(1).update(1)")

# --- summaries -----------------------------------------------------------------------------------
for _model in ["regression", "images", "text", "stateful", "normalized", "frozen", "own_loss"]:
    row("model.summary(%s)" % ("98" if _model == "own_loss" else ""), _model)
row("model.summary(line_length=50)", "images")
row("model.summary(80, [0.2, 0.5, 0.9])", "images")
row("model.summary(line_length=120)", "two_outputs")
row("model.summary(98, positions=[0.4, 0.6, 0.8, 1.0])", "nested")
