"""What do functions of `K.tf` cost in a compiled model, beside the torch calls beneath?

Each is the only step of a model whose program is run on a tensor; beside it stands a program made
by hand of the torch call alone, which keeps nothing for derivatives, as the program does.
"""

import time

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch import config

__all__ = ["main"]

ROUNDS, CALLS = 15, 20
SHAPE = (64, 56, 56, 16)
tf = K.tf


def _places():
    return torch.randint(0, SHAPE[0], (256,), dtype=torch.int32, device=config.device())


def _pairs():
    return torch.randint(0, 50, (4096, 2), dtype=torch.int32, device=config.device())


def cases():
    """Return name -> (function of K.tf, function of torch); both take the tensor."""
    places, pairs = _places(), _pairs()
    cells = pairs.long().unbind(-1)
    other = torch.randn(SHAPE[-1], 32, device=config.device())
    bias = torch.randn(SHAPE[-1], device=config.device())
    return {
        "add": (lambda x: tf.add(x, bias), lambda x: torch.add(x, bias)),
        "multiply by 2": (lambda x: tf.multiply(x, 2.0), lambda x: torch.mul(x, 2.0)),
        "maximum with 0": (lambda x: tf.maximum(x, 0.0), lambda x: torch.clamp(x, min=0.0)),
        "maximum": (lambda x: tf.maximum(x, bias), lambda x: torch.maximum(x, bias)),
        "exp": (tf.exp, torch.exp),
        "sqrt": (lambda x: tf.sqrt(x), torch.sqrt),
        "sigmoid": (tf.sigmoid, torch.sigmoid),
        "clip_by_value": (
            lambda x: tf.clip_by_value(x, -1.0, 1.0),
            lambda x: torch.clamp(x, -1.0, 1.0),
        ),
        "greater": (lambda x: tf.greater(x, 0.5), lambda x: torch.gt(x, 0.5)),
        "cast": (lambda x: tf.cast(x, tf.int32), lambda x: x.int()),
        "reduce_sum": (lambda x: tf.reduce_sum(x, axis=[1, 2]), lambda x: torch.sum(x, (1, 2))),
        "reduce_mean": (lambda x: tf.reduce_mean(x, axis=-1), lambda x: torch.mean(x, -1)),
        "reduce_max": (lambda x: tf.reduce_max(x, axis=-1), lambda x: torch.amax(x, -1)),
        "argmax": (lambda x: tf.argmax(x, axis=-1), lambda x: torch.argmax(x, -1)),
        "top_k": (lambda x: tf.nn.top_k(x, 3)[0], lambda x: torch.topk(x, 3)[0]),
        "cumsum": (lambda x: tf.cumsum(x, axis=1), lambda x: torch.cumsum(x, 1)),
        "reshape": (
            lambda x: tf.exp(tf.reshape(x, [tf.shape(x)[0], -1])),
            lambda x: torch.exp(torch.reshape(x, (x.shape[0], -1))),
        ),
        "transpose": (
            lambda x: tf.exp(tf.transpose(x, [0, 3, 1, 2])),
            lambda x: torch.exp(x.permute(0, 3, 1, 2)),
        ),
        "concat": (lambda x: tf.concat([x, x], -1), lambda x: torch.cat([x, x], -1)),
        "stack": (lambda x: tf.stack([x, x], 1), lambda x: torch.stack([x, x], 1)),
        "split": (lambda x: tf.split(x, 2, 1)[1] * 2.0, lambda x: x.split(28, 1)[1] * 2.0),
        "tile": (lambda x: tf.tile(x, [1, 2, 1, 1]), lambda x: x.repeat(1, 2, 1, 1)),
        "pad": (
            lambda x: tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]),
            lambda x: F.pad(x, (0, 0, 1, 1, 1, 1)),
        ),
        "slice": (
            lambda x: tf.exp(tf.slice(x, [0, 8, 8, 0], [-1, 32, 32, -1])),
            lambda x: torch.exp(x[:, 8:40, 8:40]),
        ),
        "gather": (lambda x: tf.gather(x, places), lambda x: torch.index_select(x, 0, places)),
        "gather_nd": (lambda x: tf.gather_nd(x, pairs), lambda x: x[cells]),
        "where": (
            lambda x: tf.where(x > 0.0, x, tf.zeros_like(x)),
            lambda x: torch.where(x > 0.0, x, torch.zeros_like(x)),
        ),
        "boolean_mask": (
            lambda x: tf.boolean_mask(x, x[:, 0, 0, 0] > 0.0),
            lambda x: x[x[:, 0, 0, 0] > 0.0],
        ),
        "one_hot": (
            lambda x: tf.one_hot(tf.cast(x[..., 0], tf.int32), 8),
            lambda x: (
                x[..., 0].int().unsqueeze(-1) == torch.arange(8, dtype=torch.int32, device=x.device)
            ).float(),
        ),
        "matmul": (
            lambda x: tf.matmul(tf.reshape(x, [-1, SHAPE[-1]]), other),
            lambda x: torch.matmul(x.reshape(-1, SHAPE[-1]), other),
        ),
        "einsum": (
            lambda x: tf.einsum("bijc,cd->bijd", x, other),
            lambda x: torch.einsum("bijc,cd->bijd", x, other),
        ),
        **_neural(),
    }


