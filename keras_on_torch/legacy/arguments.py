"""Arguments as Keras 1 named them, turned into Keras 2's: one table for all that takes them.

`accepts_keras_1_arguments` wraps a constructor or method so that it accepts them, and says in a
warning how the call is written in Keras 2. A row of the table has the arguments that may be given
by place, the new name of each old one, and what several arguments together become.
"""

import functools
import warnings
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from keras_on_torch.legacy import converters

__all__ = [
    "TABLE",
    "Rules",
    "accepting",
    "accepts_keras_1_arguments",
    "accepts_keras_1_get_updates",
    "convert",
    "converted_arguments",
    "raise_duplicate_arg_error",
]

Arguments: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]
Function: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[Function], Function]

_VALUES: dict[str, dict[Any, Any]] = {
    "dim_ordering": {"tf": "channels_last", "th": "channels_first", "default": None},
    "consume_less": {"cpu": 0, "mem": 1, "gpu": 2},
}


@dataclass(frozen=True)
class Rules:
    """How one class or method was called in Keras 1.

    Attributes:
        by_place: what may be given by place; None for anything.
        names: old name -> new name.
        joint: takes (args, kwargs) and returns them converted, and what was.
        values: old name -> what values given under it become.
    """

    by_place: tuple[str, ...] | None
    names: dict[str, str] = field(default_factory=dict)
    joint: Callable[..., Any] | None = None
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=lambda: _VALUES)


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
_conv1d = Rules(_CONV, _CONV1D, converters.input_shape)
_conv2d = Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.kernel_2d)
_pool1d = Rules(_POOL, {"pool_length": "pool_size", "stride": "strides", "border_mode": "padding"})
_pool = Rules(_POOL, {"border_mode": "padding", **_ORDERING})
_global_pool = Rules(None, _ORDERING)
_recurrent = Rules(("units",), _RECURRENT, converters.recurrent)
_spatial_dropout = Rules(("rate",), {"p": "rate", **_ORDERING})
_generator = Rules(("generator", "steps_per_epoch", "epochs"), _GENERATOR, converters.steps)

TABLE: dict[str, Rules] = {
    # The constructors that the layers of pooling share.
    "_GlobalPooling2D": _global_pool,
    "_GlobalPooling3D": _global_pool,
    "_Pooling1D": _pool1d,
    "_Pooling2D": _pool,
    "_Pooling3D": _pool,
    "AveragePooling1D": _pool1d,
    "AveragePooling2D": _pool,
    "AveragePooling3D": _pool,
    "BatchNormalization": Rules(
        (),
        {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
        converters.batch_normalization,
    ),
    "Conv1D": _conv1d,
    "Conv2D": _conv2d,
    "Conv2DTranspose": Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.transposed),
    "Conv3D": Rules(_CONV, {**_WINDOW, **_KERNEL}, converters.kernel_3d),
    "ConvLSTM2D": Rules(_CONV, _CONV_LSTM, converters.conv_lstm),
    "Cropping2D": Rules(("cropping",), _ORDERING),
    "Cropping3D": Rules(("cropping",), _ORDERING),
    "Dense": Rules(("units",), {"output_dim": "units", **_KERNEL}),
    "Dropout": Rules(("rate", "noise_shape", "seed"), {"p": "rate"}),
    "Embedding": Rules(
        ("input_dim", "output_dim"),
        {
            "init": "embeddings_initializer",
            "W_regularizer": "embeddings_regularizer",
            "W_constraint": "embeddings_constraint",
        },
        converters.embedding,
    ),
    "GRU": _recurrent,
    "GaussianDropout": Rules(("rate",), {"p": "rate"}),
    "GaussianNoise": Rules(("stddev",), {"sigma": "stddev"}),
    "GlobalAveragePooling2D": _global_pool,
    "GlobalAveragePooling3D": _global_pool,
    "GlobalMaxPooling2D": _global_pool,
    "GlobalMaxPooling3D": _global_pool,
    "InputLayer": Rules(None, {"input_dtype": "dtype"}),
    "LSTM": _recurrent,
    "Lambda": Rules(("function", "output_shape")),
    "LocallyConnected1D": _conv1d,
    "LocallyConnected2D": _conv2d,
    "MaxPooling1D": _pool1d,
    "MaxPooling2D": _pool,
    "MaxPooling3D": _pool,
    "Network": Rules(None, {"input": "inputs", "output": "outputs"}),
    "PReLU": Rules(("alpha_initializer",), {"init": "alpha_initializer"}),
    "SeparableConv2D": Rules(_CONV, _SEPARABLE, converters.separable),
    "SimpleRNN": _recurrent,
    "SpatialDropout1D": Rules(("rate",), {"p": "rate"}),
    "SpatialDropout2D": _spatial_dropout,
    "SpatialDropout3D": _spatial_dropout,
    "UpSampling1D": Rules(("size",), {"length": "size"}),
    "UpSampling2D": Rules(("size",), _ORDERING),
    "UpSampling3D": Rules(("size",), _ORDERING),
    "ZeroPadding2D": Rules(("padding",), _ORDERING, converters.padding_2d),
    "ZeroPadding3D": Rules(("padding",), _ORDERING),
    "add_weight": Rules(("name", "shape"), {}, converters.shape_and_name),
    "evaluate_generator": _generator,
    "fit_generator": _generator,
    "get_updates": Rules(None, {}, converters.get_updates),
    "predict_generator": _generator,
}


