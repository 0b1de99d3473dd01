"""Random tensors and variables."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import drawn_seed, is_open, number, sizes_of
from keras_on_torch.backend.state import variable
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import Memory, op
from keras_on_torch.graph.dtypes import DType, torch_dtype

__all__ = [
    "random_binomial",
    "random_normal",
    "random_normal_variable",
    "random_uniform",
    "random_uniform_variable",
    "truncated_normal",
]

_TENSOR_SEEDS = 10_000_000  # Keras: these bounds, so that NumPy's generator moves on as there.
_VARIABLE_SEEDS = 1_000_000_000


class Stream(Memory):
    """The random numbers of one node: each run goes on where the last one stopped.

    Args:
        seed: where they start; None draws a seed from NumPy's generator.
    """

    affects_shape = False

    def __init__(self, seed: int | None = None) -> None:
        self.seed = drawn_seed(seed, _TENSOR_SEEDS)
        self._generators: dict[torch.device, torch.Generator] = {}

    def on(self, device: torch.device) -> torch.Generator | None:
        """Return the generator for a device; None, torch's own, where none can be carried along."""
        if device.type == "meta" or torch.compiler.is_compiling():
            return None
        generator = self._generators.get(device)
        if generator is None:
            generator = torch.Generator(device).manual_seed(self.seed)
            self._generators[device] = generator
        return generator

    def state_dict(self) -> dict[str, Any]:
        states = {str(device): one.get_state() for device, one in self._generators.items()}
        return {"seed": self.seed, "generators": states}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.seed = state["seed"]
        self._generators.clear()
        for name, value in state["generators"].items():
            device = torch.device(name)
            if device.type == "cuda" and not torch.cuda.is_available():
                continue  # The run goes on elsewhere, with other numbers.
            self._generators[device] = torch.Generator(device)
            self._generators[device].set_state(value.clone())

    def __reduce__(self) -> tuple[Any, ...]:  # A copy starts anew; generators stay where they are.
        return Stream, (self.seed,)


@static_arguments("shape", "seed")
def random_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: int | None = None
) -> Tensor:
    """Draw from a normal distribution, anew in each run.

    Args:
        shape: lengths of the axes.
        mean: centre of the distribution; a number or a tensor.
        stddev: its width; likewise.
        dtype: type of the numbers; None takes the configured one.
        seed: makes runs repeatable; None draws one from NumPy's generator.
    """
    return _draw("normal", shape, mean, stddev, _fractional(dtype), Stream(seed))


@static_arguments("shape", "seed")
def random_uniform(
    shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: int | None = None
) -> Tensor:
    """Draw from between two bounds, evenly, anew in each run.

    Args:
        shape: lengths of the axes.
        minval: lower bound, may come; a number or a tensor.
        maxval: upper bound, does not come; likewise.
        dtype: type of the numbers; None takes the configured one.
        seed: makes runs repeatable; None draws one from NumPy's generator.
    """
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    if not wanted.is_floating_point and not (_whole(minval) and _whole(maxval)):
        raise TypeError(f"Expected {wanted} bounds, got {minval!r} and {maxval!r}: give ints")
    return _draw("uniform", shape, minval, maxval, wanted, Stream(seed))


def _whole(bound: Any) -> bool:
    dtype = getattr(bound, "dtype", None)
    if isinstance(dtype, (DType, torch.dtype)):
        return not dtype.is_floating_point
    return isinstance(bound, (int, np.integer))


@static_arguments("shape", "seed")
def random_binomial(shape: Any, p: Any = 0.0, dtype: Any = None, seed: int | None = None) -> Tensor:
    """Draw ones and zeros, anew in each run.

    Args:
        shape: lengths of the axes.
        p: share of ones; a number or a tensor.
        dtype: type of the numbers; None takes the configured one.
        seed: makes runs repeatable; None draws one from NumPy's generator.
    """
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    if not wanted.is_floating_point:
        raise ValueError(f"K.random_binomial gives numbers of a float type, not {wanted}")
    return _draw("binomial", shape, p, None, wanted, Stream(seed))


@static_arguments("shape", "seed")
def truncated_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: int | None = None
) -> Tensor:
    """Draw from a normal distribution without what is more than two widths from its centre.

    Args:
        shape: lengths of the axes.
        mean: centre of the distribution; a number or a tensor.
        stddev: its width; likewise.
        dtype: type of the numbers; None takes the configured one.
        seed: makes runs repeatable; None draws one from NumPy's generator.
    """
    return _draw("truncated", shape, mean, stddev, _fractional(dtype), Stream(seed))


