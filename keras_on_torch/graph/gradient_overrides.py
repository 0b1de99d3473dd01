"""Which gradient an operation is recorded with: TensorFlow's `gradient_override_map`.

TensorFlow names the kinds of operations; here a kind is a function of K or torch that does what one
such operation does. `record` asks whether a program has named another gradient for it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["GRADIENTS", "GradientRegistry", "operation_type", "overrides", "overriding_gradients"]

# By the function's name, without underscores before it: several files have one of the same name.
_TYPES = {
    "abs": "Abs",
    "ceil": "Ceil",
    "elu": "Elu",
    "erf": "Erf",
    "exp": "Exp",
    "floor": "Floor",
    "identity": "Identity",
    "leaky_relu": "LeakyRelu",
    "log": "Log",
    "neg": "Neg",
    "relu": "Relu",
    "relu6": "Relu6",
    "round": "Round",
    "selu": "Selu",
    "sgn": "Sign",
    "sigmoid": "Sigmoid",
    "sign": "Sign",
    "sin": "Sin",
    "cos": "Cos",
    "softmax": "Softmax",
    "softplus": "Softplus",
    "softsign": "Softsign",
    "sqrt": "Sqrt",
    "square": "Square",
    "tanh": "Tanh",
}
_KNOWN = sorted(set(_TYPES.values()))
_HOMES = ("_operator", "keras_on_torch", "torch")


class GradientRegistry:
    """The gradients that programs have registered, by name."""

    def __init__(self) -> None:
        # TensorFlow: programs look here whether they have registered a name before.
        self._registry: dict[str, Callable[..., Any] | None] = {}

    def register(self, gradient: Callable[..., Any] | None, name: str) -> None:
        """Take a gradient.

        Args:
            gradient: called as `gradient(op, *grads)` with the derivatives by the operation's
                outputs, returns those by its inputs; None for one that has none.
            name: the name.

        Raises:
            KeyError: there is one of that name, or it is a kind of operation.
        """
        if name in self._registry or name in _KNOWN:
            raise KeyError(f"Registering two gradient with name '{name}'!")
        self._registry[name] = gradient

    def lookup(self, name: str) -> Callable[..., Any] | None:
        """Return the gradient of that name.

        Raises:
            LookupError: there is none.
        """
        if name not in self._registry:
            raise LookupError(
                f"gradient registry has no entry for: {name}. Register it, before anything that is"
                " to use it is built, with @tf.RegisterGradient"
            )
        return self._registry[name]

    def list(self) -> list[str]:
        """Return the names."""
        return list(self._registry)


GRADIENTS = GradientRegistry()


class _Overrides(threading.local):
    """What the open contexts say.

    Attributes:
        names: by the kind of operation, the name of the gradient that it is recorded with.
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    # How such a call is recorded; set by the file that can.
    record: Callable[..., Any]

    def name_for(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> str | None:
        """Return the name of the gradient for a call; None where it keeps its own."""
        kind = operation_type(fn, args)
        if kind == _SEVERAL and {"Relu", "Relu6"} & set(self.names):
            raise NotImplementedError(
                "gradient_override_map: K.relu with a slope and a bound, or with a threshold, is"
                " several operations of TensorFlow and one here: write it as K.relu(x) and K.clip"
            )
        return self.names.get(kind) if kind is not None else None


_SEVERAL = "several"
overrides = _Overrides()


def operation_type(fn: Callable[..., Any], args: tuple[Any, ...] = ()) -> str | None:
    """Return TensorFlow's name for what a call does; None where there is no such operation."""
    home = getattr(fn, "__module__", None) or "torch"  # Methods written in C say no module.
    if home.partition(".")[0] not in _HOMES:
        return None
    name = getattr(fn, "__name__", "").strip("_")
    if name == "bent":  # K.relu with more than its tensor: alpha, max_value, threshold.
        _, alpha, most, threshold = args
        if threshold == 0 and most is None:
            return "LeakyRelu"
        return "Relu6" if threshold == 0 and most == 6 and alpha == 0 else _SEVERAL
    return _TYPES.get(name)


@contextmanager
def overriding_gradients(op_type_map: dict[str, str] | None) -> Iterator[None]:
    """Record operations with other gradients while the context lasts.

    Args:
        op_type_map: by TensorFlow's name of a kind of operation, that of a registered gradient;
            None forgets those of the contexts around.

    Raises:
        TypeError: it is no dict of strings.
        ValueError: here is no operation of that kind.
    """
    given = {} if op_type_map is None else op_type_map
    words = [*given, *given.values()] if isinstance(given, dict) else [None]
    if not all(isinstance(word, str) for word in words):
        raise TypeError(
            f"op_type_map must be a dictionary mapping strings to strings, got {op_type_map!r}"
        )
    unknown = sorted(set(given) - set(_KNOWN))
    if unknown:
        raise ValueError(
            f"gradient_override_map: nothing is recorded as an operation {unknown[0]!r} here."
            f" Those that are: {', '.join(_KNOWN)}"
        )
    before = overrides.names
    overrides.names = {} if op_type_map is None else before | given
    try:
        yield
    finally:
        overrides.names = before
