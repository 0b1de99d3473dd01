"""`tf.contrib.layers`: first values and penalties of weights."""

import math
import numbers
from collections.abc import Callable, Sequence
from typing import Any

from keras_on_torch import backend
from keras_on_torch._types import Tensor

__all__ = [
    "apply_regularization",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "sum_regularizer",
    "variance_scaling_initializer",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]

Penalty = Callable[[Any], Any]
K: Any = backend  # Whose tf is this room.


# ---- first values
def variance_scaling_initializer(
    factor: float = 2.0,
    mode: str = "FAN_IN",
    uniform: bool = False,
    seed: int | None = None,
    dtype: Any = "float32",
) -> Callable[..., Tensor]:
    """Return a function that draws weights whose variance is `factor` over their number.

    Args:
        factor: 2 for He et al. 2015, 1 for Glorot and Bengio 2010 with "FAN_AVG".
        mode: which number: "FAN_IN", "FAN_OUT" or "FAN_AVG", the mean of both.
        uniform: whether they are spread evenly; else they are normal, without far ones.
        seed: of the draws.
        dtype: their type, a floating-point one.

    Raises:
        TypeError: the type is another, or the mode is none.
    """
    if not K.tf.as_dtype(dtype).is_floating:
        raise TypeError(f"Cannot create initializer for non-floating point type: {dtype}")
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise TypeError(f"Unknown mode {mode} [FAN_IN, FAN_OUT, FAN_AVG]")

    def initializer(shape: Any, dtype: Any = dtype, partition_info: Any = None) -> Tensor:
        sizes = [int(size) for size in shape]
        window = math.prod(sizes[:-2])
        fans = {
            "FAN_IN": window * sizes[-2 if len(sizes) > 1 else -1] if sizes else 1,
            "FAN_OUT": window * sizes[-1] if sizes else 1,
        }
        count = fans.get(mode, (fans["FAN_IN"] + fans["FAN_OUT"]) / 2)
        if uniform:
            limit = math.sqrt(3.0 * factor / count)
            drawn: Tensor = K.tf.random_uniform(sizes, -limit, limit, dtype, seed=seed)
            return drawn
        # TensorFlow: cutting the far ones off takes nearly a quarter of the variance.
        spread = math.sqrt(1.3 * factor / count)
        cut: Tensor = K.tf.truncated_normal(sizes, 0.0, spread, dtype, seed=seed)
        return cut

    return initializer


def xavier_initializer(
    uniform: bool = True, seed: int | None = None, dtype: Any = "float32"
) -> Callable[..., Tensor]:
    """Return a function that draws weights as Glorot and Bengio 2010 do.

    Args:
        uniform: whether they are spread evenly; else they are normal, without far ones.
        seed: of the draws.
        dtype: their type.
    """
    return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)


xavier_initializer_conv2d = xavier_initializer


# ---- penalties
def _factor(scale: Any) -> float:
    """Return the factor of a penalty.

    Raises:
        ValueError: it is an int, which TensorFlow takes for a mistake, or below 0.
    """
    if isinstance(scale, numbers.Integral):
        raise ValueError(f"scale cannot be an integer: {scale}")
    if isinstance(scale, numbers.Real) and scale < 0.0:
        raise ValueError(f"Setting a scale less than 0 on a regularizer: {scale}")
    return float(scale)


def l1_regularizer(scale: float, scope: str | None = None) -> Penalty:
    """Return a function: `scale` times the sum of the absolute values; None for a scale of 0.

    Args:
        scale: the factor, no int.
        scope: a name for the result.
    """
    factor = _factor(scale)

    def penalty(weights: Any) -> Any:
        return K.tf.multiply(factor, K.tf.reduce_sum(K.tf.abs(weights)), name=scope or "l1")

    return penalty if factor else lambda weights: None


def l2_regularizer(scale: float, scope: str | None = None) -> Penalty:
    """Return a function: `scale` times half the sum of squares; None for a scale of 0.

    Args:
        scale: the factor, no int.
        scope: a name for the result.
    """
    factor = _factor(scale)

    def penalty(weights: Any) -> Any:
        return K.tf.multiply(factor, K.tf.nn.l2_loss(weights), name=scope or "l2")

    return penalty if factor else lambda weights: None


def l1_l2_regularizer(
    scale_l1: float = 1.0, scale_l2: float = 1.0, scope: str | None = None
) -> Penalty:
    """Return the sum of both penalties.

    Args:
        scale_l1: the factor of `l1_regularizer`.
        scale_l2: that of `l2_regularizer`.
        scope: a name for the result.
    """
    both = [l1_regularizer(scale_l1), l2_regularizer(scale_l2)]
    found: Penalty = sum_regularizer(both, scope or "l1_l2_regularizer")
    return found


def sum_regularizer(regularizer_list: Sequence[Any], scope: str | None = None) -> Any:
    """Return the sum of penalties, None where there is none.

    Args:
        regularizer_list: functions; None among them is left out.
        scope: a name for the result.
    """
    given = [one for one in regularizer_list if one is not None]
    if not given:
        return None

    def penalty(weights: Any) -> Any:
        found = [each for each in (one(weights) for one in given) if each is not None]
        return K.tf.add_n(found, name=scope or "sum_regularizer") if found else None

    return penalty


def apply_regularization(regularizer: Penalty, weights_list: Sequence[Any] | None = None) -> Any:
    """Return the sum of a penalty over weights, and add it to the graph's losses.

    Args:
        regularizer: the penalty.
        weights_list: the weights; None takes the collection of that name.

    Raises:
        ValueError: there are no weights, or the penalty is not one number.
    """
    tf = K.tf
    if not weights_list:
        weights_list = tf.get_collection(tf.GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError("No weights to regularize.")
    found = [regularizer(weights) for weights in weights_list]
    known = [tf.constant(0.0) if one is None else one for one in found]
    for one in known:
        if one.get_shape().ndims != 0:
            raise ValueError(
                f"regularizer must return a scalar Tensor instead of a Tensor with rank"
                f" {one.get_shape().ndims}."
            )
    total = tf.add_n(known, name="get_regularization_penalty")
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, total)
    return total
