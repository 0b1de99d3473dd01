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
        y_true: (batch, labels), whole numbers; the rest of a row behind its labels is not read.
        y_pred: (batch, steps, classes), probabilities; the last class is the blank.
        input_length: (batch, 1), how many steps count.
        label_length: (batch, 1), how many labels count.

    Shape:
        -> (batch, 1)

    Raises:
        ValueError: when run, if there are too few steps for the labels, or no such class.
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
    steps, counts = input_length.squeeze(-1), label_length.squeeze(-1)
    _check(labels, steps, counts, y_pred.shape)
    logs = (y_pred + epsilon).log().transpose(0, 1).log_softmax(-1)
    blank = y_pred.shape[-1] - 1
    return F.ctc_loss(logs, labels, steps, counts, blank, reduction="none").unsqueeze(1)


def _check(
    labels: torch.Tensor, steps: torch.Tensor, counts: torch.Tensor, shape: tuple[int, ...]
) -> None:
    """Refuse what torch's kernel would read beyond its memory for, or answer with infinity."""
    place = torch.arange(labels.shape[1], device=labels.device)
    counted = place < counts.unsqueeze(1)
    repeated = (labels[:, 1:] == labels[:, :-1]) & counted[:, 1:]
    needed = counts + repeated.sum(1)
    unknown = (counted & ((labels < 0) | (labels >= shape[2] - 1))).any(1)
    outside = (steps > shape[1]) | (counts > labels.shape[1])
    wrong = unknown | outside | (needed > steps)
    if not bool(wrong.any()):
        return
    row = int(wrong.nonzero()[0])
    if bool(unknown[row]):
        told = f"labels {labels[row].tolist()} are not all between 0 and {shape[2] - 2}"
    elif bool(outside[row]):
        told = f"input_length is {int(steps[row])} of {shape[1]} steps, label_length is "
        told += f"{int(counts[row])} of {labels.shape[1]} labels"
    else:
        told = f"labels and repetitions need {int(needed[row])} steps, input_length is "
        told += str(int(steps[row]))
    raise ValueError(f"K.ctc_batch_cost: row {row} of the batch: {told}")


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
