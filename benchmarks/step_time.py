"""What do a training step and a prediction cost, against the same model by hand in PyTorch?"""

import torch

from benchmarks import timing, torch_baselines
from keras_on_torch import config

ACTS = ("train", "predict")


def measure(work, rounds, clock):
    """Return, for training and predicting, the seconds per batch: ours, tutorial, tight."""
    model, device = work.compiled(), config.device()
    loops = {
        "tutorial": torch_baselines.Tutorial(work, work.torch_model(), device),
        "tight": torch_baselines.Tight(work, work.torch_model(), device),
    }
    ours = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)
    theirs = sum(weight.numel() for weight in loops["tight"].parameters)
    if ours != theirs:
        raise ValueError(f"{work.name}: {ours} weights here, {theirs} by hand: not the same model")
    acts = {
        "train": {
            "ours": lambda: model.fit(work.inputs, work.targets, work.batch, epochs=1, verbose=0),
            **{name: loop.train for name, loop in loops.items()},
        },
        "predict": {
            "ours": lambda: model.predict(work.inputs, work.batch),
            **{name: loop.predict for name, loop in loops.items()},
        },
    }
    batches = -(-len(work.inputs) // work.batch)
    taken = {act: timing.in_turns(acts[act], rounds, clock) for act in ACTS}
    return {
        act: {name: seconds / batches for name, seconds in times.items()}
        for act, times in taken.items()
    }


def row(name, times):
    """Return a line of the table."""
    ours = times["ours"]
    ratios = (f"{ours / times[other]:.2f}" for other in ("tight", "tutorial"))
    return [name, *(timing.shown(times[n]) for n in ("ours", "tight", "tutorial")), *ratios]


def main(works, rounds, clock):
    """Print both tables."""
    head = ["", "ours", "tight", "tutorial", "ours/tight", "ours/tutorial"]
    taken = {name: measure(work, rounds, clock) for name, work in works.items()}
    where = f"{config.device()}, {torch.get_num_threads()} threads, {clock} time"
    for act, title in (("train", "training step (model.fit)"), ("predict", "predict, per batch")):
        timing.table(
            f"{title}; {where}", head, [row(name, times[act]) for name, times in taken.items()]
        )
