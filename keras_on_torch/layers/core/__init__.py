"""The layers most models are made of: dense, dropout, reshaping, lambdas."""

from keras_on_torch.layers.core.dense import *
from keras_on_torch.layers.core.dropout import *
from keras_on_torch.layers.core.lambda_layer import *
from keras_on_torch.layers.core.reshaping import *
