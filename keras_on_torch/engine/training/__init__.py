"""The model: a network that is compiled, trained, evaluated and asked for predictions."""

from keras_on_torch.engine.training.model import *
from keras_on_torch.engine.training.objectives import *
