"""DenseNet: each layer is given all before it (Huang et al., 2016)."""

from keras_applications import densenet

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["DenseNet121", "DenseNet169", "DenseNet201", "decode_predictions", "preprocess_input"]

DenseNet121 = keras_modules_injection(densenet.DenseNet121)
DenseNet169 = keras_modules_injection(densenet.DenseNet169)
DenseNet201 = keras_modules_injection(densenet.DenseNet201)
decode_predictions = keras_modules_injection(densenet.decode_predictions)
preprocess_input = keras_modules_injection(densenet.preprocess_input)
