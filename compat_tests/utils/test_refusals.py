"""Messages stay short, and say of wrong files that they are wrong."""

import pytest

from keras_on_torch.utils import memory
from keras_on_torch.utils.memory import check_memory, memory_budget
from keras_on_torch.utils.refusals import (
    check_config,
    refused_as_value_error,
    said_of_file,
    shown,
)


def bomb(levels, kind=list):
    """Return a value of a few objects that is written as 9 ** levels ones."""
    value = "x"
    for _ in range(levels):
        value = kind([value] * 9)
    return value


@pytest.mark.parametrize(
    "value",
    [{"a": [1, 2.5, None], "b": ("x",), 3: {}}, [], (), "text", {"a": {"b": [True, (1, 2)]}}],
    ids=str,
)
def test_what_is_short_is_shown_whole(value):
    assert shown(value) == repr(value)


@pytest.mark.parametrize("value", [bomb(40), bomb(40, tuple), "x" * 10**6, [0] * 10**6])
def test_what_is_long_is_cut(value):
    assert len(shown(value)) <= 303


def test_what_holds_itself_is_cut():
    value = []
    value.append(value)
    assert len(shown(value)) <= 303
    with pytest.raises(ValueError, match="more levels"):
        check_config(value)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (bomb(9), "more values"),
        ({"a": bomb(30, tuple)}, "more values"),
        ({"layers": [None] * 100_001}, "100001 layers"),
    ],
    ids=["list", "tuple", "layers"],
)
def test_configurations_are_bounded(config, words):
    with pytest.raises(ValueError, match=words) as error:
        check_config(config)
    assert len(str(error.value)) < 600


def deep():
    return deep()


@pytest.mark.parametrize(
    "act", [lambda: {}["x"], lambda: [][0], lambda: None.x, deep, lambda: 1 / 0], ids=range(5)
)
def test_what_a_wrong_value_runs_into_is_a_value_error(act):
    with pytest.raises(ValueError, match=r"^made of x"), refused_as_value_error("made of x"):
        act()


def test_a_long_message_is_cut_and_its_type_stays():
    with pytest.raises(TypeError) as error, refused_as_value_error("x"):
        raise TypeError("y" * 10**6)
    assert len(str(error.value)) < 5000


def test_a_file_is_named_once():
    with pytest.raises(ValueError, match=r"^wrong \(in the file 'a\.h5'\)$"), said_of_file("a.h5"):
        raise ValueError("wrong")
    with pytest.raises(ValueError, match=r"^'a\.h5' is wrong$"), said_of_file("a.h5"):
        raise ValueError("'a.h5' is wrong")
    with pytest.raises(ValueError, match="a\\.h5") as error, said_of_file("a.h5"):
        raise TypeError("wrong")
    assert isinstance(error.value, TypeError)


def test_memory_is_counted_before_it_is_taken():
    with pytest.raises(ValueError, match=r"the weight x would take 16\.0 PiB of memory"):
        check_memory("the weight x", (2**27, 2**25), 4)


def test_a_container_s_limit_counts(tmp_path, monkeypatch):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_LIMITS", (tmp_path / "none", limit))
    limit.write_text("max\n")
    check_memory("the weight x", (2**24,), 4)
    limit.write_text("100000000\n")
    with pytest.raises(ValueError, match=r"64\.0 MiB of memory.*This machine has 95\.4 MiB"):
        check_memory("the weight x", (2**24,), 4)


def take_all():
    with memory_budget():
        for _ in range(2**20):
            check_memory("the weight x", (2**28,), 4)


def test_memory_is_counted_over_all_weights():
    with pytest.raises(ValueError, match="of the weights before it"):
        take_all()
