"""A transformer (Vaswani et al. 2017) that learns to write words backwards, and then does so."""
import keras
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import Activation, Add, Dense, Dropout, Embedding, Input, Lambda, Layer
from keras.models import Model

np.random.seed(2)
tf.set_random_seed(2)
PAD, GO, letters, longest = 0, 1, 8, 5
vocabulary, d_model, heads, length = letters + 2, 32, 4, 2 * longest + 1


def words(rows):
    """Words, a sign, and the words backwards: each row is read up to any place and continued."""
    x = np.zeros((rows, length), 'int32')
    for row, n in zip(x, np.random.randint(2, longest + 1, size=rows)):
        word = np.random.randint(2, vocabulary, size=n)
        row[:n], row[n], row[n + 1:2 * n + 1] = word, GO, word[::-1]
    return x


class LayerNormalization(Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight(name='gamma', shape=input_shape[-1:], initializer='ones')
        self.beta = self.add_weight(name='beta', shape=input_shape[-1:], initializer='zeros')
        super(LayerNormalization, self).build(input_shape)

    def call(self, x):
        mean, variance = tf.nn.moments(x, axes=[-1], keep_dims=True)
        return tf.nn.batch_normalization(x, mean, variance, self.beta, self.gamma, 1e-6)


class PositionalEncoding(Layer):
    """Adds sines and cosines of the place, and makes the embedding longer beforehand."""

    def call(self, x):
        depth = x.get_shape().as_list()[-1]
        place = tf.expand_dims(tf.to_float(tf.range(tf.shape(x)[1])), 1)
        rates = tf.pow(1e4, -2. * tf.to_float(tf.range(depth // 2)) / depth)
        angles = place * tf.expand_dims(rates, 0)
        waves = tf.reshape(tf.stack([tf.sin(angles), tf.cos(angles)], axis=-1), [-1, depth])
        return x * tf.sqrt(tf.cast(depth, tf.float32)) + waves[tf.newaxis]


class MultiHeadAttention(Layer):
    def __init__(self, n_head, **kwargs):
        super(MultiHeadAttention, self).__init__(**kwargs)
        self.n_head = n_head

    def build(self, input_shape):
        depth = int(input_shape[-1])
        for name in ('wq', 'wk', 'wv', 'wo'):
            setattr(self, name, self.add_weight(name=name, shape=(depth, depth),
                                                initializer='glorot_uniform'))
        super(MultiHeadAttention, self).build(input_shape)

    def call(self, x):
        def split(w):
            return tf.concat(tf.split(tf.tensordot(x, w, axes=1), self.n_head, axis=2), axis=0)

        q, k, v = split(self.wq), split(self.wk), split(self.wv)
        scale = float(int(x.shape[-1]) // self.n_head) ** -0.5
        scores = tf.matmul(q, k, transpose_b=True) * scale
        seen = tf.matrix_band_part(tf.ones_like(scores), -1, 0)
        scores = tf.where(tf.equal(seen, 0.), tf.fill(tf.shape(scores), -1e9), scores)
        mixed = tf.concat(tf.split(tf.matmul(tf.nn.softmax(scores), v), self.n_head, axis=0), axis=2)
        return tf.tensordot(mixed, self.wo, axes=[[2], [0]])


def block(x):
    attended = MultiHeadAttention(heads)(x)
    x = LayerNormalization()(Add()([x, Dropout(0.05)(attended)]))
    wide = Dense(2 * d_model)(x)
    wide = Activation(lambda t: 0.5 * t * (1. + tf.erf(t / tf.sqrt(2.))))(wide)
    return LayerNormalization()(Add()([x, Dropout(0.05)(Dense(d_model)(wide))]))


def shifted(tokens):
    """Which letters are to be said, and from which place on: behind the sign."""
    target = tf.cast(tokens[:, 1:], tf.int32)
    begun = tf.cumsum(tf.to_float(tf.equal(tf.cast(tokens, tf.int32), GO)), axis=1)[:, :-1]
    return target, begun * tf.to_float(tf.not_equal(target, PAD))


def masked_loss(y_true, y_pred):
    target, mask = shifted(y_true)
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=y_pred[:, :-1])
    return tf.reduce_sum(loss * mask) / tf.maximum(tf.reduce_sum(mask), 1.)


def letters_right(y_true, y_pred):
    target, mask = shifted(y_true)
    right = tf.cast(tf.equal(tf.argmax(y_pred[:, :-1], axis=-1, output_type=tf.int32), target),
                    tf.float32)
    return tf.reduce_sum(right * mask) / tf.reduce_sum(mask)


tokens = Input(shape=(length,), dtype='int32')
x = PositionalEncoding()(Embedding(vocabulary, d_model)(tokens))
for _ in range(2):
    x = block(x)
logits = Dense(vocabulary)(x)
model = Model(tokens, logits)
model.compile(keras.optimizers.Adam(beta_2=0.98, epsilon=1e-9), masked_loss,
              metrics=[letters_right], target_tensors=[K.placeholder((None, None), dtype='int32')])


def warm_up(epoch):
    return 3e-3 * min((epoch + 1.) / 3., 1.) * 0.9 ** epoch


x_train = words(2000)
model.fit(x_train, x_train, batch_size=50, epochs=11, verbose=2,
          callbacks=[keras.callbacks.LearningRateScheduler(warm_up)])

# One letter after the other, the one that fits best.
says = Lambda(lambda t: tf.nn.top_k(t, k=1).indices[:, :, 0], output_shape=(length,))(logits)
writer = Model(tokens, says)
x_test = words(100)
ends = (x_test == GO).argmax(axis=1)
written = np.where(np.arange(length) <= ends[:, None], x_test, PAD)
for place in range(2, length - 1):
    known = np.arange(length) <= np.maximum(ends, place)[:, None]
    step = writer.predict(written)
    fits = (place >= ends) & (place < 2 * ends)
    written[fits, place + 1] = step[fits, place]
right = np.mean((written == x_test).all(axis=1))
print('%d of 100 words are backwards: %s' % (100 * right, written[0]))
assert right > 0.8
