"""Compilation: identifiers as strings, objects and functions."""
import numpy as np
import keras
import keras.backend as K
from keras.models import Sequential
from keras.layers import Dense

x, y = np.random.random((256, 20)), np.random.randint(2, size=(256, 1))


def mean_pred(y_true, y_pred):
    return K.mean(y_pred)


def classifier():
    return Sequential([Dense(16, activation='relu', input_dim=20), Dense(1, activation='sigmoid')])


for optimizer in ['rmsprop', 'adagrad', keras.optimizers.RMSprop(lr=0.002)]:
    for loss in ['binary_crossentropy', 'mse', keras.losses.binary_crossentropy]:
        model = classifier()
        model.compile(optimizer=optimizer, loss=loss, metrics=['accuracy', mean_pred])
        history = model.fit(x, y, epochs=2, batch_size=32, verbose=0)
        name = getattr(loss, '__name__', loss)
        print(type(model.optimizer).__name__, name, {k: v[-1] for k, v in history.history.items()})
        assert sorted(history.history) == ['acc', 'loss', 'mean_pred']
