"""Runs of a progress bar: what is said to it when. The same table is played to Keras and to ours.

A case: the bar's arguments, whether it writes to a terminal, and its calls as (seconds since the
start, method, steps, [(name, value), ...]).
"""

HALVES = [("loss", 0.5), ("acc", 0.25)]
SMALL = [("loss", 0.00012345), ("acc", -0.00005)]


def _even(count, every, values=HALVES):
    return [(n * every, "update", n, values) for n in range(1, count + 1)]


CASES = {
    "each step is shown": ({"target": 4}, True, _even(4, 1.0)),
    "into a file": ({"target": 4}, False, _even(4, 1.0)),
    "steps too close together are left out": ({"target": 10}, True, _even(10, 0.02)),
    "interval of nothing": ({"target": 3, "interval": 0}, True, _even(3, 0.001)),
    "target unknown": ({"target": None}, True, _even(3, 0.5)),
    "target unknown, into a file": ({"target": None}, False, _even(3, 0.5)),
    "target unknown, one line": ({"target": None, "verbose": 2}, False, _even(3, 0.5)),
    "one line": ({"target": 3, "verbose": 2}, True, _even(3, 1.0)),
    "silent": ({"target": 3, "verbose": 0}, True, _even(3, 1.0)),
    "no values": ({"target": 3}, True, _even(3, 1.0, None)),
    "small values": ({"target": 3}, True, _even(3, 1.0, SMALL)),
    "small values in one line": ({"target": 3, "verbose": 2}, True, _even(3, 1.0, SMALL)),
    "narrow": ({"target": 25, "width": 7}, True, _even(25, 0.3)),
    "many digits": (
        {"target": 60000},
        True,
        [(n * 9.0, "update", n * 6000, HALVES) for n in range(1, 11)],
    ),
    "a power of ten": (
        {"target": 1000},
        True,
        [(1.0, "update", 500, HALVES), (2.0, "update", 1000, HALVES)],
    ),
    "minutes left": (
        {"target": 100},
        True,
        [(5.0, "update", 4, HALVES), (130.0, "update", 99, HALVES)],
    ),
    "hours left": (
        {"target": 10000},
        True,
        [(70.0, "update", 50, HALVES), (3800.9, "update", 1000, HALVES)],
    ),
    "slow steps": ({"target": 2}, True, _even(2, 61.5)),
    "quick steps": (
        {"target": 20000},
        True,
        [(0.06, "update", 10000, HALVES), (0.12, "update", 20000, HALVES)],
    ),
    "nothing done yet": (
        {"target": 5},
        True,
        [(0.5, "update", 0, HALVES), (1.0, "update", 5, HALVES)],
    ),
    "further than the target": ({"target": 5}, True, [(1.0, "update", 7, HALVES)]),
    "weighted means": (
        {"target": 10},
        True,
        [(1.0, "update", 3, [("loss", 1.0)]), (2.0, "update", 10, [("loss", 2.0)])],
    ),
    "latest value of a stateful metric": (
        {"target": 10, "stateful_metrics": ["count"]},
        True,
        [
            (1.0, "update", 5, [("loss", 1.0), ("count", 7.0)]),
            (2.0, "update", 10, [("loss", 2.0), ("count", 3.0)]),
        ],
    ),
    "line gets shorter": (
        {"target": 3, "stateful_metrics": ["a"]},
        True,
        [(1.0, "update", 1, [("a", 12345.6)]), (2.0, "update", 2, [("a", 1.0)])],
    ),
    "adding steps": ({"target": 6}, True, [(1.0, "add", 2, HALVES), (2.0, "add", 4, HALVES)]),
    "a value that comes later": (
        {"target": 2},
        True,
        [
            (1.0, "update", 1, [("loss", 1.0)]),
            (2.0, "update", 2, [("loss", 1.0), ("val_loss", 3.0)]),
        ],
    ),
    "values that are no numbers": (
        {"target": 2},
        True,
        [(1.0, "update", 1, [("loss", float("nan"))]), (2.0, "update", 2, [("x", float("inf"))])],
    ),
    "whole numbers": ({"target": 2}, True, _even(2, 1.0, [("hits", 3)])),
}
