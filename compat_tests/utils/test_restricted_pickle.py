"""Pickled arrays are read as pickle reads them; anything else is refused before it is run."""

import io
import pickle
import time

import numpy as np
import pytest

from compat_tests.datasets.small_files import python2_pickle
from keras_on_torch.utils.restricted_pickle import load_pickle

DRAWS = np.random.RandomState(0)
NUMBERS = DRAWS.normal(size=(3, 4))


def objects(*entries):
    array = np.empty(len(entries), object)
    for index, entry in enumerate(entries):
        array[index] = entry
    return array


VALUES = {
    "doubles": NUMBERS,
    "big-endian": NUMBERS.astype(">f4"),
    "columns first": np.asfortranarray(NUMBERS),
    "every other": NUMBERS[::2, ::-1],
    "bytes": NUMBERS.astype("uint8"),
    "truth": NUMBERS > 0,
    "complex": NUMBERS + 1j,
    "texts": np.array(["one", "caf\u00e9"]),
    "raw texts": np.array([b"one", b"three"]),
    "no axis": np.array(5),
    "nothing": np.empty((0, 3)),
    "a number": np.float32(1.5),
    "lists": objects([1, 2], [3], [], [4, 5, 6]),
    "lists of one length": objects([1, 2], [3, 4]),
    "a table of objects": objects([1], "two", None, 3.5).reshape(2, 2),
    "arrays in lists": [NUMBERS, {"a": (NUMBERS, [np.int64(3)])}, objects([NUMBERS], NUMBERS)],
    "plain": {"a": [1, 2.5, "text", b"bytes", None, True], b"b": (1, [2])},
}


def read(content, encoding="latin1"):
    return load_pickle(io.BytesIO(content), "some.file", encoding)


def assert_same(found, expected):
    assert type(found) is type(expected)
    if isinstance(expected, (np.ndarray, np.generic)):
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        if expected.dtype != "object":
            np.testing.assert_array_equal(found, expected)
        else:
            assert_same(found.ravel().tolist(), expected.ravel().tolist())
    elif isinstance(expected, dict):
        assert_same([*found, *found.values()], [*expected, *expected.values()])
    elif isinstance(expected, (list, tuple)):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    else:
        assert found == expected


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("name", VALUES)
def test_arrays_are_read(name, protocol):
    assert_same(read(pickle.dumps(VALUES[name], protocol)), VALUES[name])


@pytest.mark.parametrize("protocol", [2, 3])  # Later ones write the lengths of names.
@pytest.mark.parametrize("other", [b"numpy.core.", b"numpy._core."])
def test_arrays_of_either_numpy_are_read(protocol, other):
    content = pickle.dumps(NUMBERS, protocol)
    own = b"numpy._core." if b"numpy._core." in content else b"numpy.core."
    assert own in content
    assert_same(read(content.replace(own, other)), NUMBERS)


@pytest.mark.parametrize("name", ["doubles", "big-endian", "bytes", "lists", "a number"])
def test_arrays_of_python_2_are_read(name):
    assert_same(read(python2_pickle(VALUES[name])), VALUES[name])
    assert_same(read(python2_pickle(VALUES[name]), "bytes"), VALUES[name])


def test_texts_of_python_2_may_stay_bytes():
    assert read(python2_pickle({b"data": b"\xe9"}), "bytes") == {b"data": b"\xe9"}
    assert read(b"(dp0\nS'data'\np1\n(lp2\nI3\nas.") == {"data": [3]}  # Its first protocol.


def test_a_part_that_comes_twice_is_one():
    found = read(pickle.dumps([NUMBERS, NUMBERS]))
    assert found[0] is found[1]


# ---- what is refused
class Calls:
    """Is pickled as a call."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


def marked(path):
    path.touch()


BYTES = b"\x10" * 8
NDARRAY = b"\x80\x02cnumpy\nndarray\n"
RECONSTRUCT = b"\x80\x02cnumpy.core.multiarray\n_reconstruct\n"
HOSTILE = {
    "os.system": b"cos\nsystem\n(S'true'\ntR.",
    "builtins.eval": pickle.dumps(Calls(eval, "1"), 2).replace(b"__builtin__", b"builtins"),
    "numpy.load": pickle.dumps(Calls(np.load, "x"), 2),
    "numpy.f2py": b"cnumpy.f2py\ncompile\n(S'x'\ntR.",
    "codecs.lookup": b"c_codecs\nlookup\n(S'x'\ntR.",
    "another encoding": b"c_codecs\nencode\n(Vx\nVrot13\ntR.",
    "memory as objects": NDARRAY + b"(K\x01\x85cnumpy\ndtype\n(U\x01OtRU\x08" + BYTES + b"t\x81.",
    "memory as objects, called": NDARRAY + b"(K\x01\x85U\x01OU\x08" + BYTES + b"tR.",
    "an object of bytes": pickle.dumps(NUMBERS, 2).replace(b"f8", b"O8"),
    "records": pickle.dumps(np.zeros(2, [("a", "O"), ("b", "i4")]), 2),
    "more than there is": pickle.dumps(np.zeros(3, "uint8"), 2).replace(b"K\x03\x85", b"K\x7f\x85"),
    "an array without content": RECONSTRUCT + NDARRAY[2:] + b"K\x00\x85U\x01b\x87R.",
    "a change to a class": RECONSTRUCT + b"}U\x01xK\x01sb.",
    "a class": NDARRAY + b".",
    "a list in itself": pickle.dumps([], 2)[:-1] + b"q\x00h\x00a.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_anything_else_is_refused(name):
    with pytest.raises(ValueError, match=r"some\.file"):
        read(HOSTILE[name])


def test_nothing_is_called(tmp_path):
    content = pickle.dumps(Calls(marked, tmp_path / "called"))
    with pytest.raises(ValueError, match=r"some\.file .* asks for (pathlib|compat_tests)\S+\."):
        read(content)
    assert not (tmp_path / "called").exists()


def test_the_forbidden_name_is_said():
    with pytest.raises(ValueError, match=r"some\.file .*it asks for os\.system, and only NumPy"):
        read(HOSTILE["os.system"])


def test_what_unfolds_without_end_is_read_in_no_time():
    value = [1.5, (2,)]
    for _ in range(60):
        value = [value, value]
    start = time.process_time()
    read(pickle.dumps(value))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "content", [pickle.dumps(NUMBERS, 2)[:-40], pickle.dumps(NUMBERS)[:5], b""]
)
def test_a_truncated_pickle_is_named(content):
    with pytest.raises((EOFError, pickle.UnpicklingError), match=r"some\.file is no whole pickle"):
        read(content)


def test_something_else_is_named():
    with pytest.raises(pickle.UnpicklingError, match=r"some\.file is no whole pickle"):
        read(b"\xff\xff\xff")
