"""Losses over a great many classes, of which some are sampled."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.nn.embedding import embedding_lookup
from keras_on_torch.tensorflow.nn.sampling import log_uniform_candidate_sampler

__all__ = ["nce_loss", "sampled_softmax_loss"]

_LOWEST = -3.4028234663852886e38


@function
def nce_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = False,
    partition_strategy: str = "mod",
    name: str | None = "nce_loss",
) -> Tensor:
    """Return the noise-contrastive loss of each row (Gutmann and Hyvärinen 2010).

    Args:
        weights: (classes, features), or a list of parts of it.
        biases: (classes,).
        labels: (batch, num_true), the true classes.
        inputs: (batch, features).
        num_sampled: how many classes are sampled for the batch.
        num_classes: how many there are.
        num_true: how many true classes each row has.
        sampled_values: what a sampler returned; None samples lower classes more often.
        remove_accidental_hits: whether sampled classes that are true ones do not count.
        partition_strategy: as of `embedding_lookup`.
        name: how the result is called.

    Shape:
        -> (batch,)
    """
    logits, targets = _logits(
        weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
        remove_accidental_hits, partition_strategy, None,
    )  # fmt: skip
    return torch.sum(K.binary_crossentropy(targets, logits, from_logits=True), 1)


@function
def sampled_softmax_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = True,
    partition_strategy: str = "mod",
    name: str | None = "sampled_softmax_loss",
    seed: int | None = None,
) -> Tensor:
    """Return the cross-entropy of each row over true and sampled classes (Jean et al. 2014).

    The arguments are those of `nce_loss`; `seed` makes the sampling repeatable.
    """
    logits, targets = _logits(
        weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
        remove_accidental_hits, partition_strategy, seed,
    )  # fmt: skip
    return K.categorical_crossentropy(targets, logits, from_logits=True)


def _logits(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int,
    sampled_values: Any,
    removed: bool,
    strategy: str,
    seed: int | None,
) -> tuple[Tensor, Tensor]:
    """Return logits of true and sampled classes, (batch, num_true + num_sampled), and labels."""
    x = allowed(tensor(inputs), "float", "inputs")
    true = K.cast(tensor(labels), "int64")
    if sampled_values is None:
        sampled_values = log_uniform_candidate_sampler(
            true, num_true, num_sampled, True, num_classes, seed
        )
    sampled, true_counts, sampled_counts = (
        K.stop_gradient(tensor(each)) for each in sampled_values
    )
    sampled = K.cast(sampled, "int64")
    return _joined(
        x,
        true,
        sampled,
        _rows(weights, true, strategy, x),
        _rows(weights, sampled, strategy, x),
        _rows(biases, true, strategy, x),
        _rows(biases, sampled, strategy, x),
        K.cast(true_counts, x.dtype),
        K.cast(sampled_counts, x.dtype),
        removed,
    )


def _rows(table: Any, ids: Tensor, strategy: str, x: Tensor) -> Tensor:
    return K.cast(embedding_lookup(table, ids, strategy), x.dtype)


@op
def _joined(
    x: Tensor,
    true: Tensor,
    sampled: Tensor,
    rows: Tensor,
    sampled_rows: Tensor,
    shifts: Tensor,
    sampled_shifts: Tensor,
    counts: Tensor,
    sampled_counts: Tensor,
    removed: bool,
) -> tuple[Tensor, Tensor]:
    own = (x.unsqueeze(1) * rows).sum(2) + shifts - counts.log()
    others = F.linear(x, sampled_rows, sampled_shifts)
    if removed:
        hit = (true.unsqueeze(2) == sampled).any(1)
        others = others + torch.where(hit, _LOWEST, 0.0).to(x.dtype)
    others = others - sampled_counts.log()
    targets = torch.cat([torch.ones_like(own) / own.shape[1], torch.zeros_like(others)], 1)
    return torch.cat([own, others], 1), targets
