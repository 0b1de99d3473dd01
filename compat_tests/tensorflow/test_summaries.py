"""Summaries, beside TensorFlow 1.15; files of events, by tensorboard."""

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from compat_tests.tensorflow.conformance import Rows
from keras_on_torch import backend as K

tf = K.tf
test_shapes, test_values, test_refusals = Rows("summaries").tests()


def test_tensorboard_reads_what_is_written(tmp_path):
    x = tf.placeholder(tf.float32, [None], name="fed")
    merged = tf.summary.merge(
        [tf.summary.scalar("sum", tf.reduce_sum(x)), tf.summary.text("t", "hi")]
    )
    session = tf.Session()
    with tf.summary.FileWriter(str(tmp_path), session.graph) as writer:
        for step in range(3):
            writer.add_summary(session.run(merged, {x: [1.0, step]}), step)
        writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="q", simple_value=0.5)]), 7)
    events = EventAccumulator(str(tmp_path)).Reload()
    (tag,) = [each for each in events.Tags()["scalars"] if each != "q"]
    assert [(e.step, e.value) for e in events.Scalars(tag)] == [(0, 1.0), (1, 2.0), (2, 3.0)]
    assert [(e.step, e.value) for e in events.Scalars("q")] == [(7, 0.5)]
    assert "fed" in {node.name for node in events.Graph().node}
    (file,) = tmp_path.iterdir()
    assert [e.step for e in tf.train.summary_iterator(file) if e.HasField("summary")] == [
        0,
        1,
        2,
        7,
    ]


def test_a_closed_writer_is_opened_again(tmp_path):
    writer = tf.summary.FileWriter(tmp_path)
    writer.close()
    with pytest.raises(RuntimeError, match="reopen"):
        writer.add_summary(tf.Summary())
    writer.reopen()
    writer.add_summary(tf.Summary())
    writer.close()
    assert len(list(tmp_path.iterdir())) in (1, 2)  # Those of one second have one name.


def test_a_message_is_an_instance_of_its_class():
    assert isinstance(tf.Summary(), tf.Summary)
    assert not isinstance(3, tf.Summary)
