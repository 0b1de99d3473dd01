"""PyTorch's own modules and functions inside Keras models."""

from keras_on_torch.interop.torch_module import *
