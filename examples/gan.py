"""A generative adversarial network: the critic is frozen where the generator learns from it."""
import numpy as np
from keras.layers import Dense, Input, LeakyReLU
from keras.models import Model, Sequential
from keras.optimizers import Adam

np.random.seed(3)
latent_dim, half_batch = 8, 64


def real_points(rows):
    """Points near a circle."""
    angles = np.random.uniform(0, 2 * np.pi, size=rows)
    noise = 0.05 * np.random.normal(size=(rows, 2))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) + noise


generator = Sequential([
    Dense(32, input_dim=latent_dim), LeakyReLU(0.2),
    Dense(32), LeakyReLU(0.2),
    Dense(2),
], name='generator')
discriminator = Sequential([
    Dense(64, input_dim=2), LeakyReLU(0.2),
    Dense(64), LeakyReLU(0.2),
    Dense(1, activation='sigmoid'),
], name='discriminator')
discriminator.compile(loss='binary_crossentropy', optimizer=Adam(0.002, beta_1=0.5),
                      metrics=['accuracy'])

# What is compiled from here on trains the generator alone; what is compiled above is not changed.
discriminator.trainable = False
noise = Input(shape=(latent_dim,))
combined = Model(noise, discriminator(generator(noise)))
combined.compile(loss='binary_crossentropy', optimizer=Adam(0.002, beta_1=0.5))
combined.summary()
assert len(combined.trainable_weights) == len(generator.weights)

for step in range(801):
    z = np.random.normal(size=(half_batch, latent_dim))
    points = np.concatenate([real_points(half_batch), generator.predict(z)])
    labels = np.concatenate([np.ones((half_batch, 1)), np.zeros((half_batch, 1))])
    before = generator.get_weights()
    d_loss, accuracy = discriminator.train_on_batch(points, labels)
    assert all(np.array_equal(a, b) for a, b in zip(before, generator.get_weights()))

    before = discriminator.get_weights()
    z = np.random.normal(size=(2 * half_batch, latent_dim))
    g_loss = combined.train_on_batch(z, np.ones((2 * half_batch, 1)))
    assert all(np.array_equal(a, b) for a, b in zip(before, discriminator.get_weights()))
    if step % 200 == 0:
        made = generator.predict(np.random.normal(size=(500, latent_dim)))
        radius = np.sqrt((made ** 2).sum(axis=1))
        print('step %d: critic %.3f (%.0f%% right), generator %.3f, radius %.2f +- %.2f'
              % (step, d_loss, 100 * accuracy, g_loss, radius.mean(), radius.std()))
assert abs(radius.mean() - 1) < 0.35
