"""How boxes are picked by score: block by block or, where scores are equal, through a heap.

The boxes are taken in the order of their scores, block by block. What overlaps a box that was
picked in an earlier block goes at once; within a block, picking is a fixed point: a box stays if no
box before it that stays overlaps it. Each round settles at least one more box, in practice nearly
all, so the computing is a few products of small matrices a block, and the device is waited for some
times a block rather than once a box.

TensorFlow 1.15 puts a box that it has picked back among the others, for itself to be left out when
its turn comes again. Where a box does not overlap itself, since it has no area, it is picked until
there are as many as asked for. Its heap's order of equal scores depends on all that.
"""

import math
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor

__all__ = ["Boxes", "Table", "apart", "pick", "pick_softly"]

_BLOCK = 256
_LOWEST = float("-inf")
_PLACES = 4096


# ---- how much two overlap
class Boxes:
    """Boxes of which two overlap by the area that they have in common, divided by that of both.

    Args:
        boxes: (boxes, 4), two opposite corners each.
    """

    def __init__(self, boxes: Tensor) -> None:
        boxes = boxes.detach()
        low = torch.minimum(boxes[:, :2], boxes[:, 2:])
        high = torch.maximum(boxes[:, :2], boxes[:, 2:])
        self._corners = (*low.unbind(1), *high.unbind(1))
        self.areas = (high - low).prod(1)
        self._arrays: Any = None

    def overlaps(self, first: Tensor, second: Tensor) -> Tensor:
        """Return how much boxes overlap others: (numbers of these, numbers of those)."""
        top, left, bottom, right = (each[first].unsqueeze(1) for each in self._corners)
        top_2, left_2, bottom_2, right_2 = (each[second] for each in self._corners)
        area, area_2 = self.areas[first].unsqueeze(1), self.areas[second]
        common = torch.minimum(bottom, bottom_2).sub_(torch.maximum(top, top_2)).clamp_(min=0)
        wide = torch.minimum(right, right_2).sub_(torch.maximum(left, left_2)).clamp_(min=0)
        common.mul_(wide)
        shares = common.div_(torch.add(area, area_2, out=wide).sub_(common))
        return shares.masked_fill_((area <= 0) | (area_2 <= 0), 0.0)

    def near(self, number: int, others: Any) -> Any:
        """Return how much a box overlaps others, as an array."""
        if self._arrays is None:
            self._arrays = [each.numpy() for each in (*self._corners, self.areas)]
        top, left, bottom, right, area = (each[number] for each in self._arrays)
        top_2, left_2, bottom_2, right_2, area_2 = (each[others] for each in self._arrays)
        common = np.maximum(np.minimum(bottom, bottom_2) - np.maximum(top, top_2), 0)
        common *= np.maximum(np.minimum(right, right_2) - np.maximum(left, left_2), 0)
        with np.errstate(invalid="ignore"):
            shares = common / (area + area_2 - common)
        shares[(area_2 <= 0) | (area <= 0)] = 0
        return shares

    def of_itself(self, numbers: Tensor) -> Tensor:
        """Return how much boxes overlap themselves: all or, where there is no area, nothing."""
        return (self.areas[numbers] > 0).to(self.areas.dtype)


class Table:
    """Things whose overlaps are known.

    Args:
        table: (things, things): how much each, if it is the next, overlaps each that was picked.
    """

    def __init__(self, table: Tensor) -> None:
        self.table = table.detach()

    def overlaps(self, first: Tensor, second: Tensor) -> Tensor:
        """Return how much things that were picked overlap those that are next."""
        return self.table[second][:, first].T

    def near(self, number: int, others: Any) -> Any:
        """Return how much a thing overlaps others, as an array."""
        return self.table.numpy()[number, others]

    def of_itself(self, numbers: Tensor) -> Tensor:
        """Return how much things overlap themselves."""
        return self.table.diagonal()[numbers]


# ---- picking
def apart(
    things: Boxes | Table,
    scores: Tensor,
    most: int,
    share: Tensor,
    lowest: Tensor,
    strictly: bool = False,
) -> Tensor:
    """Return the numbers of what overlaps nothing better, the best first, each once.

    Args:
        things: what may overlap.
        scores: a number for each.
        most: how many are picked at most.
        share: how much two overlap of which one is left out.
        lowest: the score that a box must be above.
        strictly: whether they may overlap as much as that.
    """
    share = share.to(scores.device, scores.dtype)
    points, order = torch.sort(scores, descending=True, stable=True)
    order = order[points > lowest.to(points.device)]
    picked = order[:0]
    compare = torch.gt if strictly else torch.ge
    for start in range(0, len(order) if most else 0, _BLOCK):
        block = order[start : start + _BLOCK]
        if len(picked):
            block = block[~compare(things.overlaps(picked, block), share).any(0)]
        picked = torch.cat([picked, block[_staying(compare(things.overlaps(block, block), share))]])
        if len(picked) >= most:
            break
    return picked[:most]


def _staying(close: Tensor) -> Tensor:
    """Tell of things, the best first, which stay when each is left out for a better one.

    Args:
        close: which overlap which too much.
    """
    before = close.triu(1).to(torch.float32)  # [i, j]: i is better than j, and close to it.
    stays = torch.ones(len(before), dtype=torch.float32, device=before.device)
    while True:
        again = (stays @ before == 0).to(torch.float32)
        if torch.equal(again, stays):
            return stays.bool()
        stays = again


