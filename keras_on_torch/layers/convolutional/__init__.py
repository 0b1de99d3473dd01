"""Convolutions, and what enlarges, pads and crops."""

from keras_on_torch.layers.convolutional.convolution import *
from keras_on_torch.layers.convolutional.resizing import *
from keras_on_torch.layers.convolutional.separable import *
from keras_on_torch.layers.convolutional.transposed import *
