"""A VGG-like convnet."""
### VGG-like convnet:
import numpy as np
import keras
from keras.models import Sequential
from keras.layers import Dense, Dropout, Flatten
from keras.layers import Conv2D, MaxPooling2D
from keras.optimizers import SGD

# Generate dummy data
x_train = np.random.random((100, 100, 100, 3))
y_train = keras.utils.to_categorical(np.random.randint(10, size=(100, 1)), num_classes=10)
x_test = np.random.random((20, 100, 100, 3))
y_test = keras.utils.to_categorical(np.random.randint(10, size=(20, 1)), num_classes=10)

model = Sequential()
# input: 100x100 images with 3 channels -> (100, 100, 3) tensors.
# this applies 32 convolution filters of size 3x3 each.
model.add(Conv2D(32, (3, 3), activation='relu', input_shape=(100, 100, 3))) # input: 100x100x3, output: 98x98x32
model.add(Conv2D(32, (3, 3), activation='relu')) # input: 98x98x32, output: 96x96x32
model.add(MaxPooling2D(pool_size=(2, 2))) # input: 96x96x32, output: 48x48x32
model.add(Dropout(0.25))

model.add(Conv2D(64, (3, 3), activation='relu')) # input: 48x48x32, output: 46x46x64
model.add(Conv2D(64, (3, 3), activation='relu')) # input: 46x46x64, output: 44x44x64
model.add(MaxPooling2D(pool_size=(2, 2))) # input: 44x44x64, output: 22x22x64
model.add(Dropout(0.25))

model.add(Flatten()) # input/output: 30,976
model.add(Dense(256, activation='relu')) # input: 30,976, output: 256
model.add(Dropout(0.5))
model.add(Dense(10, activation='softmax')) # input: 256, output: 10

sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd)

model.fit(x_train, y_train, batch_size=32, epochs=10)
score = model.evaluate(x_test, y_test, batch_size=32)
