"""What is watched in training."""

from keras_on_torch.metrics.functions import *
