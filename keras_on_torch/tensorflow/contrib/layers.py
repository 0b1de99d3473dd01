"""`tf.contrib.layers`: functions that make variables, written with TensorFlow's own."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend
from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.contrib.plain_layers import collected, two_of
from keras_on_torch.tensorflow.contrib.regularization import xavier_initializer

__all__ = ["conv2d", "convolution2d", "fully_connected", "layer_norm"]

K: Any = backend  # Whose tf is this room.

_RELU = "relu"  # The default of activations; None applies none.
_GLOROT = "xavier"
_ZEROS = "zeros"


def _activated(activation_fn: Any, outputs: Tensor) -> Any:
    if activation_fn is None:
        return outputs
    return K.relu(outputs) if activation_fn == _RELU else activation_fn(outputs)


def _variable(
    name: str, shape: Sequence[int], dtype: Any, initializer: Any, regularizer: Any, **more: Any
) -> Any:
    """Return a variable of the open scope, made where it is not there yet."""
    if isinstance(initializer, str):
        first = {_GLOROT: xavier_initializer, _ZEROS: K.tf.zeros_initializer}
        initializer = first[initializer]()
    return K.tf.get_variable(
        name, list(shape), dtype, initializer=initializer, regularizer=regularizer, **more
    )


def _by_name(variables_collections: Any, name: str) -> Any:
    """Return the collections of one of a layer's variables."""
    if isinstance(variables_collections, dict):
        return variables_collections.get(name)
    return variables_collections


def fully_connected(
    inputs: Any,
    num_outputs: int,
    activation_fn: Any = _RELU,
    normalizer_fn: Any = None,
    normalizer_params: dict[str, Any] | None = None,
    weights_initializer: Any = _GLOROT,
    weights_regularizer: Any = None,
    biases_initializer: Any = _ZEROS,
    biases_regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: str | None = None,
) -> Any:
    """Return weighted sums of the last axis: variables `weights` and `biases` are made.

    Args:
        inputs: (batch, ..., dim).
        num_outputs: how many sums.
        activation_fn: what is applied to them; `tf.nn.relu` where nothing is said.
        normalizer_fn: what is applied before it, in place of biases.
        normalizer_params: its keyword arguments.
        weights_initializer: how the weights start.
        biases_initializer: how the biases start; None for none.
        weights_regularizer: how the weights are penalised.
        biases_regularizer: how the biases are penalised.
        reuse: whether the variables are there already.
        variables_collections: where they are added: a list, or lists by name.
        outputs_collections: where the result is added.
        trainable: whether they are trained.
        scope: of the variables.
    """
    tf = K.tf
    with tf.variable_scope(scope, "fully_connected", [inputs], reuse=reuse):
        x = tf.convert_to_tensor(inputs)
        shape = [int(x.shape[-1]), num_outputs]
        made = {"trainable": trainable}
        weights = _variable(
            "weights",
            shape,
            x.dtype,
            weights_initializer,
            weights_regularizer,
            collections=_by_name(variables_collections, "weights"),
            **made,
        )
        outputs = tf.tensordot(x, weights, axes=1) if x.ndim > 2 else tf.matmul(x, weights)
        if normalizer_fn is not None:
            outputs = normalizer_fn(outputs, **(normalizer_params or {}))
        elif biases_initializer is not None:
            biases = _variable(
                "biases",
                [num_outputs],
                x.dtype,
                biases_initializer,
                biases_regularizer,
                collections=_by_name(variables_collections, "biases"),
                **made,
            )
            outputs = tf.nn.bias_add(outputs, biases)
        outputs = _activated(activation_fn, outputs)
    return collected(outputs_collections, outputs)


