"""Xception: depthwise separable convolutions with residuals (Chollet, 2016)."""

from keras_applications import xception

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["Xception", "decode_predictions", "preprocess_input"]

Xception = keras_modules_injection(xception.Xception)
decode_predictions = keras_modules_injection(xception.decode_predictions)
preprocess_input = keras_modules_injection(xception.preprocess_input)
