"""Keras 1's arguments arrive as Keras 2's, and the warning writes the new call."""

import json
import warnings

import pytest

from compat_tests.legacy.interface_calls import CALLS, RECORDED, outcome
from keras_on_torch.legacy import interfaces
from keras_on_torch.legacy.arguments import TABLE, accepts_keras_1_arguments, converted_arguments

# A call in Keras 1; what arrives; the call as the warning writes it (None: there is no warning).
ROWS = [
    (
        "Dense(output_dim=3, init='uniform', activation='relu', input_dim=4)",
        ((), {"activation": "relu", "input_dim": 4, "units": 3, "kernel_initializer": "uniform"}),
        'Dense(activation="relu", input_dim=4, units=3, kernel_initializer="uniform")',
    ),
    ("Dense(3, activation='relu')", ((3,), {"activation": "relu"}), None),
    ("Dense(3, bias=False)", ((3,), {"use_bias": False}), "Dense(3, use_bias=False)"),
    ("Dropout(p=0.3)", ((), {"rate": 0.3}), "Dropout(rate=0.3)"),
    ("Dropout(0.3)", ((0.3,), {}), None),
    ("Embedding(10, 4, dropout=0.2)", ((10, 4), {}), "`dropout`"),
    ("Conv2D(8, 3, 5)", ((8, (3, 5)), {}), "Conv2D(8, (3, 5))"),
    ("Conv2D(8, 3, nb_col=5)", ((8, (3, 5)), {}), "Conv2D(8, (3, 5))"),
    ("Conv2D(8, nb_row=3, nb_col=5)", ((8, (3, 5)), {}), "Conv2D(8, (3, 5))"),
    (
        "Conv2D(nb_filter=8, nb_row=3, nb_col=5)",
        ((), {"kernel_size": (3, 5), "filters": 8}),
        "Conv2D(kernel_size=(3, 5), filters=8)",
    ),
    ("Conv2D(8, 3, strides=(2, 2))", ((8, 3), {"strides": (2, 2)}), None),
    (
        "Conv2D(8, (3, 3), dim_ordering='th', subsample=(2, 2), border_mode='same')",
        (
            (8, (3, 3)),
            {"strides": (2, 2), "padding": "same", "data_format": "channels_first"},
        ),
        'Conv2D(8, (3, 3), strides=(2, 2), padding="same", data_format="channels_first")',
    ),
    ("Conv2D(8, 3, dim_ordering='default')", ((8, 3), {"data_format": None}), "data_format=None"),
    (
        "Conv1D(64, 3, input_dim=7, input_length=20)",
        ((64, 3), {"input_shape": (20, 7)}),
        "Conv1D(64, 3, input_shape=(20, 7))",
    ),
    ("Conv3D(8, 2, 3, 4)", ((8, (2, 3, 4)), {}), "Conv3D(8, (2, 3, 4))"),
    ("Conv3D(8, 2, 3, kernel_dim3=4)", ((8, (2, 3, 4)), {}), "Conv3D(8, (2, 3, 4))"),
    (
        "Conv3D(nb_filter=8, kernel_dim1=2, kernel_dim2=3, kernel_dim3=4)",
        ((), {"kernel_size": (2, 3, 4), "filters": 8}),
        "Conv3D(kernel_size=(2, 3, 4), filters=8)",
    ),
    (
        "Conv2DTranspose(3, 3, 3, (None, 3, 14, 14))",
        ((3, (3, 3)), {}),
        "Conv2DTranspose(3, (3, 3))",
    ),
    (
        "Conv2DTranspose(3, 3, 3, output_shape=(None, 3, 14, 14))",
        ((3, (3, 3)), {}),
        "Conv2DTranspose(3, (3, 3))",
    ),
    (
        "SeparableConv2D(8, 3, 3, init='uniform')",
        ((8, (3, 3)), {"depthwise_initializer": "uniform", "pointwise_initializer": "uniform"}),
        'SeparableConv2D(8, (3, 3), depthwise_initializer="uniform", pointwise_initializer=',
    ),
    ("LSTM(32, input_dim=8)", ((32,), {"input_shape": (None, 8)}), "input_shape=(None, 8)"),
    (
        "LSTM(32, forget_bias_init='one', consume_less='gpu', dropout_W=0.1)",
        ((32,), {"unit_forget_bias": True, "dropout": 0.1, "implementation": 2}),
        "LSTM(32, unit_forget_bias=True, dropout=0.1, implementation=2)",
    ),
    ("LSTM(32, forget_bias_init='zero')", ((32,), {}), "`forget_bias_init`"),
    (
        "ConvLSTM2D(4, 3, 3, inner_activation='sigmoid')",
        ((4, (3, 3)), {"recurrent_activation": "sigmoid"}),
        'ConvLSTM2D(4, (3, 3), recurrent_activation="sigmoid")',
    ),
    ("BatchNormalization(mode=0, axis=1)", ((), {"axis": 1}), "BatchNormalization(axis=1)"),
    (
        "ZeroPadding2D(padding={'top_pad': 1, 'left_pad': 3})",
        ((), {"padding": ((1, 0), (3, 0))}),
        "padding=(top_pad, bottom_pad, left_pad, right_pad)",
    ),
    (
        "ZeroPadding2D({'left_pad': 3})",
        ((((0, 0), (3, 0)),), {}),
        "padding=((top_pad, bottom_pad), (left_pad, right_pad))",
    ),
    ("MaxPooling2D((2, 2), (1, 1), 'same')", (((2, 2), (1, 1), "same"), {}), None),
    ("GlobalMaxPooling2D(dim_ordering='tf')", ((), {"data_format": "channels_last"}), "format"),
]
MISTAKES = [
    ("Dense(3, 'relu')", TypeError, "can accept only 1 positional"),
    ("Dense(output_dim=3, units=3)", TypeError, "Stick to the latter"),
    ("Conv2D(8, 3, 2, padding='same')", ValueError, "Pass `strides` as a keyword argument"),
    ("Conv2D(8, (3, 3), (2, 2))", TypeError, "can accept only 2 positional"),
    ("Conv2D(8, 3, 3, 1, 1)", TypeError, "at most 3 positional"),
    ("Conv3D(8, 3, 2, padding='same')", ValueError, "Pass `strides` as a keyword argument"),
    ("BatchNormalization(mode=1)", TypeError, "no longer"),
    ("BatchNormalization(1)", TypeError, "does not accept positional arguments"),
    ("Lambda(abs, (3,), {})", TypeError, "can accept only 2 positional"),
]


