"""Layers of tf.keras 1.15 that Keras 2.2.4 has not, or takes with fewer arguments."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import constraints, initializers, regularizers
from keras_on_torch import layers as of_keras
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.registry import arguments_of, known_layers

__all__ = ["AdditiveAttention", "Attention", "BatchNormalization", "LayerNormalization"]

_FAR_BELOW = 1e9  # TensorFlow: what is taken from the scores of what is masked.


class BatchNormalization(of_keras.BatchNormalization):
    """Keras's, with the arguments that tf.keras has besides.

    Args:
        axis, momentum, epsilon, center, scale, *_initializer, *_regularizer, *_constraint: as
            Keras's.
        renorm, renorm_clipping, renorm_momentum: batch renormalisation; refused.
        fused: whether TensorFlow's fused operation is taken: a matter of its speed, no difference.
        trainable: whether weights are trained.
        virtual_batch_size, adjustment: parts of a batch, adjusted; refused.
        name: of the layer.
        **kwargs: as Keras's.

    Raises:
        NotImplementedError: what is refused is asked for.
    """

    def __init__(
        self,
        axis: Any = -1,
        momentum: float = 0.99,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Named = "zeros",
        gamma_initializer: Named = "ones",
        moving_mean_initializer: Named = "zeros",
        moving_variance_initializer: Named = "ones",
        beta_regularizer: Named = None,
        gamma_regularizer: Named = None,
        beta_constraint: Named = None,
        gamma_constraint: Named = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        fused: bool | None = None,
        trainable: bool = True,
        virtual_batch_size: int | None = None,
        adjustment: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        asked = {"renorm": renorm or None, "renorm_clipping": renorm_clipping}
        asked |= {"virtual_batch_size": virtual_batch_size, "adjustment": adjustment}
        for argument, value in asked.items():
            if value is not None:
                raise NotImplementedError(
                    f"BatchNormalization({argument}={value!r}): there is no such normalization"
                    " here. Write it as a Layer, with K.moving_average_update"
                )
        if isinstance(axis, (list, tuple)):
            if len(axis) != 1:
                raise NotImplementedError(
                    f"BatchNormalization(axis={axis!r}): one axis can be kept here, give its number"
                )
            axis = axis[0]
        super().__init__(
            axis=axis,
            momentum=momentum,
            epsilon=epsilon,
            center=center,
            scale=scale,
            beta_initializer=beta_initializer,
            gamma_initializer=gamma_initializer,
            moving_mean_initializer=moving_mean_initializer,
            moving_variance_initializer=moving_variance_initializer,
            beta_regularizer=beta_regularizer,
            gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint,
            gamma_constraint=gamma_constraint,
            trainable=trainable,
            name=name,
            **kwargs,
        )


class LayerNormalization(Layer):
    """Normalises each row by itself (Ba et al. 2016).

    Args:
        axis: the axes whose numbers are normalised together.
        epsilon: what is added to the variance.
        center: whether an offset is learned.
        scale: whether a factor is learned.
        beta_*, gamma_*: how the offset and the factor start, are penalised, are kept in bounds.
        trainable: whether they are trained.
        name: of the layer.

    Shape:
        (batch, ...) -> the same

    Weights:
        gamma, beta: of the shape of the axes
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Named = "zeros",
        gamma_initializer: Named = "ones",
        beta_regularizer: Named = None,
        gamma_regularizer: Named = None,
        beta_constraint: Named = None,
        gamma_constraint: Named = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable=trainable, name=name, **kwargs)
        if not isinstance(axis, (int, list, tuple)):
            raise ValueError(
                "Expected an int or a list/tuple of ints for the argument 'axis', but received"
                f" instead: {axis}"
            )
        self.axis = axis if isinstance(axis, int) else list(axis)
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        given = [self.axis] if isinstance(self.axis, int) else list(self.axis)
        count = len(input_shape)
        self._axes = [each + count if each < 0 else each for each in given]
        if any(not 0 <= each < count for each in self._axes):
            raise ValueError(f"Invalid axis: {self._axes}")
        if len(set(self._axes)) != len(self._axes):
            raise ValueError(f"Duplicate axis: {tuple(self._axes)}")
        self.axis = list(self._axes)  # TensorFlow: so the configuration says it then.
        shape = tuple(self.known_axis(input_shape, each) for each in self._axes)
        self._full = [input_shape[i] if i in self._axes else 1 for i in range(count)]
        self.gamma = self.add_named_weight("gamma", shape) if self.scale else None
        self.beta = self.add_named_weight("beta", shape) if self.center else None
        super().build(input_shape)

    def call(self, inputs: Tensor) -> Tensor:
        centered = inputs - K.mean(inputs, axis=self._axes, keepdims=True)
        variance = K.mean(K.square(centered), axis=self._axes, keepdims=True)
        outputs = centered / K.sqrt(variance + self.epsilon)
        if self.gamma is not None:
            outputs = outputs * self._spread(self.gamma)
        if self.beta is not None:
            outputs = outputs + self._spread(self.beta)
        return outputs

    def _spread(self, weight: Tensor) -> Tensor:
        """Return a weight with an axis for each of the inputs'."""
        last = [len(self._full) - len(self._axes) + i for i in range(len(self._axes))]
        return weight if self._axes == last else K.reshape(weight, self._full)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, LayerNormalization)


