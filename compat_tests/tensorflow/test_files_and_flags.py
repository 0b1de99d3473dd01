"""tf.gfile, tf.flags, tf.app, tf.logging, tf.test: small things that scripts use."""

import logging

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.tensorflow import flags

tf = K.tf


# ---- files
def test_a_file_is_written_and_read(tmp_path):
    path = str(tmp_path / "text.txt")
    with tf.gfile.GFile(path, "w") as file:
        file.write("one\ntwo\n")
    with tf.gfile.Open(path) as file:
        assert file.readline() == "one\n"
        assert list(file) == ["two\n"]
        assert file.size() == 8
        file.seek(0)
        assert (file.read(3), file.tell()) == ("one", 3)
    assert tf.gfile.FastGFile(path, "rb").read() == b"one\ntwo\n"


def test_folders_are_made_listed_and_deleted(tmp_path):
    base = tmp_path / "a"
    tf.gfile.MakeDirs(str(base / "b"))
    tf.gfile.MakeDirs(str(base / "b"))
    (base / "x.txt").write_text("x")
    assert sorted(tf.gfile.ListDirectory(str(base))) == ["b", "x.txt"]
    assert tf.gfile.Glob([str(base / "*.txt")]) == [str(base / "x.txt")]
    assert [files for _, _, files in tf.gfile.Walk(str(base))] == [["x.txt"], []]
    tf.gfile.Copy(str(base / "x.txt"), str(base / "y.txt"))
    tf.gfile.Rename(str(base / "y.txt"), str(base / "z.txt"))
    assert tf.gfile.Exists(str(base / "z.txt"))
    assert tf.gfile.IsDirectory(str(base / "b"))
    assert tf.gfile.Stat(str(base / "x.txt")).length == 1
    tf.gfile.Remove(str(base / "z.txt"))
    tf.gfile.DeleteRecursively(str(base))
    assert not tf.gfile.Exists(str(base))


def test_files_that_are_not_there_raise_tensorflows_errors(tmp_path):
    missing, there = str(tmp_path / "no"), str(tmp_path / "there")
    tf.gfile.MkDir(there)
    calls = [
        (lambda: tf.gfile.GFile(missing).read(), tf.errors.NotFoundError),
        (lambda: tf.gfile.Remove(missing), tf.errors.NotFoundError),
        (lambda: tf.gfile.ListDirectory(missing), tf.errors.NotFoundError),
        (lambda: tf.gfile.MkDir(there), tf.errors.AlreadyExistsError),
        (lambda: tf.gfile.GFile(there).read(), tf.errors.FailedPreconditionError),
        (lambda: tf.gfile.GFile(missing, "q"), tf.errors.InvalidArgumentError),
        (lambda: tf.gfile.Exists("gs://bucket/x"), NotImplementedError),
    ]
    for call, error in calls:
        with pytest.raises(error):
            call()


# ---- flags
@pytest.fixture
def values():
    made = flags._FlagValues()
    tf.flags.DEFINE_string("name", "x", "a name", flag_values=made)
    tf.flags.DEFINE_integer("count", 3, "a count", made)
    tf.flags.DEFINE_float("rate", 0.5, "", made)
    tf.flags.DEFINE_boolean("on", True, "", made)
    tf.flags.DEFINE_list("words", None, "", made)
    tf.flags.DEFINE_enum("kind", "a", ["a", "b"], "", made)
    return made


def test_flags_are_taken_from_a_command_line(values):
    line = ["p", "--name=y", "-count", "4", "--noon", "rest", "--words=a, b", "--", "--rate=1"]
    assert values(line) == ["p", "rest", "--rate=1"]
    found = values.flag_values_dict()
    assert found == {
        "name": "y", "count": 4, "rate": 0.5, "on": False, "words": ["a", "b"], "kind": "a"
    }  # fmt: skip
    values.count = 9
    assert values.count == 9
    assert "count" in values


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (["p", "--other=1"], flags.UnrecognizedFlagError),
        (["p", "--count=x"], flags.IllegalFlagValueError),
        (["p", "--kind=c"], flags.IllegalFlagValueError),
        (["p", "--on=maybe"], flags.IllegalFlagValueError),
        (["p", "--name"], flags.IllegalFlagValueError),
    ],
)
def test_a_command_line_that_does_not_fit_is_refused(values, line, error):
    with pytest.raises(error):
        values(line)
    with pytest.raises(AttributeError):
        values.other  # noqa: B018 - asking is the test
    with pytest.raises(flags.DuplicateFlagError):
        tf.flags.DEFINE_string("name", "", flag_values=values)


def test_a_script_runs_with_what_is_left_of_its_line():
    seen = []
    with pytest.raises(SystemExit) as exit_of:
        tf.app.run(lambda argv: seen.append(argv) or 7, ["p", "more"])
    assert seen == [["p", "more"]]
    assert exit_of.value.code == 7
    assert tf.app.flags is tf.flags


# ---- messages
class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def test_messages_are_pythons():
    before, kept = tf.logging.get_verbosity(), Kept()
    tf.get_logger().addHandler(kept)
    try:
        tf.logging.set_verbosity(tf.logging.INFO)
        tf.logging.info("step %d", 3)
        tf.logging.debug("not shown")
        for _ in range(4):
            tf.logging.log_first_n(tf.logging.WARN, "first", 2)
            tf.logging.log_every_n(tf.logging.WARN, "every", 3)
        tf.logging.log_if(tf.logging.ERROR, "if", False)
    finally:
        tf.logging.set_verbosity(before)
        tf.get_logger().removeHandler(kept)
    assert kept.messages == [
        "step 3", "first", "every", "first", "every"
    ]  # fmt: skip
    assert tf.get_logger() is logging.getLogger("tensorflow")


# ---- tests
class Case(tf.test.TestCase):
    def runTest(self):  # noqa: N802 - unittest's name
        x = tf.constant([1.0, 2.0])
        self.assertAllClose(self.evaluate(x * 2.0), [2.0, 4.0])
        self.assertAllEqual(x, np.array([1.0, 2.0]))
        with self.session():
            self.assertShapeEqual(np.zeros(2), x)


def test_test_cases_know_tensors():
    assert Case().run().wasSuccessful()


def test_derivatives_are_compared_with_differences():
    x = tf.placeholder(tf.float32, [3])
    y = tf.sin(x) * tf.reduce_sum(x)
    start = np.array([0.1, 0.5, -0.3])
    computed, differences = tf.test.compute_gradient(x, [3], y, [3], start, delta=1e-2)
    np.testing.assert_allclose(computed, differences, atol=1e-3)
    assert abs(computed).max() > 0.1
    assert tf.test.compute_gradient_error(x, [3], y, [3], start, delta=1e-2) < 1e-3
