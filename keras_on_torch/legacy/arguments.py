"""Arguments as Keras 1 named them, turned into Keras 2's: one table for all that takes them.

`accepts_keras_1_arguments` wraps a constructor or method so that it accepts them, and says in a
warning how the call is written in Keras 2. A row of the table has the arguments that may be given
by place, the new name of each old one, and what several arguments together become.
"""

import functools
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from keras_on_torch.legacy import converters

__all__ = [
    "TABLE",
    "accepts_keras_1_arguments",
    "accepts_keras_1_get_updates",
    "converted_arguments",
]

Arguments: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]

_VALUES: dict[str, dict[Any, Any]] = {
    "dim_ordering": {"tf": "channels_last", "th": "channels_first", "default": None},
    "consume_less": {"cpu": 0, "mem": 1, "gpu": 2},
}


@dataclass(frozen=True)
class _Rules:
    """How one class or method was called in Keras 1.

    Attributes:
        by_place: what may be given by place; None for anything.
        names: old name -> new name.
        joint: takes (args, kwargs) and gives them converted, and whether anything was.
    """

    by_place: tuple[str, ...] | None
    names: dict[str, str] = field(default_factory=dict)
    joint: Callable[..., Any] | None = None


_ORDERING = {"dim_ordering": "data_format"}
_KERNEL = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
_WINDOW = {"nb_filter": "filters", "subsample": "strides", "border_mode": "padding", **_ORDERING}
_CONV = ("filters", "kernel_size")
_CONV1D = {
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "subsample_length": "strides",
    "border_mode": "padding",
    **_KERNEL,
}
_POOL = ("pool_size", "strides", "padding")
_RECURRENT = {
    "output_dim": "units",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
}
_CONV_LSTM = {
    **_WINDOW,
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "inner_activation": "recurrent_activation",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "bias": "use_bias",
}
_SEPARABLE = {
    **_WINDOW,
    "b_regularizer": "bias_regularizer",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
_GENERATOR = {
    "samples_per_epoch": "steps_per_epoch",
    "val_samples": "steps",
    "nb_epoch": "epochs",
    "nb_val_samples": "validation_steps",
    "nb_worker": "workers",
    "pickle_safe": "use_multiprocessing",
    "max_q_size": "max_queue_size",
}
_conv1d = _Rules(_CONV, _CONV1D, converters.input_shape)
_conv2d = _Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.kernel_2d)
_pool1d = _Rules(_POOL, {"pool_length": "pool_size", "stride": "strides", "border_mode": "padding"})
_pool = _Rules(_POOL, {"border_mode": "padding", **_ORDERING})
_global_pool = _Rules(None, _ORDERING)
_recurrent = _Rules(("units",), _RECURRENT, converters.recurrent)
_spatial_dropout = _Rules(("rate",), {"p": "rate", **_ORDERING})
_generator = _Rules(("generator", "steps_per_epoch", "epochs"), _GENERATOR, converters.steps)

TABLE: dict[str, _Rules] = {
    # The constructors that the layers of pooling share.
    "_GlobalPooling2D": _global_pool,
    "_GlobalPooling3D": _global_pool,
    "_Pooling1D": _pool1d,
    "_Pooling2D": _pool,
    "_Pooling3D": _pool,
    "AveragePooling1D": _pool1d,
    "AveragePooling2D": _pool,
    "AveragePooling3D": _pool,
    "BatchNormalization": _Rules(
        (),
        {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
        converters.batch_normalization,
    ),
    "Conv1D": _conv1d,
    "Conv2D": _conv2d,
    "Conv2DTranspose": _Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.transposed),
    "Conv3D": _Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.kernel_3d),
    "ConvLSTM2D": _Rules(_CONV, _CONV_LSTM, converters.conv_lstm),
    "Cropping2D": _Rules(("cropping",), _ORDERING),
    "Cropping3D": _Rules(("cropping",), _ORDERING),
    "Dense": _Rules(("units",), {"output_dim": "units", **_KERNEL}),
    "Dropout": _Rules(("rate", "noise_shape", "seed"), {"p": "rate"}),
    "Embedding": _Rules(
        ("input_dim", "output_dim"),
        {
            "init": "embeddings_initializer",
            "W_regularizer": "embeddings_regularizer",
            "W_constraint": "embeddings_constraint",
        },
        converters.embedding,
    ),
    "GRU": _recurrent,
    "GaussianDropout": _Rules(("rate",), {"p": "rate"}),
    "GaussianNoise": _Rules(("stddev",), {"sigma": "stddev"}),
    "GlobalAveragePooling2D": _global_pool,
    "GlobalAveragePooling3D": _global_pool,
    "GlobalMaxPooling2D": _global_pool,
    "GlobalMaxPooling3D": _global_pool,
    "InputLayer": _Rules(None, {"input_dtype": "dtype"}),
    "LSTM": _recurrent,
    "Lambda": _Rules(("function", "output_shape")),
    "LocallyConnected1D": _conv1d,
    "LocallyConnected2D": _conv2d,
    "MaxPooling1D": _pool1d,
    "MaxPooling2D": _pool,
    "MaxPooling3D": _pool,
    "Network": _Rules(None, {"input": "inputs", "output": "outputs"}),
    "PReLU": _Rules(("alpha_initializer",), {"init": "alpha_initializer"}),
    "SeparableConv2D": _Rules(_CONV, _SEPARABLE, converters.separable),
    "SimpleRNN": _recurrent,
    "SpatialDropout1D": _Rules(("rate",), {"p": "rate"}),
    "SpatialDropout2D": _spatial_dropout,
    "SpatialDropout3D": _spatial_dropout,
    "UpSampling1D": _Rules(("size",), {"length": "size"}),
    "UpSampling2D": _Rules(("size",), _ORDERING),
    "UpSampling3D": _Rules(("size",), _ORDERING),
    "ZeroPadding2D": _Rules(("padding",), _ORDERING, converters.padding_2d),
    "ZeroPadding3D": _Rules(("padding",), _ORDERING),
    "add_weight": _Rules(("name", "shape"), {}, converters.shape_and_name),
    "evaluate_generator": _generator,
    "fit_generator": _generator,
    "predict_generator": _generator,
}


