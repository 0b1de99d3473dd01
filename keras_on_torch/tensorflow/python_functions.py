"""Python's own functions as steps of a graph, and values printed while it runs."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, here
from keras_on_torch.backend.printing import summary_of, word_of
from keras_on_torch.graph import Group, SymbolicTensor, is_symbolic, op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import map_leaves, probe_of_shape
from keras_on_torch.graph.tensor_shape import SymbolShape
from keras_on_torch.tensorflow import nest
from keras_on_torch.tensorflow.arguments import either, tensor
from keras_on_torch.tensorflow.dispatch import function, named
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = ["Print", "check_numerics", "numpy_function", "print", "py_func", "py_function"]
__all__ += ["verify_tensor_all_finite"]


class OfUnknownRank(SymbolicTensor):
    """What a function of Python gives: how many axes it has is not known until it is said.

    Its number of axes is told by `set_shape`, or `tf.reshape`.
    """

    def __init__(self, fn: Any, args: Any, dtype: torch.dtype) -> None:
        self._shaped = False
        self._type = dtype
        super().__init__(fn, args, {}, probe_of_shape((None,), dtype))

    @property
    def is_shaped(self) -> bool:
        """Whether the number of axes has been told."""
        return self._shaped

    def set_shape(self, shape: Any) -> None:
        """Tell the number of axes, and what is known of their lengths."""
        wanted = SymbolShape(shape)
        if wanted.ndims is None or self._shaped:
            super().set_shape(wanted)
            return
        self.probe = probe_of_shape(wanted.as_list(), self._type)
        self._shaped = True


def py_func(
    func: Callable[..., Any],
    inp: Any,
    Tout: Any,  # noqa: N803
    stateful: bool = True,
    name: str | None = None,
) -> Any:
    """Call a function of NumPy's arrays when the program runs.

    Args:
        func: takes arrays and gives as many as `Tout` has types.
        inp: the tensors whose values it takes.
        Tout: the types of what it gives: one, or a list of them.
        stateful: whether it may give something else each time; it is called in each run anyway.
        name: how the results are called.

    Returns:
        Tensors whose numbers of axes are not known: tell them by `set_shape` or `tf.reshape`.

    Raises:
        InvalidArgumentError: it gives another type or number of arrays; when the program runs.
    """
    given = list(inp) if isinstance(inp, (list, tuple)) else [inp]
    several = isinstance(Tout, (list, tuple))
    types = [torch_dtype(as_dtype(each)) for each in (Tout if several else [Tout])]
    inputs = [tensor(each) for each in given]
    called = SymbolicTensor(_call, (func, inputs, types), {}, ((0, 0), (0, 0)))
    results = [OfUnknownRank(_entry, (called, place), kind) for place, kind in enumerate(types)]
    if name is not None:
        named(results, name)
    if several:
        return results
    return results[0]


def numpy_function(func: Any, inp: Any, Tout: Any, name: str | None = None) -> Any:  # noqa: N803
    """Call a function of NumPy's arrays when the program runs; as `py_func`."""
    return py_func(func, inp, Tout, name=name)


def _entry(results: Any, place: int) -> Tensor:
    return results[place]


def _call(func: Any, inputs: list[Tensor], types: list[torch.dtype]) -> tuple[Tensor, ...]:
    """Call a function of arrays."""
    found = func(*[each.detach().cpu().numpy() for each in inputs])
    if found is None:
        found = []
    values = list(found) if isinstance(found, (list, tuple)) else [found]
    if len(values) != len(types):
        raise InvalidArgumentError(
            None, None, f"pyfunc returned {len(values)} values, but expects to see {len(types)}"
        )
    made = []
    for value, dtype in zip(values, types, strict=True):
        array = np.asarray(value)
        plain = not isinstance(value, (np.ndarray, np.generic))
        result = torch.as_tensor(array.copy(), device=here())
        if result.dtype != dtype and not plain:
            raise InvalidArgumentError(
                None, None, f"pyfunc returned a value of type {array.dtype}, expected {dtype}"
            )
        made.append(result.to(dtype))
    return tuple(made)


def py_function(func: Any, inp: Any, Tout: Any, name: str | None = None) -> Any:  # noqa: N803
    """Call a function of tensors with values when the program runs; derivatives pass.

    Args:
        func: takes torch's tensors and gives as many as `Tout` has types.
        inp: the tensors whose values it takes.
        Tout: the types of what it gives: one, or a list of them.
        name: how the results are called.
    """
    several = isinstance(Tout, (list, tuple))
    types = [torch_dtype(as_dtype(each)) for each in (Tout if several else [Tout])]
    inputs = [tensor(each) for each in inp]
    empty = tuple([torch.empty(0, dtype=kind, device="meta") for kind in types])
    called = SymbolicTensor(_call_of_tensors, (func, inputs, types), {}, (empty, empty))
    results = [OfUnknownRank(_entry, (called, place), kind) for place, kind in enumerate(types)]
    if name is not None:
        named(results, name)
    return results if several else results[0]


def _call_of_tensors(func: Any, inputs: list[Tensor], types: Any) -> tuple[Tensor, ...]:
    """Call a function of tensors."""
    found = func(*inputs)
    values = list(found) if isinstance(found, (list, tuple)) else [found]
    return tuple(
        [torch.as_tensor(value, dtype=kind) for value, kind in zip(values, types, strict=True)]
    )


