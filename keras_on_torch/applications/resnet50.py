"""ResNet50: 50 layers of residual learning (He et al., 2015)."""

from keras_applications import resnet50

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["ResNet50", "decode_predictions", "preprocess_input"]

ResNet50 = keras_modules_injection(resnet50.ResNet50)
decode_predictions = keras_modules_injection(resnet50.decode_predictions)
preprocess_input = keras_modules_injection(resnet50.preprocess_input)
