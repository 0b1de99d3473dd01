"""Models as graphs of layers."""

from keras_on_torch.engine.network.network import *
from keras_on_torch.engine.network.topology import *
