"""What training makes small."""

from keras_on_torch.losses.classes import *
from keras_on_torch.losses.formulas_2_3 import *
from keras_on_torch.losses.functions import *
from keras_on_torch.losses.reduction import *
from keras_on_torch.losses.serialization import *
from keras_on_torch.utils.registry import known_namespaces as _known_namespaces

_known_namespaces["losses"] = globals()