class _Attention(Layer):
    """Means of values, weighted by how well their keys fit a query.

    Args:
        causal: whether a query sees no value behind its own place.
        **kwargs: as of every layer.
    """

    def __init__(self, causal: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.causal = causal
        self.supports_masking = True

    def _scores(self, query: Tensor, key: Tensor) -> Tensor:
        raise NotImplementedError

    def call(self, inputs: list[Tensor], mask: Any = None) -> Tensor:
        self._check(inputs, mask)
        query, value = inputs[:2]
        scores = self._scores(query, inputs[2] if len(inputs) == 3 else value)
        hidden = self._hidden(scores, mask)
        if hidden is not None:
            scores = scores - _FAR_BELOW * hidden
        outputs = K.batch_dot(K.softmax(scores), value)
        if mask and mask[0] is not None:
            outputs = outputs * K.expand_dims(K.cast(mask[0], K.dtype(outputs)), -1)
        return outputs

    def _check(self, inputs: Any, mask: Any) -> None:
        name = type(self).__name__
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(
                f"{name} layer must be called on a list of inputs, namely [query, value] or"
                " [query, value, key]."
            )
        if not 2 <= len(inputs) <= 3:
            raise ValueError(
                f"{name} layer accepts inputs list of length 2 or 3, namely [query, value] or"
                f" [query, value, key]. Given length: {len(inputs)}"
            )
        if mask and not isinstance(mask, (list, tuple)):
            raise ValueError(f"{name} layer mask must be a list, namely [query_mask, value_mask].")

    def _hidden(self, scores: Tensor, mask: Any) -> Any:
        """Return 1 where a value is hidden from a query, 0 where it is seen; None hides none."""
        hidden = None
        if mask and mask[1] is not None:
            hidden = 1.0 - K.expand_dims(K.cast(mask[1], K.dtype(scores)), 1)
        if self.causal:
            places = K.cumsum(K.ones_like(scores), axis=-1), K.cumsum(K.ones_like(scores), axis=-2)
            later = K.cast(K.greater(*places), K.dtype(scores))
            hidden = later if hidden is None else K.maximum(hidden, later)
        return hidden

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        self._check(inputs, mask)
        return mask[0] if mask else None

    def compute_output_shape(self, input_shape: Any) -> Shape:
        query, value = input_shape[:2]
        return (*query[:-1], value[-1])

    def get_config(self) -> Config:
        return super().get_config() | {"causal": self.causal}


class Attention(_Attention):
    """Attention by products of queries and keys (Luong et al. 2015).

    Args:
        use_scale: whether a factor on the products is learned.
        **kwargs: `causal`: whether a query sees no value behind its own place.

    Shape:
        [(batch, queries, dim), (batch, values, dim), (batch, values, dim)] ->
        (batch, queries, dim); the keys, last, are the values where they are not given

    Weights:
        scale ()
    """

    def __init__(self, use_scale: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.use_scale = use_scale

    def build(self, input_shape: Any) -> None:
        self.scale = None
        if self.use_scale:
            self.scale = self.add_weight("scale", (), initializer="ones")
        super().build(input_shape)

    def _scores(self, query: Tensor, key: Tensor) -> Tensor:
        scores = K.batch_dot(query, K.permute_dimensions(key, (0, 2, 1)))
        return scores if self.scale is None else scores * self.scale

    def get_config(self) -> Config:
        return super().get_config() | {"use_scale": self.use_scale}


class AdditiveAttention(_Attention):
    """Attention by sums of queries and keys (Bahdanau et al. 2015).

    Args:
        use_scale: whether factors on the sums are learned.
        **kwargs: `causal`: whether a query sees no value behind its own place.

    Shape:
        as of `Attention`

    Weights:
        scale (dim,)
    """

    def __init__(self, use_scale: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.use_scale = use_scale

    def build(self, input_shape: Any) -> None:
        self.scale = None
        if self.use_scale:
            dim = self.known_axis(input_shape[1], -1)
            self.scale = self.add_weight("scale", (dim,), initializer="glorot_uniform")
        super().build(input_shape)

    def _scores(self, query: Tensor, key: Tensor) -> Tensor:
        together = K.tanh(K.expand_dims(query, 2) + K.expand_dims(key, 1))
        return K.sum(together if self.scale is None else together * self.scale, axis=-1)

    def get_config(self) -> Config:
        return super().get_config() | {"use_scale": self.use_scale}


# tf.keras: these are found in files by themselves; a class of the program's own comes first.
for _layer in (AdditiveAttention, Attention, LayerNormalization):
    known_layers.setdefault(_layer.__name__, _layer)
