"""How times are taken and shown: contenders in turns, medians, ratios."""

import statistics
import time

import torch

CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def in_turns(contenders, rounds, clock):
    """Run each contender once a round, in changing order; give its median time by name."""
    times = {name: [] for name in contenders}
    now = CLOCKS[clock]
    for run in contenders.values():
        run()  # Compiles, allocates, warms up.
    names = list(contenders)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            synchronize()
            start = now()
            contenders[name]()
            synchronize()
            times[name].append(now() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def synchronize():
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def shown(seconds):
    """Return a time in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} us"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(title, head, rows):
    """Print rows of text under a head, in columns."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    print(f"\n{title}")
    for row in (head, *rows):
        first, *others = (
            f"{cell:{'<' if i == 0 else '>'}{w}}"
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)), flush=True)