@static_arguments("shape", "seed")
def random_uniform_variable(
    shape: Any,
    low: float,
    high: float,
    dtype: Any = None,
    name: str | None = None,
    seed: int | None = None,
) -> Tensor:
    """Return a variable that starts with numbers drawn evenly from between two bounds.

    Args:
        shape: lengths of the axes.
        low: lower bound.
        high: upper bound.
        dtype: type of the numbers; None takes the configured one.
        name: how the variable is called.
        seed: makes programs repeatable; None draws one from NumPy's generator.
    """
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    stream = Stream(drawn_seed(seed, _VARIABLE_SEEDS))
    value = _drawn("uniform", shape, low, high, wanted, torch.device("cpu"), stream)
    return variable(value, dtype=wanted, name=name)


@static_arguments("shape", "seed")
def random_normal_variable(
    shape: Any,
    mean: float,
    scale: float,
    dtype: Any = None,
    name: str | None = None,
    seed: int | None = None,
) -> Tensor:
    """Return a variable that starts with numbers drawn from a normal distribution.

    Args:
        shape: lengths of the axes.
        mean: centre of the distribution.
        scale: its width, the standard deviation.
        dtype: type of the numbers; None takes the configured one.
        name: how the variable is called.
        seed: makes programs repeatable; None draws one from NumPy's generator.
    """
    wanted = _fractional(dtype)
    stream = Stream(drawn_seed(seed, _VARIABLE_SEEDS))
    value = _drawn("normal", shape, mean, scale, wanted, torch.device("cpu"), stream)
    return variable(value, dtype=wanted, name=name)


def _fractional(dtype: Any) -> torch.dtype:
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    if wanted.is_floating_point:
        return wanted
    raise TypeError(f"random numbers with fractions cannot have type {wanted}: give a float type")


# ---- what the nodes run
def _draw_shape(
    kind: str, shape: Any, first: Any, second: Any, dtype: torch.dtype, stream: Stream
) -> Tensor:
    lengths = list(shape) if isinstance(shape, (tuple, list)) else list(sizes_of(shape))
    for bound in (first, second):  # Whose lengths show those that are told when it runs.
        known = getattr(bound, "shape", ())
        for axis in range(-min(len(known), len(lengths)), 0):
            if is_open(lengths[axis]) and known[axis] != 1:
                lengths[axis] = known[axis]
    return _drawn(kind, lengths, first, second, dtype, torch.device("meta"), stream)


@op(eager=False, infer=_draw_shape)
def _draw(
    kind: str, shape: Any, first: Any, second: Any, dtype: torch.dtype, stream: Stream
) -> Tensor:
    given = [one for one in (first, second) if isinstance(one, torch.Tensor)]
    beside = [one.device for one in given if one.ndim or one.device.type != "cpu"]
    device = beside[0] if beside else config.device()
    return _drawn(kind, shape, first, second, dtype, device, stream)


def _drawn(
    kind: str,
    shape: Any,
    first: Any,
    second: Any,
    dtype: torch.dtype,
    device: torch.device,
    stream: Stream,
) -> Tensor:
    empty = torch.empty(sizes_of(shape), dtype=dtype, device=device)
    return LAWS[kind](empty, first, second, stream.on(device))


def _normal(empty: torch.Tensor, mean: Any, stddev: Any, generator: Any) -> Tensor:
    if number(mean) and number(stddev):
        return empty.normal_(mean, abs(stddev), generator=generator)
    return empty.normal_(generator=generator) * stddev + mean


def _uniform(empty: torch.Tensor, low: Any, high: Any, generator: Any) -> Tensor:
    plain = number(low) and number(high)
    if empty.is_floating_point():
        if plain:
            return empty.uniform_(low, high, generator=generator)
        return empty.uniform_(generator=generator) * (high - low) + low
    if plain:
        return empty.random_(low, high, generator=generator)
    share = torch.empty_like(empty, dtype=torch.float64).uniform_(generator=generator)
    return (share * (high - low)).floor().to(empty.dtype) + low


def _binomial(empty: torch.Tensor, p: Any, _: None, generator: Any) -> Tensor:
    return (empty.uniform_(generator=generator) <= p).to(empty.dtype)


def _truncated(empty: torch.Tensor, mean: Any, stddev: Any, generator: Any) -> Tensor:
    wide = empty if empty.dtype is torch.float64 else empty.float()
    share = math.erf(math.sqrt(2.0))  # Of the distribution, that much is within two widths.
    wide.uniform_(-share, share, generator=generator)
    drawn = wide.erfinv_().mul_(math.sqrt(2.0)).clamp_(-2.0, 2.0).to(empty.dtype)
    return drawn * stddev + mean


LAWS: dict[str, Callable[..., Tensor]] = {
    "normal": _normal,
    "uniform": _uniform,
    "binomial": _binomial,
    "truncated": _truncated,
}
