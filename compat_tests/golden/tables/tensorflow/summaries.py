"""Summaries: tags, values, buckets of histograms, pixels of images."""

import io

import numpy as np

from compat_tests.golden.tables.tensorflow.row import Program, unique


def row(name, body):
    return Program(name, body, [], shapes=False)


def message(tf, operation, feeds=None):
    return tf.Summary.FromString(tf.Session().run(operation, feeds))


def tags(tf):
    with tf.name_scope("tops") as scope:
        made = [
            tf.summary.scalar("a loss", 1.0),
            tf.summary.histogram("h", [1.0, 2.0]),
            tf.summary.image("im", tf.zeros([2, 2, 2, 1])),
            tf.summary.image("one", tf.zeros([2, 2, 2, 1]), max_outputs=1),
        ]
        with tf.name_scope("in"):
            made.append(tf.summary.scalar("b", 2))
    found = message(tf, tf.summary.merge(made)).value
    return [each.tag[len(scope) :] for each in found]


def family(tf):
    (value,) = message(tf, tf.summary.scalar("x", 1.0, family="fam")).value
    return value.tag.split("/")[:2]


def collected(tf):
    with tf.name_scope("of_a_collection/"):
        tf.summary.scalar("one", 1.0, collections=["mine"])
        tf.summary.scalar("two", 2.0, collections=["mine", "other"])
    found = message(tf, tf.summary.merge_all("mine")).value
    return [sorted({each.simple_value for each in found}), tf.summary.merge_all("none") is None]


def histogram(numbers):
    def body(tf):
        (value,) = message(tf, tf.summary.histogram("h", np.array(numbers, "float32"))).value
        histo = value.histo
        facts = [histo.min, histo.max, histo.num, histo.sum, histo.sum_squares]
        return [
            tf.constant(np.array(each, "float64"))
            for each in (facts, np.minimum(histo.bucket_limit, 1e30), histo.bucket)
        ]

    return body


def image(numbers, dtype="float32"):
    def body(tf):
        import PIL.Image  # noqa: PLC0415 - the row is read without it

        found = message(tf, tf.summary.image("i", tf.constant(np.array(numbers, dtype)))).value
        pixels = [
            np.asarray(PIL.Image.open(io.BytesIO(v.image.encoded_image_string))) for v in found
        ]
        sizes = [[v.image.height, v.image.width, v.image.colorspace] for v in found]
        return [sizes, [each.tolist() for each in pixels]]

    return body


def by_hand(tf):
    made = tf.Summary(value=[tf.Summary.Value(tag="loss", simple_value=0.5)])
    made.value.add(tag="more", simple_value=2.0)
    return [
        [each.tag, each.simple_value]
        for each in tf.Summary.FromString(made.SerializeToString()).value
    ]


def text(tf):
    (value,) = message(tf, tf.summary.text("t", "word")).value
    return [
        value.metadata.plugin_data.plugin_name,
        [each.decode() for each in value.tensor.string_val],
    ]


RAMP = np.linspace(0.0, 3.0, 12).reshape(1, 2, 2, 3)
ROWS = unique(
    row("tags", tags),
    row("a family", family),
    row("collections", collected),
    row("a summary by hand", by_hand),
    row("histogram", histogram([1.0, 2.0, 2.5, -3.0, 0.0, 1e-3])),
    row("histogram of one", histogram([0.5])),
    row("histogram of zeros", histogram([0.0, 0.0])),
    row("histogram of many", histogram(np.sin(np.arange(50)))),
    row("image above 0", image(RAMP)),
    row("image around 0", image(RAMP - 1.0)),
    row("image of bytes", image(np.arange(8).reshape(2, 2, 2, 1) * 20, "uint8")),
    row("image of zeros", image(np.zeros((1, 2, 2, 1)))),
    row("image that is not finite", image([[[[np.nan, 0.0, 1.0], [0.0, 0.5, 1.0]]]])),
)
