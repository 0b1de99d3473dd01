"""Whole recurrent layers as one step each: the loops over time that training spends its time in."""

from keras_on_torch.backend.recurrent_kernels.ops import *
from keras_on_torch.backend.recurrent_kernels.pointwise import *
