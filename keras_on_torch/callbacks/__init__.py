"""What is called while a model is trained."""

from keras_on_torch.callbacks.backup import *
from keras_on_torch.callbacks.base import *
from keras_on_torch.callbacks.checkpoint import *
from keras_on_torch.callbacks.early_stopping import *
from keras_on_torch.callbacks.logging import *
from keras_on_torch.callbacks.remote import *
from keras_on_torch.callbacks.schedules import *
from keras_on_torch.callbacks.tensorboard import *
