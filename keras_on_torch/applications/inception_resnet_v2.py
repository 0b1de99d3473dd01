"""Inception-ResNet v2: inception blocks with residuals (Szegedy et al., 2016)."""

from keras_applications import inception_resnet_v2

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["InceptionResNetV2", "decode_predictions", "preprocess_input"]

InceptionResNetV2 = keras_modules_injection(inception_resnet_v2.InceptionResNetV2)
decode_predictions = keras_modules_injection(inception_resnet_v2.decode_predictions)
preprocess_input = keras_modules_injection(inception_resnet_v2.preprocess_input)