def conv2d(
    inputs: Any,
    num_outputs: int,
    kernel_size: Any,
    stride: Any = 1,
    padding: str = "SAME",
    data_format: str | None = None,
    rate: Any = 1,
    activation_fn: Any = _RELU,
    normalizer_fn: Any = None,
    normalizer_params: dict[str, Any] | None = None,
    weights_initializer: Any = _GLOROT,
    weights_regularizer: Any = None,
    biases_initializer: Any = _ZEROS,
    biases_regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: str | None = None,
) -> Any:
    """Return a convolution of images: variables `weights` and `biases` are made.

    Args:
        inputs: (batch, rows, cols, channels).
        num_outputs: how many filters.
        kernel_size: their size, one number or two.
        stride: their step, one number or two.
        padding: "SAME" or "VALID".
        data_format: "NHWC", or "NCHW" with the channels in front.
        rate: the distance between a filter's taps, one number or two.
        activation_fn: what is applied to them; `tf.nn.relu` where nothing is said.
        normalizer_fn: what is applied before it, in place of biases.
        normalizer_params: its keyword arguments.
        weights_initializer: how the weights start.
        biases_initializer: how the biases start; None for none.
        weights_regularizer: how the weights are penalised.
        biases_regularizer: how the biases are penalised.
        reuse: whether the variables are there already.
        variables_collections: where they are added: a list, or lists by name.
        outputs_collections: where the result is added.
        trainable: whether they are trained.
        scope: of the variables.

    Raises:
        ValueError: the order of axes is another.
    """
    tf = K.tf
    order = data_format or "NHWC"
    if order not in ("NHWC", "NCHW"):
        raise ValueError(f"Invalid data_format: {data_format!r}")
    with tf.variable_scope(scope, "Conv", [inputs], reuse=reuse):
        x = tf.convert_to_tensor(inputs)
        channels = int(x.shape[-1 if order == "NHWC" else 1])
        made = {"trainable": trainable}
        weights = _variable(
            "weights",
            [*two_of(kernel_size), channels, num_outputs],
            x.dtype,
            weights_initializer,
            weights_regularizer,
            collections=_by_name(variables_collections, "weights"),
            **made,
        )
        outputs = tf.nn.convolution(
            x, weights, padding, two_of(stride), two_of(rate), data_format=order
        )
        if normalizer_fn is not None:
            outputs = normalizer_fn(outputs, **(normalizer_params or {}))
        elif biases_initializer is not None:
            biases = _variable(
                "biases",
                [num_outputs],
                x.dtype,
                biases_initializer,
                biases_regularizer,
                collections=_by_name(variables_collections, "biases"),
                **made,
            )
            outputs = tf.nn.bias_add(outputs, biases, data_format=order)
        outputs = _activated(activation_fn, outputs)
    return collected(outputs_collections, outputs)


convolution2d = conv2d


def layer_norm(
    inputs: Any,
    center: bool = True,
    scale: bool = True,
    activation_fn: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    begin_norm_axis: int = 1,
    begin_params_axis: int = -1,
    scope: str | None = None,
) -> Any:
    """Return rows normalised by themselves (Ba et al. 2016): `beta` and `gamma` are made.

    Args:
        inputs: (batch, ...).
        center: whether there is an offset.
        scale: whether there is a factor.
        activation_fn: what is applied to the result.
        reuse: whether the variables are there already.
        variables_collections: where they are added: a list, or lists by name.
        outputs_collections: where the result is added.
        trainable: whether they are trained.
        begin_norm_axis: from this axis on numbers are normalised together.
        begin_params_axis: from this axis on each number has an offset and a factor.
        scope: of the variables.

    Raises:
        ValueError: there is no such axis.
    """
    tf = K.tf
    with tf.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse):
        x = tf.convert_to_tensor(inputs)
        begin = begin_norm_axis + x.ndim if begin_norm_axis < 0 else begin_norm_axis
        if begin_params_axis >= x.ndim or begin >= x.ndim:
            raise ValueError(
                f"begin_params_axis ({begin_params_axis}) and begin_norm_axis ({begin_norm_axis})"
                f" must be < rank(inputs) ({x.ndim})"
            )
        shape = [int(size) for size in x.shape[begin_params_axis:]]
        weights: dict[str, Any] = {}
        for name, wanted, first in (("beta", center, 0.0), ("gamma", scale, 1.0)):
            weights[name] = None
            if wanted:
                weights[name] = _variable(
                    name,
                    shape,
                    x.dtype,
                    tf.constant_initializer(first),
                    None,
                    trainable=trainable,
                    collections=_by_name(variables_collections, name),
                )
        mean, variance = tf.nn.moments(x, list(range(begin, x.ndim)), keep_dims=True)
        outputs = tf.nn.batch_normalization(
            x, mean, variance, weights["beta"], weights["gamma"], variance_epsilon=1e-12
        )
        outputs = _activated(activation_fn, outputs)
    return collected(outputs_collections, outputs)
