"""The progress bar writes what Keras's writes, byte for byte."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from compat_tests.utils.progbar_cases import CASES
from keras_on_torch.utils import progbar

RECORDED = json.loads(Path(__file__).with_name("progbar.json").read_text())
each_case = pytest.mark.parametrize("name", CASES)


class Screen(io.StringIO):
    terminal = True

    def isatty(self):
        return self.terminal


def played(monkeypatch, name, turned=lambda value: value):
    options, terminal, calls = CASES[name]
    now = [1000.0]
    monkeypatch.setattr(progbar.time, "time", lambda: now[0])
    screen = Screen()
    screen.terminal = terminal
    monkeypatch.setattr(sys, "stdout", screen)
    bar = progbar.Progbar(**options)
    for seconds, method, steps, values in calls:
        now[0] = 1000.0 + seconds
        given = values and [(key, turned(value)) for key, value in values]
        getattr(bar, method)(steps, given)
    monkeypatch.undo()
    return screen.getvalue()


@each_case
def test_writes_what_keras_writes(name, monkeypatch):
    assert played(monkeypatch, name) == RECORDED[name]


@each_case
def test_writes_the_same_for_tensors(name, monkeypatch):
    exact = played(monkeypatch, name, lambda value: torch.tensor(value, dtype=torch.float64))
    assert exact == RECORDED[name]


@each_case
def test_writes_the_same_for_numpy_numbers(name, monkeypatch):
    assert played(monkeypatch, name, np.float64) == RECORDED[name]


def test_turns_tensors_into_numbers_only_where_it_shows_them(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    turned = []
    real = progbar._numbers
    monkeypatch.setattr(progbar, "_numbers", lambda tensors: turned.append(1) or real(tensors))
    bar = progbar.Progbar(100, interval=1e9)
    bar._last_update = 1e12
    for step in range(1, 100):
        bar.update(step, [("loss", torch.tensor(1.0))])
    assert not turned
    bar.update(100, [("loss", torch.tensor(1.0))])
    assert turned


def test_means_of_very_many_tensors_keep_no_more_than_a_few(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    bar = progbar.Progbar(2000, verbose=2)
    for step in range(1, 2000):
        bar.update(step, [("loss", torch.tensor(float(step)))])
    assert len(bar._values["loss"].waiting) <= 256
    bar.update(2000, [("loss", torch.tensor(2000.0))])
    assert "loss: 1000.5000" in sys.stdout.getvalue()


def test_values_with_axes_are_averaged(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    bar = progbar.Progbar(1, verbose=2)
    bar.update(1, [("a", np.array([1.0, 2.0])), ("b", torch.tensor([1.0, 4.0]))])
    assert sys.stdout.getvalue().endswith(" - a: 1.5000 - b: 2.5000\n")
