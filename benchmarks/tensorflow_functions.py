"""What do TensorFlow's functions cost? python -m benchmarks.tensorflow_functions [words]

Each of twenty functions beside the torch call that computes the same, both in compiled programs of
several calls. Words pick functions by their names.
"""

import argparse
import statistics

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks import timing
from keras_on_torch import backend as K

tf = K.tf
CALLS = 4  # of each function in a program, on inputs of their own.
LIMIT = 1.1


def ids(rows, below):
    return np.random.default_rng(0).integers(0, below, rows)


ROWS, PLACES = ids(256, 256), np.stack([ids(4096, 256), ids(4096, 512)], axis=1)
FLAGS = ids(256, 2).astype(bool)
FILTERS = np.random.default_rng(0).normal(size=(3, 3, 16, 16)).astype("float32")
ROWS_T, FLAGS_T = torch.from_numpy(ROWS), torch.from_numpy(FLAGS)
PLACES_T = torch.from_numpy(PLACES)
FILTERS_T = (
    torch.from_numpy(FILTERS).permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
)
MATRIX, IMAGES = (256, 512), (8, 32, 32, 16)


def first(x):
    return x.permute(0, 3, 1, 2)


def last(x):
    return x.permute(0, 2, 3, 1)


def torch_conv2d(x):
    return last(F.conv2d(first(x), FILTERS_T, padding=1))


def torch_top_k(x):
    values, indices = torch.topk(x, 5)
    return values, indices.to(torch.int32)


def torch_moments(x):
    variance, mean = torch.var_mean(x, 1, correction=0)
    return mean, variance


def torch_cross_entropy(x):
    return F.cross_entropy(x, ROWS_T, reduction="none")


def torch_resize(x):
    size = (48, 48)
    return last(F.interpolate(first(x), size, mode="bilinear", align_corners=True))


# By name: the shape of what it is given, TensorFlow's call and torch's.
FUNCTIONS = {
    "add": (MATRIX, lambda x: tf.add(x, x), lambda x: x + x),
    "boolean_mask": (MATRIX, lambda x: tf.boolean_mask(x, FLAGS), lambda x: x[FLAGS_T]),
    "clip_by_value": (
        MATRIX,
        lambda x: tf.clip_by_value(x, -0.5, 0.5),
        lambda x: x.clamp(-0.5, 0.5),
    ),
    "concat": (MATRIX, lambda x: tf.concat([x, x], axis=-1), lambda x: torch.cat([x, x], -1)),
    "cumsum": (MATRIX, lambda x: tf.cumsum(x, axis=1), lambda x: torch.cumsum(x, 1)),
    "einsum": (
        MATRIX,
        lambda x: tf.einsum("ij,kj->ik", x, x),
        lambda x: torch.einsum("ij,kj->ik", x, x),
    ),
    "exp": (MATRIX, tf.exp, torch.exp),
    "gather": (MATRIX, lambda x: tf.gather(x, ROWS), lambda x: torch.index_select(x, 0, ROWS_T)),
    "gather_nd": (
        MATRIX,
        lambda x: tf.gather_nd(x, PLACES),
        lambda x: x[PLACES_T[:, 0], PLACES_T[:, 1]],
    ),
    "image.resize_bilinear": (
        IMAGES,
        lambda x: tf.image.resize_bilinear(x, [48, 48], align_corners=True),
        torch_resize,
    ),
    "matmul": (
        MATRIX,
        lambda x: tf.matmul(x, x, transpose_b=True),
        lambda x: torch.matmul(x, x.mT),
    ),
    "nn.conv2d": (
        IMAGES,
        lambda x: tf.nn.conv2d(x, FILTERS, strides=[1, 1, 1, 1], padding="SAME"),
        torch_conv2d,
    ),
    "nn.max_pool": (
        IMAGES,
        lambda x: tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "VALID"),
        lambda x: last(F.max_pool2d(first(x), 2)),
    ),
    "nn.moments": (MATRIX, lambda x: tf.nn.moments(x, [1]), torch_moments),
    "nn.relu": (MATRIX, lambda x: tf.nn.relu(x), torch.relu),
    "nn.softmax": (MATRIX, lambda x: tf.nn.softmax(x), lambda x: torch.softmax(x, -1)),
    "nn.sparse_softmax_cross_entropy_with_logits": (
        MATRIX,
        lambda x: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ROWS, logits=x),
        torch_cross_entropy,
    ),
    "nn.top_k": (MATRIX, lambda x: tf.nn.top_k(x, 5), torch_top_k),
    "pad": (MATRIX, lambda x: tf.pad(x, [[1, 1], [2, 2]]), lambda x: F.pad(x, (2, 2, 1, 1))),
    "reduce_sum": (MATRIX, lambda x: tf.reduce_sum(x, axis=1), lambda x: torch.sum(x, 1)),
    "stack": (MATRIX, lambda x: tf.stack([x, x], axis=1), lambda x: torch.stack([x, x], 1)),
    "tile": (MATRIX, lambda x: tf.tile(x, [2, 3]), lambda x: x.tile((2, 3))),
    "transpose": (MATRIX, lambda x: tf.transpose(x) + 1.0, lambda x: x.mT + 1.0),
    "where": (
        MATRIX,
        lambda x: tf.where(x > 0, x, tf.zeros_like(x)),
        lambda x: torch.where(x > 0, x, torch.zeros_like(x)),
    ),
}


def program(shape, function):
    """Return a compiled program of several calls of a function, bound to values."""
    inputs = [K.placeholder((None, *shape[1:])) for _ in range(CALLS)]
    outputs = []
    for symbol in inputs:
        found = function(symbol)
        outputs += list(found) if isinstance(found, (list, tuple)) else [found]
    compiled = K.function(inputs, outputs).program()
    random = torch.Generator().manual_seed(0)
    values = [torch.randn(shape, generator=random) for _ in range(CALLS)]
    device = compiled.device()
    on_device = [value.to(device) for value in values]
    return lambda: compiled.run(device, on_device)


def measure(name, rounds, clock):
    """Return the median times of TensorFlow's function and of torch's, after comparing them."""
    shape, ours, theirs = FUNCTIONS[name]
    contenders = {"ours": program(shape, ours), "torch": program(shape, theirs)}
    for one, other in zip(contenders["ours"](), contenders["torch"](), strict=True):
        assert one.dtype is other.dtype, name
        assert one.shape == other.shape, name
        np.testing.assert_allclose(one.cpu(), other.cpu(), rtol=1e-4, atol=1e-4, err_msg=name)
    return timing.in_turns(contenders, rounds, clock)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks.tensorflow_functions", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--rounds", type=int, default=101)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--clock", choices=timing.CLOCKS, default="wall")
    asked = parser.parse_args()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    rows, ratios = [], []
    for name in FUNCTIONS:
        if asked.words and not any(word in name for word in asked.words):
            continue
        times = measure(name, asked.rounds, asked.clock)
        ratios.append(times["ours"] / times["torch"])
        shown = [timing.shown(times[each]) for each in ("ours", "torch")]
        rows.append([f"tf.{name}", *shown, f"{ratios[-1]:.2f}"])
    title = f"{CALLS} calls in a compiled program; {asked.clock} time"
    timing.table(title, ["", "ours", "torch", "ratio"], rows)
    over = sum(ratio > LIMIT for ratio in ratios)
    print(f"median ratio {statistics.median(ratios):.2f}; above {LIMIT}: {over} of {len(ratios)}")


if __name__ == "__main__":
    main()
