"""Connectionist temporal classification: its loss, and the decoding of what it trained."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import config
from keras_on_torch._types import Tensor
from keras_on_torch.backend.beam_search import beam_search
from keras_on_torch.backend.common import as_tensor
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length

__all__ = ["ctc_batch_cost", "ctc_decode", "ctc_label_dense_to_sparse"]


# ---- loss
def ctc_batch_cost(
    y_true: Tensor, y_pred: Tensor, input_length: Tensor, label_length: Tensor
) -> Tensor:
    """Return minus the log-probability of each sequence of labels (Graves et al. 2006).

    Args:
        y_true: (batch, labels), whole numbers; the rest of a row behind its labels is not read. A
            number of classes - 1 or more ends the row.
        y_pred: (batch, steps, classes), probabilities; the last class is the blank.
        input_length: (batch, 1), how many steps count.
        label_length: (batch, 1), how many labels count.

    Shape:
        -> (batch, 1)

    Raises:
        ValueError: when run, if there are fewer steps than labels, a label is negative or stands
            behind what ends its row, or a row has none.
    """
    given = _whole(y_true), _whole(input_length), _whole(label_length)
    return _cost(y_pred, *given, config.epsilon())


@op(differentiable=False)
def _whole(x: Any) -> torch.Tensor:
    return as_tensor(x).long()


def _column(y_pred: torch.Tensor, *_: Any) -> torch.Tensor:
    return y_pred.new_empty((y_pred.shape[0], 1))


@op(infer=_column)
def _cost(
    y_pred: torch.Tensor,
    labels: torch.Tensor,
    input_length: torch.Tensor,
    label_length: torch.Tensor,
    epsilon: float,
) -> torch.Tensor:
    steps = input_length.squeeze(-1)
    given = label_length.squeeze(-1).clamp(max=labels.shape[1])
    blank = y_pred.shape[-1] - 1
    place = torch.arange(labels.shape[1], device=labels.device)
    counted = place < given.unsqueeze(1)
    # Keras: what is no class, the blank included, ends the row for TensorFlow.
    ended = ((labels >= blank) & counted).cumsum(1) > 0
    counts = (counted & ~ended).sum(1)
    repeated = (labels[:, 1:] == labels[:, :-1]) & (place[1:] < counts.unsqueeze(1))
    unusual = (counts == 0) | (counts + repeated.sum(1) > steps)
    wrong = _mistakes(labels, steps, given, counted, ended & (labels < blank), y_pred.shape[1])
    some_wrong, some_unusual = torch.stack([wrong.any(), unusual.any()]).tolist()
    if some_wrong:
        raise ValueError(_told(labels, steps, given, y_pred.shape, int(wrong.nonzero()[0])))
    scores = (y_pred + epsilon).log()
    if not some_unusual:
        logs = scores.transpose(0, 1).log_softmax(-1)
        return F.ctc_loss(logs, labels, steps, counts, blank, reduction="none").unsqueeze(1)
    logs = scores.log_softmax(-1)
    classes, usual = labels.clamp(0, blank - 1), torch.where(unusual, 0, counts)
    costs = F.ctc_loss(logs.transpose(0, 1), classes, steps, usual, blank, reduction="none")
    other = _cost_without_path(scores, logs[..., blank], steps, counts == 0)
    return torch.where(unusual, other, costs).unsqueeze(1)


def _mistakes(
    labels: torch.Tensor,
    steps: torch.Tensor,
    given: torch.Tensor,
    counted: torch.Tensor,
    behind: torch.Tensor,
    longest: int,
) -> torch.Tensor:
    """Return which rows are refused; `behind` is where a class follows what is none."""
    inside = (counted & ((labels < 0) | behind)).any(1)
    return inside | (steps > longest) | (given < 1) | (given > steps)


def _told(
    labels: torch.Tensor, steps: torch.Tensor, given: torch.Tensor, shape: Any, row: int
) -> str:
    count, length = int(given[row]), int(steps[row])
    if length > shape[1]:
        told = f"input_length is {length} of {shape[1]} steps"
    elif count < 1:
        told = f"label_length is {count}: labels length is zero. Give each row one label at least"
    elif count > length:
        told = f"not enough time: {count} labels need as many steps, input_length is {length}"
    else:
        told = f"labels {labels[row, :count].tolist()} are not all between 0 and {shape[2] - 2}"
        told += ", with what ends the row, if anything, behind them"
    return f"K.ctc_batch_cost: row {row} of the batch: {told}"


def _cost_without_path(
    scores: torch.Tensor, blanks: torch.Tensor, steps: torch.Tensor, empty: torch.Tensor
) -> torch.Tensor:
    """Return what TensorFlow gives for rows without labels, and for those without time for them.

    Args:
        scores: (batch, steps, classes), logarithms that are not normalised.
        blanks: (batch, steps), log-probabilities of the blank.
        steps: (batch,), how many steps count.
        empty: (batch,), whether there is no label; else there is no path, and the cost is infinite.
    """
    # Keras: TensorFlow's kernel writes one entry before its table of backward variables where a row
    # has no labels. That adds 1 to the blank's probability at the last step. Its derivative is that
    # of the paths through each step, and so not the one of that cost.
    place = torch.arange(scores.shape[1], device=scores.device)
    counts = place < steps.unsqueeze(1)
    last = (place == steps.unsqueeze(1) - 1) & (steps > 1).unsqueeze(1)
    odds = torch.log1p(blanks.exp())
    value = -(torch.where(last, odds, blanks) * counts).sum(1)
    value = torch.where(empty, value, torch.inf).detach()
    share = torch.where(last, (blanks - odds).exp(), 1.0).detach() * empty.unsqueeze(1)
    slope = ((1.0 - share) * scores.logsumexp(-1) - share * blanks) * counts
    slope = slope.sum(1)
    return value + (slope - slope.detach())


def ctc_label_dense_to_sparse(labels: Tensor, label_lengths: Tensor) -> Tensor:
    """Return labels as a sparse tensor, without what fills up the rows.

    Args:
        labels: (batch, labels).
        label_lengths: (batch,), how many labels of a row count.
    """
    sparse: Any = _sparse(labels, label_lengths)
    sparse._is_sparse = True
    return sparse


def _same(labels: torch.Tensor, _: Any) -> torch.Tensor:
    return torch.empty_like(labels)


@op(infer=_same, eager=False)
def _sparse(labels: torch.Tensor, lengths: Any) -> torch.Tensor:
    places = torch.arange(labels.shape[1], device=labels.device)
    counted = places < as_tensor(lengths, labels).unsqueeze(1)
    at = counted.nonzero().T
    return torch.sparse_coo_tensor(
        at, labels[counted], labels.shape, check_invariants=False, is_coalesced=True
    )


# ---- decoding
@static_arguments("greedy", "beam_width", "top_paths")
def ctc_decode(
    y_pred: Tensor,
    input_length: Tensor,
    greedy: bool = True,
    beam_width: int = 100,
    top_paths: int = 1,
) -> tuple[list[Tensor], Tensor]:
    """Return the likeliest labels.

    Args:
        y_pred: (batch, steps, classes), probabilities; the last class is the blank.
        input_length: (batch,), how many steps count.
        greedy: whether the best class of each step is taken; else the best paths are searched.
        beam_width: how many beginnings of paths the search keeps.
        top_paths: how many paths the search gives.

    Returns:
        A list of labels, one (batch, labels) for each path, rows filled up with -1; and scores:
        (batch, top_paths) log-probabilities or, if greedy, (batch, 1), minus the sum of the
        logarithms of what was taken.

    Raises:
        ValueError: more paths are asked for than are kept.
    """
    epsilon = config.epsilon()
    if greedy:
        labels, scores = _greedy(y_pred, input_length, epsilon)
        return [labels], scores
    if top_paths > beam_width:
        raise ValueError(
            f"K.ctc_decode: top_paths is {top_paths}, but beam_width keeps only {beam_width}"
        )
    *paths, scores = _searched(y_pred, input_length, int(beam_width), int(top_paths), epsilon)
    return paths, scores


def _paths_and_scores(y_pred: torch.Tensor, *given: Any) -> tuple[torch.Tensor, ...]:
    count, batch = given[2] if len(given) > 2 else 1, y_pred.shape[0]
    paths = [y_pred.new_empty((batch, unknown_length()), dtype=torch.int64) for _ in range(count)]
    return (*paths, y_pred.new_empty((batch, count)))


@op(infer=_paths_and_scores, differentiable=False)
def _greedy(
    y_pred: torch.Tensor, input_length: Any, epsilon: float
) -> tuple[torch.Tensor, torch.Tensor]:
    best, classes = (y_pred + epsilon).log().max(-1)
    steps = torch.arange(y_pred.shape[1], device=y_pred.device)
    counted = steps < as_tensor(input_length, y_pred).reshape(-1, 1)
    scores = -(best * counted).sum(1, keepdim=True)
    return _dense(_merged(classes, counted, y_pred.shape[-1] - 1)), scores


@op(infer=_paths_and_scores, differentiable=False)
def _searched(
    y_pred: torch.Tensor, input_length: Any, width: int, count: int, epsilon: float
) -> tuple[torch.Tensor, ...]:
    logs = (y_pred + epsilon).log().log_softmax(-1)
    lengths = as_tensor(input_length, y_pred).reshape(-1)
    paths, scores = beam_search(logs, lengths, width, count)
    if bool((scores == -torch.inf).any()):
        raise ValueError(f"K.ctc_decode: there are fewer than the {count} paths asked for")
    # Keras: what the search found is freed of repetitions once more.
    merged = [_merged(path, path >= 0, -1) for path in paths.unbind(1)]
    return (*[_dense(path) for path in merged], scores)


def _merged(classes: torch.Tensor, counted: torch.Tensor, blank: int) -> torch.Tensor:
    """Return labels with -1 in the place of blanks, of repetitions and of what does not count."""
    kept = counted & (classes != blank)
    kept[:, 1:] &= classes[:, 1:] != classes[:, :-1]
    return torch.where(kept, classes, -1)


def _dense(labels: torch.Tensor) -> torch.Tensor:
    """Return the labels of each row moved to its front, and cut what no row needs."""
    kept = labels >= 0
    counts = kept.sum(1)
    longest = int(counts.max()) if counts.numel() else 0
    order = (~kept).to(torch.int8).argsort(dim=1, stable=True)
    return labels.gather(1, order)[:, :longest]