def accepts_keras_1_arguments(func: Function, row: str | None = None) -> Function:
    """Make a constructor or method accept Keras 1's arguments.

    Args:
        func: the constructor or method.
        row: its row in the table; None takes a constructor's class, or the method's own name.

    Returns:
        The wrapped function; one without a row in the table is returned as it is.
    """
    if row is None:
        is_constructor = func.__name__ == "__init__"
        row = func.__qualname__.split(".")[-2] if is_constructor else func.__name__
    rules = TABLE.get(row)
    return func if rules is None else accepting(rules)(func)


def accepting(
    rules: Rules, preprocessor: Function | None = None, tells_class: bool | None = None
) -> Decorator:
    """Return a decorator of constructors and methods that are called by some rules.

    Args:
        rules: the rules.
        preprocessor: what is asked first: as `joint`, but with `self` among the arguments.
        tells_class: whether messages tell the class, not the method; None: of constructors only.
    """

    def legacy_support(func: Function) -> Function:
        by_class = func.__name__ == "__init__" if tells_class is None else tells_class

        @functools.wraps(func)
        def either(self: Any, *args: Any, **kwargs: Any) -> Any:
            shown = type(self).__name__ if by_class else func.__name__
            converted: Any = []
            if preprocessor is not None:
                (self, *rest), kwargs, converted = preprocessor((self, *args), kwargs)
                args = tuple(rest)
            args, kwargs = convert(rules, args, kwargs, shown, bool(converted))
            return func(self, *args, **kwargs)

        either._original_function = func  # type: ignore[attr-defined]  # Keras: old packages look there.
        return either

    return legacy_support


def converted_arguments(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], shown: str | None = None
) -> Arguments:
    """Return the arguments of a call as Keras 2 names them; as `convert`.

    Args:
        name: row of the table; a name without one changes nothing.
        args: as there.
        kwargs: as there.
        shown: as there; None takes `name`.
    """
    rules = TABLE.get(name)
    return (args, kwargs) if rules is None else convert(rules, args, kwargs, shown or name)


def convert(
    rules: Rules,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    shown: str,
    changed: bool = False,
) -> Arguments:
    """Return the arguments of a call as Keras 2 names them, and warn where that changes anything.

    Args:
        rules: how the call was written in Keras 1.
        args: what the call was given by place, without `self`.
        kwargs: what it was given by name.
        shown: how warnings and errors call it.
        changed: whether something was changed before.

    Raises:
        TypeError: too much is given by place, or an argument under both names.
    """
    if rules.joint is not None:
        args, kwargs, converted = rules.joint(args, kwargs)
        changed = changed or bool(converted)
    if rules.by_place is not None and len(args) > len(rules.by_place):
        raise TypeError(
            f"`{shown}` can accept only {len(rules.by_place)} positional arguments"
            f" {rules.by_place}, but you passed the following positional arguments: {list(args)}."
            " Give the others by name"
        )
    if not rules.names.keys().isdisjoint(kwargs):
        kwargs, changed = _renamed(kwargs, rules, shown), True
    if changed:
        call = _written(shown, args, kwargs)
        warnings.warn(f"Update your `{shown}` call to the Keras 2 API: `{call}`", stacklevel=3)
    return args, kwargs


def _renamed(kwargs: dict[str, Any], rules: Rules, shown: str) -> dict[str, Any]:
    renamed = dict(kwargs)
    for old, new in rules.names.items():
        if old not in renamed:
            continue
        value = renamed.pop(old)
        if new in renamed:
            raise_duplicate_arg_error(old, new, f"`{shown}`")
        values = rules.values.get(old, {})
        renamed[new] = values.get(value, value) if isinstance(value, Hashable) else value
    return renamed


def raise_duplicate_arg_error(old_arg: str, new_arg: str, shown: str = "the layer") -> None:
    """Say that an argument was given under both names.

    Args:
        old_arg: that of Keras 1.
        new_arg: that of Keras 2.
        shown: what was called.

    Raises:
        TypeError: always.
    """
    raise TypeError(
        f"For the `{new_arg}` argument, {shown} received both the legacy keyword argument"
        f" `{old_arg}` and the Keras 2 keyword argument `{new_arg}`. Stick to the latter!"
    )


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


accepts_keras_1_get_updates = functools.partial(accepts_keras_1_arguments, row="get_updates")
"""Let `get_updates(loss, params)` also be called Keras 1's way: (params, constraints, loss)."""
