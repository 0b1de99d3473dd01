"""Connectionist temporal classification."""

import collections

from compat_tests.golden.tables.tensorflow.row import (
    A,
    calls,
    program,
    unique,
)

Sparse = collections.namedtuple("Sparse", "indices values dense_shape")
X = A(6, 2, 4)
FIRST = A(2, 6, 4)
STEPS = A(kind=[6, 5], dtype="int32")
LABELS = ([[0, 0], [0, 1], [1, 0], [1, 1]], [1, 2, 0, 0])


def labelled(tf, indices=LABELS[0], values=LABELS[1], shape=(2, 3)):
    """Return labels as a sparse tensor; where there is none, as its three parts."""
    make = getattr(tf, "SparseTensor", Sparse)
    parts = (
        tf.constant(indices, tf.int64),
        tf.constant(values, tf.int32),
        tf.constant(list(shape), tf.int64),
    )
    return make(*parts)


def parts(decoded):
    """Return the parts of the sparse tensors that a decoder returned, and its scores."""
    paths, scores = decoded
    return [part for path in paths for part in (path.indices, path.values, path.dense_shape)] + [
        scores
    ]


def searched(**options):
    """Return a function that searches."""
    return lambda tf, x, steps: parts(tf.nn.ctc_beam_search_decoder(x, steps, **options))


ROWS = unique(
    program("ctc_loss", lambda tf, x, steps: tf.nn.ctc_loss(labelled(tf), x, steps), X, STEPS),
    program(
        "ctc_loss by keyword",
        lambda tf, x, steps: tf.nn.ctc_loss(labels=labelled(tf), logits=x, sequence_length=steps),
        X,
        STEPS,
    ),
    program(
        "ctc_loss with the batch first",
        lambda tf, x, steps: tf.nn.ctc_loss(labelled(tf), x, steps, time_major=False),
        FIRST,
        STEPS,
    ),
    program(
        "ctc_loss of collapsed labels",
        lambda tf, x, steps: tf.nn.ctc_loss(
            labelled(tf), x, steps, preprocess_collapse_repeated=True
        ),
        X,
        STEPS,
    ),
    program(
        "ctc_loss that leaves long labels out",
        lambda tf, x, steps: tf.nn.ctc_loss(
            labelled(tf), x, steps, ignore_longer_outputs_than_inputs=True
        ),
        X,
        A(kind=[6, 2], dtype="int32"),
    ),
    program(
        "ctc_loss_v2",
        lambda tf, x, steps, labels, counts: tf.nn.ctc_loss_v2(labels, x, counts, steps),
        X,
        STEPS,
        A(kind=[[1, 2, 3], [2, 2, 0]], dtype="int32"),
        A(kind=[3, 2], dtype="int32"),
        shapes=False,
        gradients=False,
    ),
    program(
        "ctc_loss_v2 with the blank at the end",
        lambda tf, x, steps, labels, counts: tf.nn.ctc_loss_v2(
            labels, x, counts, steps, blank_index=-1
        ),
        X,
        STEPS,
        A(kind=[[1, 2, 0], [2, 2, 0]], dtype="int32"),
        A(kind=[3, 2], dtype="int32"),
        shapes=False,
        gradients=False,
    ),
    program(
        "ctc_greedy_decoder",
        lambda tf, x, steps: parts(tf.nn.ctc_greedy_decoder(x, steps)),
        A(6, 2, 3, kind="ties"),
        STEPS,
    ),
    program(
        "ctc_greedy_decoder that leaves repeated",
        lambda tf, x, steps: parts(tf.nn.ctc_greedy_decoder(x, steps, merge_repeated=False)),
        A(6, 2, 3),
        STEPS,
    ),
    program("ctc_beam_search_decoder", searched(), X, STEPS),
    program("ctc_beam_search_decoder of few beams", searched(beam_width=3, top_paths=2), X, STEPS),
    program(
        "ctc_beam_search_decoder that leaves repeated",
        searched(beam_width=8, top_paths=3, merge_repeated=False),
        X,
        STEPS,
    ),
    program(
        "ctc_beam_search_decoder_v2",
        lambda tf, x, steps: parts(tf.nn.ctc_beam_search_decoder_v2(x, steps, 8, 2)),
        X,
        STEPS,
    ),
    calls(
        "nn.collapse_repeated",
        [A(kind=[[1, 1, 2, 2, 1], [3, 3, 3, 0, 0]], dtype="int32"), A(kind=[5, 3], dtype="int32")],
    ),
    calls("nn.ctc_unique_labels", [A(kind=[[3, 4, 4, 3], [1, 2, 3, 1]], dtype="int32")]),
    # refused
    program(
        "ctc_loss of dense labels",
        lambda tf, x, steps: tf.nn.ctc_loss(tf.constant([[1, 2]]), x, steps),
        X,
        STEPS,
    ),
    program(
        "ctc_loss of too few steps",
        lambda tf, x, steps: tf.nn.ctc_loss(labelled(tf), x, steps),
        X,
        A(kind=[6, 2], dtype="int32"),
    ),
    program(
        "ctc_loss of too many steps",
        lambda tf, x, steps: tf.nn.ctc_loss(labelled(tf), x, steps),
        X,
        A(kind=[7, 6], dtype="int32"),
    ),
    program(
        "ctc_loss of unknown labels",
        lambda tf, x, steps: tf.nn.ctc_loss(labelled(tf, values=[1, 2, 3, 0]), x, steps),
        X,
        STEPS,
    ),
    program(
        "ctc_greedy_decoder of two axes",
        lambda tf, x, steps: parts(tf.nn.ctc_greedy_decoder(x, steps)),
        A(6, 2),
        STEPS,
    ),
    program(
        "ctc_beam_search_decoder of too many paths", searched(beam_width=2, top_paths=3), X, STEPS
    ),
)
