"""Boxes picked by score in each class by itself, then the best of all classes."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.suppression import Boxes, apart
from keras_on_torch.tensorflow.named_results import CombinedNonMaxSuppression

__all__ = ["combined_non_max_suppression"]


@function
def combined_non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size_per_class: Any,
    max_total_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    pad_per_class: bool = False,
    clip_boxes: bool = True,
    name: str | None = None,
) -> CombinedNonMaxSuppression:
    """Return the best boxes of a batch, without those that overlap a better one of their class.

    Args:
        boxes: (batch, boxes, 1 or classes, 4), two opposite corners each: y, x, y, x.
        scores: (batch, boxes, classes).
        max_output_size_per_class: how many are picked of a class at most.
        max_total_size: how many are picked of an image at most.
        iou_threshold: the share that two boxes of a class may have in common.
        score_threshold: the score that a box must be above.
        pad_per_class: whether the results are no longer than `max_output_size_per_class` times the
            number of classes.
        clip_boxes: whether corners are moved into [0, 1].
        name: how the results are called.

    Returns:
        Boxes (batch, picked, 4), scores (batch, picked) and classes (batch, picked), zeros behind
        them, and how many of each image are valid.

    Raises:
        ValueError: shapes do not fit.
    """
    corners, points = allowed(tensor(boxes), "float", "boxes"), tensor(scores, "float32")
    shape, shape_2 = K.int_shape(corners), K.int_shape(points)
    if len(shape) != 4 or len(shape_2) != 3 or shape[3] not in (4, None):
        raise ValueError(
            "boxes must have shape (batch, boxes, 1 or classes, 4) and scores (batch, boxes,"
            f" classes), got {shape} and {shape_2}"
        )
    if None not in (shape[2], shape_2[2]) and shape[2] not in (1, shape_2[2]):
        raise ValueError(f"boxes are of {shape[2]} classes, scores of {shape_2[2]}")
    thresholds = tensor(iou_threshold, "float32"), tensor(score_threshold, "float32")
    counts = _size(max_output_size_per_class), _size(max_total_size)
    flags = bool(pad_per_class), bool(clip_boxes)
    return CombinedNonMaxSuppression(*_combined(corners, points, *counts, *thresholds, *flags))


def _size(value: Any) -> Any:
    known = value if host(value) else sizes(value)
    return known[0] if isinstance(known, tuple) else known


def _shapes(
    boxes: Tensor, scores: Tensor, each: Any, total: Any, *rest: Any
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    length = _length(scores.shape[2], size_of(each), size_of(total), rest[2])
    rows = boxes.new_empty((boxes.shape[0], length))
    counts = boxes.new_empty((boxes.shape[0],), dtype=torch.int32)
    return boxes.new_empty((*rows.shape, 4)), rows, rows, counts


def _length(classes: int, each: int, total: int, pad_per_class: bool) -> int:
    return min(total, each * classes) if pad_per_class else total


@op(infer=_shapes, differentiable=False)
def _combined(
    boxes: Tensor,
    scores: Tensor,
    each: Any,
    total: Any,
    share: Tensor,
    lowest: Tensor,
    pad_per_class: bool,
    clip: bool,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    most, every = size_of(each), size_of(total)
    if not 0 <= float(share) <= 1:
        raise InvalidArgumentError(None, None, "iou_threshold must be in [0, 1]")
    if most < 0 or every < 0:
        raise InvalidArgumentError(
            None, None, f"sizes must not be negative, got {most} and {every}"
        )
    length = _length(scores.shape[2], most, every, pad_per_class)
    found = [
        _of_image(image, points, min(most, len(image)), length, share, lowest)
        for image, points in zip(boxes, scores, strict=True)
    ]
    corners, points, classes, counts = (torch.stack(parts) for parts in zip(*found, strict=True))
    return corners.clamp(0, 1) if clip else corners, points, classes, counts


def _of_image(
    boxes: Tensor, scores: Tensor, most: int, length: int, share: Tensor, lowest: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    corners, points, classes = [], [], []
    for number in range(scores.shape[1]):
        of_class = boxes[:, number if boxes.shape[1] > 1 else 0]
        picked = apart(Boxes(of_class), scores[:, number], most, share, lowest, strictly=True)
        corners.append(of_class[picked])
        points.append(scores[picked, number])
        classes.append(torch.full_like(points[-1], number))
    values, order = torch.sort(torch.cat(points), descending=True, stable=True)
    best = order[:length]
    rows = torch.cat([torch.cat(corners)[best], values[:length, None]], 1)
    rows = torch.cat([rows, torch.cat(classes)[best, None]], 1)
    padded = torch.nn.functional.pad(rows, (0, 0, 0, length - len(rows)))
    count = torch.full((), len(rows), dtype=torch.int32, device=rows.device)
    return padded[:, :4], padded[:, 4], padded[:, 5], count
