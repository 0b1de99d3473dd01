"""Decorators under Keras's names, for layers and optimizers that other packages write."""

from keras_on_torch.legacy.arguments import takes_keras_1, takes_old_get_updates

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

legacy_add_weight_support = takes_keras_1("add_weight")
legacy_batchnorm_support = takes_keras_1("BatchNormalization")
legacy_conv1d_support = takes_keras_1("Conv1D")
legacy_conv2d_support = takes_keras_1("Conv2D")
legacy_conv3d_support = takes_keras_1("Conv3D")
legacy_convlstm2d_support = takes_keras_1("ConvLSTM2D")
legacy_cropping2d_support = takes_keras_1("Cropping2D")
legacy_cropping3d_support = takes_keras_1("Cropping3D")
legacy_deconv2d_support = takes_keras_1("Conv2DTranspose")
legacy_dense_support = takes_keras_1("Dense")
legacy_dropout_support = takes_keras_1("Dropout")
legacy_embedding_support = takes_keras_1("Embedding")
legacy_gaussiandropout_support = takes_keras_1("GaussianDropout")
legacy_gaussiannoise_support = takes_keras_1("GaussianNoise")
legacy_get_updates_support = takes_old_get_updates
legacy_global_pooling_support = takes_keras_1("GlobalMaxPooling2D")
legacy_input_support = takes_keras_1("InputLayer")
legacy_lambda_support = takes_keras_1("Lambda")
legacy_model_constructor_support = takes_keras_1("Network")
legacy_pooling1d_support = takes_keras_1("MaxPooling1D")
legacy_pooling2d_support = takes_keras_1("MaxPooling2D")
legacy_pooling3d_support = takes_keras_1("MaxPooling3D")
legacy_prelu_support = takes_keras_1("PReLU")
legacy_recurrent_support = takes_keras_1("LSTM")
legacy_separable_conv2d_support = takes_keras_1("SeparableConv2D")
legacy_spatialdropout1d_support = takes_keras_1("SpatialDropout1D")
legacy_spatialdropoutNd_support = takes_keras_1("SpatialDropout2D")  # noqa: N816 - Keras's name.
legacy_upsampling1d_support = takes_keras_1("UpSampling1D")
legacy_upsampling2d_support = takes_keras_1("UpSampling2D")
legacy_upsampling3d_support = takes_keras_1("UpSampling3D")
legacy_zeropadding2d_support = takes_keras_1("ZeroPadding2D")
legacy_zeropadding3d_support = takes_keras_1("ZeroPadding3D")
