"""Keras 1 arguments that become Keras 2's only together, or with a question asked.

Each function takes `(args, kwargs)`, which it does not change. It returns them converted, and pairs
of names that say what was: where there are any, the call has to be written in another way.
"""

import warnings
from typing import Any, TypeAlias

__all__ = [
    "batch_normalization",
    "conv_lstm",
    "embedding",
    "get_updates",
    "input_shape",
    "kernel_2d",
    "kernel_3d",
    "padding_2d",
    "recurrent",
    "separable",
    "shape_and_name",
    "steps",
    "transposed",
]

Args: TypeAlias = tuple[Any, ...]
Kwargs: TypeAlias = dict[str, Any]
Pairs: TypeAlias = list[tuple[str, str | None]]
Converted: TypeAlias = tuple[Args, Kwargs, Pairs]


def _without(kwargs: Kwargs, *names: str) -> Kwargs:
    return {name: value for name, value in kwargs.items() if name not in names}


def _warn(message: str, calls_between: int = 1) -> None:
    """Warn at the user's line: behind this function, those between, the table and its wrapper."""
    warnings.warn(message, stacklevel=4 + calls_between)


# ---- sizes of kernels
def kernel_2d(args: Args, kwargs: Kwargs) -> Converted:
    """Put rows and columns together: `(8, 3, 5)` or `nb_row=3, nb_col=5`."""
    return _kernel(args, kwargs, ("nb_row", "nb_col"))


def kernel_3d(args: Args, kwargs: Kwargs) -> Converted:
    """Put the three lengths together: `(8, 3, 4, 5)` or `kernel_dim1=3, ...`."""
    return _kernel(args, kwargs, ("kernel_dim1", "kernel_dim2", "kernel_dim3"))


def _kernel(args: Args, kwargs: Kwargs, names: tuple[str, ...]) -> Converted:
    filters, lengths = args[:1], args[1:]
    if len(lengths) > len(names):
        raise TypeError(
            f"Layer can receive at most {len(names) + 1} positional arguments, got {len(args)}"
        )
    whole = all(isinstance(length, int) for length in lengths)
    if len(lengths) == 2 and whole:
        _reject_positional_strides(kwargs)
    missing = names[len(lengths) :]
    if not whole or (not missing and not lengths) or not all(name in kwargs for name in missing):
        return args, kwargs, []
    size = (*lengths, *[kwargs[name] for name in missing])
    kwargs = _without(kwargs, *missing)
    converted: Pairs = [("kernel_size", "nb_row/nb_col" if len(names) == 2 else "kernel_dim*")]
    if filters:
        return (*filters, size), kwargs, converted
    return args, kwargs | {"kernel_size": size}, converted


def _reject_positional_strides(kwargs: Kwargs) -> None:
    for name in ("padding", "strides", "data_format"):
        if name in kwargs:
            raise ValueError(
                "It seems that you are using the Keras 2 and you are passing both `kernel_size` and"
                f" `strides` as integer positional arguments, beside `{name}`. In Keras 1 they were"
                " two lengths of the kernel. Pass `strides` as a keyword argument instead"
            )


def transposed(args: Args, kwargs: Kwargs) -> Converted:
    """Drop the output's shape, which is computed now, and put rows and columns together."""
    dropped: Pairs = [("output_shape", None)] if "output_shape" in kwargs else []
    if len(args) == 4 and isinstance(args[3], tuple):
        args, dropped = args[:-1], [("output_shape", None)]
    args, kwargs, converted = kernel_2d(args, _without(kwargs, "output_shape"))
    return args, kwargs, dropped + converted


def separable(args: Args, kwargs: Kwargs) -> Converted:
    """Start both kernels in the one way that is given, and put rows and columns together."""
    given: Pairs = []
    if "init" in kwargs:
        both = dict.fromkeys(("depthwise_initializer", "pointwise_initializer"), kwargs["init"])
        kwargs = _without(kwargs, "init") | both
        given = [("init", "depthwise_initializer/pointwise_initializer")]
    args, kwargs, converted = kernel_2d(args, kwargs)
    return args, kwargs, given + converted


# ---- shapes of inputs
def input_shape(args: Args, kwargs: Kwargs) -> Converted:
    """Put length and width of the input together."""
    if "input_dim" not in kwargs:
        return args, kwargs, []
    shape = (kwargs.get("input_length"), kwargs["input_dim"])
    kwargs = _without(kwargs, "input_length", "input_dim") | {"input_shape": shape}
    return args, kwargs, [("input_shape", "input_dim")]


def recurrent(args: Args, kwargs: Kwargs) -> Converted:
    """Put length and width of the input together, and read how the forget bias starts."""
    kwargs, converted = _forget_bias(kwargs)
    args, kwargs, shaped = input_shape(args, kwargs)
    if shaped:
        shaped = [("input_dim", "input_shape")]
        _warn(
            "The `input_dim` and `input_length` arguments in recurrent layers are deprecated. Use"
            " `input_shape` instead."
        )
    return args, kwargs, converted + shaped


def conv_lstm(args: Args, kwargs: Kwargs) -> Converted:
    """Put rows and columns together, and read how the forget bias starts."""
    kwargs, converted = _forget_bias(kwargs)
    args, kwargs, sized = kernel_2d(args, kwargs)
    return args, kwargs, converted + sized


