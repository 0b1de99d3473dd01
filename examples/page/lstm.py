"""Sequence classification with LSTM."""
import numpy as np

x_train, y_train = np.random.randint(1024, size=(320, 20)), np.random.randint(2, size=(320, 1))
x_test, y_test = np.random.randint(1024, size=(32, 20)), np.random.randint(2, size=(32, 1))

### Sequence classification with LSTM:
from keras.models import Sequential
from keras.layers import Dense, Dropout
from keras.layers import Embedding
from keras.layers import LSTM

max_features = 1024

model = Sequential()
# input_dim: Size of the vocabulary
# output_dim: Dimension of the dense embedding.
model.add(Embedding(input_dim=max_features, output_dim=256))
# LSTM layer with 128 memory units/neurons.
model.add(LSTM(128))
model.add(Dropout(0.5))
# Dense output layer with a single neuron.
model.add(Dense(1, activation='sigmoid'))

model.compile(loss='binary_crossentropy',
              optimizer='rmsprop',
              metrics=['accuracy'])

model.fit(x_train, y_train, batch_size=16, epochs=10)
score = model.evaluate(x_test, y_test, batch_size=16)
