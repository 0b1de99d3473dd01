"""What training makes small."""

from keras_on_torch.losses.functions import *
