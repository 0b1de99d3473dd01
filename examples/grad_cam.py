"""Where does a convolutional network look? Grad-CAM with K.gradients and K.function."""
import numpy as np
from keras import backend as K
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical

np.random.seed(5)
size = 24


def pictures(rows):
    """A bright square (class 0) or a bright cross (class 1) somewhere in noise."""
    x = np.random.uniform(0, 0.3, size=(rows, size, size, 1))
    labels = np.random.randint(2, size=rows)
    corners = np.random.randint(0, size - 8, size=(rows, 2))
    for image, label, (row, column) in zip(x, labels, corners):
        patch = image[row:row + 8, column:column + 8, 0]
        if label:
            patch[3:5] = patch[:, 3:5] = 1
        else:
            patch[1:7, 1:7] = 1
    return x, to_categorical(labels, 2), corners


x, y, corners = pictures(800)
model = Sequential([
    Conv2D(8, (3, 3), activation='relu', padding='same', input_shape=(size, size, 1)),
    MaxPooling2D((2, 2)),
    Conv2D(16, (3, 3), activation='relu', padding='same', name='features'),
    MaxPooling2D((2, 2)),
    Flatten(),
    Dense(2, activation='softmax'),
])
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(x[:640], y[:640], validation_data=(x[640:], y[640:]), epochs=12, batch_size=32, verbose=2)
assert model.evaluate(x[640:], y[640:], verbose=0)[1] > 0.9

# One function for each class: the map of features, and how much each of them speaks for the class.
features = model.get_layer('features').output
looks = []
for label in range(2):
    grads = K.gradients(model.output[:, label], features)[0]
    grads /= K.sqrt(K.mean(K.square(grads))) + 1e-5
    pooled_grads = K.mean(grads, axis=(1, 2))
    looks.append(K.function([model.input], [pooled_grads, features]))

inside = []
for image, label, (row, column) in list(zip(x, y.argmax(axis=1), corners))[:100]:
    weights, maps = looks[label]([image[None]])
    heatmap = np.maximum((maps[0] * weights[0]).sum(axis=-1), 0)
    cell = np.array(np.unravel_index(heatmap.argmax(), heatmap.shape)) * 2
    inside.append(bool((np.abs(cell - [row + 3, column + 3]) <= 6).all()))
print('the strongest evidence lies on the figure in %d of 100 pictures' % sum(inside))
assert sum(inside) > 60

# And an input that the second class likes best, by gradient ascent.
loss = K.mean(model.output[:, 1])
gradient = K.gradients(loss, model.input)[0]
iterate = K.function([model.input], [loss, gradient / (K.std(gradient) + 1e-8)])
dream = np.random.uniform(0, 0.3, size=(1, size, size, 1))
first = iterate([dream])[0]
for _ in range(20):
    likes, direction = iterate([dream])
    dream = np.clip(dream + 0.1 * direction, 0, 1)
print('class 1 in the dream: %.3f, then %.3f' % (first, likes))
assert likes > 0.9