class Stand:
    """What a class becomes here: its constructor keeps what arrives."""

    def __init__(self, *args, **kwargs):
        self.arrived = args, kwargs


STANDS = {name: type(name, (Stand,), {}) for name in TABLE}
for _name, _stand in STANDS.items():
    _stand.__init__ = accepts_keras_1_arguments(_stand.__init__, _name)


def called(call):
    return eval(call, dict(STANDS)).arrived


@pytest.mark.parametrize(("call", "arrives", "shown"), ROWS, ids=lambda value: str(value)[:60])
def test_arguments_arrive_under_their_new_names(call, arrives, shown):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        args, kwargs = called(call)
    assert (tuple(args), kwargs) == arrives
    assert list(kwargs) == list(arrives[1])
    if shown is None:
        assert not caught
    else:
        assert shown in str(caught[-1].message)
        assert all(warning.filename == "<string>" for warning in caught)


@pytest.mark.parametrize(("call", "error", "message"), MISTAKES, ids=lambda value: str(value)[:60])
def test_mistakes_are_explained(call, error, message):
    with pytest.raises(error, match=message):
        called(call)


def test_what_has_no_row_stays_as_it_is():
    assert converted_arguments("Mine", (1,), {"init": 2}) == ((1,), {"init": 2})

    def function(self):
        return self

    assert accepts_keras_1_arguments(function) is function


class Batches:
    batch_size = 32


@pytest.mark.parametrize(
    ("generator", "steps"), [(Batches(), 3), (iter([]), 100)], ids=["sized", "unsized"]
)
def test_samples_of_an_epoch_become_batches(generator, steps):
    with pytest.warns(UserWarning, match="fit_generator"):
        _, kwargs = converted_arguments("fit_generator", (generator,), {"samples_per_epoch": 100})
    assert kwargs == {"steps_per_epoch": steps}


def test_counting_samples_is_warned_of():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        converted_arguments("fit_generator", (iter([]),), {"nb_epoch": 3, "max_q_size": 2})
    assert len(caught) == 2
    assert "counts batches" in str(caught[0].message)
    assert "epochs=3, max_queue_size=2" in str(caught[-1].message)


def test_weights_may_be_added_shape_first():
    assert converted_arguments("add_weight", ((3, 4), "w"), {}) == (
        (),
        {"shape": (3, 4), "name": "w"},
    )
    assert converted_arguments("add_weight", ("w", (3, 4)), {}) == (("w", (3, 4)), {})


@pytest.mark.parametrize("call", CALLS)
def test_other_packages_find_what_the_interfaces_of_keras_do(call):
    assert outcome(interfaces, call) == json.loads(RECORDED.read_text())[call]


def test_warnings_of_the_interfaces_point_at_the_call():
    class Mine:
        @interfaces.generate_legacy_interface(preprocessor=interfaces.recurrent_args_preprocessor)
        def __init__(self, **kwargs):
            self.arrived = kwargs

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        eval("Mine(input_dim=3)", {"Mine": Mine})
    assert [each.filename for each in caught] == ["<string>"] * 2


def test_other_packages_find_the_decorators_under_keras_names():
    class Mine:
        @interfaces.legacy_dense_support
        def __init__(self, units):
            self.units = units

    with pytest.warns(UserWarning, match=r"Update your `Mine` call.*`Mine\(units=3\)`"):
        assert Mine(output_dim=3).units == 3
