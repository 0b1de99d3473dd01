"""Getting started: 30 seconds to Keras."""
import numpy as np
import keras
from keras.models import Sequential
from keras.layers import Dense

np.random.seed(0)
x_train, x_test = np.random.random((1000, 100)), np.random.random((200, 100))
y_train = keras.utils.to_categorical(np.random.randint(10, size=(1000, 1)), num_classes=10)
y_test = keras.utils.to_categorical(np.random.randint(10, size=(200, 1)), num_classes=10)
x_batch, y_batch = x_train[:32], y_train[:32]

model = Sequential()
model.add(Dense(units=64, activation='relu', input_dim=100))
model.add(Dense(units=10, activation='softmax'))

model.compile(loss='categorical_crossentropy',
              optimizer='sgd',
              metrics=['accuracy'])
model.compile(loss=keras.losses.categorical_crossentropy,
              optimizer=keras.optimizers.SGD(lr=0.01, momentum=0.9, nesterov=True))

model.fit(x_train, y_train, epochs=5, batch_size=32)
model.train_on_batch(x_batch, y_batch)
loss_and_metrics = model.evaluate(x_test, y_test, batch_size=128)
classes = model.predict(x_test, batch_size=128)
print('loss', loss_and_metrics, 'classes', classes.shape)
