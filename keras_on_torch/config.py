"""What holds for the whole program: number type, fuzz factor, axis order, device.

The values start from `keras.json`, which is read where Keras reads it and never written, and from
the environment: `KERAS_HOME` (the folder of `keras.json`), `KERAS_BACKEND`,
`KERAS_ON_TORCH_DEVICE` and `KERAS_ON_TORCH_UNSAFE_LOADING`.
"""

import json
import os
import warnings
from numbers import Real
from pathlib import Path
from typing import Any

import torch

__all__ = [
    "backend",
    "checks_numerics",
    "compat",
    "device",
    "enable_check_numerics",
    "enable_determinism",
    "enable_unsafe_deserialization",
    "epsilon",
    "floatx",
    "image_data_format",
    "is_deterministic",
    "keras_folder",
    "set_compat",
    "set_device",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "unsafe_deserialization",
]

_COMPATS = ("2.2", "2.3")
_FLOATS = ("float16", "float32", "float64")
_FORMATS = ("channels_last", "channels_first")
_OTHER_BACKENDS = ("theano", "cntk")
_OWN_BACKENDS = ("tensorflow", "torch", "pytorch", "keras_on_torch")


class _Settings:
    """The one record of all settings."""

    floatx: str = "float32"
    epsilon: Any = 1e-7
    image_data_format: str = "channels_last"
    device: torch.device | None = None
    compat: str = "2.2"
    unsafe_deserialization: bool = False
    determinism: bool = False
    check_numerics: bool = False


_settings = _Settings()


def floatx() -> str:
    """Return the name of the type that floating-point numbers have where none is named."""
    return _settings.floatx


def set_floatx(floatx: str) -> None:
    """Choose the type of floating-point numbers.

    Args:
        floatx: "float16", "float32" or "float64".

    Raises:
        ValueError: it is none of these.
    """
    if floatx not in _FLOATS:
        raise ValueError(f"Unknown floatx type: {floatx}. Choose one of {', '.join(_FLOATS)}")
    _settings.floatx = str(floatx)


def epsilon() -> float:
    """Return the small number that keeps divisions and logarithms away from zero."""
    value: float = _settings.epsilon
    return value


def set_epsilon(e: float) -> None:
    """Choose the small number that keeps divisions and logarithms away from zero.

    Raises:
        TypeError: it is no number.
    """
    if not isinstance(e, Real):
        raise TypeError(f"set_epsilon: a number is needed, such as 1e-7, got {e!r}")
    _settings.epsilon = e


def image_data_format() -> str:
    """Return where images keep their channels: "channels_last" or "channels_first"."""
    return _settings.image_data_format


def set_image_data_format(data_format: str) -> None:
    """Choose where images keep their channels, for layers that do not say it themselves.

    Args:
        data_format: "channels_last" or "channels_first".

    Raises:
        ValueError: it is none of these.
    """
    if data_format not in _FORMATS:
        raise ValueError(f"Unknown data_format: {data_format}. Choose one of {', '.join(_FORMATS)}")
    _settings.image_data_format = str(data_format)


_BACKEND = "tensorflow"  # Old programs read it.


def backend() -> str:
    """Return "tensorflow": the backend whose behaviour is kept, which old programs ask for."""
    return _BACKEND


def device() -> torch.device:
    """Return the device on which variables live and models run.

    It is what `set_device` or `KERAS_ON_TORCH_DEVICE` names, else a CUDA device when there is one,
    else the CPU. It is decided when first asked for: importing starts no driver.
    """
    if _settings.device is None:
        _settings.device = _usable(os.environ.get("KERAS_ON_TORCH_DEVICE") or None)
    return _settings.device


def set_device(name: str | torch.device | None) -> None:
    """Choose the device of everything that is made from now on; what exists stays where it is.

    Args:
        name: as torch names it ("cpu", "cuda", "cuda:1"); None chooses by itself again.

    Raises:
        ValueError: torch knows no such device, or it is not there.
    """
    _settings.device = None if name is None else _usable(name)


def _usable(name: str | torch.device | None) -> torch.device:
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        chosen = torch.device(name)
        if chosen.type == "cuda" and chosen.index is None and torch.cuda.is_available():
            # With its number it compares equal to the device of a tensor that lives there.
            chosen = torch.device(chosen.type, torch.cuda.current_device())
        torch.empty(0, device=chosen)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ValueError(
            f"device {str(name)!r} cannot be used here: {reason}. Name one that torch has, such as"
            " 'cpu' or 'cuda:0', in set_device() or KERAS_ON_TORCH_DEVICE"
        ) from None
    return chosen


