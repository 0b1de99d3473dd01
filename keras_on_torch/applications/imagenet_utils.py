"""What goes into and comes out of networks that were trained on ImageNet."""

from keras_applications import imagenet_utils

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["decode_predictions", "preprocess_input"]

decode_predictions = keras_modules_injection(imagenet_utils.decode_predictions)
preprocess_input = keras_modules_injection(imagenet_utils.preprocess_input)
