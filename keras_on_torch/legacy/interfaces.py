"""Decorators under Keras's names, for layers and optimizers that other packages write."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from keras_on_torch.legacy import converters
from keras_on_torch.legacy.arguments import (
    Rules,
    accepting,
    accepts_keras_1_arguments,
    accepts_keras_1_get_updates,
    raise_duplicate_arg_error,
)

__all__ = [
    "add_weight_args_preprocessing",
    "batchnorm_args_preprocessor",
    "conv1d_args_preprocessor",
    "conv2d_args_preprocessor",
    "conv3d_args_preprocessor",
    "convlstm2d_args_preprocessor",
    "deconv2d_args_preprocessor",
    "embedding_kwargs_preprocessor",
    "generate_legacy_interface",
    "generate_legacy_method_interface",
    "generator_methods_args_preprocessor",
    "get_updates_arg_preprocessing",
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
    "legacy_generator_methods_support",
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
    "raise_duplicate_arg_error",
    "recurrent_args_preprocessor",
    "separable_conv2d_args_preprocessor",
    "zeropadding2d_args_preprocessor",
]


def generate_legacy_interface(
    allowed_positional_args: Sequence[str] | None = None,
    conversions: Sequence[tuple[str, str]] | None = None,
    preprocessor: Callable[..., Any] | None = None,
    value_conversions: Mapping[str, Mapping[Any, Any]] | None = None,
    object_type: str = "class",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that lets a constructor or a method be called as before.

    Args:
        allowed_positional_args: what may be given by place; None for anything.
        conversions: (old name, new name) of each argument.
        preprocessor: takes the arguments of a call, `self` among them, and those given by name;
            gives both as they should be, and a list of what was converted.
        value_conversions: old name -> what values given under it become.
        object_type: "class" where messages tell the class, "method" where they tell the method.
    """
    rules = Rules(
        None if allowed_positional_args is None else tuple(allowed_positional_args),
        dict(conversions or ()),
        values=value_conversions or {},
    )
    return accepting(rules, preprocessor, tells_class=object_type == "class")


generate_legacy_method_interface = functools.partial(
    generate_legacy_interface, object_type="method"
)


def _preprocessor(converter: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return a converter as Keras has it: `self` is among the arguments by place."""

    def preprocess(args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        converted_args, kwargs, converted = converter(tuple(args[1:]), kwargs)
        return (*args[:1], *converted_args), kwargs, converted

    preprocess.__name__ = preprocess.__qualname__ = name
    preprocess.__doc__ = converter.__doc__
    return preprocess


add_weight_args_preprocessing = _preprocessor(
    converters.shape_and_name, "add_weight_args_preprocessing"
)
batchnorm_args_preprocessor = _preprocessor(
    converters.batch_normalization, "batchnorm_args_preprocessor"
)
conv1d_args_preprocessor = _preprocessor(converters.input_shape, "conv1d_args_preprocessor")
conv2d_args_preprocessor = _preprocessor(converters.kernel_2d, "conv2d_args_preprocessor")
conv3d_args_preprocessor = _preprocessor(converters.kernel_3d, "conv3d_args_preprocessor")
convlstm2d_args_preprocessor = _preprocessor(converters.conv_lstm, "convlstm2d_args_preprocessor")
deconv2d_args_preprocessor = _preprocessor(converters.transposed, "deconv2d_args_preprocessor")
embedding_kwargs_preprocessor = _preprocessor(converters.embedding, "embedding_kwargs_preprocessor")
generator_methods_args_preprocessor = _preprocessor(
    converters.steps, "generator_methods_args_preprocessor"
)
get_updates_arg_preprocessing = _preprocessor(
    converters.get_updates, "get_updates_arg_preprocessing"
)
recurrent_args_preprocessor = _preprocessor(converters.recurrent, "recurrent_args_preprocessor")
separable_conv2d_args_preprocessor = _preprocessor(
    converters.separable, "separable_conv2d_args_preprocessor"
)
zeropadding2d_args_preprocessor = _preprocessor(
    converters.padding_2d, "zeropadding2d_args_preprocessor"
)


def _support(row: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator that applies one row of the table to any constructor or method."""
    return functools.partial(accepts_keras_1_arguments, row=row)


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
legacy_generator_methods_support = _support("fit_generator")
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
