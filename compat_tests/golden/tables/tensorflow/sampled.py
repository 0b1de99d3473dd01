"""Losses over sampled classes, and the samplers."""

from compat_tests.golden.tables.tensorflow.row import A, Program, TFRow, call, calls, unique

W, B = A(6, 3, fixed=True), A(6, fixed=True)
TRUE = A(kind=[[0], [4], [2]], dtype="int64")
TWO = A(kind=[[0, 1], [4, 2], [2, 5]], dtype="int64")
X = A(3, 3)
VALUES = ([1, 2, 5], [[0.3], [0.2], [0.5]], [0.4, 0.5, 0.1])
VALUES_2 = ([1, 2, 5], [[0.3, 0.4], [0.2, 0.1], [0.5, 0.3]], [0.4, 0.5, 0.1])


def given(tf, values):
    """Return what a sampler returned."""
    return tf.constant(values[0], tf.int64), tf.constant(values[1]), tf.constant(values[2])


def loss(name, values=VALUES, **options):
    """Return a function that computes a loss by sampled values."""
    return lambda tf, w, b, true, x: getattr(tf.nn, name)(
        w, b, true, x, 3, 6, sampled_values=given(tf, values), **options
    )


SAMPLERS = (
    "nn.uniform_candidate_sampler nn.log_uniform_candidate_sampler"
    " random.log_uniform_candidate_sampler"
)

ROWS = unique(
    [
        Program(name, loss(name), [W, B, TRUE, X], shapes=False)
        for name in ("nce_loss", "sampled_softmax_loss")
    ],
    [
        Program(
            name + " of two true classes",
            loss(name, VALUES_2, num_true=2),
            [W, B, TWO, X],
            shapes=False,
        )
        for name in ("nce_loss", "sampled_softmax_loss")
    ],
    Program(
        "nce_loss without hits",
        loss("nce_loss", remove_accidental_hits=True),
        [W, B, TRUE, X],
        shapes=False,
    ),
    Program(
        "sampled_softmax_loss with hits",
        loss("sampled_softmax_loss", remove_accidental_hits=False),
        [W, B, TRUE, X],
        shapes=False,
    ),
    Program(
        "sampled_softmax_loss of parts",
        lambda tf, one, other, b, true, x: tf.nn.sampled_softmax_loss(
            [one, other], b, true, x, 3, 6, sampled_values=given(tf, VALUES)
        ),
        [A(3, 3, fixed=True), A(3, 3, fixed=True), B, TRUE, X],
        shapes=False,
    ),
    [
        TFRow(f"nn.{name}", [W, B, TRUE, X, 3, 6], {}, values=False, shapes=False)
        for name in ("nce_loss", "sampled_softmax_loss")
    ],
    [
        TFRow(name, [TRUE, 1, 4, unique, 6], {}, values=False)
        for name in SAMPLERS.split()
        for unique in (True, False)
    ],
    Program(
        "all sampled once",
        lambda tf, true: tf.reduce_sum(tf.nn.uniform_candidate_sampler(true, 1, 6, True, 6)[0]),
        [TRUE],
    ),
    Program(
        "expected by chance",
        lambda tf, true: tf.nn.uniform_candidate_sampler(true, 1, 3, False, 6)[1],
        [TRUE],
    ),
    Program(
        "expected by rank",
        lambda tf, true: tf.nn.log_uniform_candidate_sampler(true, 1, 3, False, 6)[1],
        [TRUE],
    ),
    Program(
        "expected by weight",
        lambda tf, true: tf.nn.fixed_unigram_candidate_sampler(
            true, 1, 3, False, 6, unigrams=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], distortion=0.5
        )[1],
        [TRUE],
    ),
    calls("nn.all_candidate_sampler", [TRUE, 1, 6, True]),
    calls("nn.compute_accidental_hits", [TWO, A(kind=[2, 3, 1], dtype="int64"), 2]),
    # refused
    call("nn.uniform_candidate_sampler", TRUE, 1, 7, True, 6),
    call("nn.uniform_candidate_sampler", TRUE, 2, 3, True, 6),
)
