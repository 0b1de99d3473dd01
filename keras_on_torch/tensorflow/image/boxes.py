"""Boxes picked by score, without those that overlap better ones: non-maximum suppression."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.suppression import Boxes, Table, pick, pick_softly
from keras_on_torch.tensorflow.named_results import NonMaxSuppressionV4

__all__ = [
    "non_max_suppression",
    "non_max_suppression_overlaps",
    "non_max_suppression_padded",
    "non_max_suppression_with_scores",
]

_LOWEST = float("-inf")


@function
def non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = _LOWEST,
    name: str | None = None,
) -> Tensor:
    """Return the numbers of boxes, the best first, that overlap no better one.

    Args:
        boxes: (boxes, 4), two opposite corners each: y, x, y, x.
        scores: (boxes,).
        max_output_size: how many are picked at most.
        iou_threshold: the share that two boxes have in common of which one is left out.
        score_threshold: the score that a box must be above.
        name: how the result is called.

    Returns:
        int32, (picked,).

    Raises:
        ValueError: shapes do not fit, or `iou_threshold` is not in [0, 1].
        InvalidArgumentError: the same, found when the program runs.

    Differs:
        Of equal scores TensorFlow takes the one that its heap happens to have on top, and so does
        this, on the CPU; on a GPU, the first.
    """
    given = _given(boxes, scores, max_output_size, iou_threshold, score_threshold)
    return _picked(*given)


@function
def non_max_suppression_padded(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = _LOWEST,
    pad_to_max_output_size: bool = False,
    name: str | None = None,
) -> NonMaxSuppressionV4:
    """Return the numbers of boxes that overlap no better one, and how many they are.

    Args:
        boxes: as of `non_max_suppression`, as all that follows.
        scores: likewise.
        max_output_size: likewise.
        iou_threshold: likewise.
        score_threshold: likewise.
        pad_to_max_output_size: whether zeros come behind, so that there are `max_output_size`.
        name: how the results are called.
    """
    given = _given(boxes, scores, max_output_size, iou_threshold, score_threshold)
    return NonMaxSuppressionV4(*_padded(*given, bool(pad_to_max_output_size)))


@function
def non_max_suppression_with_scores(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = _LOWEST,
    soft_nms_sigma: Any = 0.0,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Return the numbers of boxes that overlap no better one, and their scores.

    Args:
        boxes: as of `non_max_suppression`, as all that follows.
        scores: likewise.
        max_output_size: likewise.
        iou_threshold: likewise.
        score_threshold: likewise.
        soft_nms_sigma: above 0, boxes that overlap better ones are not left out, but their scores
            made lower (Bodla et al. 2017, with a Gaussian of this width).
        name: how the results are called.
    """
    given = _given(boxes, scores, max_output_size, iou_threshold, score_threshold)
    sigma = tensor(soft_nms_sigma, given[0].dtype)
    return _scored(*given, sigma)


@function
def non_max_suppression_overlaps(
    overlaps: Any,
    scores: Any,
    max_output_size: Any,
    overlap_threshold: Any = 0.5,
    score_threshold: Any = _LOWEST,
    name: str | None = None,
) -> Tensor:
    """Return the numbers of what overlaps nothing better, the best first.

    Args:
        overlaps: (boxes, boxes), how much each overlaps each.
        scores: as of `non_max_suppression`.
        max_output_size: likewise.
        overlap_threshold: the overlap from which on one of two is left out.
        score_threshold: the score that a box must be above.
        name: how the result is called.
    """
    table = tensor(overlaps, "float32")
    shape = K.int_shape(table)
    if len(shape) != 2 or (None not in shape and shape[0] != shape[1]):
        raise ValueError(f"overlaps must be a square matrix, got shape {shape}")
    points = tensor(scores, "float32")
    _check_count(points, shape[0])
    thresholds = tensor(overlap_threshold, "float32"), tensor(score_threshold, "float32")
    return _apart(table, points, _size(max_output_size), *thresholds)


