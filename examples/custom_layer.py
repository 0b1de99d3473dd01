"""Layers, a loss, a metric and a callback of one's own, written with K; saved and loaded again."""
import os
import tempfile

import numpy as np
from keras import backend as K
from keras import initializers
from keras.callbacks import Callback
from keras.engine.topology import InputSpec, Layer
from keras.layers import Dense, Embedding, GRU, Input
from keras.models import Model, load_model

np.random.seed(11)
vocabulary, steps = 30, 12


class Attention(Layer):
    """The mean of a sequence, weighted by how much each step matters; heeds the mask."""

    def __init__(self, init='glorot_uniform', **kwargs):
        self.supports_masking = True
        self.init = initializers.get(init)
        super(Attention, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(ndim=3, axes={2: input_shape[2]})]
        self.W = self.add_weight(name='W', shape=(input_shape[2], 1), initializer=self.init)
        super(Attention, self).build(input_shape)

    def call(self, x, mask=None):
        logits = K.tanh(K.dot(x, self.W))
        scores = K.exp(logits)
        if mask is not None:
            scores *= K.expand_dims(K.cast(mask, K.floatx()))
        self.scores = scores / (K.sum(scores, axis=1, keepdims=True) + K.epsilon())
        return K.sum(x * self.scores, axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[2]

    def get_config(self):
        config = super(Attention, self).get_config()
        config['init'] = initializers.serialize(self.init)
        return config


def focal_loss(y_true, y_pred):
    p = K.clip(y_pred * y_true + (1 - y_pred) * (1 - y_true), K.epsilon(), 1)
    return K.mean(-K.pow(1 - p, 2) * K.log(p), axis=-1)


def recall(y_true, y_pred):
    hits = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return hits / (K.sum(y_true) + K.epsilon())


class BestRecall(Callback):
    def on_train_begin(self, logs=None):
        self.best = 0

    def on_epoch_end(self, epoch, logs=None):
        self.best = max(self.best, logs['val_recall'])


# Sentences of 4 to 12 words (0 is none); the answer is whether word 5 is among them.
x = np.random.randint(1, vocabulary, size=(2000, steps))
for row in x:
    row[np.random.randint(4, steps + 1):] = 0
y = (x == 5).any(axis=1).astype('float32')[:, None]

words = Input(shape=(steps,))
vectors = Embedding(vocabulary, 16, mask_zero=True)(words)
attention = Attention(name='attention')
summary = attention(GRU(16, return_sequences=True)(vectors))
model = Model(words, Dense(1, activation='sigmoid')(summary))
model.compile('adam', focal_loss, metrics=['accuracy', recall])
best = BestRecall()
model.fit(x, y, batch_size=32, epochs=12, validation_split=0.2, callbacks=[best], verbose=2)
assert best.best > 0.9, best.best

# A tensor that the layer kept is fetched from the graph.
scores = K.function([words, K.learning_phase()], [attention.scores])([x[:3], 0])[0]
print(np.round(scores[:, :, 0], 2))
assert np.allclose(scores.sum(axis=1), 1, atol=1e-4)

path = os.path.join(tempfile.mkdtemp(), 'model.h5')
model.save(path)
known = {'Attention': Attention, 'focal_loss': focal_loss, 'recall': recall}
again = load_model(path, custom_objects=known)
assert np.allclose(again.predict(x[:50]), model.predict(x[:50]), atol=1e-6)
print('saved, loaded, the same')
