"""The progress bar: how far a run is, how long it will take, means of what it measures."""

import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch

__all__ = ["Progbar"]

_MOST_WAITING = 256


class _Mean:
    """A weighted mean of values that may still be on their way from the device."""

    def __init__(self) -> None:
        self.total: Any = 0.0
        self.weight: Any = 0
        self.waiting: list[tuple[torch.Tensor, Any]] = []

    def add(self, value: Any, weight: Any) -> None:
        self.weight += weight
        if isinstance(value, torch.Tensor):
            self.waiting.append((value.detach(), weight))
            if len(self.waiting) > _MOST_WAITING:
                self.settle()
        else:
            self.settle()
            self.total += _exact(value) * weight

    def settle(self) -> None:
        """Bring what waits to the host, all at once, and add it up in the order it came."""
        if self.waiting:
            numbers = _numbers([value for value, _ in self.waiting])
            for number, (_, weight) in zip(numbers, self.waiting, strict=True):
                self.total += number * weight
            self.waiting = []

    def mean(self) -> float:
        self.settle()
        return float(np.mean(self.total / max(1, self.weight)))


def _exact(value: Any) -> Any:
    """Return a number in double precision, an array as it is."""
    return value if np.ndim(value) else float(value)


def _numbers(tensors: list[torch.Tensor]) -> list[Any]:
    first = tensors[0]
    alike = all(not t.ndim and t.dtype is first.dtype and t.device == first.device for t in tensors)
    if alike:
        numbers: list[Any] = torch.stack(tensors).tolist()
        return numbers
    return [t.double().cpu().numpy() if t.ndim else float(t) for t in tensors]


class Progbar:
    """A bar in a terminal, or a line for each state in a file.

    Args:
        target: how many steps there will be; None where that is unknown.
        width: length of the bar, in characters.
        verbose: 0 writes nothing, 1 the bar, 2 one line at the end.
        interval: shortest time between two states that are shown, in seconds.
        stateful_metrics: names whose latest value is shown; of all others the mean is.
    """

    def __init__(
        self,
        target: int | None,
        width: int = 30,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
    ) -> None:
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.stateful_metrics = set(stateful_metrics or ())
        self._rewrites_line = _is_terminal() or "ipykernel" in sys.modules
        self._total_width = 0
        self._seen_so_far = 0
        self._values: dict[str, _Mean] = {}
        self._start = time.time()
        self._last_update = 0.0

    def update(self, current: int, values: Sequence[tuple[str, Any]] | None = None) -> None:
        """Say how far the run is.

        Args:
            current: how many steps are done.
            values: (name, value) of the steps since the last call; a torch tensor is turned into
                a number only when it is shown.
        """
        if values and self.verbose:
            self._take_in(values, current - self._seen_so_far)
        self._seen_so_far = current
        now = time.time()
        finished = self.target is None or current >= self.target
        if self.verbose == 1:
            if not finished and now - self._last_update < self.interval:
                return
            self._show(current, now, finished)
        elif self.verbose == 2 and finished:
            # Keras: the closing line alone writes every negative mean as a power of ten.
            self._write(f" - {now - self._start:.0f}s{self._means(signed=True)}\n")
        self._last_update = now

    def add(self, n: int, values: Sequence[tuple[str, Any]] | None = None) -> None:
        """Say that `n` more steps are done; `values` as in `update`."""
        self.update(self._seen_so_far + n, values)

    def _take_in(self, values: Sequence[tuple[str, Any]], steps: int) -> None:
        for name, value in values:
            mean = self._values.get(name)
            if name in self.stateful_metrics:
                mean = self._values[name] = _Mean()
                mean.add(value, 1)
            elif mean is None:
                mean = self._values[name] = _Mean()
                mean.add(value, steps)
            else:
                mean.add(value, steps)

    def _show(self, current: int, now: float, finished: bool) -> None:
        before = self._total_width
        start = "\b" * before + "\r" if self._rewrites_line else "\n"
        bar = self._bar(current)
        line = bar + self._times(current, now, finished) + self._means()
        self._total_width = len(line)
        blanks = " " * max(0, before - len(line))
        ends = self.target is not None and finished
        self._write(start + line + blanks + ("\n" if ends else ""))

    def _bar(self, current: int) -> str:
        if self.target is None:
            return f"{current:7d}/Unknown"
        digits = int(np.floor(np.log10(self.target))) + 1
        done = int(self.width * (float(current) / self.target))
        head = "" if done <= 0 else ">" if current < self.target else "="
        bar = "=" * (done - 1) + head + "." * (self.width - done)
        return f"{int(current):{digits}d}/{int(self.target)} [{bar}]"

    def _times(self, current: int, now: float, finished: bool) -> str:
        elapsed = now - self._start
        each = elapsed / current if current else 0
        if not finished and self.target is not None:
            return f" - ETA: {_duration(each * (self.target - current))}"
        if each >= 1:
            return f" - {elapsed:.0f}s {each:.0f}s/step"
        if each >= 1e-3:
            return f" - {elapsed:.0f}s {each * 1e3:.0f}ms/step"
        return f" - {elapsed:.0f}s {each * 1e6:.0f}us/step"

    def _means(self, signed: bool = False) -> str:
        shown = []
        for name, mean in self._values.items():
            value = mean.mean()
            large = (value if signed else abs(value)) > 1e-3
            shown.append(f" - {name}: {value:.4f}" if large else f" - {name}: {value:.4e}")
        return "".join(shown)

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def _is_terminal() -> bool:
    return hasattr(sys.stdout, "isatty") and bool(sys.stdout.isatty())


def _duration(seconds: float) -> str:
    if seconds > 3600:
        hours, rest = divmod(int(seconds), 3600)
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    if seconds > 60:
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    return f"{int(seconds)}s"
