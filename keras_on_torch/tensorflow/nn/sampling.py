"""Classes sampled beside the true ones, for losses over a great many of them."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.random import Stream
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.named_results import SampledCandidates
from keras_on_torch.tensorflow.random.seeds import stream_of

__all__ = [
    "all_candidate_sampler",
    "compute_accidental_hits",
    "fixed_unigram_candidate_sampler",
    "log_uniform_candidate_sampler",
    "uniform_candidate_sampler",
]

_LOWEST = -3.4028234663852886e38  # Of float32: TensorFlow's weight of an accidental hit.


@function
def uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Sample classes, each as likely as the others.

    Args:
        true_classes: (batch, num_true), whole numbers.
        num_true: how many true classes each row has.
        num_sampled: how many are sampled.
        unique: whether a class is sampled once at most.
        range_max: how many classes there are.
        seed: makes runs repeatable.
        name: how the results are called.

    Returns:
        Classes (num_sampled,), and how often the true ones and these are expected to be sampled.

    Raises:
        InvalidArgumentError: more are to be sampled once than there are, or shapes do not fit.
    """
    weights = torch.ones(range_max, dtype=torch.float64)
    return _candidates(true_classes, num_true, num_sampled, unique, weights, seed)


@function
def log_uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Sample classes, those of lower numbers more likely, about as words by rank (Zipf's law).

    The arguments and results are those of `uniform_candidate_sampler`.
    """
    edges = torch.arange(1, range_max + 2, dtype=torch.float64).log()
    return _candidates(true_classes, num_true, num_sampled, unique, edges.diff(), seed)


@function
def fixed_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: Sequence[float] = (),
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Sample classes by given weights; other arguments as of `uniform_candidate_sampler`.

    Args:
        true_classes: as there.
        num_true: as there.
        num_sampled: as there.
        unique: as there.
        range_max: as there.
        vocab_file: a file whose lines end in a comma and a weight; or `unigrams`.
        distortion: the power to which weights are raised.
        num_reserved_ids: how many of the first classes are never sampled.
        num_shards: among how many samplers the classes are dealt out.
        shard: which of these this one is.
        unigrams: the weights.
        seed: as there.
        name: how the results are called.

    Raises:
        ValueError: both or neither of file and weights are given, or there are too few weights.
    """
    if bool(vocab_file) == bool(len(unigrams)):
        raise ValueError("Must provide exactly one of vocab_file and unigrams.")
    if vocab_file:
        with open(vocab_file, encoding="utf8") as lines:  # noqa: PTH123 - a name, not a path.
            unigrams = [float(line.rsplit(",", 1)[-1]) for line in lines if line.strip()]
    weights = torch.zeros(num_reserved_ids + len(unigrams), dtype=torch.float64)
    weights[num_reserved_ids:] = torch.tensor(unigrams, dtype=torch.float64) ** distortion
    numbers = torch.arange(len(weights))
    weights = torch.where(numbers % num_shards == shard, weights, 0.0)
    if len(weights) != range_max:
        raise ValueError(f"range_max is {range_max}, but weights are there for {len(weights)}")
    return _candidates(true_classes, num_true, num_sampled, unique, weights, seed)


@function
def all_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Return all classes; arguments and results as of `uniform_candidate_sampler`."""
    return SampledCandidates(*_every(_true(true_classes), int(num_true), int(num_sampled)))


def _every_shapes(true: Tensor, num_true: int, count: int) -> tuple[Tensor, ...]:
    counts = true.new_empty((count,), dtype=torch.float32)
    of_true = true.new_empty((true.shape[0], num_true), dtype=torch.float32)
    return true.new_empty((count,)), of_true, counts


@op(infer=_every_shapes, differentiable=False)
def _every(true: Tensor, num_true: int, count: int) -> tuple[Tensor, Tensor, Tensor]:
    _check_true(true, num_true)
    classes = torch.arange(count, device=true.device)
    ones = torch.ones_like(classes, dtype=torch.float32)
    return classes, torch.ones_like(true, dtype=torch.float32), ones


def _true(true_classes: Any) -> Tensor:
    """Return the true classes as int64 (batch, num_true).

    Raises:
        ValueError: they have not two axes.
    """
    true = K.cast(allowed(tensor(true_classes), "int", "true_classes"), "int64")
    if true.ndim != 2:
        raise ValueError(f"Shape must be rank 2 but is rank {true.ndim}: true_classes")
    return true


def _check_true(true: Tensor, num_true: int) -> None:
    if true.shape[1] != num_true:
        raise InvalidArgumentError(
            None, None, f"true_classes must have {num_true} columns, has shape {tuple(true.shape)}"
        )


def _candidates(
    true_classes: Any, num_true: int, count: int, unique: bool, weights: Tensor, seed: int | None
) -> SampledCandidates:
    true, shares = _true(true_classes), weights / weights.sum()
    numbers = int(num_true), int(count), bool(unique)
    return SampledCandidates(*_sampled(true, *numbers, shares, stream_of(seed)))


def _sampled_shapes(true: Tensor, num_true: int, count: int, *_: Any) -> tuple[Tensor, ...]:
    return _every_shapes(true, num_true, count)


@op(eager=False, infer=_sampled_shapes, differentiable=False)
def _sampled(
    true: Tensor, num_true: int, count: int, unique: bool, shares: Tensor, stream: Stream
) -> tuple[Tensor, Tensor, Tensor]:
    _check_true(true, num_true)
    if true.numel() and not 0 <= int(true.min()) <= int(true.max()) < len(shares):
        raise InvalidArgumentError(None, None, f"true_classes are not all below {len(shares)}")
    if unique and count > int((shares > 0).sum()):
        raise InvalidArgumentError(
            None, None, f"Sampler's range is too small: {count} classes once each"
        )
    generator = stream.on(torch.device("cpu"))
    drawn = torch.multinomial(shares, count, True, generator=generator)
    tries = count
    while unique:
        # Where each class was drawn for the first time, in order of time.
        _, group = torch.unique(drawn, return_inverse=True)
        first = torch.full((int(group.max()) + 1,), len(drawn))
        first = first.scatter_reduce(0, group, torch.arange(len(drawn)), "amin").sort().values
        if len(first) >= count:
            drawn, tries = drawn[first[:count]], int(first[count - 1]) + 1
            break
        more = torch.multinomial(shares, 2 * len(drawn), True, generator=generator)
        drawn = torch.cat([drawn, more])
    expected = _expected(shares, count, tries).to(true.device)
    drawn = drawn.to(true.device)
    return drawn, expected[true], expected[drawn]


def _expected(shares: Tensor, count: int, tries: int) -> Tensor:
    """Return how often each class is expected among so many, drawn in so many tries."""
    often = shares * count if tries == count else -torch.expm1(tries * torch.log1p(-shares))
    return often.float()


@function
def compute_accidental_hits(
    true_classes: Any,
    sampled_candidates: Any,
    num_true: int,
    seed: int | None = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Return where sampled classes are true ones.

    Args:
        true_classes: (batch, num_true).
        sampled_candidates: (sampled,).
        num_true: how many true classes each row has.
        seed: not used, as in TensorFlow.
        name: how the results are called.

    Returns:
        Rows (hits,), places among those sampled (hits,), and a very low weight for each.
    """
    true = _true(true_classes)
    return _hits(true, K.cast(tensor(sampled_candidates), "int64"))


def _hits_shapes(true: Tensor, sampled: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    many = (unknown_length(),)
    rows = true.new_empty(many, dtype=torch.int32)
    return rows, true.new_empty(many), true.new_empty(many, dtype=torch.float32)


@op(infer=_hits_shapes, differentiable=False)
def _hits(true: Tensor, sampled: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    rows, _, places = (true.unsqueeze(2) == sampled).nonzero().unbind(1)
    weights = torch.full(rows.shape, _LOWEST, dtype=torch.float32, device=rows.device)
    return rows.int(), places, weights
