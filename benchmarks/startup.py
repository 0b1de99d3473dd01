"""What do single things cost: importing, building 151 layers, calling a K.function?"""

import os
import statistics
import subprocess
import sys
import tempfile

import numpy as np
import torch

from benchmarks import timing
from benchmarks.workloads import workloads
from keras_on_torch import backend as K

IMPORTS = """
import time, torch
start = time.{clock}()
import keras_on_torch
print(time.{clock}() - start)
"""


def import_time(rounds, clock):
    """Return the seconds that the package adds to `import torch`."""
    program = IMPORTS.format(clock=timing.CLOCKS[clock].__name__)
    command = [sys.executable, "-c", program]
    with tempfile.TemporaryDirectory() as folder:  # For the bytecode: the first import makes it.
        places = os.environ | {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        times = [
            float(subprocess.run(command, capture_output=True, check=True, env=places).stdout)
            for _ in range(rounds + 1)
        ]
    return statistics.median(times[1:])


def build_time(rounds, clock):
    """Return the seconds for 151 layers, the first time and then the median."""
    work, now = workloads()["resnet 151"], timing.CLOCKS[clock]
    taken = []
    for _ in range(rounds + 1):
        K.clear_session()
        start = now()
        work.keras_model()
        taken.append(now() - start)
    return taken[0], statistics.median(taken[1:])


def call_overhead(rounds, clock):
    """Return the seconds of a call of K.function and of the same by hand, with numpy in and out."""
    x = K.placeholder((None, 4))
    function = K.function([x], [K.relu(x) + 1])
    given = np.ones((8, 4), "float32")

    def by_hand():
        for _ in range(1000):
            (torch.relu(torch.from_numpy(given)) + 1).numpy()

    def ours():
        for _ in range(1000):
            function([given])

    times = timing.in_turns({"ours": ours, "by hand": by_hand}, rounds, clock)
    return times["ours"] / 1000, times["by hand"] / 1000


def main(rounds, clock):
    """Print the table."""
    first, again = build_time(rounds, clock)
    ours, hand = call_overhead(rounds, clock)
    rows = [
        ["import keras_on_torch, after torch", import_time(3, clock)],
        ["building 151 layers, first", first],
        ["building 151 layers, again", again],
        ["K.function of two operations", ours],
        ["the same by hand", hand],
    ]
    timing.table(
        f"single things; {clock} time",
        ["", "time"],
        [[name, timing.shown(seconds)] for name, seconds in rows],
    )
