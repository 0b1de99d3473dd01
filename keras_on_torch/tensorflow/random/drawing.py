"""Numbers drawn from distributions, rows shuffled, blocks cut out at random places."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of, sizes_of
from keras_on_torch.backend.random import Stream
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import dtype_name, torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, float32
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.random.seeds import seed_of, stream_of

__all__ = [
    "multinomial",
    "random_crop",
    "random_gamma",
    "random_normal",
    "random_poisson",
    "random_shuffle",
    "random_uniform",
    "truncated_normal",
]


# ---- distributions
@function
def random_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw from a normal distribution.

    Args:
        shape: lengths of the axes; sizes such as `tf.shape(x)[0]` may be among them.
        mean: centre of the distribution; a number or a tensor.
        stddev: its width; likewise.
        dtype: type of the numbers.
        seed: makes runs repeatable.
        name: how the result is called.

    Raises:
        TypeError: `dtype` is no type of fractions.
    """
    wanted = as_dtype(dtype)
    centre, width = _bound(mean, wanted), _bound(stddev, wanted)
    return K.random_normal(_shape(shape), centre, width, wanted, seed_of(seed))


@function
def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw from a normal distribution without what is more than two widths from its centre.

    The arguments are those of `random_normal`.
    """
    wanted = as_dtype(dtype)
    centre, width = _bound(mean, wanted), _bound(stddev, wanted)
    return K.truncated_normal(_shape(shape), centre, width, wanted, seed_of(seed))


@function
def random_uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw from between two bounds, evenly.

    Args:
        shape: lengths of the axes; sizes such as `tf.shape(x)[0]` may be among them.
        minval: lower bound, may come; a number or a tensor.
        maxval: upper bound, does not come; None is 1, of fractions only.
        dtype: type of the numbers: a type of fractions, int32 or int64.
        seed: makes runs repeatable.
        name: how the result is called.

    Raises:
        ValueError: there is no upper bound of whole numbers, or `dtype` is another one.
        InvalidArgumentError: there is no whole number between the bounds.
    """
    wanted = torch_dtype(as_dtype(dtype))
    if not (wanted.is_floating_point or wanted in (torch.int32, torch.int64)):
        raise ValueError(f"Invalid dtype {dtype_name(wanted)}: use a float type, int32 or int64")
    if maxval is None:
        if not wanted.is_floating_point:
            raise ValueError(f"Must specify maxval for integer dtype {dtype_name(wanted)}")
        maxval = 1
    low, high = _bound(minval, wanted), _bound(maxval, wanted)
    if not wanted.is_floating_point and not any(hasattr(end, "dtype") for end in (low, high)):
        if low >= high:
            raise InvalidArgumentError(None, None, f"Need minval < maxval, got {low} >= {high}")
    elif not wanted.is_floating_point:
        low, high = tensor(low, wanted), tensor(high, wanted)
        if low.ndim or high.ndim:
            raise ValueError("bounds of whole numbers must have no axes")
    return K.random_uniform(_shape(shape), low, high, dtype_name(wanted), seed_of(seed))


def _bound(value: Any, dtype: Any) -> Any:
    """Return a number as it is, what else there is as a tensor of a type."""
    wanted = torch_dtype(dtype)
    if isinstance(value, (int, float)) and (wanted.is_floating_point or isinstance(value, int)):
        return value
    if host(value):
        return K.cast(tensor(value), wanted) if wanted is not torch.int32 else tensor(value)
    return tensor(value, wanted)


def _shape(shape: Any) -> Any:
    """Return a shape as K takes it.

    Raises:
        TypeError: it holds fractions.
    """
    found = sizes(shape)
    if not isinstance(found, tuple) and not host(found) and found.dtype.is_floating_point:
        raise TypeError(f"a shape must be whole numbers, got {shape!r}")
    return found


@function
def random_gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw from gamma distributions: so many from each.

    Args:
        shape: how many are drawn from each distribution.
        alpha: their shapes; a number or a tensor.
        beta: their rates, likewise; None is 1.
        dtype: type of the numbers.
        seed: makes runs repeatable.
        name: how the result is called.

    Shape:
        shape + that of `alpha` and `beta` combined
    """
    wanted = as_dtype(dtype)
    form = tensor(alpha, wanted)
    rate = tensor(1.0 if beta is None else beta, wanted)
    return _gamma(_shape(shape), form, rate, stream_of(seed))


def _gamma_shape(shape: Any, form: Tensor, rate: Tensor, _: Stream) -> Tensor:
    return torch.empty((*sizes_of(shape), *(form + rate).shape), dtype=form.dtype, device="meta")


@op(eager=False, infer=_gamma_shape)
def _gamma(shape: Any, form: Tensor, rate: Tensor, stream: Stream) -> Tensor:
    forms = form + torch.zeros_like(rate)
    forms = forms.expand(*sizes_of(shape), *forms.shape)
    generator = stream.on(forms.device)
    drawn = torch._standard_gamma(forms, generator=generator)
    return drawn.clamp(min=torch.finfo(drawn.dtype).tiny) / rate


@function
def random_poisson(
    lam: Any,
    shape: Any,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draw from Poisson distributions: so many from each.

    Args:
        lam: their means; a number or a tensor.
        shape: how many are drawn from each distribution.
        dtype: type of the numbers.
        seed: makes runs repeatable.
        name: how the result is called.

    Shape:
        shape + that of `lam`
    """
    rate = allowed(tensor(lam), "float int", "lam")
    return _poisson(_shape(shape), rate, torch_dtype(as_dtype(dtype)), stream_of(seed))


