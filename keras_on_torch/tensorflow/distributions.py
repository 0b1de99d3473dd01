"""`tf.distributions`: the normal distribution."""

import math
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import sizes, tensor
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.sparse.sparse_tensor import symbol

__all__ = ["Normal"]

_HALF_LOG = 0.5 * math.log(2.0 * math.pi)


class Normal:
    """Normal distributions, as many as `loc` and `scale` have numbers.

    Args:
        loc: their means.
        scale: their standard deviations, above 0.
        validate_args: refused where it is True: widths are not checked when they run.
        allow_nan_stats: whether statistics that do not exist are NaN; all exist.
        name: how it is called.

    Raises:
        ValueError: they hold no fractions, or have different types.
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Normal",
    ) -> None:
        if validate_args:
            raise NotImplementedError("Normal: validate_args must be False here")
        self._loc, self._scale = symbol(loc), symbol(scale)
        kinds = [K.dtype(one) for one in (self._loc, self._scale)]
        if not kinds[0].startswith("float") or kinds[0] != kinds[1]:
            raise ValueError(f"Expected floating point type, the same for both, got {kinds}")
        self.name = f"{name}/"
        self.allow_nan_stats = allow_nan_stats
        self.validate_args = validate_args

    @property
    def loc(self) -> Tensor:
        """The means."""
        return self._loc

    @property
    def scale(self) -> Tensor:
        """The standard deviations."""
        return self._scale

    @property
    def dtype(self) -> Any:
        """The type of the numbers."""
        return as_dtype(K.dtype(self._loc))

    @property
    def batch_shape(self) -> Any:
        """The lengths of the axes of `loc` and `scale` together."""
        return (self._loc + self._scale).shape

    @property
    def event_shape(self) -> tuple[()]:
        """The lengths of the axes of one draw of one distribution: none."""
        return ()

    # ---- drawing
    def sample(self, sample_shape: Any = (), seed: Any = None, name: str = "sample") -> Tensor:
        """Return draws, (*sample_shape, *batch_shape).

        Args:
            sample_shape: how many of each.
            seed: makes the draw repeatable.
            name: no effect: random tensors are not named.
        """
        count = sizes([sample_shape] if isinstance(sample_shape, int) else sample_shape)
        base = self._loc + 0.0 * self._scale
        shape = [*count, *[K.shape(base)[axis] for axis in range(K.ndim(base))]]
        kind = K.dtype(self._loc)
        drawn = K.random_normal(shape, 0.0, 1.0, dtype=kind, seed=seed)
        return self._loc + self._scale * drawn

    # ---- densities
    def _standard(self, value: Any) -> Tensor:
        return (tensor(value, self._loc.dtype) - self._loc) / self._scale

    def log_prob(self, value: Any, name: str = "log_prob") -> Tensor:
        """Return the logarithm of the density."""
        return -0.5 * K.square(self._standard(value)) - (_HALF_LOG + K.log(self._scale))

    def prob(self, value: Any, name: str = "prob") -> Tensor:
        """Return the density."""
        return K.exp(self.log_prob(value))

    def cdf(self, value: Any, name: str = "cdf") -> Tensor:
        """Return how likely a draw is below."""
        return _below(self._standard(value))

    def log_cdf(self, value: Any, name: str = "log_cdf") -> Tensor:
        """Return the logarithm of how likely a draw is below."""
        return _log_below(self._standard(value))

    def survival_function(self, value: Any, name: str = "survival_function") -> Tensor:
        """Return how likely a draw is above."""
        return _below(-self._standard(value))

    def quantile(self, value: Any, name: str = "quantile") -> Tensor:
        """Return what so large a part of draws is below."""
        return _quantile(tensor(value, self._loc.dtype)) * self._scale + self._loc

    # ---- numbers of it
    def mean(self, name: str = "mean") -> Tensor:
        """Return the mean."""
        return self._loc + 0.0 * self._scale

    mode = mean

    def stddev(self, name: str = "stddev") -> Tensor:
        """Return the standard deviation."""
        return self._scale + 0.0 * self._loc

    def variance(self, name: str = "variance") -> Tensor:
        """Return the variance."""
        return K.square(self.stddev())

    def entropy(self, name: str = "entropy") -> Tensor:
        """Return the entropy, in nats."""
        return 0.5 + _HALF_LOG + K.log(self.stddev())

    def kl_divergence(self, other: "Normal", name: str = "kl_divergence") -> Tensor:
        """Return the Kullback-Leibler divergence from this to another normal distribution.

        Raises:
            NotImplementedError: the other is not normal.
        """
        if not isinstance(other, Normal):
            raise NotImplementedError(f"kl_divergence of a Normal to {type(other).__name__}")
        ratio = K.square(self._scale / other._scale)
        distance = K.square((self._loc - other._loc) / other._scale)
        return 0.5 * (distance + ratio - 1.0 - K.log(ratio))


@op
def _below(z: Any) -> Any:
    return torch.special.ndtr(z)


@op
def _log_below(z: torch.Tensor) -> Any:
    return torch.special.log_ndtr(z)


@op
def _quantile(p: torch.Tensor) -> Any:
    return torch.special.ndtri(p)
