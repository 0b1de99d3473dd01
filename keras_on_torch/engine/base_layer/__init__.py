"""What every layer is: a `torch.nn.Module` with Keras's contract."""

from keras_on_torch.engine.base_layer.layer import *
from keras_on_torch.engine.base_layer.node import *
