"""NASNet: cells that were found by search (Zoph et al., 2017)."""

from keras_applications import nasnet

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["NASNetLarge", "NASNetMobile", "decode_predictions", "preprocess_input"]

NASNetLarge = keras_modules_injection(nasnet.NASNetLarge)
NASNetMobile = keras_modules_injection(nasnet.NASNetMobile)
decode_predictions = keras_modules_injection(nasnet.decode_predictions)
preprocess_input = keras_modules_injection(nasnet.preprocess_input)
