"""Running a model: data on its way in, batches, the loop."""

from keras_on_torch.fitting.arrays import *
from keras_on_torch.fitting.batches import *
from keras_on_torch.fitting.data import *
from keras_on_torch.fitting.generators import *
from keras_on_torch.fitting.sources import is_generator_or_sequence as is_generator_or_sequence
from keras_on_torch.fitting.weights import *
