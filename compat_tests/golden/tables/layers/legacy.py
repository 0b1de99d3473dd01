"""Rows of layers: what Keras 1 left, and layers of programs that build on it."""

from compat_tests.golden.tables.layers.row import each, row

__all__ = []

# --- MaxoutDense, Highway ------------------------------------------------------------------------
row("MaxoutDense(4, nb_feature=3)", (None, 5))
each("{}", ["MaxoutDense(2)", "Highway()", "Highway('ones')"], (None, 3))
for _option in [
    "bias=False",
    "init='ones'",
    "W_regularizer='l2', b_regularizer='l1'",
    "activity_regularizer='l2'",
    "W_constraint='max_norm', b_constraint='non_neg'",
    "input_dim=3, name='old', trainable=False",
    "input_shape=(3,)",
]:
    row(f"MaxoutDense(2, nb_feature=2, {_option})", (None, 3))
    row(f"Highway({_option})", (None, 3))
each("Highway(activation={})", ["'relu'", "'softsign'", "None"], (None, 3))
row("Highway(transform_bias=-1, activation='tanh')", (None, 3))

# --- dilated convolutions ------------------------------------------------------------------------
row("AtrousConvolution1D(2, 2, atrous_rate=2)", (None, 6, 3))
row("AtrousConvolution1D(2, 2)", (None, 6, 3))
row("AtrousConv1D(nb_filter=2, filter_length=3, border_mode='same')", (None, 6, 3))
row("AtrousConvolution2D(2, 2, 3, atrous_rate=(2, 1), init='ones')", (None, 5, 5, 2))
row("AtrousConv2D(2, (2, 2), bias=False)", (None, 5, 5, 2))

# --- subclasses of Recurrent ---------------------------------------------------------------------
for _code in ["OldSimple(3", "OldPhased(3"]:
    row(_code + ")", (None, 5, 4))
    row(_code + ")", (None, None, 4))
    row(_code + ")", (None, 5, 4), mask=True)
    row(_code + ", return_sequences=True, return_state=True)", (None, 5, 4), mask=True)
    row(_code + ", go_backwards=True, return_sequences=True)", (None, 5, 4))
    row(_code + ", unroll=True, return_sequences=True)", (None, 5, 4), mask=True)
    row(_code + ", stateful=True, return_state=True)", (2, 5, 4), sizes=(2, 5))
    row(_code + ", input_shape=(5, 4), name='old', trainable=False)", (None, 5, 4))
    row(f"Bidirectional({_code}, return_sequences=True))", (None, 5, 4))
row("OldSimple(output_dim=3, input_dim=4, input_length=5)", (None, 5, 4))
row("OldSimple(3)", (None, 5, 4), (None, 3))
row("OldSimple(3)", (None, 5, 4), (None, 3), call="layer(x[0], initial_state=x[1])")
row("OldSimple(3)", (None, 5, 4), call="layer(x, initial_state=K.ones((3, 3)))")
row("OldPhased(3, return_state=True)", (None, 5, 4), *[(None, 3)] * 3)
row("OldPhased(3, dropout=0.4)", (None, 5, 4), phases=(0,))
row("OldDecoder(3)", (None, 5, 4))
row("OldDecoder(2)", (2, 5, 3), sizes=(2, 5))
row("OldConv(2, 2)", (None, 3, 4, 5, 2), sizes=(2, 3))
row("OldConv(2, (2, 1), strides=2, return_sequences=True, return_state=True)", (None, 3, 4, 5, 2))
row(
    "OldConv(2, 2, padding='same', go_backwards=True)",
    (None, 3, 2, 4, 5),
    settings={"image_data_format": "channels_first"},
)
