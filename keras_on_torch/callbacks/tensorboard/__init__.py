"""The callback that writes for TensorBoard."""

from keras_on_torch.callbacks.tensorboard.callback import *
