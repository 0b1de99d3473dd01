"""What changes the weights after each batch."""

from keras_on_torch.optimizers.base import *
from keras_on_torch.optimizers.descent import *
from keras_on_torch.optimizers.lookup import *
from keras_on_torch.optimizers.moments import *
from keras_on_torch.optimizers.scaled import *
