"""Decorators under Keras's names, for layers and optimizers that other packages write."""

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

legacy_add_weight_support = accepts_keras_1_arguments("add_weight")
legacy_batchnorm_support = accepts_keras_1_arguments("BatchNormalization")
legacy_conv1d_support = accepts_keras_1_arguments("Conv1D")
legacy_conv2d_support = accepts_keras_1_arguments("Conv2D")
legacy_conv3d_support = accepts_keras_1_arguments("Conv3D")
legacy_convlstm2d_support = accepts_keras_1_arguments("ConvLSTM2D")
legacy_cropping2d_support = accepts_keras_1_arguments("Cropping2D")
legacy_cropping3d_support = accepts_keras_1_arguments("Cropping3D")
legacy_deconv2d_support = accepts_keras_1_arguments("Conv2DTranspose")
legacy_dense_support = accepts_keras_1_arguments("Dense")
legacy_dropout_support = accepts_keras_1_arguments("Dropout")
legacy_embedding_support = accepts_keras_1_arguments("Embedding")
legacy_gaussiandropout_support = accepts_keras_1_arguments("GaussianDropout")
legacy_gaussiannoise_support = accepts_keras_1_arguments("GaussianNoise")
legacy_get_updates_support = accepts_keras_1_get_updates
legacy_global_pooling_support = accepts_keras_1_arguments("GlobalMaxPooling2D")
legacy_input_support = accepts_keras_1_arguments("InputLayer")
legacy_lambda_support = accepts_keras_1_arguments("Lambda")
legacy_model_constructor_support = accepts_keras_1_arguments("Network")
legacy_pooling1d_support = accepts_keras_1_arguments("MaxPooling1D")
legacy_pooling2d_support = accepts_keras_1_arguments("MaxPooling2D")
legacy_pooling3d_support = accepts_keras_1_arguments("MaxPooling3D")
legacy_prelu_support = accepts_keras_1_arguments("PReLU")
legacy_recurrent_support = accepts_keras_1_arguments("LSTM")
legacy_separable_conv2d_support = accepts_keras_1_arguments("SeparableConv2D")
legacy_spatialdropout1d_support = accepts_keras_1_arguments("SpatialDropout1D")
legacy_spatialdropoutNd_support = accepts_keras_1_arguments("SpatialDropout2D")  # noqa: N816 - Keras's name.
legacy_upsampling1d_support = accepts_keras_1_arguments("UpSampling1D")
legacy_upsampling2d_support = accepts_keras_1_arguments("UpSampling2D")
legacy_upsampling3d_support = accepts_keras_1_arguments("UpSampling3D")
legacy_zeropadding2d_support = accepts_keras_1_arguments("ZeroPadding2D")
legacy_zeropadding3d_support = accepts_keras_1_arguments("ZeroPadding3D")
