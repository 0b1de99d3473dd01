"""Connectionist temporal classification, path by path and label by label."""

import itertools

import numpy as np

__all__ = ["CTC"]

EPSILON = 1e-7


def _collapsed(path, blank):
    """Return the labels of a path of classes: repetitions made one, then blanks left out."""
    return tuple(label for label, _ in itertools.groupby(path) if label != blank)


def _shares(p):
    p = p + EPSILON
    return p / p.sum(-1, keepdims=True)


def cost(y_true, y_pred, input_length, label_length):
    """Sum over the states of a chain of labels with blanks between (Graves et al. 2006, eq. 6)."""
    rows = []
    for labels, p, steps, count in zip(
        y_true, _shares(y_pred), np.ravel(input_length), np.ravel(label_length), strict=True
    ):
        blank = p.shape[-1] - 1
        chain = [blank]
        for label in labels[: int(count)]:
            chain += [int(label), blank]
        alpha = np.zeros(len(chain))
        alpha[0] = 1.0
        for step, shares in enumerate(p[: int(steps)]):
            before = alpha.copy()
            for place, label in enumerate(chain):
                total = before[place]
                if (step and place > 0) or place == 1:
                    total += before[place - 1]
                if step and place > 1 and label not in (blank, chain[place - 2]):
                    total += before[place - 2]
                alpha[place] = total * shares[label]
        rows.append([-np.log(alpha[-2:].sum())])
    return np.array(rows)


def decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    find = _greedy if greedy else _every_path
    found = [
        find(p[: int(steps)], top_paths)
        for p, steps in zip(y_pred, np.ravel(input_length), strict=True)
    ]
    paths = [_dense([labels[place] for labels, _ in found]) for place in range(top_paths)]
    return paths, np.array([scores for _, scores in found])


def _greedy(p, _):
    best = p.argmax(-1)
    return [_collapsed(best, p.shape[-1] - 1)], [-np.log(p.max(-1) + EPSILON).sum()]


def _every_path(p, count):
    """Add up the probabilities of all paths of classes: exact, for short sequences."""
    shares, totals = _shares(p), {}
    for path in itertools.product(range(p.shape[-1]), repeat=len(p)):
        labels = _collapsed(path, p.shape[-1] - 1)
        share = np.prod([shares[step, label] for step, label in enumerate(path)])
        totals[labels] = totals.get(labels, 0.0) + share
    best = sorted(totals, key=totals.get, reverse=True)[:count]
    merged = [tuple(label for label, _ in itertools.groupby(labels)) for labels in best]
    return merged, [np.log(totals[labels]) for labels in best]


def _dense(rows):
    longest = max(map(len, rows))
    return np.array([[*row, *[-1] * (longest - len(row))] for row in rows]).reshape(len(rows), -1)


CTC = {"ctc_batch_cost": cost, "ctc_decode": decode}
