"""The search for the likeliest labels under CTC, all sequences of a batch at once."""

from typing import NamedTuple

import torch

__all__ = ["beam_search"]

_MULTIPLIER = 6364136223846793005
_NONE = -torch.inf


class _Beams(NamedTuple):
    """The beginnings of paths that are kept, (batch, width) each.

    A path is known by a 64-bit number made of its labels, so that a path that was dropped and
    comes back is recognised as its continuation's beginning.
    """

    key: torch.Tensor
    stem: torch.Tensor  # The key of the path without its last label.
    last: torch.Tensor  # The last label; -1 of the empty path.
    blank: torch.Tensor  # Log-probability of all ways to the path that end in a blank,
    label: torch.Tensor  # ... and of those that end in its last label.

    @property
    def total(self) -> torch.Tensor:
        return torch.logaddexp(self.blank, self.label)


def beam_search(
    logs: torch.Tensor, lengths: torch.Tensor, width: int, count: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Search for the likeliest paths (Graves 2012, section 7.5.3, per prefix of labels).

    Args:
        logs: (batch, steps, classes), log-probabilities; the last class is the blank.
        lengths: (batch,), how many steps count.
        width: how many paths are kept.
        count: how many are wanted.

    Returns:
        Labels (batch, count, steps), -1 behind and between them, and scores (batch, count).
    """
    beams = _first(logs)
    taken, sources = [], []
    for step in range(logs.shape[1]):
        beams, source, added = _advanced(beams, logs[:, step], step < lengths, width)
        sources.append(source)
        taken.append(added)
    scores, place = _best(beams.total, count)
    labels = []
    for source, added in zip(reversed(sources), reversed(taken), strict=True):
        labels.append(added.gather(1, place))
        place = source.gather(1, place)
    if not labels:
        return scores.new_empty((*scores.shape, 0), dtype=torch.int64), scores
    return _fronted(torch.stack(labels[::-1], 2)), scores


def _first(logs: torch.Tensor) -> _Beams:
    """Return the empty path alone, certain, as if a blank had been seen."""
    whole = torch.ones((logs.shape[0], 1), dtype=torch.int64, device=logs.device)
    nothing = logs.new_full(whole.shape, _NONE)
    return _Beams(whole, torch.zeros_like(whole), -whole, torch.zeros_like(nothing), nothing)


def _best(scores: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the highest scores and their places; where there are too few, minus infinity."""
    missing = count - scores.shape[1]
    if missing > 0:
        scores = torch.nn.functional.pad(scores, (0, missing), value=_NONE)
    best, place = scores.topk(count, dim=1)
    return best, place.clamp(max=scores.shape[1] - max(missing, 0) - 1)


def _advanced(
    beams: _Beams, logs: torch.Tensor, running: torch.Tensor, width: int
) -> tuple[_Beams, torch.Tensor, torch.Tensor]:
    """Take one step: the new beams, which old beam each comes from, and the label added, or -1."""
    stems = _stems(beams)
    stayed, longer = _stayed(beams, stems, logs), _longer(beams, logs)
    lost = _lost(stayed, stems, longer, width)
    rows = running.unsqueeze(1)
    blank = torch.where(rows, stayed.blank, beams.blank)
    label = torch.where(rows, stayed.label, beams.label)
    longer = torch.where((rows & ~lost).unsqueeze(2), longer, _NONE)
    batch, many, labels = longer.shape
    ends = torch.cat([label, longer.reshape(batch, -1)], 1)
    blanks = torch.cat([blank, torch.full_like(longer, _NONE).reshape(batch, -1)], 1)
    keep = min(width, ends.shape[1])
    place = torch.logaddexp(blanks, ends).topk(keep, dim=1).indices
    new = place >= many
    source = torch.where(new, (place - many).div(labels, rounding_mode="floor"), place)
    added = torch.where(new, (place - many) % labels, -1)
    key, last = beams.key.gather(1, source), beams.last.gather(1, source)
    stem = torch.where(new, key, beams.stem.gather(1, source))
    advanced = _Beams(
        torch.where(new, _key_of(key, added), key),
        stem,
        torch.where(new, added, last),
        blanks.gather(1, place),
        ends.gather(1, place),
    )
    return advanced, source, added


def _key_of(stem: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    """Return the key of a path that is longer by one label; 64-bit products wrap around."""
    return (stem ^ (label + 1)) * _MULTIPLIER + 1442695040888963407


def _stems(beams: _Beams) -> torch.Tensor:
    """Tell (batch, path, other) whether the other is the path without its last label."""
    return (beams.stem.unsqueeze(2) == beams.key.unsqueeze(1)) & (beams.total > _NONE).unsqueeze(1)


def _stayed(beams: _Beams, stems: torch.Tensor, logs: torch.Tensor) -> _Beams:
    """Return the paths as they are one step later, with what reaches them from their stems."""
    repeats = beams.last.unsqueeze(2) == beams.last.unsqueeze(1)
    before = torch.where(repeats, beams.blank.unsqueeze(1), beams.total.unsqueeze(1))
    arriving = torch.where(stems, before, _NONE).amax(2)  # At most one stem is there.
    of_last = logs.gather(1, beams.last.clamp(min=0))
    label = torch.logaddexp(beams.label, arriving) + of_last
    # What only fills up the width must not come to life beside the path it repeats.
    label = torch.where(beams.total > _NONE, label, _NONE)
    return beams._replace(blank=beams.total + logs[:, -1:], label=label)


def _longer(beams: _Beams, logs: torch.Tensor) -> torch.Tensor:
    """Return the log-probabilities of all paths longer by one label: (batch, width, labels)."""
    labels = torch.arange(logs.shape[1] - 1, device=logs.device)
    repeats = beams.last.unsqueeze(2) == labels
    before = torch.where(repeats, beams.blank.unsqueeze(2), beams.total.unsqueeze(2))
    keys = _key_of(beams.key.unsqueeze(2), labels)
    # A path that is kept already was continued in `_stayed`.
    active = torch.where(beams.total > _NONE, beams.key, 0)
    return torch.where(_among(keys, active), _NONE, before + logs[:, None, :-1])


def _lost(stayed: _Beams, stems: torch.Tensor, longer: torch.Tensor, width: int) -> torch.Tensor:
    """Return which paths (batch, width) are not continued.

    Keras: TensorFlow continues the paths one after another, the likeliest first, and keeps the
    best. When the turn of a path's stem comes and the path itself was already crowded out, it
    forgets the path, which then gets no turn of its own.
    """
    scores, (_, many, labels) = stayed.total, longer.shape
    stem = stems.to(torch.int8).argmax(2)
    order = torch.arange(many, device=stem.device)
    behind = stems.any(2) & (stem < order)
    higher = (scores.unsqueeze(1) > scores.unsqueeze(2)).sum(2)
    # How many paths grown from each other path are likelier; and of those grown from its own
    # stem, how many whose turn is sooner than the path's.
    grown = longer.sort(2).values
    wanted = scores.unsqueeze(1).expand(-1, many, -1).contiguous()
    likelier = (labels - torch.searchsorted(grown, wanted, right=True)).transpose(1, 2)
    likelier = likelier * (order < stem.unsqueeze(2))
    of_stem = longer.gather(1, stem.unsqueeze(2).expand(-1, -1, labels))
    sooner = torch.arange(labels, device=stem.device) < stayed.last.unsqueeze(2)
    siblings = ((of_stem > scores.unsqueeze(2)) & sooner).sum(2)
    lost = torch.zeros_like(behind)
    while True:  # What is lost crowds nothing out: at last nothing changes.
        crowding = (likelier * ~lost.unsqueeze(1)).sum(2) + siblings * ~lost.gather(1, stem)
        again = behind & (higher + crowding >= width)
        if torch.equal(again, lost):
            return lost
        lost = again


def _among(keys: torch.Tensor, active: torch.Tensor) -> torch.Tensor:
    """Return which keys (batch, width, labels) are active ones (batch, width) of their own row."""
    order = active.sort(1).values
    flat = keys.reshape(len(keys), -1)
    place = torch.searchsorted(order, flat).clamp(max=order.shape[1] - 1)
    return (order.gather(1, place) == flat).reshape(keys.shape)


def _fronted(labels: torch.Tensor) -> torch.Tensor:
    """Return the labels of each path moved to its front, -1 behind them."""
    order = (labels < 0).to(torch.int8).argsort(dim=2, stable=True)
    return labels.gather(2, order)
