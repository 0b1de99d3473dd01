"""An LSTM learns a text letter by letter, and goes on writing."""
import random
import sys

import numpy as np
from keras.callbacks import LambdaCallback
from keras.layers import Dense, LSTM
from keras.models import Sequential
from keras.optimizers import RMSprop

np.random.seed(2)
random.seed(2)
rhyme = ('one for the master, and one for the dame, and one for the little boy who lives down the '
         'lane. baa, baa, black sheep, have you any wool? yes, sir, yes, sir, three bags full. ')
text = rhyme * 12
chars = sorted(set(text))
char_indices = dict((c, i) for i, c in enumerate(chars))

maxlen, step = 20, 2
starts = range(0, len(text) - maxlen, step)
x = np.zeros((len(starts), maxlen, len(chars)), dtype=bool)
y = np.zeros((len(starts), len(chars)), dtype=bool)
for i, start in enumerate(starts):
    for t, char in enumerate(text[start:start + maxlen]):
        x[i, t, char_indices[char]] = 1
    y[i, char_indices[text[start + maxlen]]] = 1

model = Sequential()
model.add(LSTM(64, input_shape=(maxlen, len(chars))))
model.add(Dense(len(chars), activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer=RMSprop(lr=0.01))


def sample(preds, temperature=1.0):
    preds = np.log(np.asarray(preds).astype('float64') + 1e-10) / temperature
    preds = np.exp(preds) / np.sum(np.exp(preds))
    return np.argmax(np.random.multinomial(1, preds, 1))


def written(sentence, length, temperature):
    generated = ''
    for _ in range(length):
        x_pred = np.zeros((1, maxlen, len(chars)))
        for t, char in enumerate(sentence):
            x_pred[0, t, char_indices[char]] = 1.
        next_char = chars[sample(model.predict(x_pred, verbose=0)[0], temperature)]
        generated += next_char
        sentence = sentence[1:] + next_char
    return generated


def on_epoch_end(epoch, logs):
    if epoch % 5 == 4:
        sys.stdout.write('epoch %d: %s\n' % (epoch + 1, written(text[:maxlen], 60, 0.3)))


history = model.fit(x, y, batch_size=64, epochs=25, verbose=2,
                    callbacks=[LambdaCallback(on_epoch_end=on_epoch_end)])
assert history.history['loss'][-1] < 0.5
