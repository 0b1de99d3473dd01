"""Names that Keras 2.2.4's modules showed by accident, or kept for themselves, and programs use.

Tables by module path, and `_star_imports.txt`. No name overwrites one that is there already.
"""

import importlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from keras_on_torch import _lazy, _legacy_paths, config
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["ON_DEMAND", "PRIVATE", "expose_legacy_names"]

_PACKAGE = "keras_on_torch"

# Python's own modules that modules of Keras needed, and programs take from there.
_MODULES = [
    *("binascii", "codecs", "collections", "copy", "csv", "functools", "gzip", "h5py", "hashlib"),
    *("importlib", "inspect", "io", "json", "marshal", "os", "pickle", "queue", "random", "re"),
    *("shutil", "sys", "tarfile", "threading", "time", "types", "warnings", "zipfile"),
]

# Where the names come from that star imports bring because a module needed them: "module:name".
_ORIGINS = {
    **{name: name for name in _MODULES},
    **{name: f"builtins:{name}" for name in ("range", "zip")},
    "HTTPError": "urllib.error:HTTPError",
    "Iterable": "collections.abc:Iterable",
    "OrderedDict": "collections:OrderedDict",
    "ThreadPool": "multiprocessing.pool:ThreadPool",
    "URLError": "urllib.error:URLError",
    "abstractmethod": "abc:abstractmethod",
    "cPickle": "pickle",
    "closing": "contextlib:closing",
    "defaultdict": "collections:defaultdict",
    "deque": "collections:deque",
    "mp": "multiprocessing",
    "namedtuple": "collections:namedtuple",
    "np": "numpy",
    "py_all": "builtins:all",
    "py_any": "builtins:any",
    "py_slice": "builtins:slice",
    "py_sum": "builtins:sum",
    "python_types": "types",
    "urlopen": "urllib.request:urlopen",
    "urlretrieve": "urllib.request:urlretrieve",
}


def _optional(place: str) -> Any:
    """Return what is at a place of a package that need not be installed; None where it is not."""
    module, _, name = place.partition(":")
    try:
        found = optional_import(module, module, "this name")
    except ImportError:  # Keras: callbacks.requests is None then.
        return None
    return getattr(found, name) if name else found


def _tensorflow() -> Any:
    """Return what stands for TensorFlow; Keras 2.2.4 showed it as `tf`."""
    return importlib.import_module(f"{_PACKAGE}.tensorflow").tf


# What is found out when somebody asks: packages that take time to import, and what is configured.
ON_DEMAND: dict[str, dict[str, Callable[[], Any]]] = {
    "backend": {
        "_config_path": lambda: str(config.keras_folder() / "keras.json"),
        "_keras_dir": lambda: str(config.keras_folder()),
        "tf": _tensorflow,
    },
    "backend.tensorflow_backend": {"tf": _tensorflow},
    "backend.common": {
        "_EPSILON": config.epsilon,
        "_FLOATX": config.floatx,
        "_IMAGE_DATA_FORMAT": config.image_data_format,
    },
    "callbacks": {"requests": partial(_optional, "requests")},
    "engine.network": {"yaml": partial(_optional, "yaml")},
    "engine.saving": {"yaml": partial(_optional, "yaml")},
    "optimizers": {"tf": _tensorflow},
    "engine.training_arrays": {"issparse": partial(_optional, "scipy.sparse:issparse")},
}

_DEVICES = {
    "_get_available_devices": "data_parallel:_get_available_devices",
    "_normalize_device_name": "data_parallel:_normalize_device_name",
}
_RECURRENT = {
    "_generate_dropout_mask": "layers.recurrent.private_names:_generate_dropout_mask",
    "_standardize_args": "layers.recurrent.call_arguments:separated",
}

