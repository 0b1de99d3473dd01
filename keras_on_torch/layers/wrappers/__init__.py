"""Layers around other layers."""

from keras_on_torch.layers.wrappers.base import *
from keras_on_torch.layers.wrappers.bidirectional import *
from keras_on_torch.layers.wrappers.time_distributed import *
