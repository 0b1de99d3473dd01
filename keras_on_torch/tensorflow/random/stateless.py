"""Numbers drawn that depend on a given seed alone: the same in each run."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import here, size_of, sizes_of
from keras_on_torch.backend.random import LAWS
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import dtype_name, torch_dtype
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, float32, int64

__all__ = [
    "stateless_categorical",
    "stateless_multinomial",
    "stateless_normal",
    "stateless_truncated_normal",
    "stateless_uniform",
]


@function
def stateless_uniform(
    shape: Any,
    seed: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = float32,
    name: str | None = None,
) -> Tensor:
    """Draw from between two bounds, evenly.

    Args:
        shape: lengths of the axes.
        seed: two whole numbers, on which alone it depends what is drawn.
        minval: lower bound, may come.
        maxval: upper bound, does not come; None is 1, of fractions only.
        dtype: type of the numbers.
        name: how the result is called.

    Raises:
        ValueError: there is no upper bound of whole numbers, or `dtype` is of neither kind.
    """
    wanted = torch_dtype(as_dtype(dtype))
    if not (wanted.is_floating_point or wanted in (torch.int32, torch.int64)):
        raise ValueError(f"Invalid dtype {dtype_name(wanted)}: use a float type, int32 or int64")
    if maxval is None and not wanted.is_floating_point:
        raise ValueError(f"Must specify maxval for integer dtype {dtype_name(wanted)}")
    low, high = tensor(minval, wanted), tensor(1 if maxval is None else maxval, wanted)
    return _drawn("uniform", sizes(shape), _seed(seed), low, high, wanted)


@function
def stateless_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    name: str | None = None,
) -> Tensor:
    """Draw from a normal distribution; arguments as of `stateless_uniform` and `random_normal`."""
    return _centred("normal", shape, seed, mean, stddev, dtype)


@function
def stateless_truncated_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    name: str | None = None,
) -> Tensor:
    """Draw from a normal distribution cut at two widths; arguments as of `stateless_normal`."""
    return _centred("truncated", shape, seed, mean, stddev, dtype)


def _centred(law: str, shape: Any, seed: Any, mean: Any, stddev: Any, dtype: Any) -> Tensor:
    wanted = torch_dtype(as_dtype(dtype))
    if not wanted.is_floating_point:
        raise TypeError(f"dtype must be a float type, got {dtype_name(wanted)}")
    bounds = tensor(mean, wanted), tensor(stddev, wanted)
    return _drawn(law, sizes(shape), _seed(seed), *bounds, wanted)


def _seed(seed: Any) -> Tensor:
    """Return a seed as a tensor.

    Raises:
        ValueError: it is not two numbers.
    """
    pair = allowed(tensor(seed), "int", "seed")
    if tuple(pair.shape) not in ((2,), (None,)):
        raise ValueError(f"seed must have shape [2], not {tuple(pair.shape)}")
    return pair


def _generator(seed: Tensor) -> torch.Generator:
    first, second = (int(each) for each in seed.tolist())
    mixed = (first * 6364136223846793005 + second * 1442695040888963407 + 1) % 2**63
    return torch.Generator("cpu").manual_seed(mixed)


def _drawn_shape(
    law: str, shape: Any, seed: Any, one: Any, other: Any, dtype: torch.dtype
) -> Tensor:
    return torch.empty(sizes_of(shape), dtype=dtype, device="meta")


@op(infer=_drawn_shape)
def _drawn(
    law: str, shape: Any, seed: Tensor, one: Tensor, other: Tensor, dtype: torch.dtype
) -> Tensor:
    # On the CPU, so that the numbers are the same on every device.
    empty = torch.empty(sizes_of(shape), dtype=dtype, device="cpu")
    return LAWS[law](empty, one.cpu(), other.cpu(), _generator(seed)).to(here())


@function
def stateless_multinomial(
    logits: Any,
    num_samples: Any,
    seed: Any,
    output_dtype: Any = int64,
    name: str | None = None,
) -> Tensor:
    """Draw classes; arguments as of `tf.multinomial`, the seed as of `stateless_uniform`."""
    x = allowed(tensor(logits), "float", "logits")
    if x.ndim != 2:
        raise ValueError(f"Shape must be rank 2 but is rank {x.ndim}: logits")
    count = num_samples if host(num_samples) else sizes(num_samples)
    count = count[0] if isinstance(count, tuple) else count
    return _classes(x, count, _seed(seed), torch_dtype(as_dtype(output_dtype)))


def _classes_shape(x: Tensor, count: Any, seed: Tensor, dtype: torch.dtype) -> Tensor:
    return x.new_empty((x.shape[0], size_of(count)), dtype=dtype)


@op(infer=_classes_shape, differentiable=False)
def _classes(x: Tensor, count: Any, seed: Tensor, dtype: torch.dtype) -> Tensor:
    shares = torch.softmax(x.float(), 1).cpu()
    drawn = torch.multinomial(shares, size_of(count), True, generator=_generator(seed))
    return drawn.to(x.device, dtype)


def stateless_categorical(
    logits: Any, num_samples: Any, seed: Any, dtype: Any = int64, name: str | None = None
) -> Tensor:
    """Draw classes, by the newer name."""
    return stateless_multinomial(logits, num_samples, seed, dtype, name=name)
