"""What changes the weights after each batch."""

from keras_on_torch.optimizers.adam import *
from keras_on_torch.optimizers.adaptive import *
from keras_on_torch.optimizers.base import *
from keras_on_torch.optimizers.serialization import *
from keras_on_torch.optimizers.sgd import *
from keras_on_torch.optimizers.tf_optimizer import *
