"""Data on its way in: images, sequences and texts made into arrays."""

from keras_on_torch import _lazy

_lazy.loaded(__name__)