# ---- arguments
def _given(
    boxes: Any, scores: Any, count: Any, iou_threshold: Any, score_threshold: Any
) -> tuple[Tensor, Tensor, Any, Tensor, Tensor]:
    """Return the arguments as tensors."""
    corners = allowed(tensor(boxes), "float", "boxes")
    shape = K.int_shape(corners)
    if len(shape) != 2 or shape[1] not in (4, None):
        raise ValueError(f"boxes must have shape (boxes, 4), got {shape}")
    points = tensor(scores, corners.dtype)
    _check_count(points, shape[0])
    share = tensor(iou_threshold).to(torch.float32)
    return corners, points, _size(count), share, tensor(score_threshold).to(torch.float32)


def _check_count(scores: Tensor, count: int | None) -> None:
    shape = K.int_shape(scores)
    if len(shape) != 1 or (None not in (shape[0], count) and shape[0] != count):
        raise ValueError(f"scores must have a number for each of {count} boxes, got shape {shape}")


def _size(value: Any) -> Any:
    """Return a size as an int as far as it is known.

    Raises:
        ValueError: it has axes.
    """
    if host(value):
        return value
    if tensor(value).ndim:
        raise ValueError(f"max_output_size must be 0-D, got {value!r}")
    known = sizes(value)
    return known[0] if isinstance(known, tuple) else known


def _checked(boxes: Tensor, scores: Tensor, count: Any, share: Tensor) -> int:
    """Return how many are picked at most."""
    if len(boxes) != len(scores) or boxes.shape[1] not in (4, len(boxes)):
        raise InvalidArgumentError(
            None, None, f"scores has incompatible shape {tuple(scores.shape)}, {len(boxes)} boxes"
        )
    if not 0 <= float(share) <= 1:
        raise InvalidArgumentError(None, None, "iou_threshold must be in [0, 1]")
    most: int = size_of(count)
    if most < 0:
        raise InvalidArgumentError(None, None, f"max_output_size must be non-negative, got {most}")
    return most


# ---- what the nodes run
def _some(boxes: Tensor, *_: Any) -> Tensor:
    return boxes.new_empty((unknown_length(),), dtype=torch.int32)


@op(infer=_some, differentiable=False)
def _picked(boxes: Tensor, scores: Tensor, count: Any, share: Tensor, lowest: Tensor) -> Tensor:
    most = _checked(boxes, scores, count, share)
    return pick(Boxes(boxes), scores, most, share, lowest).int()


def _padded_shapes(
    boxes: Tensor, scores: Tensor, count: Any, share: Tensor, lowest: Tensor, pad: bool
) -> tuple[Tensor, Tensor]:
    length = size_of(count) if pad else unknown_length()
    found = boxes.new_empty((length,), dtype=torch.int32)
    return found, boxes.new_empty((), dtype=torch.int32)


@op(infer=_padded_shapes, differentiable=False)
def _padded(
    boxes: Tensor, scores: Tensor, count: Any, share: Tensor, lowest: Tensor, pad: bool
) -> tuple[Tensor, Tensor]:
    most = _checked(boxes, scores, count, share)
    found = pick(Boxes(boxes), scores, most, share, lowest).int()
    number = torch.full((), len(found), dtype=torch.int32, device=found.device)
    if pad:
        found = torch.nn.functional.pad(found, (0, most - len(found)))
    return found, number


def _scored_shapes(boxes: Tensor, *_: Any) -> tuple[Tensor, Tensor]:
    return _some(boxes), boxes.new_empty((unknown_length(),))


@op(infer=_scored_shapes, differentiable=False)
def _scored(
    boxes: Tensor, scores: Tensor, count: Any, share: Tensor, lowest: Tensor, sigma: Tensor
) -> tuple[Tensor, Tensor]:
    most = _checked(boxes, scores, count, share)
    if float(sigma) > 0:
        found, points = pick_softly(Boxes(boxes), scores, most, share, lowest, float(sigma))
        return found.int(), points
    found = pick(Boxes(boxes), scores, most, share, lowest)
    return found.int(), scores[found]


@op(infer=_some, differentiable=False)
def _apart(overlaps: Tensor, scores: Tensor, count: Any, share: Tensor, lowest: Tensor) -> Tensor:
    if overlaps.shape[0] != overlaps.shape[1] or len(overlaps) != len(scores):
        raise InvalidArgumentError(
            None, None, f"overlaps must be square, for {len(scores)} scores: {overlaps.shape}"
        )
    return pick(Table(overlaps), scores, size_of(count), share, lowest).int()
