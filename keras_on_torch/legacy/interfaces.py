"""Decorators under Keras's names, for layers and optimizers that other packages write."""

from collections.abc import Callable
from functools import partial
from typing import Any

from keras_on_torch.legacy.arguments import accepts_keras_1_arguments, accepts_keras_1_get_updates

__all__ = [
    "legacy_add_weight_support",
    "legacy_batchnorm_support",
    "legacy_conv1d_support",
    "legacy_conv2d_support",
    "legacy_conv3d_support",
    "legacy_convlstm2d_support",
    "legacy_cropping2d_support",
    "legacy_cropping3d_support",
    "legacy_deconv2d_support",
    "legacy_dense_support",
    "legacy_dropout_support",
    "legacy_embedding_support",
    "legacy_gaussiandropout_support",
    "legacy_gaussiannoise_support",
    "legacy_get_updates_support",
    "legacy_global_pooling_support",
    "legacy_input_support",
    "legacy_lambda_support",
    "legacy_model_constructor_support",
    "legacy_pooling1d_support",
    "legacy_pooling2d_support",
    "legacy_pooling3d_support",
    "legacy_prelu_support",
    "legacy_recurrent_support",
    "legacy_separable_conv2d_support",
    "legacy_spatialdropout1d_support",
    "legacy_spatialdropoutNd_support",
    "legacy_upsampling1d_support",
    "legacy_upsampling2d_support",
    "legacy_upsampling3d_support",
    "legacy_zeropadding2d_support",
    "legacy_zeropadding3d_support",
]


def _support(row: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator that applies one row of the table to any constructor or method."""
    return partial(accepts_keras_1_arguments, row=row)


legacy_add_weight_support = _support("add_weight")
legacy_batchnorm_support = _support("BatchNormalization")
legacy_conv1d_support = _support("Conv1D")
legacy_conv2d_support = _support("Conv2D")
legacy_conv3d_support = _support("Conv3D")
legacy_convlstm2d_support = _support("ConvLSTM2D")
legacy_cropping2d_support = _support("Cropping2D")
legacy_cropping3d_support = _support("Cropping3D")
legacy_deconv2d_support = _support("Conv2DTranspose")
legacy_dense_support = _support("Dense")
legacy_dropout_support = _support("Dropout")
legacy_embedding_support = _support("Embedding")
legacy_gaussiandropout_support = _support("GaussianDropout")
legacy_gaussiannoise_support = _support("GaussianNoise")
legacy_get_updates_support = accepts_keras_1_get_updates
legacy_global_pooling_support = _support("GlobalMaxPooling2D")
legacy_input_support = _support("InputLayer")
legacy_lambda_support = _support("Lambda")
legacy_model_constructor_support = _support("Network")
legacy_pooling1d_support = _support("MaxPooling1D")
legacy_pooling2d_support = _support("MaxPooling2D")
legacy_pooling3d_support = _support("MaxPooling3D")
legacy_prelu_support = _support("PReLU")
legacy_recurrent_support = _support("LSTM")
legacy_separable_conv2d_support = _support("SeparableConv2D")
legacy_spatialdropout1d_support = _support("SpatialDropout1D")
legacy_spatialdropoutNd_support = _support("SpatialDropout2D")  # noqa: N816 - Keras's name.
legacy_upsampling1d_support = _support("UpSampling1D")
legacy_upsampling2d_support = _support("UpSampling2D")
legacy_upsampling3d_support = _support("UpSampling3D")
legacy_zeropadding2d_support = _support("ZeroPadding2D")
legacy_zeropadding3d_support = _support("ZeroPadding3D")
