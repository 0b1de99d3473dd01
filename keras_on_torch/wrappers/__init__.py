"""Keras models as estimators of other packages."""

from keras_on_torch import _lazy
from keras_on_torch.wrappers import scikit_learn as scikit_learn

_lazy.loaded(__name__)
