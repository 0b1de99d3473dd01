"""MobileNet: depthwise separable convolutions for phones (Howard et al., 2017)."""

from keras_applications import mobilenet

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["MobileNet", "decode_predictions", "preprocess_input"]

MobileNet = keras_modules_injection(mobilenet.MobileNet)
decode_predictions = keras_modules_injection(mobilenet.decode_predictions)
preprocess_input = keras_modules_injection(mobilenet.preprocess_input)