# What modules kept for themselves and third parties import: the name, and where it is here,
# "module:name", or a module.
PRIVATE: dict[str, dict[str, str]] = {
    "applications.mobilenetv2": {"mobilenet_v2": "applications.mobilenet_v2"},
    "engine.base_layer": {
        "_collect_input_shape": "engine.base_layer.node:shapes_of",
        "_collect_previous_mask": "engine.base_layer.node:previous_mask_of",
        "_to_snake_case": "utils.registry:to_snake_case",
    },
    "engine.network": {
        "_make_node_key": "engine.network.topology:make_node_key",
        "_map_graph_network": "engine.network.topology:map_graph_network",
        "print_layer_summary": "engine.summary:print_summary",
    },
    "engine.saving": {
        "_convert_rnn_weights": "saving.recurrent_conversion:between_plain_and_cudnn",
        "_deserialize_model": "saving.hdf5:read_model",
        "_need_convert_kernel": "saving.conversion:turns_kernels",
        "_serialize_model": "saving.hdf5:write_model",
    },
    "layers.convolutional": {
        "_Conv": "layers.convolutional.convolution:ConvolutionLayer",
        "_Cropping": "layers.convolutional.resizing:CroppingLayer",
        "_SeparableConv": "layers.convolutional.separable:SeparableLayer",
        "_UpSampling": "layers.convolutional.resizing:UpSamplingLayer",
        "_ZeroPadding": "layers.convolutional.resizing:ZeroPaddingLayer",
    },
    "layers.convolutional_recurrent": _RECURRENT,
    "layers.recurrent": _RECURRENT,
    # Keras: each showed the module of the package keras-preprocessing that it was made of.
    "preprocessing.image": {"image": "preprocessing.image"},
    "preprocessing.sequence": {"sequence": "preprocessing.sequence"},
    "preprocessing.text": {"text": "preprocessing.text"},
    "utils.data_utils": {
        "_SHARED_SEQUENCES": "utils.data_utils:_sources",
        "_extract_archive": "utils.download:extract_archive",
    },
    "utils.generic_utils": {"_GLOBAL_CUSTOM_OBJECTS": "utils.registry:_custom_objects"},
    "utils.multi_gpu_utils": _DEVICES,
    "utils.training_utils": _DEVICES,
    "utils.vis_utils": {"_check_pydot": "engine.plot:check_graphviz"},
}


# ---- putting them there
def expose_legacy_names() -> None:
    """Put the names into the modules, and settle what star imports of Keras's modules bring.

    Modules of a subpackage that is loaded on demand wait until it is.
    """
    stars = _star_imports()
    rooms: dict[str, set[str]] = {name: set() for name in _lazy.SUBPACKAGES}
    for path in {*stars, *ON_DEMAND, *PRIVATE}:
        rooms.setdefault(path.split(".")[0], set()).add(path)
    for room, paths in rooms.items():
        expose = partial(_expose, {path: stars.get(path, []) for path in sorted(paths)})
        if room in _lazy.SUBPACKAGES:
            _lazy.when_loaded(f"{_PACKAGE}.{room}", expose)
        elif not room or f"{_PACKAGE}.{room}" in sys.modules:
            expose()


def _star_imports() -> dict[str, list[str]]:
    """Return the names that star imports bring in Keras, by path."""
    text = Path(__file__).with_name("_star_imports.txt").read_text("utf8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        head, colon, names = line.partition(": ")
        if colon:
            path = head.strip(".")
            found[path] = names.split()
        else:
            found[path] += line.split()
    return found


def _expose(stars: dict[str, list[str]]) -> None:
    for path, stared in stars.items():
        module = _legacy_paths.module_at(path)
        if module is None:
            continue
        answers = ON_DEMAND.get(path, {})
        for name, place in PRIVATE.get(path, {}).items():
            if name not in vars(module):
                setattr(module, name, _value_at(f"{_PACKAGE}.{place}"))
        for name in stared:
            if name in _ORIGINS and name not in vars(module):
                setattr(module, name, _value_at(_ORIGINS[name]))
        if answers:
            _answer_on_demand(module, answers)
        lazy = (*answers, *(() if path else _lazy.SUBPACKAGES))
        there = [name for name in stared if name in vars(module) or name in lazy]
        own = [name for name, value in vars(module).items() if _is_declared_at(path, name, value)]
        module.__dict__["__all__"] = sorted({*there, *own})


def _is_declared_at(path: str, name: str, value: Any) -> bool:
    """Return whether a public class or function is the module's own, such as what is newer."""
    home = str(getattr(value, "__module__", "")).partition(".")[2]
    return not name.startswith("_") and bool(path) and f"{home}.".startswith(f"{path}.")


def _value_at(place: str) -> Any:
    module, _, name = place.partition(":")
    found = importlib.import_module(module)
    return getattr(found, name) if name else found


def _answer_on_demand(module: ModuleType, answers: dict[str, Callable[[], Any]]) -> None:
    """Let a module have attributes that are found out each time somebody asks."""

    def answer(name: str) -> Any:
        if name in answers:
            return answers[name]()
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    def listing() -> list[str]:
        return sorted({*vars(module), *answers})

    module.__dict__.update(__getattr__=answer, __dir__=listing)