def compat() -> str:
    """Return whose habits hold where Keras 2.2 and 2.3 differ: "2.2" or "2.3"."""
    return _settings.compat


def set_compat(version: str) -> None:
    """Choose whose habits hold where Keras 2.2 and 2.3 differ, for models compiled from now on.

    With "2.3" logs say "accuracy" where `compile` did, metrics and the losses of several outputs
    are running means over the epoch, weighted losses are divided by the size of the batch, and
    configurations of optimizers have `learning_rate`.

    Args:
        version: "2.2" or "2.3"; "2.2.4" and "2.3.1" mean the same.

    Raises:
        ValueError: it is none of these.
    """
    short = ".".join(str(version).split(".")[:2])
    if short not in _COMPATS:
        raise ValueError(f"Unknown compat: {version!r}. Choose one of {', '.join(_COMPATS)}")
    _settings.compat = short


def unsafe_deserialization() -> bool:
    """Return whether code that stands in a file of a model may be run."""
    return _settings.unsafe_deserialization


def enable_unsafe_deserialization(enabled: bool = True) -> None:
    """Allow that loading a model runs the code in its file (that of Lambda layers).

    Args:
        enabled: False forbids it again.
    """
    _settings.unsafe_deserialization = bool(enabled)


def is_deterministic() -> bool:
    """Return whether runs are to be the same however long each of their parts takes."""
    return _settings.determinism


def enable_determinism(enabled: bool = True) -> None:
    """Have equal programs compute equal numbers, on the same machine, at the cost of some speed.

    torch takes deterministic algorithms alone, and refuses operations that have none; cuDNN does
    not try which one is fastest. One thread makes the batches of generators, and of Sequences whose
    batches may draw random numbers; processes are as many as asked for. Seeds are the program's to
    set: `keras_on_torch.utils.set_random_seed`. Call it before anything runs on a CUDA device:
    cuBLAS reads its setting once.

    Args:
        enabled: False takes it back.
    """
    _settings.determinism = bool(enabled)
    if enabled:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(_settings.determinism)
    torch.backends.cudnn.deterministic = _settings.determinism
    if enabled:
        torch.backends.cudnn.benchmark = False


def checks_numerics() -> bool:
    """Return whether layers' outputs, losses and gradients are looked at."""
    return _settings.check_numerics


def enable_check_numerics(enabled: bool = True) -> None:
    """Have training, evaluating and predicting raise where a number is infinite or none at all.

    The first layer whose output is so, the loss, or the first gradient on its way back, is named in
    a FloatingPointError, before weights are changed. While this is on, each layer's output is
    waited for; while it is off, nothing is looked at.

    Args:
        enabled: False turns it off again.
    """
    _settings.check_numerics = bool(enabled)


def keras_folder() -> Path:
    """Return the folder in which Keras keeps `keras.json`, data sets and downloaded weights."""
    named = os.environ.get("KERAS_HOME")
    if named is not None:
        return Path(named).expanduser()
    home = Path("~").expanduser()
    return (home if os.access(home, os.W_OK) else Path("/tmp")) / ".keras"


def _read_file() -> str:
    """Take over what `keras.json` says; give the name of the backend it asks for."""
    path = keras_folder() / "keras.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""  # Keras: a file that is no JSON counts as empty; so does one that is no text.
    try:
        set_floatx(stored.get("floatx", floatx()))
        set_epsilon(stored.get("epsilon", epsilon()))
        set_image_data_format(stored.get("image_data_format", image_data_format()))
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}. Correct the file or remove it") from None
    return str(stored.get("backend", ""))


def _warn_of_backend_setting(name: str) -> None:
    if name in _OTHER_BACKENDS:
        warnings.warn(
            f"The backend {name!r} is asked for (by KERAS_BACKEND or keras.json): keras_on_torch"
            " computes with PyTorch and behaves as Keras does on TensorFlow",
            stacklevel=2,
        )
    elif name and name not in _OWN_BACKENDS:
        raise ValueError(
            f"Unable to import backend : {name}. keras_on_torch has one backend, PyTorch: unset"
            " KERAS_BACKEND, or set it to 'tensorflow'"
        )


def _use_one_thread() -> None:
    """Keep a forked process from waiting for OpenMP's threads, which were not forked with it."""
    torch.set_num_threads(1)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_use_one_thread)

_stored_backend = _read_file()
_warn_of_backend_setting(os.environ.get("KERAS_BACKEND") or _stored_backend)
enable_unsafe_deserialization(os.environ.get("KERAS_ON_TORCH_UNSAFE_LOADING", "0") not in ("", "0"))
