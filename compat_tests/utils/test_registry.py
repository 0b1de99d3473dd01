"""Names to objects and back; the small manners of Python that go with it."""

import functools
import json

import numpy as np
import pytest

from keras_on_torch import config
from keras_on_torch.utils import bytecode, registry
from keras_on_torch.utils.bytecode import func_dump, func_load
from keras_on_torch.utils.registry import (
    CustomObjectScope,
    arguments_of,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    has_arg,
    serialize_keras_object,
)


class Plain:
    def __init__(self, size=3, of=None):
        self.size = size
        self.of = of

    def get_config(self):
        return {"size": self.size}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class Knowing(Plain):
    @classmethod
    def from_config(cls, config, custom_objects=None):
        made = cls(**config)
        made.objects = custom_objects
        return made


def named(x):
    return x


# ---- custom objects
def test_a_scope_is_left_as_it_was_entered():
    get_custom_objects()["kept"] = 1
    with CustomObjectScope({"a": 2}, {"a": 3, "kept": 4}):
        get_custom_objects()["inside"] = 5
        assert get_custom_objects() == {"a": 3, "kept": 4, "inside": 5}
    assert get_custom_objects() == {"kept": 1}
    get_custom_objects().clear()


def test_a_scope_is_left_after_an_error():
    with pytest.raises(RuntimeError), custom_object_scope({"a": 1}):
        raise RuntimeError
    assert get_custom_objects() == {}


# ---- configurations
@pytest.mark.parametrize("first_out", [0, 1])
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["own names", "one name"])
def test_scopes_that_overlap_leave_nothing_behind(first_out, names):
    table = get_custom_objects()
    before = dict(table)
    scopes = [CustomObjectScope({name: object()}) for name in names]
    for scope in scopes:
        scope.__enter__()
    scopes[first_out].__exit__(None, None, None)
    left = scopes[1 - first_out]
    assert table == {**before, **left.custom_objects[0]}
    left.__exit__(None, None, None)
    assert table == before


def test_what_is_entered_by_hand_in_an_outer_scope_stays_until_its_end():
    table = get_custom_objects()
    before = dict(table)
    with CustomObjectScope({"a": 1}):
        table["by hand"] = 2
        with CustomObjectScope({"b": 3}):
            pass
        assert table == {**before, "a": 1, "by hand": 2}
    assert table == before


def test_serializes_none_configs_and_names():
    assert serialize_keras_object(None) is None
    assert serialize_keras_object(named) == "named"
    assert serialize_keras_object(Plain(7)) == {"class_name": "Plain", "config": {"size": 7}}
    with pytest.raises(ValueError, match="Cannot serialize"):
        serialize_keras_object(3)


def test_custom_objects_come_before_scopes_before_the_modules():
    config = {"class_name": "Plain", "config": {}}
    module = {"Plain": type("FromModule", (Plain,), {})}
    scoped = {"Plain": type("FromScope", (Plain,), {})}
    given = {"Plain": type("Given", (Plain,), {})}
    assert type(deserialize_keras_object(config, module)).__name__ == "FromModule"
    with custom_object_scope(scoped):
        assert type(deserialize_keras_object(config, module)).__name__ == "FromScope"
        assert type(deserialize_keras_object(config, module, given)).__name__ == "Given"


def test_from_config_gets_custom_objects_if_it_takes_them():
    config = {"class_name": "Knowing", "config": {"size": 2}}
    with custom_object_scope({"scoped": 1, "both": 2}):
        made = deserialize_keras_object(config, {"Knowing": Knowing}, {"both": 3})
    assert made.objects == {"scoped": 1, "both": 3}


def test_custom_objects_are_in_scope_for_what_is_inside():
    class Outer:
        @classmethod
        def from_config(cls, config):
            return deserialize_keras_object(config["inner"])

    config = {"class_name": "Outer", "config": {"inner": "mine"}}
    assert deserialize_keras_object(config, {"Outer": Outer}, {"mine": named}) is named


def test_a_function_of_the_entries_may_stand_for_a_class():
    config = {"class_name": "made", "config": {"a": 1, "b": 2}}
    assert deserialize_keras_object(config, {"made": lambda a, b: a + b}) == 3


@pytest.mark.parametrize(
    ("identifier", "error", "message"),
    [
        ("no_such", ValueError, "Unknown thing: no_such"),
        ({"class_name": "NoSuch", "config": {}}, ValueError, "Unknown thing: NoSuch"),
        ({"class_name": "Plain"}, ValueError, "Improper config format"),
        (3, TypeError, "Could not interpret serialized thing: 3"),
    ],
    ids=str,
)
def test_says_what_it_cannot_make(identifier, error, message):
    with pytest.raises(error, match=message):
        deserialize_keras_object(identifier, {"Plain": Plain}, printable_module_name="thing")


def test_arguments_are_read_off_the_signature():
    assert arguments_of(Plain(4, named), Plain) == {"size": 4, "of": "named"}
    inner = {"class_name": "Plain", "config": {"size": 1}}
    assert arguments_of(Plain(4, Plain(1)), Plain) == {"size": 4, "of": inner}


def test_arguments_leave_out_what_is_collected():
    class Collects:
        def __init__(self, size, *more, **others):
            self.size = size

    assert arguments_of(Collects(2), Collects) == {"size": 2}


def test_unexpected_keys_are_named():
    registry.check_for_unexpected_keys("loss", {"a": 1}, ["a", "b"])
    with pytest.raises(ValueError, match=r"Unknown entries in loss dictionary: \['c'\]"):
        registry.check_for_unexpected_keys("loss", {"a": 1, "c": 2}, ["a", "b"])


