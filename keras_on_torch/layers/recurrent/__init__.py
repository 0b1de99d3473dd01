"""Layers that go through a sequence step by step."""

from keras_on_torch.layers.recurrent.gru import *
from keras_on_torch.layers.recurrent.lstm import *
from keras_on_torch.layers.recurrent.rnn import *
from keras_on_torch.layers.recurrent.simple_rnn import *
from keras_on_torch.layers.recurrent.stacked import *
