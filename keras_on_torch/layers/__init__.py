"""What users stack."""

from keras_on_torch.engine.base_layer import *
from keras_on_torch.engine.input_layer import *
from keras_on_torch.layers.advanced_activations import *
from keras_on_torch.layers.convolutional import *
from keras_on_torch.layers.convolutional_recurrent import *
from keras_on_torch.layers.core import *
from keras_on_torch.layers.cudnn_recurrent import *
from keras_on_torch.layers.embeddings import *
from keras_on_torch.layers.legacy import *
from keras_on_torch.layers.local import *
from keras_on_torch.layers.merge import *
from keras_on_torch.layers.noise import *
from keras_on_torch.layers.normalization import *
from keras_on_torch.layers.pooling import *
from keras_on_torch.layers.recurrent import *
from keras_on_torch.layers.registration import *
from keras_on_torch.layers.serialization import *
from keras_on_torch.layers.wrappers import *