# ---- functions as bytecode
def closing_over(number):
    def inner(x, y=2):
        return x + y + number

    return inner


def test_a_function_dumped_here_is_loaded_here():
    assert func_load(func_dump(closing_over(10)))(1) == 13
    assert func_load(json.loads(json.dumps(func_dump(closing_over(10)))))(1, y=3) == 14
    code, defaults, closure = func_dump(lambda x: x * 2)
    assert (defaults, closure) == (None, None)
    assert func_load(code)(4) == 8


def test_global_names_mean_what_is_given():
    loaded = func_load(func_dump(lambda x: np.add(x, 1)), globs={"np": np})
    assert loaded(1) == 2


@pytest.fixture
def foreign():
    """Return a function's bytecode as a file would bring it: unknown to this process."""
    dumped = func_dump(closing_over(10))
    bytecode._dumped_here.pop(dumped[0], None)
    return dumped


def test_bytecode_from_elsewhere_is_not_run(foreign):
    with pytest.raises(ValueError, match="enable_unsafe_deserialization"):
        func_load(foreign)


def test_bytecode_from_elsewhere_runs_where_that_is_allowed(foreign):
    config.enable_unsafe_deserialization()
    try:
        assert func_load(foreign)(1) == 13
    finally:
        config.enable_unsafe_deserialization(False)
    with bytecode.trusted_code():
        assert func_load(foreign)(1) == 13
    with pytest.raises(ValueError, match="not run"):
        func_load(foreign)


def test_bytecode_of_another_python_is_named_as_such():
    with bytecode.trusted_code(), pytest.raises(ValueError, match="another version of Python"):
        func_load("4wEAAAAAAAAA\n")


# ---- small manners
def test_has_arg_looks_for_names_that_can_be_given():
    def function(a, /, b, *more, c, **others):
        return a, b, more, c, others

    assert [has_arg(function, name) for name in "abcd"] == [False, True, True, False]
    assert has_arg(function, "d", accept_all=True)
    assert not has_arg(named, "d", accept_all=True)


def test_has_arg_asks_methods_wrappers_and_builtins():
    class Layer:
        def call(self, x, mask=None):
            return x, mask

        @classmethod
        def made(cls, config, **others):
            return cls, config, others

        def __call__(self, x, training=None):
            return x, training

    @functools.wraps(named)
    def wrapper(*args, **kwargs):
        return named(*args, **kwargs)

    assert [has_arg(Layer().call, name) for name in ("self", "x", "mask")] == [False, True, True]
    assert has_arg(Layer.call, "self")
    assert [has_arg(Layer.made, name) for name in ("cls", "config")] == [False, True]
    assert has_arg(Layer.made, "a", accept_all=True)
    assert [has_arg(Layer(), name) for name in ("training", "mask")] == [True, False]
    assert has_arg(wrapper, "x")
    assert not has_arg(wrapper, "y", accept_all=True)
    assert has_arg(functools.partial(named), "x")
    assert not has_arg(max, "x")


def test_lists_singletons_and_nothing():
    assert registry.to_list((1, 2)) == [(1, 2)]
    assert registry.to_list((1, 2), allow_tuple=True) == [1, 2]
    assert registry.unpack_singleton([7]) == 7
    assert registry.unpack_singleton([7, 8]) == [7, 8]
    assert registry.is_all_none([None, None])
    assert not registry.is_all_none((None, 1))
    assert registry.is_all_none(None)


def test_uids_tell_lists_of_objects_apart():
    a, b = Plain(), Plain()
    assert registry.object_list_uid([a, b]) == f"{id(a)}, {id(b)}"
    assert registry.object_list_uid(a) == str(id(a))


def test_arrays_are_sliced_together():
    a, b = np.arange(10), np.arange(10) * 2
    sliced = registry.slice_arrays([a, None, b], 2, 4)
    assert [each if each is None else each.tolist() for each in sliced] == [[2, 3], None, [4, 6]]
    picked = registry.slice_arrays([a, b], np.array([3, 1]))
    assert [each.tolist() for each in picked] == [[3, 1], [6, 2]]
    assert registry.slice_arrays(a, 1, 3).tolist() == [1, 2]
    assert registry.slice_arrays(None, 1, 3) == [None]


@pytest.mark.parametrize(
    ("shape", "axes", "first"),
    [
        ((16, 128, 127, 32), (1, 2), (16, 32, 128, 127)),
        ((128, 127, 32), (0, 1), (32, 128, 127)),
        ([16, 9, 128, 127, 32], (2, 3), [16, 9, 32, 128, 127]),
    ],
    ids=str,
)
def test_shapes_are_reordered(shape, axes, first):
    assert registry.transpose_shape(shape, "channels_last", axes) == shape
    assert registry.transpose_shape(shape, "channels_first", axes) == first
    with pytest.raises(ValueError, match="data_format"):
        registry.transpose_shape(shape, "channels", axes)


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("Dense", "dense"),
        ("Conv2D", "conv2d"),
        ("ConvLSTM2D", "conv_lst_m2d"),
        ("CuDNNLSTM", "cu_dnnlstm"),
        ("GRU", "gru"),
        ("_Merge", "private__merge"),
        ("my_Layer", "my__layer"),
        ("LSTMCell", "lstm_cell"),
        ("TimeDistributed", "time_distributed"),
    ],
)
def test_class_names_become_layer_names(name, snake):
    assert registry.to_snake_case(name) == snake
