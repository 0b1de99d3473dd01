"""Rows of layers: recurrence over images."""

from compat_tests.golden.tables.layers.row import each, row

__all__ = []

_MOVIE = (None, 3, 4, 4, 2)
_FIRST = {"image_data_format": "channels_first"}

# --- ConvLSTM2D ----------------------------------------------------------------------------------
row("ConvLSTM2D(2, 2)", (None, 3, 4, 4, 2), sizes=(2, 3))
row("ConvLSTM2D(2, 3, padding='same', return_sequences=True)", (None, 3, 4, 4, 2), sizes=(2, 3))
row("ConvLSTM2D(2, 2, strides=2, use_bias=False, activation='relu')", (None, 3, 4, 4, 2))
for _option in [
    "recurrent_activation='sigmoid'",
    "activation='linear', recurrent_activation='relu'",
    "activation='softsign', recurrent_activation='softplus'",
    "activation=None",
    "use_bias=False",
    "go_backwards=True",
    "go_backwards=True, return_sequences=True",
    "return_state=True",
    "return_sequences=True, return_state=True, go_backwards=True, padding='same'",
    "strides=(2, 1), return_sequences=True",
    "strides=2, padding='same', return_state=True",
    "dilation_rate=2",
    "dilation_rate=(1, 2), padding='same', return_sequences=True",
    "padding='SAME'",
    "kernel_initializer='ones', recurrent_initializer='zeros', bias_initializer='ones'",
    "bias_initializer='ones', unit_forget_bias=False",
    "kernel_regularizer='l2', recurrent_regularizer='l1', bias_regularizer='l2'",
    "activity_regularizer='l2', return_sequences=True",
    "kernel_constraint='max_norm', recurrent_constraint='non_neg', bias_constraint='max_norm'",
    "input_shape=(3, 4, 4, 2), name='movie', trainable=False",
]:
    row(f"ConvLSTM2D(2, 2, {_option})", _MOVIE, sizes=(2, 3))
row("ConvLSTM2D(2, 3)", _MOVIE, sizes=(2, 3))
row("ConvLSTM2D(1, (3, 1))", (None, 1, 5, 4, 2), sizes=(2, 1))
row("ConvLSTM2D(2, (2, 3), padding='same')", (None, None, None, 4, 2), sizes=(2, 4))
row("ConvLSTM2D(3, (1, 4), padding='same')", (None, None, 5, 3, 1), sizes=(2, 2))
for _option in [
    "padding='same', return_sequences=True",
    "strides=2, return_state=True",
    "dilation_rate=2, go_backwards=True, return_sequences=True, return_state=True",
    "dropout=0.2",
]:
    _phases = (0,) if "dropout" in _option else (0, 1)
    row(f"ConvLSTM2D(2, 2, {_option})", (None, 3, 2, 4, 5), settings=_FIRST, phases=_phases)
row("ConvLSTM2D(2, 2, data_format='channels_first')", (None, 3, 2, 4, 5), settings=_FIRST)
row("ConvLSTM2D(2, 2, dropout=0.2, recurrent_dropout=0.3)", _MOVIE, phases=(0,))
row("ConvLSTM2D(2, 2, recurrent_dropout=0.3)", _MOVIE, phases=(0,))
row("ConvLSTM2D(2, 2, dropout=-0.5, recurrent_dropout=-1)", _MOVIE, phases=(0,))
each("ConvLSTM2D(2, 2, stateful=True{})", ["", ", return_state=True"], (2, 3, 4, 4, 2))
row("ConvLSTM2D(2, 2, stateful=True, return_sequences=True)", (2, 3, 4, 4, 2), sizes=(2, 3))
row("ConvLSTM2D(2, 2, stateful=True, padding='same')", (2, 3, 2, 4, 4), settings=_FIRST)
# Keras 2.2.4 fails on first states that come from layers, and on constants; others it takes.
_state = "K.constant(0.5, shape=(2, {}))"
for _code, _size in [
    ("ConvLSTM2D(2, 2)", "3, 3, 2"),
    ("ConvLSTM2D(2, 2, return_sequences=True, return_state=True)", "3, 3, 2"),
    ("ConvLSTM2D(3, 2, padding='same', go_backwards=True)", "4, 4, 3"),
]:
    _states = ", ".join([_state.format(_size)] * 2)
    row(_code, _MOVIE, sizes=(2, 3), call=f"layer(x, initial_state=[{_states}])")

# --- ConvRNN2D -----------------------------------------------------------------------------------
row("ConvRNN2D(ConvLSTM2DCell(2, 2))", _MOVIE)
row("ConvRNN2D(ConvLSTM2DCell(2, 2, strides=2), True, True, True)", _MOVIE)
row("ConvRNN2D(ConvLSTM2DCell(2, 2), stateful=True, return_state=True)", (2, 3, 4, 4, 2))
row("ConvRNN2D(OwnConvCell(2, 3))", _MOVIE)
row("ConvRNN2D(OwnConvCell(3, 2), return_sequences=True, go_backwards=True)", _MOVIE)
row("ConvRNN2D(OwnConvCell(2, 2), stateful=True)", (2, 3, 4, 4, 2))
row(
    "ConvRNN2D(OwnConvCell(2, 2))",
    _MOVIE,
    sizes=(2, 3),
    call="layer(x, initial_state=K.constant(0.5, shape=(2, 3, 3, 2)))",
)
