"""Calls of `keras.legacy.interfaces`, recorded from Keras 2.2.4: `python3.7 interface_calls.py`."""

import json
import warnings
from pathlib import Path

__all__ = ["CALLS", "RECORDED", "outcome"]

RECORDED = Path(__file__).with_name("interface_calls.json")

# A call of a preprocessor: its source, with `self` as "me".
CALLS = [
    "add_weight_args_preprocessing(('me', (3, 4), 'w'), {'trainable': False})",
    "add_weight_args_preprocessing(('me', 'w', (3, 4)), {})",
    "batchnorm_args_preprocessor(('me',), {'mode': 0, 'axis': 1})",
    "batchnorm_args_preprocessor(('me', 1), {})",
    "batchnorm_args_preprocessor(('me',), {'mode': 2})",
    "conv1d_args_preprocessor(('me', 4, 3), {'input_dim': 2, 'input_length': 7})",
    "conv1d_args_preprocessor(('me', 4, 3), {'input_length': 7})",
    "conv2d_args_preprocessor(('me', 8, 3, 5), {'name': 'a'})",
    "conv2d_args_preprocessor(('me', 8, 3), {'nb_col': 5})",
    "conv2d_args_preprocessor(('me', 8), {'nb_row': 3, 'nb_col': 5})",
    "conv2d_args_preprocessor(('me',), {'nb_row': 3, 'nb_col': 5})",
    "conv2d_args_preprocessor(('me', 8, (3, 3)), {})",
    "conv2d_args_preprocessor(('me', 8, 3, 5), {'padding': 'same'})",
    "conv2d_args_preprocessor(('me', 8, 3, 5, 7), {})",
    "conv3d_args_preprocessor(('me', 8, 3, 4, 5), {})",
    "conv3d_args_preprocessor(('me', 8, 3, 4), {'kernel_dim3': 5})",
    "conv3d_args_preprocessor(('me', 8, 3, 4, 5, 6), {})",
    "convlstm2d_args_preprocessor(('me', 8, 3, 5), {'forget_bias_init': 'one'})",
    "convlstm2d_args_preprocessor(('me', 8, 3), {'forget_bias_init': 'zero', 'nb_col': 2})",
    "deconv2d_args_preprocessor(('me', 3, 3, 3, (None, 3, 14, 14)), {})",
    "deconv2d_args_preprocessor(('me', 3, 3, 3), {'output_shape': (None, 3, 14, 14)})",
    "embedding_kwargs_preprocessor(('me', 3, 4), {'dropout': 0.2})",
    "generator_methods_args_preprocessor(('me', G), {'samples_per_epoch': 100})",
    "generator_methods_args_preprocessor(('me',), {'generator': G, 'nb_epoch': 2})",
    "get_updates_arg_preprocessing(('me', ['p'], {}, 'l'), {})",
    "get_updates_arg_preprocessing(('me', ['p'], {}), {'loss': 'l'})",
    "get_updates_arg_preprocessing(('me', 'l', ['p']), {})",
    "get_updates_arg_preprocessing(('me', ['p'], 'c'), {'loss': 'l'})",
    "get_updates_arg_preprocessing((1, 2, 3, 4, 5), {})",
    "recurrent_args_preprocessor(('me', 4), {'forget_bias_init': 'one', 'input_dim': 3})",
    "recurrent_args_preprocessor(('me', 4), {'forget_bias_init': 'zero', 'input_length': 3})",
    "separable_conv2d_args_preprocessor(('me', 8, 3, 3), {'init': 'uniform'})",
    "zeropadding2d_args_preprocessor(('me', {'top_pad': 2, 'right_pad': 1}), {})",
    "zeropadding2d_args_preprocessor(('me',), {'padding': {'left_pad': 3}})",
    "raise_duplicate_arg_error('init', 'kernel_initializer')",
    # Layers of other packages.
    "Mine(init='a', unit=3)",
    "Mine(3, 4, order='th')",
    "Mine(3, order='else')",
    "Mine(3, 4, 5)",
    "Mine(unit=3, units=4)",
    "Mine(3).method(old=[1, 2], text='long enough')",
    "Mine(3).method('as it is', new=5)",
]


class _Sized:
    batch_size = 32


def _mine(interfaces):
    def doubled(args, kwargs):
        if "init" not in kwargs:
            return args, kwargs, []
        init = kwargs.pop("init")
        return args, dict(kwargs, first=init, second=init), [("init", "first/second")]

    class Mine:
        @interfaces.generate_legacy_interface(
            allowed_positional_args=["units", "size"],
            conversions=[("unit", "units"), ("order", "data_format")],
            preprocessor=doubled,
            value_conversions={"order": {"th": "first"}},
        )
        def __init__(self, units, size=1, **kwargs):
            self.arrived = [units, size, kwargs]

        @interfaces.generate_legacy_method_interface(conversions=[("old", "new")])
        def method(self, *args, **kwargs):
            self.arrived = [args, kwargs]
            return self

    return Mine


def _listed(value):
    if isinstance(value, (list, tuple)):
        return [_listed(each) for each in value]
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return "G" if isinstance(value, _Sized) else value


def outcome(interfaces, call):
    """Return what a call gives, or the type of its error, and how many warnings it makes."""
    names = dict(vars(interfaces), G=_Sized(), Mine=_mine(interfaces))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = eval(call, names)
            found = _listed(getattr(found, "arrived", found))
        except Exception as error:
            found = type(error).__name__
    shown = [str(each.message).split(": ")[-1] for each in caught if "Update" in str(each.message)]
    return [found, len(caught), shown[-1:] if "Mine" in call else []]


if __name__ == "__main__":
    from keras.legacy import interfaces as keras_interfaces

    found = {each_call: outcome(keras_interfaces, each_call) for each_call in CALLS}
    rows = [f"{json.dumps(each_call)}: {json.dumps(row)}" for each_call, row in found.items()]
    RECORDED.write_text("{\n" + ",\n".join(rows) + "\n}\n")
