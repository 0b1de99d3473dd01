"""How much memory does training take at its peak? Each in a process of its own.

python -m benchmarks.memory WORKLOAD ours|tutorial|tight: prints its peak, in MiB.
"""

import resource
import subprocess
import sys

import torch

from benchmarks import by_hand, timing
from benchmarks.workloads import workloads
from keras_on_torch import config

CONTENDERS = ("ours", "tight", "tutorial")


def peak():
    """Give the peak of this process in MiB: on the device, where that is not the CPU."""
    if config.device().type == "cuda":
        return torch.cuda.max_memory_allocated() / 2**20
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def train(name, contender):
    """Train three epochs."""
    work = workloads()[name]
    if contender == "ours":
        work.compiled().fit(work.inputs, work.targets, work.batch, epochs=3, verbose=0)
        return
    maker = {"tutorial": by_hand.Tutorial, "tight": by_hand.Tight}[contender]
    loop = maker(work, work.torch_model(), config.device())
    for _ in range(3):
        loop.train()


def measured(name, contender):
    command = [sys.executable, "-m", "benchmarks.memory", name, contender]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def main(names):
    """Print the table."""
    rows = []
    for name in names:
        peaks = {contender: measured(name, contender) for contender in CONTENDERS}
        ratios = [f"{peaks['ours'] / peaks[other]:.3f}" for other in CONTENDERS[1:]]
        rows.append([name, *(f"{peaks[c]:.0f} MiB" for c in CONTENDERS), *ratios])
    head = ["", *CONTENDERS, "ours/tight", "ours/tutorial"]
    timing.table("peak memory of training, the whole process", head, rows)


if __name__ == "__main__":
    train(*sys.argv[1:])
    print(peak())
