"""Layers that go through a sequence of images step by step."""

from keras_on_torch.layers.convolutional_recurrent.conv_lstm import *
from keras_on_torch.layers.convolutional_recurrent.conv_rnn import *
