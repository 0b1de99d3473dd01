"""The package keras-preprocessing 1.1.2, which Keras 2.2.4 used, patched where it is broken."""

import random
from types import SimpleNamespace

import keras_preprocessing.image.affine_transformations
import keras_preprocessing.sequence
import numpy as np
import scipy.ndimage
from keras_preprocessing import image, sequence, text

__all__ = ["image", "sequence", "text"]


class _Patched:
    """A module with some names replaced."""

    def __init__(self, module, **names):
        self._module = module
        vars(self).update(names)

    def __getattr__(self, name):
        return getattr(self._module, name)


# NumPy 2 has no unicode_, Python 3.12's randint takes no float, SciPy 2 no ndimage.interpolation.
sequence.np = _Patched(np, unicode_=np.str_)
sequence.random = _Patched(random, randint=lambda low, high: random.randint(int(low), int(high)))
keras_preprocessing.image.affine_transformations.ndimage = SimpleNamespace(
    interpolation=scipy.ndimage
)
