"""Connectionist temporal classification: its losses, and the decoding of what they trained."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.beam_search import beam_search
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, either, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.nn.sparse_labels import SparseLabels, dense_labels, is_sparse

__all__ = [
    "collapse_repeated",
    "ctc_beam_search_decoder",
    "ctc_beam_search_decoder_v2",
    "ctc_greedy_decoder",
    "ctc_loss",
    "ctc_loss_v2",
    "ctc_unique_labels",
]

_NONE = -1  # In the place of a label.


# ---- losses
@function
def ctc_loss(
    labels: Any,
    inputs: Any = None,
    sequence_length: Any = None,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
    time_major: bool = True,
    logits: Any = None,
) -> Tensor:
    """Return minus the log-probability of each sequence of labels (Graves et al. 2006).

    Args:
        labels: a sparse tensor (batch, labels) of int32; the highest class is the blank.
        inputs: logits, (steps, batch, classes).
        sequence_length: (batch,), how many steps count.
        preprocess_collapse_repeated: whether repeated labels are made one beforehand.
        ctc_merge_repeated: whether repeated classes are read as one label.
        ignore_longer_outputs_than_inputs: whether a sequence may have fewer steps than labels; its
            loss is infinite.
        time_major: whether the steps come first, else the batch.
        logits: the newer name of `inputs`.

    Shape:
        -> (batch,)

    Raises:
        TypeError: `labels` are not sparse.
        NotImplementedError: `ctc_merge_repeated` is false, which torch's kernel has not.
        InvalidArgumentError: there are too few steps for labels, or no such class.
    """
    if not is_sparse(labels):
        raise TypeError(f"Expected labels (first argument) to be a SparseTensor, got {labels!r}")
    if not ctc_merge_repeated:
        raise NotImplementedError(
            "tf.nn.ctc_loss with ctc_merge_repeated=False: torch's kernel reads repeated classes as"
            " one label. Leave it True"
        )
    x = allowed(tensor(either(logits, inputs, "logits", "inputs")), "float", "inputs")
    if x.ndim != 3:
        raise ValueError(f"Shape must be rank 3 but is rank {x.ndim}: inputs of tf.nn.ctc_loss")
    steps = allowed(tensor(sequence_length), "int", "sequence_length")
    flags = bool(preprocess_collapse_repeated), bool(ignore_longer_outputs_than_inputs)
    return _loss(_steps_first(x, time_major), dense_labels(labels), steps, *flags)


def _steps_first(x: Tensor, already: bool) -> Tensor:
    return x if already else torch.transpose(x, 0, 1)


def _each(x: Tensor, *_: Any) -> Tensor:
    return x.new_empty((x.shape[1],))


@op(infer=_each)
def _loss(x: Tensor, labels: Tensor, steps: Tensor, collapse: bool, ignore: bool) -> Tensor:
    blank = x.shape[2] - 1
    steps = steps.long()
    if bool((steps > x.shape[0]).any()):
        raise _refusal(f"sequence_length(b) <= {x.shape[0]}, got {steps.tolist()}")
    if bool((labels >= blank).any()):
        raise _refusal(f"Saw a non-null label (index >= num_classes - 1), of {blank + 1} classes")
    if collapse:
        labels = _fronted(_without_repeated(labels))
    counts = (labels >= 0).sum(1)
    long = counts > steps
    if not ignore and bool(long.any()):
        row = int(long.nonzero()[0])
        raise _refusal(
            f"Not enough time for target transition sequence (required: {int(counts[row])},"
            f" available: {int(steps[row])}). Set ignore_longer_outputs_than_inputs to leave such"
            " sequences out"
        )
    repeated = ((labels[:, 1:] == labels[:, :-1]) & (labels[:, 1:] >= 0)).sum(1)
    impossible = counts + repeated > steps
    given = labels.clamp(min=0), steps, counts, blank
    losses = F.ctc_loss(x.log_softmax(-1), *given, reduction="none", zero_infinity=True)
    if not bool(impossible.any()):
        return losses
    counted = torch.arange(len(x), device=x.device).unsqueeze(1) < steps
    # Where there is no way to the labels, TensorFlow's derivative is the shares of the classes.
    norms = torch.where(counted & impossible, x.logsumexp(-1), 0.0).sum(0)
    return losses.masked_fill(impossible, torch.inf) + (norms - norms.detach())


def _refusal(message: str) -> InvalidArgumentError:
    return InvalidArgumentError(None, None, message)


def _without_repeated(labels: Tensor) -> Tensor:
    """Return labels with `_NONE` in the place of repetitions."""
    kept = torch.ones_like(labels, dtype=torch.bool)
    kept[:, 1:] = labels[:, 1:] != labels[:, :-1]
    return torch.where(kept, labels, _NONE)


def _fronted(labels: Tensor) -> Tensor:
    """Return the labels of each row moved to its front, `_NONE` behind them."""
    order = (labels < 0).to(torch.int8).argsort(dim=1, stable=True)
    return labels.gather(1, order)


@function
def ctc_loss_v2(
    labels: Any,
    logits: Any,
    label_length: Any,
    logit_length: Any,
    logits_time_major: bool = True,
    unique: Any = None,
    blank_index: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Return minus the log-probability of each sequence of labels.

    Args:
        labels: (batch, labels), or a sparse tensor of that shape.
        logits: (steps, batch, classes).
        label_length: (batch,), how many labels count; None where they are sparse.
        logit_length: (batch,), how many steps count.
        logits_time_major: whether the steps come first, else the batch.
        unique: what `ctc_unique_labels` returned, which saves nothing here.
        blank_index: which class is the blank, negative ones from the end; None is 0, of dense
            labels only.
        name: how the result is called.

    Shape:
        -> (batch,)

    Differs:
        Steps that do not count have no derivative; TensorFlow 1.15 gives them one.

    Raises:
        ValueError: labels are sparse and there is no `blank_index`.
    """
    x = _steps_first(allowed(tensor(logits), "float", "logits"), logits_time_major)
    steps = tensor(logit_length)
    if is_sparse(labels):
        if blank_index is None:
            raise ValueError("blank_index must be given when using SparseTensor labels.")
        dense = dense_labels(labels)
        return _dense_loss(x, dense, _count(dense), steps, int(blank_index))
    counts = tensor(label_length)
    return _dense_loss(x, tensor(labels), counts, steps, int(blank_index or 0))


