"""Keeping models: HDF5 files, JSON and YAML texts, pickles."""

from keras_on_torch.saving.atomic import *
from keras_on_torch.saving.conversion import *
from keras_on_torch.saving.hdf5 import *
from keras_on_torch.saving.json import *
from keras_on_torch.saving.pickling import *
from keras_on_torch.saving.tables import *
from keras_on_torch.saving.weights import *