def accepts_keras_1_arguments(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a constructor or method take Keras 1's arguments.

    Args:
        name: its row in the table: a class's name, or a method's.

    Returns:
        A decorator; what has no row it gives back as it is.
    """
    if name not in TABLE:
        return lambda function: function

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        is_constructor = function.__name__ == "__init__"

        @functools.wraps(function)
        def either(self: Any, *args: Any, **kwargs: Any) -> Any:
            shown = type(self).__name__ if is_constructor else name
            args, kwargs = converted_arguments(name, args, kwargs, shown)
            return function(self, *args, **kwargs)

        return either

    return wrapped


def converted_arguments(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], shown: str | None = None
) -> Arguments:
    """Return the arguments of a call as Keras 2 names them, and warn where that changes anything.

    Args:
        name: row of the table; a name without one changes nothing.
        args: what the call was given by place, without `self`.
        kwargs: what it was given by name.
        shown: how warnings and errors call it; None takes `name`.

    Raises:
        TypeError: too much is given by place, or an argument under both names.
    """
    rules = TABLE.get(name)
    if rules is None:
        return args, kwargs
    shown = shown or name
    changed = False
    if rules.joint is not None:
        args, kwargs, changed = rules.joint(args, kwargs)
    if rules.by_place is not None and len(args) > len(rules.by_place):
        raise TypeError(
            f"`{shown}` can accept only {len(rules.by_place)} positional arguments"
            f" {rules.by_place}, but you passed the following positional arguments: {list(args)}."
            " Give the others by name"
        )
    if not rules.names.keys().isdisjoint(kwargs):
        kwargs, changed = _renamed(kwargs, rules.names, shown), True
    if changed:
        call = _written(shown, args, kwargs)
        warnings.warn(f"Update your `{shown}` call to the Keras 2 API: `{call}`", stacklevel=3)
    return args, kwargs


def _renamed(kwargs: dict[str, Any], names: dict[str, str], shown: str) -> dict[str, Any]:
    renamed = dict(kwargs)
    for old, new in names.items():
        if old not in renamed:
            continue
        value = renamed.pop(old)
        if new in renamed:
            raise TypeError(
                f"For the `{new}` argument, `{shown}` received both the legacy keyword argument"
                f" `{old}` and the Keras 2 keyword argument `{new}`. Stick to the latter!"
            )
        values = _VALUES.get(old, {})
        renamed[new] = values.get(value, value) if isinstance(value, str) else value
    return renamed


def _written(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return a call as source; what is long is cut after ten characters."""
    parts = [_short(value) for value in args]
    parts += [f"{key}={_short(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _short(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    text = "array" if isinstance(value, np.ndarray) else str(value)
    return text if len(text) <= 10 else text[:10] + "..."


def accepts_keras_1_get_updates(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let `get_updates(loss, params)` also be called Keras 1's way: (params, constraints, loss)."""

    @functools.wraps(method)
    def either(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 3:
            params, _, loss = args
            return method(self, loss=loss, params=params, **kwargs)
        if len(args) == 2 and isinstance(args[0], (list, tuple)):
            return method(self, params=args[0], **kwargs)
        return method(self, *args, **kwargs)

    return either
