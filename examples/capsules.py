"""A capsule network (Sabour et al. 2017): which figure, and how it stands, from a vector's length."""
import keras
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras import initializers, layers
from keras.layers import Conv2D, Dense, Input, Lambda, Reshape
from keras.models import Model

np.random.seed(11)
tf.set_random_seed(11)
size, num_class, routings = 12, 3, 3


def figures(rows):
    """Bars, crosses and frames of 6x6 somewhere in noise."""
    x = np.random.uniform(0, 0.3, size=(rows, size, size, 1)).astype('float32')
    labels = np.random.randint(num_class, size=rows)
    for image, label, (top, left) in zip(x, labels, np.random.randint(0, size - 6, size=(rows, 2))):
        patch = image[top:top + 6, left:left + 6, 0]
        if label == 0:
            patch[2:4] = 1
        elif label == 1:
            patch[2:4] = patch[:, 2:4] = 1
        else:
            patch[[0, -1]] = patch[:, [0, -1]] = 1
    return x, keras.utils.to_categorical(labels, num_class)


def squash(vectors, axis=-1):
    s_squared_norm = tf.reduce_sum(tf.square(vectors), axis, keepdims=True)
    scale = s_squared_norm / (1 + s_squared_norm) / tf.sqrt(s_squared_norm + K.epsilon())
    return scale * vectors


class Length(layers.Layer):
    """The lengths of vectors: the chances that their figures are there."""

    def call(self, inputs, **kwargs):
        return tf.sqrt(tf.reduce_sum(tf.square(inputs), -1) + K.epsilon())

    def compute_output_shape(self, input_shape):
        return input_shape[:-1]


class Mask(layers.Layer):
    """All vectors but one are set to zero: the labelled one in training, the longest in testing."""

    def call(self, inputs, **kwargs):
        if type(inputs) is list:
            inputs, mask = inputs
        else:
            x = tf.norm(inputs, axis=-1)
            mask = tf.one_hot(indices=tf.argmax(x, 1), depth=x.get_shape().as_list()[1])
        return K.batch_flatten(inputs * tf.expand_dims(mask, -1))

    def compute_output_shape(self, input_shape):
        shape = input_shape[0] if type(input_shape[0]) is tuple else input_shape
        return (None, shape[1] * shape[2])


class CapsuleLayer(layers.Layer):
    """Capsules that agree on what the capsules below say, by routing."""

    def __init__(self, num_capsule, dim_capsule, routings=3, **kwargs):
        super(CapsuleLayer, self).__init__(**kwargs)
        self.num_capsule = num_capsule
        self.dim_capsule = dim_capsule
        self.routings = routings
        self.kernel_initializer = initializers.get('glorot_uniform')

    def build(self, input_shape):
        self.input_num_capsule = input_shape[1]
        self.input_dim_capsule = input_shape[2]
        self.W = self.add_weight(shape=[self.num_capsule, self.input_num_capsule,
                                        self.dim_capsule, self.input_dim_capsule],
                                 initializer=self.kernel_initializer, name='W')
        self.built = True

    def call(self, inputs, training=None):
        # (batch, capsules, capsules below, dim)
        inputs_hat = tf.einsum('jidk,bik->bjid', self.W, inputs)
        b = tf.zeros(shape=[tf.shape(inputs)[0], self.num_capsule, self.input_num_capsule])
        for i in range(self.routings):
            c = tf.nn.softmax(b, dim=1)
            outputs = squash(tf.reduce_sum(tf.expand_dims(c, -1) * inputs_hat, axis=2))
            if i < self.routings - 1:
                agreement = tf.matmul(inputs_hat, tf.expand_dims(outputs, 2), transpose_b=True)
                b += tf.squeeze(agreement, axis=[-1])
        return outputs

    def compute_output_shape(self, input_shape):
        return (None, self.num_capsule, self.dim_capsule)


def margin_loss(y_true, y_pred):
    present = y_true * tf.square(tf.maximum(0., 0.9 - y_pred))
    absent = 0.5 * (1 - y_true) * tf.square(tf.maximum(0., y_pred - 0.1))
    return tf.reduce_mean(tf.reduce_sum(present + absent, 1))


x = Input(shape=(size, size, 1))
conv1 = Conv2D(16, 3, activation='relu', name='conv1')(x)
primary = Conv2D(8 * 4, 3, strides=2, name='primarycap_conv2d')(conv1)
primary = Reshape(target_shape=[-1, 8], name='primarycap_reshape')(primary)
primary = Lambda(squash, name='primarycap_squash')(primary)
digits = CapsuleLayer(num_class, 8, routings, name='digitcaps')(primary)
out_caps = Length(name='capsnet')(digits)

y = Input(shape=(num_class,))
decoder = keras.models.Sequential(name='decoder')
decoder.add(Dense(64, activation='relu', input_dim=8 * num_class))
decoder.add(Dense(size * size, activation='sigmoid'))
decoder.add(Reshape(target_shape=(size, size, 1), name='out_recon'))

train_model = Model([x, y], [out_caps, decoder(Mask()([digits, y]))])
eval_model = Model(x, [out_caps, decoder(Mask()(digits))])
train_model.compile(optimizer=keras.optimizers.Adam(lr=3e-3), loss=[margin_loss, 'mse'],
                    loss_weights=[1., 0.4], metrics={'capsnet': 'accuracy'})
x_train, y_train = figures(600)
x_test, y_test = figures(200)
train_model.fit([x_train, y_train], [y_train, x_train], batch_size=30, epochs=6, verbose=2,
                validation_data=[[x_test, y_test], [y_test, x_test]])
y_pred, x_recon = eval_model.predict(x_test, batch_size=100)
accuracy = np.mean(y_pred.argmax(1) == y_test.argmax(1))
error, plain = np.mean((x_recon - x_test) ** 2), np.mean((x_test.mean() - x_test) ** 2)
print('accuracy %.3f, error of the pictures %.4f instead of %.4f' % (accuracy, error, plain))
assert accuracy > 0.9
assert error < 0.8 * plain
