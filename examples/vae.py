"""A variational autoencoder: the loss is made of tensors inside the model, so none is compiled."""
import numpy as np
from keras import backend as K
from keras import metrics
from keras.layers import Dense, Input, Lambda, Layer
from keras.models import Model

np.random.seed(7)
original_dim, hidden_dim, latent_dim, batch_size = 64, 32, 2, 50


def blobs(rows):
    """Images of 8x8 with one soft dot each."""
    centres = np.random.uniform(1, 7, size=(rows, 2))
    grid = np.stack(np.meshgrid(np.arange(8), np.arange(8), indexing='ij'), axis=-1)
    distance = ((grid[None] - centres[:, None, None]) ** 2).sum(axis=-1)
    return np.exp(-distance / 2).reshape(rows, original_dim).astype('float32')


def sampling(args):
    z_mean, z_log_var = args
    epsilon = K.random_normal(shape=(K.shape(z_mean)[0], latent_dim), mean=0., stddev=1.)
    return z_mean + K.exp(z_log_var / 2) * epsilon


class VariationalLoss(Layer):
    """Adds the loss of its inputs to the model, and passes the first of them on."""

    def __init__(self, **kwargs):
        self.is_placeholder = True
        super(VariationalLoss, self).__init__(**kwargs)

    def call(self, inputs):
        x, x_decoded, z_mean, z_log_var = inputs
        reconstruction = original_dim * metrics.binary_crossentropy(x, x_decoded)
        divergence = -0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
        self.add_loss(K.mean(reconstruction + divergence), inputs=inputs)
        return x

    def compute_output_shape(self, input_shape):
        return input_shape[0]


x = Input(shape=(original_dim,))
h = Dense(hidden_dim, activation='relu')(x)
z_mean = Dense(latent_dim)(h)
z_log_var = Dense(latent_dim)(h)
z = Lambda(sampling, output_shape=(latent_dim,))([z_mean, z_log_var])
decoder_h = Dense(hidden_dim, activation='relu')
decoder_mean = Dense(original_dim, activation='sigmoid')
x_decoded = decoder_mean(decoder_h(z))
y = VariationalLoss()([x, x_decoded, z_mean, z_log_var])

vae = Model(x, y)
vae.compile(optimizer='rmsprop', loss=None)
vae.summary()

images = blobs(2000)
history = vae.fit(images, shuffle=True, epochs=15, batch_size=batch_size, verbose=2,
                  validation_data=(blobs(500), None))
assert history.history['val_loss'][-1] < 0.8 * history.history['val_loss'][0]

encoder = Model(x, z_mean)
print('codes', encoder.predict(images[:3], batch_size=batch_size).round(2).tolist())

decoder_input = Input(shape=(latent_dim,))
generator = Model(decoder_input, decoder_mean(decoder_h(decoder_input)))
for row in generator.predict(np.zeros((1, latent_dim))).reshape(8, 8):
    print(''.join(' .:*#'[min(4, int(value * 8))] for value in row))