def pick(things: Boxes | Table, scores: Tensor, most: int, share: Tensor, lowest: Tensor) -> Tensor:
    """Return the numbers of what overlaps nothing better, the best first, as TensorFlow 1.15 does.

    The arguments are those of `apart`.
    """
    scores = scores.detach()
    picked = apart(things, scores, most, share, lowest)
    if scores.device.type == "cpu" and _has_equals(scores, picked, most, lowest):
        return _through_heap(things, scores, most, float(share), float(lowest))[0]
    lasting = things.of_itself(picked) < share.to(scores.device, scores.dtype)
    if most and bool(lasting.any()):
        first = int(lasting.int().argmax())
        again = picked[first].expand(most - first)
        return torch.cat([picked[:first], again])
    return picked


def _has_equals(scores: Tensor, picked: Tensor, most: int, lowest: Tensor) -> bool:
    """Return whether the order of equal scores can tell in what was picked."""
    if not len(picked):
        return False
    last = scores[picked[-1]] if len(picked) == most else scores.min()
    reached = scores[(scores > lowest) & (scores >= last)]
    return len(torch.unique(reached)) < len(reached)


def pick_softly(
    things: Boxes, scores: Tensor, most: int, share: Tensor, lowest: Tensor, sigma: float
) -> tuple[Tensor, Tensor]:
    """Return boxes and scores, where each that is picked makes the scores of the others lower.

    Args:
        things: the boxes.
        scores: a number for each.
        most: how many are picked at most.
        share: how much two overlap of which one is left out.
        lowest: the score that a box must be above.
        sigma: width of the Gaussian that gives by how much scores are made lower.
    """
    scores = scores.detach()
    above = scores[scores > lowest.to(scores.device)]
    if scores.device.type == "cpu" and len(torch.unique(above)) < len(above):
        return _through_heap(things, scores, most, float(share), float(lowest), sigma)
    every = torch.arange(len(scores), device=scores.device)
    bound, share = (one.to(scores.device, scores.dtype) for one in (lowest, share))
    left = torch.where(scores > bound, scores, _LOWEST)
    picked, points = [every[:0]], [scores[:0]]
    for _ in range(most if len(scores) else 0):
        point, place = left.max(0, keepdim=True)
        near = things.overlaps(place, every).squeeze(0)
        left = torch.where(near < share, left * torch.exp(-0.5 / sigma * near * near), _LOWEST)
        left = torch.where(left > bound, left, _LOWEST)
        picked.append(place)
        points.append(point)
    values = torch.cat(points)
    kept = values > bound
    return torch.cat(picked)[kept], values[kept]


# ---- through a heap
def _through_heap(
    things: Boxes | Table,
    scores: Tensor,
    most: int,
    share: float,
    lowest: float,
    sigma: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Return boxes and scores in the order in which TensorFlow's heap gives them out."""
    heap = Heap()
    for number, score in enumerate(scores.tolist()):
        if score > lowest:
            heap.push((score, number, 0))
    bound = np.asarray(share, dtype=scores.numpy().dtype)
    picked = np.empty(max(min(most, _PLACES), 1), dtype=np.int64)
    points: list[float] = []
    while len(points) < most and heap:
        score, number, begin = heap.pop()
        end, now = len(points), score
        near = things.near(number, picked[begin:end])
        if bool((near >= bound).any()):
            continue
        if sigma > 0:
            for overlap in near[::-1].tolist():
                now = float(np.float32(now) * np.float32(math.exp(-0.5 / sigma * overlap**2)))
        if now == score:
            if end == len(picked):
                picked = np.resize(picked, 2 * end)
            picked[end] = number
            points.append(score)
        if now > lowest:
            heap.push((now, number, end))
    found = torch.from_numpy(picked[: len(points)].copy())
    return found, torch.tensor(points, dtype=scores.dtype)


Entry = tuple[float, int, int]


class Heap:
    """A binary heap that gives out equal scores in the order in which that of C++ does.

    What is taken out leaves a hole at the top, which sinks along the larger children to the bottom
    before the last entry is put into it and rises: so libstdc++ does, and the order depends on it.
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def __len__(self) -> int:
        return len(self._entries)

    def push(self, entry: Entry) -> None:
        """Put an entry in."""
        self._entries.append(entry)
        self._rise(len(self._entries) - 1, entry)

    def _rise(self, hole: int, entry: Entry) -> None:
        entries = self._entries
        parent = (hole - 1) // 2
        while hole > 0 and entries[parent][0] < entry[0]:
            entries[hole] = entries[parent]
            hole, parent = parent, (parent - 1) // 2
        entries[hole] = entry

    def pop(self) -> Any:
        """Take the entry with the highest score out."""
        entries = self._entries
        top, entry = entries[0], entries.pop()
        count = len(entries)
        if not count:
            return top
        hole = 0
        while (child := 2 * hole + 2) < count:
            child -= entries[child][0] < entries[child - 1][0]
            entries[hole] = entries[child]
            hole = child
        if child == count:
            entries[hole] = entries[child - 1]
            hole = child - 1
        self._rise(hole, entry)
        return top
