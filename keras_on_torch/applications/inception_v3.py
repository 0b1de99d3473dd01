"""Inception v3: factorised convolutions side by side (Szegedy et al., 2015)."""

from keras_applications import inception_v3

from keras_on_torch.applications.injection import keras_modules_injection

__all__ = ["InceptionV3", "decode_predictions", "preprocess_input"]

InceptionV3 = keras_modules_injection(inception_v3.InceptionV3)
decode_predictions = keras_modules_injection(inception_v3.decode_predictions)
preprocess_input = keras_modules_injection(inception_v3.preprocess_input)