@op(differentiable=False)
def _count(labels: Tensor) -> Tensor:
    return (labels >= 0).sum(1)


@op(infer=_each)
def _dense_loss(x: Tensor, labels: Tensor, counts: Tensor, steps: Tensor, blank: int) -> Tensor:
    blank = blank % x.shape[2]
    given = labels.long().clamp(min=0), steps.long(), counts.long()
    return F.ctc_loss(x.log_softmax(-1), *given, blank, reduction="none")


# ---- decoding
@function
def ctc_greedy_decoder(
    inputs: Any, sequence_length: Any, merge_repeated: bool = True
) -> tuple[list[SparseLabels], Tensor]:
    """Return the best class of each step, without blanks and repetitions.

    Args:
        inputs: logits, (steps, batch, classes); the highest class is the blank.
        sequence_length: (batch,), how many steps count.
        merge_repeated: whether repeated classes are read as one label.

    Returns:
        A list of one sparse tensor (batch, labels), and minus the sum of the logits that were
        taken, (batch, 1).
    """
    x = _three_axes(inputs)
    steps = allowed(tensor(sequence_length), "int", "sequence_length")
    *parts, scores = _greedy(x, steps, bool(merge_repeated))
    return [SparseLabels(*parts)], scores


def _three_axes(inputs: Any) -> Tensor:
    x = allowed(tensor(inputs), "float", "inputs")
    if x.ndim != 3:
        raise ValueError(f"Shape must be rank 3 but is rank {x.ndim}: inputs")
    return x


