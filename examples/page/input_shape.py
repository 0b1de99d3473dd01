"""Specifying the input shape: the ways to say it, and that they make the same model."""
from keras.models import Sequential
from keras.layers import Dense, Activation, Embedding, LSTM

model = Sequential([
    Dense(32, input_shape=(784,)),
    Activation('relu'),
    Dense(10),
    Activation('softmax'),
])
model.summary()

by_shape = Sequential()
by_shape.add(Dense(32, input_shape=(784,)))
by_dim = Sequential()
by_dim.add(Dense(32, input_dim=784))
assert by_shape.output_shape == by_dim.output_shape == (None, 32)

steps = Sequential()
steps.add(LSTM(4, input_dim=8, input_length=6))
assert steps.input_shape == (None, 6, 8)

words = Sequential()
words.add(Embedding(1000, 16, input_length=20))
assert words.output_shape == (None, 20, 16)

batches = Sequential()
batches.add(LSTM(4, batch_size=32, input_shape=(6, 8), stateful=True))
assert batches.input_shape == (32, 6, 8)

whole = Sequential()
whole.add(Dense(4, batch_input_shape=(32, 6, 8)))
assert whole.output_shape == (32, 6, 4)
