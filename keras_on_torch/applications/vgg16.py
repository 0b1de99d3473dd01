"""VGG16: 16 layers of convolutions and dense layers (Simonyan and Zisserman, 2014)."""

from keras_applications import vgg16

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["VGG16", "decode_predictions", "preprocess_input"]

VGG16 = keras_modules_injection(vgg16.VGG16)
decode_predictions = keras_modules_injection(vgg16.decode_predictions)
preprocess_input = keras_modules_injection(vgg16.preprocess_input)
