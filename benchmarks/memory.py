"""How much memory does training take at its peak? Each in a process of its own.

python -m benchmarks.memory WORKLOAD ours|tutorial|tight: prints its peaks before and after, in MiB.
"""

import resource
import subprocess
import sys

import torch

from benchmarks import timing, torch_baselines
from benchmarks.workloads import workloads
from keras_on_torch import config

CONTENDERS = ("ours", "tight", "tutorial")


def peak():
    """Return the peak of this process in MiB: on the device, where that is not the CPU."""
    if config.device().type == "cuda":
        return torch.cuda.max_memory_allocated() / 2**20
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def train(name, contender):
    """Train three epochs; give the peak before them and after."""
    work = workloads()[name]
    if contender == "ours":
        model = work.compiled()

        def run():
            model.fit(work.inputs, work.targets, work.batch, epochs=3, verbose=0)
    else:
        maker = {"tutorial": torch_baselines.Tutorial, "tight": torch_baselines.Tight}[contender]
        loop = maker(work, work.torch_model(), config.device())

        def run():
            for _ in range(3):
                loop.train()

    before = peak()
    run()
    return before, peak()


def measured(name, contender):
    command = [sys.executable, "-m", "benchmarks.memory", name, contender]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    before, after = map(float, done.stdout.split())
    return after, after - before


def main(names):
    """Print both tables: the whole process, and what training added to it."""
    taken = {name: {c: measured(name, c) for c in CONTENDERS} for name in names}
    head = ["", *CONTENDERS, "ours/tight", "ours/tutorial"]
    titles = ("peak memory of the process that trains", "of it, added by training")
    for index, title in enumerate(titles):
        rows = []
        for name, both in taken.items():
            peaks = {contender: values[index] for contender, values in both.items()}
            ratios = [f"{peaks['ours'] / max(peaks[c], 1.0):.3f}" for c in CONTENDERS[1:]]
            rows.append([name, *(f"{peaks[c]:.0f} MiB" for c in CONTENDERS), *ratios])
        timing.table(title, head, rows)


if __name__ == "__main__":
    print(*train(*sys.argv[1:]))
