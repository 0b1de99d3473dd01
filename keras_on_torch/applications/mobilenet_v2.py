"""MobileNet v2: inverted residuals, linear bottlenecks (Sandler et al., 2018)."""

from keras_applications import mobilenet_v2

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["MobileNetV2", "decode_predictions", "preprocess_input"]

MobileNetV2 = keras_modules_injection(mobilenet_v2.MobileNetV2)
decode_predictions = keras_modules_injection(mobilenet_v2.decode_predictions)
preprocess_input = keras_modules_injection(mobilenet_v2.preprocess_input)
