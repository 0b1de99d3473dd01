"""What is called while a model is trained."""

from keras_on_torch.callbacks.base import *
from keras_on_torch.callbacks.keeping import *
from keras_on_torch.callbacks.logging import *
from keras_on_torch.callbacks.remote import *
from keras_on_torch.callbacks.steering import *
from keras_on_torch.callbacks.tensorboard import *