def _neural():
    """Return those of tf.nn and tf.image; TensorFlow's axis order is a view of torch's."""
    filters = torch.randn(32, SHAPE[-1], 3, 3, device=config.device())
    filters = filters.contiguous(memory_format=torch.channels_last)
    kernel = filters.permute(2, 3, 1, 0)
    rows = SHAPE[0] * SHAPE[1] * SHAPE[2]
    classes = torch.randint(0, SHAPE[-1], (rows,), dtype=torch.int32, device=config.device())

    def in_order_of_torch(function):
        return lambda x: function(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)

    return {
        "nn.relu": (lambda x: tf.nn.relu(x), torch.relu),
        "nn.softmax": (lambda x: tf.nn.softmax(x), lambda x: torch.softmax(x, -1)),
        "nn.conv2d": (
            lambda x: tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME"),
            in_order_of_torch(lambda x: F.conv2d(x, filters, padding=1)),
        ),
        "nn.max_pool": (
            lambda x: tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "VALID"),
            in_order_of_torch(lambda x: F.max_pool2d(x, 2)),
        ),
        "nn.moments": (
            lambda x: tf.nn.moments(x, [-1])[1],
            lambda x: torch.var_mean(x, -1, correction=0)[0],
        ),
        "nn.sparse_...": (
            lambda x: tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=classes, logits=tf.reshape(x, [-1, SHAPE[-1]])
            ),
            lambda x: F.cross_entropy(x.view(rows, -1), classes.long(), reduction="none"),
        ),
        "image.resize": (
            lambda x: tf.image.resize_bilinear(x, [64, 64], align_corners=True),
            in_order_of_torch(
                lambda x: F.interpolate(x, (64, 64), mode="bilinear", align_corners=True)
            ),
        ),
    }


def _finish():
    if config.device().type == "cuda":
        torch.cuda.synchronize()


def _seconds(run):
    start = time.perf_counter()
    for _ in range(CALLS):
        run()
    _finish()
    return (time.perf_counter() - start) / CALLS


def measured(ours, by_hand):
    """Return the least seconds of a call of each, taken in turns."""
    x = K.placeholder((None, *SHAPE[1:]))
    program = K.function([x], [ours(x)]).program().on(config.device())
    given = torch.randn(SHAPE, device=config.device())

    @torch.no_grad()
    def torch_alone():
        return [by_hand(given).detach()]

    def program_alone():
        with torch.no_grad():
            return program(given)

    runs = (program_alone, torch_alone)
    for run in runs:
        run()
    _finish()
    taken = [[_seconds(run) for run in runs] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*taken, strict=True)]


def main():
    """Print a table: microseconds of each, and their quotient."""
    print(f"{'tf':16}{'here, us':>12}{'torch, us':>12}{'here/torch':>12}")
    for name, functions in cases().items():
        here, alone = measured(*functions)
        print(f"{name:16}{here * 1e6:12.1f}{alone * 1e6:12.1f}{here / alone:12.2f}")


if __name__ == "__main__":
    main()
