"""Data on its way in: images, sequences and texts made into arrays."""

from keras_on_torch import _lazy
from keras_on_torch.preprocessing import image as image
from keras_on_torch.preprocessing import sequence as sequence
from keras_on_torch.preprocessing import text as text

_lazy.loaded(__name__)