def _forget_bias(kwargs: Kwargs) -> tuple[Kwargs, Pairs]:
    if "forget_bias_init" not in kwargs:
        return kwargs, []
    start = kwargs["forget_bias_init"]
    kwargs = _without(kwargs, "forget_bias_init")
    if start == "one":
        return kwargs | {"unit_forget_bias": True}, [("forget_bias_init", "unit_forget_bias")]
    _warn(
        "The `forget_bias_init` argument has been ignored. Use `unit_forget_bias=True` instead to"
        " initialize with ones.",
        calls_between=2,
    )
    return kwargs, []


# ---- what is no more
def embedding(args: Args, kwargs: Kwargs) -> Converted:
    """Drop the dropout."""
    if "dropout" in kwargs:
        _warn(
            "The `dropout` argument is no longer supported in `Embedding`. Put a"
            " `keras.layers.SpatialDropout1D` layer right after it."
        )
    return args, _without(kwargs, "dropout"), []


def batch_normalization(args: Args, kwargs: Kwargs) -> Converted:
    """Drop the mode, of which 0 alone is left."""
    if args:
        raise TypeError(
            "The `BatchNormalization` layer does not accept positional arguments, got"
            f" {list(args)}. Use keyword arguments instead, such as axis={args[0]!r}"
        )
    mode = kwargs.get("mode", 0)
    if mode != 0:
        raise TypeError(
            "The `mode` argument of `BatchNormalization` no longer exists. `mode=1` and `mode=2`"
            f" are no longer supported, got mode={mode!r}"
        )
    return args, _without(kwargs, "mode"), [("mode", None)] if "mode" in kwargs else []


_PADS = ("top_pad", "bottom_pad", "left_pad", "right_pad")


def padding_2d(args: Args, kwargs: Kwargs) -> Converted:
    """Read a table of the four sides."""
    by_name = isinstance(kwargs.get("padding"), dict)
    sides = kwargs["padding"] if by_name else args[0] if len(args) == 1 else None
    if not isinstance(sides, dict) or not set(sides) <= set(_PADS):
        return args, kwargs, []
    top, bottom, left, right = [sides.get(side, 0) for side in _PADS]
    padding = ((top, bottom), (left, right))
    told = "The `padding` argument in the Keras 2 API no longer accepts dict types. Write it as"
    if by_name:
        # Keras: here it names the four without their inner brackets.
        _warn(f"{told} `padding=(top_pad, bottom_pad, left_pad, right_pad)`.")
        return args, kwargs | {"padding": padding}, []
    _warn(f"{told} `padding=((top_pad, bottom_pad), (left_pad, right_pad))`.")
    return (padding,), kwargs, []


# ---- methods
def shape_and_name(args: Args, kwargs: Kwargs) -> Converted:
    """Take the shape first and the name after it, as Keras 1 did, or neither, as Keras 2.3 does."""
    if args and isinstance(args[0], (tuple, list)):
        kwargs, args = kwargs | {"shape": args[0]}, args[1:]
        if args and isinstance(args[0], str):
            kwargs, args = kwargs | {"name": args[0]}, args[1:]
    if not args:
        kwargs = {"name": "Variable"} | kwargs
    if len(args) < 2:
        kwargs = {"shape": ()} | kwargs
    return args, kwargs, []


def get_updates(args: Args, kwargs: Kwargs) -> Converted:
    """Take (params, constraints, loss), as Keras 1 did; the constraints are the parameters' own."""
    if len(args) > 3:
        raise TypeError(
            f"`get_updates` call received more arguments than expected: {list(args)}. Give loss and"
            " params"
        )
    if len(args) == 3:
        return (), kwargs | {"loss": args[2], "params": args[0]}, []
    if len(args) == 2 and isinstance(args[0], (list, tuple)):
        if not isinstance(args[1], dict) or "loss" not in kwargs:
            raise AssertionError(
                f"`get_updates` was given a list first, as in Keras 1: then {args[1]!r} must be the"
                " table of constraints, and `loss` be given by name. Give loss and params"
            )
        return (), kwargs | {"params": args[0]}, []
    return args, kwargs, []


def steps(args: Args, kwargs: Kwargs) -> Converted:
    """Turn samples of an epoch into batches, where the generator tells the size of its batches."""
    converted: Pairs = []
    if len(args) < 2 and "samples_per_epoch" in kwargs:
        samples = kwargs["samples_per_epoch"]
        generator = args[0] if args else kwargs["generator"]
        batch_size = getattr(generator, "batch_size", None)
        batches = samples if batch_size is None else samples // batch_size
        kwargs = _without(kwargs, "samples_per_epoch") | {"steps_per_epoch": batches}
        converted = [("samples_per_epoch", "steps_per_epoch")]
    counted = ("samples_per_epoch", "val_samples", "nb_epoch", "nb_val_samples", "nb_worker")
    if any(name in kwargs for name in counted):
        _warn(
            "Keras 2 counts batches where Keras 1 counted samples: `steps_per_epoch` is"
            " samples_per_epoch / batch_size, `validation_steps` and `steps` likewise stand for"
            " `nb_val_samples` and `val_samples`. Update your method calls accordingly."
        )
    return args, kwargs, converted
