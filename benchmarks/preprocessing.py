"""How fast are images varied and read? python -m benchmarks.preprocessing [--rounds N] [folder]

Against keras-preprocessing 1.1.2, which Keras 2.2.4 used, on the same work in the same run; and two
workers against one. Without a folder of images, one is made of JPEG files of noise and shapes.
"""

import argparse
import contextlib
import hashlib
import io
import statistics
import tempfile
import time
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np

from benchmarks import timing
from compat_tests.preprocessing import witness
from keras_on_torch.preprocessing import image
from keras_on_torch.utils.data_utils import OrderedEnqueuer

AUGMENTATION = {
    "rotation_range": 20,
    "width_shift_range": 0.2,
    "height_shift_range": 0.2,
    "shear_range": 10,
    "zoom_range": 0.2,
    "horizontal_flip": True,
    "vertical_flip": True,
}
SIZES = [(32, 32, 256), (150, 150, 32), (224, 224, 32)]


def augmentation(rounds, clock, **more):
    """Print a table: a batch of varied images, ours and the witness's."""
    rows = []
    for height, width, count in SIZES:
        images = np.random.default_rng(0).uniform(0, 255, (count, height, width, 3))
        images = images.astype("float32")
        flows = {
            name: package.ImageDataGenerator(**AUGMENTATION, **more).flow(images, batch_size=count)
            for name, package in (("ours", image), ("theirs", witness.image))
        }
        work = {name: (lambda flow=flow: next(flow)) for name, flow in flows.items()}
        times = timing.in_turns(work, rounds, clock)
        ratio = times["theirs"] / times["ours"]
        rows.append(
            [
                f"{count} images of {height} x {width}",
                timing.shown(times["ours"]),
                timing.shown(times["theirs"]),
                f"{ratio:.2f}",
            ]
        )
    title = (
        f"rotation, shift, shear, zoom and flips{', ' if more else ''}{more or ''}; {clock} time"
    )
    timing.table(title, ["", "ours", "keras-preprocessing", "times as fast"], rows)


def folder_of_images(top, count=192, height=375, width=500):
    """Write JPEG files of the size of photographs, in two classes."""
    draw = np.random.default_rng(0)
    rows, cols = np.mgrid[:height, :width]
    for number in range(count):
        waves = [np.sin(rows / draw.uniform(5, 60) + cols / draw.uniform(5, 60)) for _ in range(3)]
        noise = draw.normal(0, 0.1, (height, width, 3))
        path = Path(top) / "ab"[number % 2] / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save_img(path, np.stack(waves, -1) + noise)
    return top


def epoch_of(package, folder, workers, **settings):
    """Return the seconds that an epoch from a folder takes; 0 workers take each batch as asked."""
    with contextlib.redirect_stdout(io.StringIO()):
        flow = package.ImageDataGenerator(**settings).flow_from_directory(
            str(folder), (224, 224), batch_size=16, seed=1
        )
    start = time.perf_counter()
    if not workers:
        for index in range(len(flow)):
            _ = flow[index]
        return time.perf_counter() - start
    enqueuer = OrderedEnqueuer(flow)
    enqueuer.start(workers=workers)
    batches = enqueuer.get()
    for _ in range(len(flow)):
        next(batches)
    taken = time.perf_counter() - start
    enqueuer.stop()
    return taken


def hashing(threads):
    """Return the seconds of work that threads share without waiting for each other."""
    block = bytes(4_000_000)
    with ThreadPool(threads) as pool:
        start = time.perf_counter()
        pool.map(lambda _: hashlib.sha256(block).digest(), range(60), chunksize=1)
        return time.perf_counter() - start


def directory(folder, rounds):
    """Print a table: an epoch from a folder, with one worker and with two.

    Its last row is what this machine gains at all by a second thread, at this time.
    """
    tasks = {
        "read and resized": lambda package, workers: epoch_of(package, folder, workers),
        "and varied": lambda package, workers: epoch_of(package, folder, workers, **AUGMENTATION),
        "hashing": lambda _, workers: hashing(workers),
    }
    times = {(name, who): [] for name in tasks for who in ("theirs", 1, 2)}
    for _ in range(rounds):
        for name, run in tasks.items():
            times[name, "theirs"].append(run(witness.image, 0) if name != "hashing" else np.nan)
            for workers in (1, 2):
                times[name, workers].append(run(image, workers))
    rows = []
    for name in tasks:
        theirs, one, two = (statistics.median(times[name, who]) for who in ("theirs", 1, 2))
        rows.append([name, *map(timing.shown, (theirs, one, two)), f"{theirs / one:.2f}"])
        rows[-1].append(f"{one / two:.2f}")
    columns = ["", "keras-preprocessing", "1 worker", "2 workers", "1 : theirs", "2 : 1"]
    timing.table("flow_from_directory, an epoch at 224 x 224; wall time", columns, rows)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks.preprocessing", description=__doc__)
    parser.add_argument("folder", nargs="?", help="with a folder of images for each class")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clock", choices=timing.CLOCKS, default="wall")
    asked = parser.parse_args()
    augmentation(asked.rounds, asked.clock)
    augmentation(asked.rounds, asked.clock, fill_mode="reflect", rescale=1 / 255)
    with tempfile.TemporaryDirectory() as made:
        directory(asked.folder or folder_of_images(made), asked.rounds)


if __name__ == "__main__":
    main()
