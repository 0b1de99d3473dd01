"""Rows of layers: embedding, recurrence, wrappers."""

from compat_tests.golden.tables.layers.row import each, row

__all__ = []

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
row("RNN(OwnDropCell(3, 0.4), return_sequences=True)", (None, 5, 4), phases=(0,))

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
