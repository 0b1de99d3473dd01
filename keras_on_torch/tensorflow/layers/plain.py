"""Layers of `tf.layers` without kernels: pooling, dropout, flattening, normalisation."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import layers
from keras_on_torch._types import Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec
from keras_on_torch.engine.base_layer import Layer as KerasLayer
from keras_on_torch.graph import is_symbolic
from keras_on_torch.tensorflow.layers.scoping import layer_class, layer_function
from keras_on_torch.tensorflow.variables.initializers import ones_initializer, zeros_initializer

__all__ = [
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Dropout",
    "Flatten",
    "InputSpec",
    "Layer",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "average_pooling1d",
    "average_pooling2d",
    "average_pooling3d",
    "batch_normalization",
    "dropout",
    "flatten",
    "max_pooling1d",
    "max_pooling2d",
    "max_pooling3d",
]

Layer = layer_class("Layer", KerasLayer, [("trainable", True), ("name", None), ("dtype", None)])

# ---- pooling
_WINDOW: list[tuple[Any, ...]] = [
    ("pool_size",),
    ("strides",),
    ("padding", "valid"),
    ("data_format", "channels_last"),
]
_NAMED: list[tuple[Any, ...]] = [*_WINDOW, ("name", None)]

AveragePooling1D = layer_class("AveragePooling1D", layers.AveragePooling1D, _NAMED)
AveragePooling2D = layer_class("AveragePooling2D", layers.AveragePooling2D, _NAMED)
AveragePooling3D = layer_class("AveragePooling3D", layers.AveragePooling3D, _NAMED)
MaxPooling1D = layer_class("MaxPooling1D", layers.MaxPooling1D, _NAMED)
MaxPooling2D = layer_class("MaxPooling2D", layers.MaxPooling2D, _NAMED)
MaxPooling3D = layer_class("MaxPooling3D", layers.MaxPooling3D, _NAMED)
average_pooling1d = layer_function("average_pooling1d", AveragePooling1D, _NAMED)
average_pooling2d = layer_function("average_pooling2d", AveragePooling2D, _NAMED)
average_pooling3d = layer_function("average_pooling3d", AveragePooling3D, _NAMED)
max_pooling1d = layer_function("max_pooling1d", MaxPooling1D, _NAMED)
max_pooling2d = layer_function("max_pooling2d", MaxPooling2D, _NAMED)
max_pooling3d = layer_function("max_pooling3d", MaxPooling3D, _NAMED)


# ---- by whether it is training
def _by_training(training: Any, in_training: Any, otherwise: Any) -> Tensor:
    """Return one of two results: `training` is True, False, or a tensor that says so."""
    if is_symbolic(training) and K.dtype(training) == "bool":
        return K.switch(training, in_training(), otherwise())
    return K.in_train_phase(in_training, otherwise, training=training)


class _Dropout(KerasLayer):
    """Zeroes numbers at random where it is training, and makes the others larger to match."""

    def __init__(self, rate: Any, noise_shape: Any, seed: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rate, self.noise_shape, self.seed = rate, noise_shape, seed

    def call(self, inputs: Tensor, training: Any = False) -> Tensor:
        if not is_symbolic(self.rate) and self.rate == 0:
            return K.identity(inputs)
        return _by_training(
            training,
            lambda: K.dropout(inputs, self.rate, self.noise_shape, self.seed),
            lambda: K.identity(inputs),
        )


_DROPOUT: list[tuple[Any, ...]] = [("rate", 0.5), ("noise_shape", None), ("seed", None)]
Dropout = layer_class("Dropout", _Dropout, [*_DROPOUT, ("name", None)])
dropout = layer_function(
    "dropout", Dropout, [*_DROPOUT, ("training", False), ("name", None)], ("training",)
)


class _Flatten(KerasLayer):
    """Brings all axes but the first into one; one axis becomes (batch, 1)."""

    def __init__(self, data_format: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format

    def call(self, inputs: Tensor) -> Tensor:
        if K.ndim(inputs) == 1:
            return K.expand_dims(inputs, -1)
        if self.data_format == "channels_first" and K.ndim(inputs) > 2:
            axes = (0, *range(2, K.ndim(inputs)), 1)
            inputs = K.permute_dimensions(inputs, axes)
        return K.batch_flatten(inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        length: int | None = 1
        for axis in input_shape[1:]:
            length = None if axis is None or length is None else length * axis
        return (input_shape[0], length)


Flatten = layer_class("Flatten", _Flatten, [("data_format", None)])
flatten = layer_function("flatten", Flatten, [("name", None), ("data_format", "channels_last")])


class _BatchNormalization(layers.BatchNormalization):
    """Keras's layer with TensorFlow's averages, which begin with their first values."""

    def __init__(
        self,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        fused: Any = None,
        virtual_batch_size: Any = None,
        adjustment: Any = None,
        **kwargs: Any,
    ) -> None:
        refused = {
            "renorm": renorm,
            "renorm_clipping": renorm_clipping,
            "virtual_batch_size": virtual_batch_size,
            "adjustment": adjustment,
        }
        for name, value in refused.items():
            if value:
                raise NotImplementedError(f"batch_normalization({name}={value!r}) is not there")
        axis = kwargs.pop("axis")
        if isinstance(axis, (list, tuple)):
            if len(axis) != 1:
                raise NotImplementedError(
                    f"batch_normalization: one axis is normalised, got {axis}"
                )
            (axis,) = axis
        super().__init__(axis=int(axis), **kwargs)
        self.fused = fused

    def call(self, inputs: Tensor, training: Any = False) -> Tensor:
        if training is False or (isinstance(training, int) and training == 0):
            return self._by_moving_averages(inputs)
        ndim = K.ndim(inputs)
        axes = [axis for axis in range(ndim) if axis != self.axis % ndim]
        mean, variance = K.mean(inputs, axes), K.var(inputs, axes)
        normal = K.batch_normalization(
            inputs, mean, variance, self.beta, self.gamma, self.axis, self.epsilon
        )
        if ndim == 4 and self.fused is not False:  # TensorFlow's kernel estimates without a bias.
            count = K.cast(K.prod(K.stack([K.shape(inputs)[axis] for axis in axes])), "float32")
            variance = variance * (count / K.maximum(count - 1.0, 1.0))
        updates = [
            self._moved(self.moving_mean, mean, training),
            self._moved(self.moving_variance, variance, training),
        ]
        self.add_update(updates, inputs)
        return _by_training(training, lambda: normal, lambda: self._by_moving_averages(inputs))

    def _moved(self, average: Any, value: Tensor, training: Any) -> Tensor:
        moved = average - (average - value) * (1.0 - self.momentum)
        return K.update(average, _by_training(training, lambda: moved, lambda: average * 1.0))


_ZEROS, _ONES = zeros_initializer(), ones_initializer()
_STATISTICS: list[tuple[Any, ...]] = [
    ("axis", -1),
    ("momentum", 0.99),
    ("epsilon", 0.001),
    ("center", True),
    ("scale", True),
    ("beta_initializer", _ZEROS),
    ("gamma_initializer", _ONES),
    ("moving_mean_initializer", _ZEROS),
    ("moving_variance_initializer", _ONES),
    ("beta_regularizer", None),
    ("gamma_regularizer", None),
    ("beta_constraint", None),
    ("gamma_constraint", None),
]
_RENORM: list[tuple[Any, ...]] = [
    ("renorm", False),
    ("renorm_clipping", None),
    ("renorm_momentum", 0.99),
    ("fused", None),
]
_LAST: list[tuple[Any, ...]] = [("virtual_batch_size", None), ("adjustment", None)]

BatchNormalization = layer_class(
    "BatchNormalization",
    _BatchNormalization,
    [*_STATISTICS, *_RENORM, ("trainable", True), *_LAST, ("name", None)],
)
batch_normalization = layer_function(
    "batch_normalization",
    BatchNormalization,
    [
        *_STATISTICS,
        ("training", False),
        ("trainable", True),
        ("name", None),
        ("reuse", None),
        *_RENORM,
        *_LAST,
    ],
    ("training",),
)
