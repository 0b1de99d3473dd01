"""Layers of Keras 1 that Keras 2 kept: `keras.legacy.layers`."""

from keras_on_torch.layers.legacy.atrous import *
from keras_on_torch.layers.legacy.old_dense import *
from keras_on_torch.layers.legacy.recurrent_base import *