def _poisson_shape(shape: Any, rate: Tensor, dtype: torch.dtype, _: Stream) -> Tensor:
    return torch.empty((*sizes_of(shape), *rate.shape), dtype=dtype, device="meta")


@op(eager=False, infer=_poisson_shape, differentiable=False)
def _poisson(shape: Any, rate: Tensor, dtype: torch.dtype, stream: Stream) -> Tensor:
    rates = rate.double().expand(*sizes_of(shape), *rate.shape)
    return torch.poisson(rates, generator=stream.on(rates.device)).to(dtype)


# ---- classes
@function
def multinomial(
    logits: Any,
    num_samples: Any,
    seed: int | None = None,
    name: str | None = None,
    output_dtype: Any = None,
) -> Tensor:
    """Draw classes.

    Args:
        logits: (batch, classes), logarithms of probabilities; their sum does not count.
        num_samples: how many are drawn of each row; a number, a size or a tensor.
        seed: makes runs repeatable.
        name: how the result is called.
        output_dtype: type of the classes, int32 or int64; None is int64.

    Shape:
        (batch, num_samples)

    Raises:
        ValueError: `logits` have not two axes.
    """
    x = allowed(tensor(logits), "float int small", "logits")
    if x.ndim != 2:
        raise ValueError(f"Shape must be rank 2 but is rank {x.ndim}: logits of tf.multinomial")
    wanted = torch_dtype(as_dtype("int64" if output_dtype is None else output_dtype))
    count = num_samples if host(num_samples) else sizes(num_samples)
    count = count[0] if isinstance(count, tuple) else count
    return _classes(x, count, wanted, stream_of(seed))


def _classes_shape(x: Tensor, count: Any, dtype: torch.dtype, _: Stream) -> Tensor:
    return x.new_empty((x.shape[0], size_of(count)), dtype=dtype)


@op(eager=False, infer=_classes_shape, differentiable=False)
def _classes(x: Tensor, count: Any, dtype: torch.dtype, stream: Stream) -> Tensor:
    many = size_of(count)
    if not many or not len(x):
        return x.new_empty((len(x), many), dtype=dtype)
    shares = torch.softmax(x.float(), 1)
    return torch.multinomial(shares, many, True, generator=stream.on(x.device)).to(dtype)


# ---- of tensors
@function
def random_shuffle(value: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """Return the rows of a tensor in another order.

    Args:
        value: a tensor.
        seed: makes runs repeatable.
        name: how the result is called.
    """
    return _shuffled(tensor(value), stream_of(seed))


def _same(x: Tensor, _: Stream) -> Tensor:
    return x


@op(eager=False, infer=_same)
def _shuffled(x: Tensor, stream: Stream) -> Tensor:
    if not x.ndim:
        return x * 1
    generator = stream.on(x.device)
    return x[torch.randperm(len(x), generator=generator, device=x.device)]


@function
def random_crop(value: Any, size: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """Cut out a block at a random place.

    Args:
        value: a tensor.
        size: the block's lengths, one for each axis; sizes may be among them.
        seed: makes runs repeatable.
        name: how the result is called.

    Raises:
        ValueError: there are not as many numbers as axes.
        InvalidArgumentError: the block does not fit.
    """
    x, lengths = tensor(value), sizes(size)
    if isinstance(lengths, tuple) and len(lengths) != x.ndim:
        raise ValueError(f"size {size} of tf.random_crop has not the {x.ndim} axes of value")
    return _block(x, lengths, stream_of(seed))


def _block_shape(x: Tensor, lengths: Any, _: Stream) -> Tensor:
    if isinstance(lengths, torch.Tensor):
        return x.new_empty([unknown_length()] * x.ndim)
    return x.new_empty(sizes_of(lengths))


@op(eager=False, infer=_block_shape)
def _block(x: Tensor, lengths: Any, stream: Stream) -> Tensor:
    wanted = sizes_of(lengths)
    if any(length > whole for length, whole in zip(wanted, x.shape, strict=True)):
        raise InvalidArgumentError(
            None, None, f"Need value.shape >= size, got {tuple(x.shape)} and {wanted}"
        )
    generator = stream.on(torch.device("cpu"))
    for axis, (length, whole) in enumerate(zip(wanted, x.shape, strict=True)):
        if length < whole:
            start = int(torch.randint(whole - length + 1, (), generator=generator, device="cpu"))
            x = x.narrow(axis, start, length)
    return x
