"""Learning rates that fall, and the count of steps that they follow."""

import math
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import Variable as GraphVariable
from keras_on_torch.graph import is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import int64
from keras_on_torch.tensorflow.graph_collections import GraphKeys, get_collection
from keras_on_torch.tensorflow.variables.get_variable import get_variable
from keras_on_torch.tensorflow.variables.initializers import zeros_initializer

__all__ = [
    "assert_global_step",
    "cosine_decay",
    "cosine_decay_restarts",
    "create_global_step",
    "exponential_decay",
    "get_global_step",
    "get_or_create_global_step",
    "global_step",
    "inverse_time_decay",
    "linear_cosine_decay",
    "natural_exp_decay",
    "piecewise_constant",
    "piecewise_constant_decay",
    "polynomial_decay",
]


# ---- the count of steps
def get_global_step(graph: Any = None) -> Any:
    """Return the variable that counts steps; None where there is none.

    Args:
        graph: any graph; there is one.
    """
    found = get_collection(GraphKeys.GLOBAL_STEP)
    if not found:
        return None
    assert_global_step(found[0])
    return found[0]


def create_global_step(graph: Any = None) -> Any:
    """Make the variable that counts steps.

    Args:
        graph: any graph; there is one.

    Raises:
        ValueError: there is one.
    """
    if get_global_step() is not None:
        raise ValueError('"global_step" already exists.')
    with K.name_scope(""):
        return get_variable(
            GraphKeys.GLOBAL_STEP,
            shape=[],
            dtype=int64,
            initializer=zeros_initializer(),
            trainable=False,
            collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP],
        )


def get_or_create_global_step(graph: Any = None) -> Any:
    """Return the variable that counts steps; make it where there is none."""
    found = get_global_step()
    return create_global_step() if found is None else found


def global_step(sess: Any, global_step_tensor: Any) -> int:
    """Return the number of steps as an int.

    Args:
        sess: a session.
        global_step_tensor: the variable that counts.
    """
    return int(sess.run(global_step_tensor))


def assert_global_step(global_step_tensor: Any) -> None:
    """Raise an error where something cannot count steps.

    Raises:
        TypeError: it is no single whole number.
    """
    counts = is_symbolic(global_step_tensor) and K.dtype(global_step_tensor) in (
        "int32",
        "int64",
    )
    if not counts or (
        isinstance(global_step_tensor, GraphVariable) and global_step_tensor.static_shape
    ):
        raise TypeError(f"Existing 'global_step' does not count steps: {global_step_tensor!r}")


# ---- rates
def _given(name: str, learning_rate: Any, step: Any, *others: Any) -> list[Any]:
    """Return a rate, the number of steps, and other numbers as tensors of the rate's type.

    Raises:
        ValueError: there is no number of steps.
    """
    if step is None:
        raise ValueError(f"global_step is required for {name}.")
    rate = tensor(float(learning_rate) if isinstance(learning_rate, int) else learning_rate)
    kind = K.dtype(rate)
    return [rate, *[K.cast(tensor(one), kind) for one in (step, *others)]]


@function
def exponential_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return `learning_rate decay_rate^(step / decay_steps)`.

    Args:
        learning_rate: the rate of step 0.
        global_step: the number of steps done.
        decay_steps: after how many steps the rate is multiplied by `decay_rate`.
        decay_rate: that factor.
        staircase: whether the quotient is rounded down.
        name: how the result is called.
    """
    rate, step, steps, factor = _given(
        "exponential_decay", learning_rate, global_step, decay_steps, decay_rate
    )
    return rate * K.pow(factor, _stairs(step / steps, staircase))


def _stairs(quotient: Tensor, staircase: bool) -> Tensor:
    return quotient.floor() if staircase else quotient


@function
def natural_exp_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return `learning_rate exp(-decay_rate step / decay_steps)`; as `exponential_decay`."""
    rate, step, steps, factor = _given(
        "natural_exp_decay", learning_rate, global_step, decay_steps, decay_rate
    )
    return rate * K.exp(-factor * _stairs(step / steps, staircase))


@function
def inverse_time_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return `learning_rate / (1 + decay_rate step / decay_steps)`; as `exponential_decay`."""
    rate, step, steps, factor = _given(
        "inverse_time_decay", learning_rate, global_step, decay_steps, decay_rate
    )
    return rate / (1.0 + factor * _stairs(step / steps, staircase))


@function
def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return what falls from one rate to another, by a power of the steps that remain.

    Args:
        learning_rate: the rate of step 0.
        global_step: the number of steps done.
        decay_steps: after how many steps the end is reached.
        end_learning_rate: the rate from then on.
        power: the power.
        cycle: whether the end moves on, by `decay_steps`, when it has been reached.
        name: how the result is called.
    """
    rate, step, steps, end, exponent = _given(
        "polynomial_decay", learning_rate, global_step, decay_steps, end_learning_rate, power
    )
    if cycle:
        steps = steps * K.maximum((step / steps).ceil(), 1.0)
    else:
        step = K.minimum(step, steps)
    return (rate - end) * K.pow(1.0 - step / steps, exponent) + end


