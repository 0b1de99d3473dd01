"""The API of Keras 2.2.4 on PyTorch: old Keras programs run unchanged.

Either `import keras_on_torch as keras`, or call `install()` and `import keras` as ever, or start an
old program with `python -m keras_on_torch script.py`.
"""

from keras_on_torch import _legacy_paths as _legacy_paths
from keras_on_torch import activations as activations
from keras_on_torch import backend as backend
from keras_on_torch import callbacks as callbacks
from keras_on_torch import config as config
from keras_on_torch import constraints as constraints
from keras_on_torch import engine as engine
from keras_on_torch import initializers as initializers
from keras_on_torch import interop as interop
from keras_on_torch import layers as layers
from keras_on_torch import legacy as legacy
from keras_on_torch import losses as losses
from keras_on_torch import metrics as metrics
from keras_on_torch import models as models
from keras_on_torch import optimizers as optimizers
from keras_on_torch import regularizers as regularizers
from keras_on_torch import utils as utils
from keras_on_torch._install import install as install
from keras_on_torch._install import load_ipython_extension as load_ipython_extension
from keras_on_torch._install import uninstall as uninstall
from keras_on_torch._install import unload_ipython_extension as unload_ipython_extension
from keras_on_torch.engine.input_layer import Input as Input
from keras_on_torch.engine.sequential import Sequential as Sequential
from keras_on_torch.engine.training import Model as Model
from keras_on_torch.interop import TorchModule as TorchModule
from keras_on_torch.interop import torch_op as torch_op

# Keras: programs ask for the version of the API; that of this package is in its metadata.
__version__ = "2.2.4"

_legacy_paths.expose_legacy_paths(_legacy_paths.LEGACY_PATHS)
_legacy_paths.expose_tensorflow(_legacy_paths.TENSORFLOW_AT)