def _parts(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the shapes of the parts of a sparse tensor."""
    many, whole = unknown_length(), {"dtype": torch.int64}
    return (
        x.new_empty((many, 2), **whole),
        x.new_empty((many,), **whole),
        x.new_empty((2,), **whole),
    )


def _greedy_shapes(x: Tensor, *_: Any) -> tuple[Tensor, ...]:
    return (*_parts(x), x.new_empty((x.shape[1], 1)))


@op(infer=_greedy_shapes, differentiable=False)
def _greedy(x: Tensor, steps: Tensor, merge: bool) -> tuple[Tensor, ...]:
    _check_lengths(x, steps)
    best, classes = (each.T for each in x.max(-1))
    counted = torch.arange(x.shape[0], device=x.device) < steps.unsqueeze(1)
    scores = -(best * counted).sum(1, keepdim=True)
    kept = counted & (classes != x.shape[2] - 1)
    if merge:
        kept[:, 1:] &= classes[:, 1:] != classes[:, :-1]
    return (*_sparse(torch.where(kept, classes, _NONE)), scores)


def _check_lengths(x: Tensor, steps: Tensor) -> None:
    if len(steps) != x.shape[1]:
        raise _refusal(f"len(sequence_length) != batch_size: {len(steps)} and {x.shape[1]}")
    if bool((steps > x.shape[0]).any()):
        raise _refusal(f"sequence_length(b) <= {x.shape[0]}, got {steps.tolist()}")


def _sparse(labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return indices, values and shape of the labels that there are."""
    kept = labels >= 0
    rows = kept.nonzero()[:, 0]
    places = (kept.cumsum(1) - 1)[kept]
    counts = kept.sum(1)
    longest = counts.max() if counts.numel() else counts.sum()
    batch = torch.full_like(longest, len(labels))
    return torch.stack([rows, places], 1), labels[kept], torch.stack([batch, longest])


@function
def ctc_beam_search_decoder(
    inputs: Any,
    sequence_length: Any,
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
) -> tuple[list[SparseLabels], Tensor]:
    """Search for the likeliest labels (Graves 2012, section 7.5.3).

    Args:
        inputs: logits, (steps, batch, classes); the highest class is the blank.
        sequence_length: (batch,), how many steps count.
        beam_width: how many beginnings of paths the search keeps.
        top_paths: how many paths it gives.
        merge_repeated: whether repeated labels of what was found are made one.

    Returns:
        A list of sparse tensors (batch, labels), one for each path, and their log-probabilities,
        (batch, top_paths).

    Raises:
        InvalidArgumentError: more paths are asked for than are kept, or than there are.
    """
    x = _three_axes(inputs)
    steps = allowed(tensor(sequence_length), "int", "sequence_length")
    *parts, scores = _searched(x, steps, int(beam_width), int(top_paths), bool(merge_repeated))
    starts = range(0, 3 * int(top_paths), 3)
    return [SparseLabels(*parts[start : start + 3]) for start in starts], scores


def ctc_beam_search_decoder_v2(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[SparseLabels], Tensor]:
    """Search for the likeliest labels, and leave repeated ones; see `ctc_beam_search_decoder`."""
    return ctc_beam_search_decoder(inputs, sequence_length, beam_width, top_paths, False)


def _searched_shapes(x: Tensor, steps: Tensor, width: int, count: int, _: bool) -> Any:
    paths = [part for _ in range(count) for part in _parts(x)]
    return (*paths, x.new_empty((x.shape[1], count)))


@op(infer=_searched_shapes, differentiable=False)
def _searched(x: Tensor, steps: Tensor, width: int, count: int, merge: bool) -> tuple[Tensor, ...]:
    _check_lengths(x, steps)
    if count > width:
        raise _refusal(f"top_paths is {count}, but beam_width keeps only {width}")
    paths, scores = beam_search(x.transpose(0, 1).log_softmax(-1), steps, width, count)
    if bool((scores == -torch.inf).any()):
        raise _refusal(f"Less leaves in the beam search than requested: {count}")
    found = [_without_repeated(path) if merge else path for path in paths.unbind(1)]
    return (*[part for path in found for part in _sparse(path)], scores)


# ---- labels
@function
def collapse_repeated(
    labels: Any, seq_length: Any, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Make repeated labels one.

    Args:
        labels: (batch, labels).
        seq_length: (batch,), how many labels of a row count.
        name: how the results are called.

    Returns:
        Labels, zeros behind them, and how many of each row count.
    """
    return _collapsed(tensor(labels), allowed(tensor(seq_length), "int", "seq_length"))


def _collapsed_shapes(labels: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    return labels.new_empty((labels.shape[0], unknown_length())), lengths


@op(infer=_collapsed_shapes, differentiable=False)
def _collapsed(labels: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    kept = torch.arange(labels.shape[1], device=labels.device) < lengths.unsqueeze(1)
    kept[:, 1:] &= labels[:, 1:] != labels[:, :-1]
    counts = kept.sum(1)
    order = (~kept).to(torch.int8).argsort(dim=1, stable=True)
    longest = int(counts.max()) if counts.numel() else 0
    fronted = torch.where(kept, labels, 0).gather(1, order)[:, :longest]
    return fronted, counts.to(lengths.dtype)


@function
def ctc_unique_labels(labels: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Return the different labels of each row, and the place of each label among them.

    Args:
        labels: (batch, labels).
        name: how the results are called.

    Returns:
        Two tensors of the labels' shape, zeros behind the different labels.
    """
    x = K.cast(tensor(labels), "int64")
    return _unique(x)


def _unique_shapes(labels: Tensor) -> tuple[Tensor, Tensor]:
    return labels, labels.new_empty(labels.shape, dtype=torch.int32)


@op(infer=_unique_shapes, differentiable=False)
def _unique(labels: Tensor) -> tuple[Tensor, Tensor]:
    same = labels.unsqueeze(2) == labels.unsqueeze(1)
    first = same.to(torch.int8).argmax(2)  # Where each label stands for the first time.
    new = first == torch.arange(labels.shape[1], device=labels.device)
    place = (new.cumsum(1) - 1).gather(1, first)
    order = (~new).to(torch.int8).argsort(dim=1, stable=True)
    return torch.where(new, labels, 0).gather(1, order), place.int()