@function
def piecewise_constant(x: Any, boundaries: Any, values: Any, name: str | None = None) -> Tensor:
    """Return the value of the interval in which `x` lies; boundaries belong to the lower one.

    Args:
        x: a number.
        boundaries: growing numbers.
        values: one more than there are boundaries.
        name: how the result is called.

    Raises:
        ValueError: there are more or fewer values, or types do not fit.
    """
    if len(boundaries) != len(values) - 1:
        raise ValueError("The length of boundaries should be 1 less than the length of values")
    given = tensor(x)
    results = [tensor(value) for value in values]
    kinds = {K.dtype(one) for one in results}
    if len(kinds) > 1:
        raise ValueError(f"Values must have elements all with the same dtype, got {sorted(kinds)}")
    limits = [tensor(limit) for limit in boundaries]
    floats = K.dtype(given).startswith("float")
    if not floats and any(K.dtype(limit).startswith("float") for limit in limits):
        raise ValueError(
            f"Boundaries ({K.dtype(limits[0])}) must have the same dtype as x ({K.dtype(given)})."
        )
    found = results[-1]
    for limit, value in zip(reversed(limits), reversed(results[:-1]), strict=True):
        found = K.switch(given <= K.cast(limit, K.dtype(given)), value, found)
    return found


piecewise_constant_decay = piecewise_constant


@function
def cosine_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, alpha: Any = 0.0, name: Any = None
) -> Tensor:
    """Return what falls as a cosine does (Loshchilov and Hutter 2016).

    Args:
        learning_rate: the rate of step 0.
        global_step: the number of steps done.
        decay_steps: after how many steps the end is reached.
        alpha: the rate from then on, as a part of the first.
        name: how the result is called.
    """
    rate, step, steps = _given("cosine_decay", learning_rate, global_step, decay_steps)
    done = K.minimum(step, steps) / steps
    return rate * ((1.0 - alpha) * _half_cosine(done) + alpha)


def _half_cosine(done: Tensor) -> Tensor:
    return 0.5 * (1.0 + K.cos(math.pi * done))


@function
def cosine_decay_restarts(
    learning_rate: Any,
    global_step: Any,
    first_decay_steps: Any,
    t_mul: Any = 2.0,
    m_mul: Any = 1.0,
    alpha: Any = 0.0,
    name: str | None = None,
) -> Tensor:
    """Return what falls as a cosine does, again and again (Loshchilov and Hutter 2016).

    Args:
        learning_rate: the rate of step 0.
        global_step: the number of steps done.
        first_decay_steps: after how many steps the first fall is done.
        t_mul: how much longer each fall takes than the one before, a number.
        m_mul: how much higher each begins.
        alpha: the lowest rate, as a part of the first.
        name: how the result is called.
    """
    rate, step, first, longer, higher, low = _given(
        "cosine_decay_restarts", learning_rate, global_step, first_decay_steps, t_mul, m_mul, alpha
    )
    done = step / first
    if not is_symbolic(t_mul) and float(t_mul) == 1.0:
        falls = done.floor()
        done = done - falls
    else:
        falls = ((1.0 - done * (1.0 - longer)).log() / longer.log()).floor()
        before = (1.0 - K.pow(longer, falls)) / (1.0 - longer)
        done = (done - before) / K.pow(longer, falls)
    return rate * ((1.0 - low) * K.pow(higher, falls) * _half_cosine(done) + low)


@function
def linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    num_periods: Any = 0.5,
    alpha: Any = 0.0,
    beta: Any = 0.001,
    name: str | None = None,
) -> Tensor:
    """Return what falls as a line times a cosine (Bello et al. 2017).

    Args:
        learning_rate: the rate of step 0.
        global_step: the number of steps done.
        decay_steps: after how many steps the end is reached.
        num_periods: how many periods the cosine has.
        alpha: what is added to the line.
        beta: what is added to the product.
        name: how the result is called.
    """
    rate, step, steps, periods, up, low = _given(
        "linear_cosine_decay", learning_rate, global_step, decay_steps, num_periods, alpha, beta
    )
    step = K.minimum(step, steps)
    line = (steps - step) / steps
    wave = 0.5 * (1.0 + K.cos(math.pi * 2.0 * periods * step / steps))
    return rate * ((up + line) * wave + low)
