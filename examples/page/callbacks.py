"""Usage of callbacks: the best model is kept, and training stops when nothing gets better."""
import os
import tempfile

import numpy as np
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential, load_model

np.random.seed(1)
x = np.random.random((600, 8))
y = (x.sum(axis=1, keepdims=True) > 4).astype('float32')

model = Sequential([Dense(16, activation='relu', input_dim=8), Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer=keras.optimizers.RMSprop(lr=0.01),
              metrics=['accuracy'])

with tempfile.TemporaryDirectory() as folder:
    every = os.path.join(folder, 'weights.{epoch:02d}-{val_loss:.2f}.hdf5')
    best = os.path.join(folder, 'best.hdf5')
    history = model.fit(
        x, y, epochs=60, batch_size=32, validation_split=0.2, verbose=2,
        callbacks=[
            ModelCheckpoint(every, save_weights_only=True, period=5),
            ModelCheckpoint(best, monitor='val_acc', save_best_only=True, mode='max', verbose=1),
            EarlyStopping(monitor='val_loss', min_delta=0.001, patience=3, verbose=1),
        ])
    print(sorted(os.listdir(folder)))
    restored = load_model(best)

loss, accuracy = restored.evaluate(x[480:], y[480:], verbose=0)
assert abs(accuracy - max(history.history['val_acc'])) < 1e-6
print('best accuracy', accuracy)