# ---- what is not a number
@function
def check_numerics(tensor: Any, message: str, name: str | None = None) -> Tensor:
    """Return a tensor, and stop the program where it holds what is no finite number.

    Raises:
        InvalidArgumentError: it does; when the program runs.
    """
    return _finite(_converted(tensor), message)


_converted = tensor


def verify_tensor_all_finite(
    t: Any = None, msg: Any = None, name: str | None = None, x: Any = None, message: Any = None
) -> Tensor:
    """Return a tensor, and stop the program where it holds what is no finite number.

    Args:
        t: the tensor.
        msg: what the message begins with.
        name: how the result is called.
        x: `t`, by its new name.
        message: `msg`, by its new name.
    """
    return check_numerics(either(x, t, "x", "t"), either(message, msg, "message", "msg"), name=name)


@op
def _finite(x: Tensor, message: str) -> Tensor:
    if not x.is_meta and not bool(torch.isfinite(x).all()):
        kind = "NaN" if bool(torch.isnan(x).any()) else "Inf"
        raise InvalidArgumentError(None, None, f"{message} : Tensor had {kind} values")
    return x


# ---- printing
class _Times:
    """How often a line has been printed."""

    affects_shape = False

    def __init__(self, most: int | None) -> None:
        self.most = most
        self.count = 0

    def once_more(self) -> bool:
        """Count, and return whether it is to be printed."""
        self.count += 1
        return self.most is None or self.most < 0 or self.count <= self.most


@function
def Print(  # noqa: N802 - TensorFlow's name
    input_: Any,
    data: Any,
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Return a tensor; whenever it is computed, print others to the error stream.

    Args:
        input_: the tensor; what follows must use the result, or nothing is printed.
        data: a list of tensors, or text, to print.
        message: printed before them.
        first_n: how often it is printed; None or a negative number: each time.
        summarize: how many numbers of each tensor; None are 3.
        name: how the result is called.
    """
    shown = [each if isinstance(each, str) else tensor(each) for each in data]
    count = 3 if summarize is None else int(summarize)
    return _printed(tensor(input_), shown, message or "", _Times(first_n), count)


@op
def _printed(x: Tensor, data: list[Any], message: str, times: _Times, count: int) -> Tensor:
    if not x.is_meta and times.once_more():
        words = [each if isinstance(each, str) else summary_of(each, count) for each in data]
        sys.stderr.write(message + "".join(f"[{word}]" for word in words) + "\n")
    return x


def print(*inputs: Any, **kwargs: Any) -> Any:
    """Return an operation that prints values.

    Args:
        *inputs: tensors, and what else is to be printed, nested or not.
        **kwargs: `output_stream` (sys.stderr; sys.stdout, or "file://path"), `summarize` (how many
            numbers at each end of an axis, 3; -1 for all), `sep`, `end` and `name`.

    Raises:
        ValueError: an argument has another name, or there is no such stream.
    """
    stream = kwargs.pop("output_stream", sys.stderr)
    summarize = kwargs.pop("summarize", 3)
    sep, end = kwargs.pop("sep", " "), kwargs.pop("end", "\n")
    kwargs.pop("name", None)
    if kwargs:
        raise ValueError(f"Unrecognized keyword arguments for tf.print: {', '.join(kwargs)}")
    is_file = isinstance(stream, str) and stream.startswith("file://")
    if stream not in (sys.stderr, sys.stdout) and not is_file:
        raise ValueError(
            f"Unsupported output stream {stream!r}: use sys.stdout, sys.stderr, file://"
        )
    given = [map_leaves(lambda leaf: leaf, each) for each in inputs]
    where = stream if is_file else "stdout" if stream is sys.stdout else "stderr"
    done = _print_all(given, where, summarize, sep + "", end)
    return Group([done]) if is_symbolic(done) else None


@op(eager=True, infer=lambda *arguments: torch.empty((), dtype=torch.bool, device="meta"))
def _print_all(given: list[Any], where: str, summarize: int, sep: str, end: str) -> Tensor:
    text = sep.join(_written(each, summarize) for each in given) + end
    if where.startswith("file://"):
        with open(where.removeprefix("file://"), "a", encoding="utf8") as file:  # noqa: PTH123
            file.write(text)
    else:
        {"stdout": sys.stdout, "stderr": sys.stderr}[where].write(text)
    return torch.tensor(True)


def _written(value: Any, summarize: int) -> str:
    if isinstance(value, torch.Tensor):
        array = value.detach().cpu().numpy()
        edge = max(array.shape, default=1) if summarize == -1 else summarize
        threshold = sys.maxsize if summarize == -1 else 0
        short = any(length > 2 * edge for length in array.shape)
        return np.array2string(
            array,
            edgeitems=edge,
            threshold=threshold if short else sys.maxsize,
            separator=" ",
            formatter={"all": word_of},
        )
    if isinstance(value, Sizes):
        return _written(torch.tensor(value), summarize)
    if nest.is_nested(value):
        inner = ", ".join(_written(each, summarize) for each in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return str(value)
