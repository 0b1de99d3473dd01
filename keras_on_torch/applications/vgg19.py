"""VGG19: 19 layers of convolutions and dense layers (Simonyan and Zisserman, 2014)."""

from keras_applications import vgg19

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["VGG19", "decode_predictions", "preprocess_input"]

VGG19 = keras_modules_injection(vgg19.VGG19)
decode_predictions = keras_modules_injection(vgg19.decode_predictions)
preprocess_input = keras_modules_injection(vgg19.preprocess_input)
