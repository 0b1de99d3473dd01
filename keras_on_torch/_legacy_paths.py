"""Old import paths: where Keras 2.2.4 showed what lives elsewhere here.

A row says: the module at this path also shows what those sources declare. A path without a file
becomes a module; nothing that is there already is overwritten. "backend as K" shows the module
itself, under that name. No file of this package imports a legacy path.
"""

import builtins
import importlib
import sys
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from keras_on_torch import _lazy

__all__ = [
    "LEGACY_PATHS",
    "expose_legacy_paths",
    "module_at",
]

_PACKAGE = "keras_on_torch"

# What files of layers needed themselves, and programs therefore took from there.
_TOOLS_OF_LAYERS = [
    "activations as activations",
    "backend as K",
    "constraints as constraints",
    "engine.base_layer",
    "initializers as initializers",
    "legacy.interfaces as interfaces",
    "regularizers as regularizers",
    "utils.bytecode",
    "utils.conv_utils as conv_utils",
    "utils.registry",
]
_REGISTRY = ["utils.registry"]
_TOOLS_OF_TRAINING = ["backend as K", "callbacks as cbks", "utils.registry"]
_STANDARDIZING = ["fitting.batches", "fitting.data", "fitting.weights"]
_DATA_PARALLEL = [
    "backend as K",
    "data_parallel",
    "engine.training",
    "layers.core",
    "layers.merge",
    "models",
    "utils.registry",
]
_INTERFACES = ["legacy.interfaces as interfaces"]

_NETWORKS = [
    "densenet",
    "imagenet_utils",
    "inception_resnet_v2",
    "inception_v3",
    "mobilenet",
    "mobilenet_v2",
    "nasnet",
    "resnet50",
    "vgg16",
    "vgg19",
    "xception",
]

LEGACY_PATHS: dict[str, list[str]] = {
    "": ["engine.input_layer", "engine.sequential", "engine.training"],
    "applications": [
        "backend as backend",
        "layers as layers",
        "models as models",
        "utils as utils",
    ],
    **{f"applications.{network}": ["applications.injection"] for network in _NETWORKS},
    "applications.mobilenetv2": ["applications.mobilenet_v2", "applications.injection"],
    "activations": ["backend as K", "engine.base_layer", *_REGISTRY],
    "backend": [
        "backend.private_names",
        "backend.tensorflow_backend as tensorflow_backend",
        "utils.registry",
    ],
    "backend.common": ["config", "backend.session", "backend.state"],
    "backend.tensorflow_backend": [
        "backend",
        "backend.common",
        "backend.private_names",
        "backend.session",
        *_REGISTRY,
    ],
    "callbacks": ["backend as K", "fitting.data", "utils.progbar"],
    "constraints": ["backend as K", *_REGISTRY],
    "datasets.cifar10": ["backend as K"],
    "datasets.cifar100": ["backend as K"],
    "engine": [
        "engine.base_layer",
        "engine.input_layer",
        "engine.network",
        "engine.training",
        "utils.layer_utils",
    ],
    "engine.base_layer": [*_TOOLS_OF_LAYERS, "utils.layer_utils"],
    "engine.input_layer": ["backend as K", "engine.base_layer", *_INTERFACES, *_REGISTRY],
    "engine.network": [
        "backend as K",
        "engine.base_layer",
        "engine.input_layer",
        "engine.saving as saving",
        "engine.summary",
        "utils.io_utils",
        "utils.layer_utils",
        *_INTERFACES,
        *_REGISTRY,
    ],
    "engine.saving": [
        "backend as K",
        "optimizers as optimizers",
        "saving.conversion",
        "saving.hdf5",
        "saving.json",
        "saving.pickling",
        "saving.tables",
        "saving.weights",
        "utils.conv_utils as conv_utils",
        "utils.io_utils",
    ],
    "engine.sequential": [
        "backend as K",
        "engine.base_layer",
        "engine.input_layer",
        "engine.network",
        "engine.network as network",
        "engine.training",
        "layers as layer_module",
        "utils.layer_utils",
        *_REGISTRY,
    ],
    "engine.topology": [
        "engine.base_layer",
        "engine.input_layer",
        "engine.network",
        "saving.conversion",
        "saving.tables",
        "saving.weights",
        "utils.layer_utils",
        *_REGISTRY,
    ],
    "engine.training": [
        *_TOOLS_OF_TRAINING,
        "engine.base_layer",
        "engine.network",
        "engine.training_arrays as training_arrays",
        "engine.training_generator as training_generator",
        *_STANDARDIZING,
        *_INTERFACES,
        "losses as losses",
        "metrics as metrics_module",
        "optimizers as optimizers",
    ],
    "engine.training_arrays": [
        *_TOOLS_OF_TRAINING,
        *_STANDARDIZING,
        "fitting.arrays",
        "utils.progbar",
    ],
    "engine.training_generator": [
        *_TOOLS_OF_TRAINING,
        *_STANDARDIZING,
        "fitting.generators",
        "utils.data_utils",
        "utils.enqueuers",
        "utils.progbar",
    ],
    "engine.training_utils": [
        "backend as K",
        "engine.training.objectives",
        *_STANDARDIZING,
        "fitting.generators",
        "fitting.loop",
        "losses as losses",
        *_REGISTRY,
    ],
    "initializers": ["backend as K", *_REGISTRY],
    "layers": ["engine.input_layer", *_TOOLS_OF_LAYERS],
    "layers.advanced_activations": _TOOLS_OF_LAYERS,
    # Keras: pooling was importable from the convolutions.
    "layers.convolutional": ["layers.legacy.atrous", "layers.pooling", *_TOOLS_OF_LAYERS],
    "layers.convolutional_recurrent": [
        "layers.legacy.recurrent_base",
        "layers.recurrent.private_names",
        "layers.recurrent.rnn",
        *_TOOLS_OF_LAYERS,
    ],
    "layers.core": _TOOLS_OF_LAYERS,
    "layers.cudnn_recurrent": _TOOLS_OF_LAYERS,
    "layers.embeddings": _TOOLS_OF_LAYERS,
    "layers.local": _TOOLS_OF_LAYERS,
    "layers.merge": _TOOLS_OF_LAYERS,
    "layers.noise": _TOOLS_OF_LAYERS,
    "layers.normalization": _TOOLS_OF_LAYERS,
    "layers.pooling": _TOOLS_OF_LAYERS,
    "layers.recurrent": [
        "layers.legacy.recurrent_base",
        "layers.recurrent.private_names",
        *_TOOLS_OF_LAYERS,
    ],
    "layers.wrappers": [*_TOOLS_OF_LAYERS, "layers.recurrent as recurrent"],
    "legacy.layers": ["layers.legacy", *_TOOLS_OF_LAYERS],
    "losses": ["backend as K", *_REGISTRY],
    "metrics": ["backend as K", "losses", "engine.base_layer", *_REGISTRY],
    "models": ["backend as K"],
    "objectives": ["losses", "backend as K", *_REGISTRY],
    "optimizers": ["backend as K", *_INTERFACES, *_REGISTRY],
    "preprocessing": ["backend as backend", "utils as utils"],
    "preprocessing.image": ["backend as backend", "backend as K", "utils as utils"],
    "preprocessing.sequence": ["utils as utils"],
    "regularizers": ["backend as K", *_REGISTRY],
    "utils": [
        "data_parallel",
        "engine.plot",
        "engine.summary",
        "utils.bytecode",
        "utils.data_utils",
        "utils.download",
        "utils.enqueuers",
        "utils.io_utils",
        "utils.layer_utils",
        "utils.np_utils",
        "utils.progbar",
        "utils.random_seed",
        "utils.registry",
    ],
    "utils.conv_utils": ["backend as K"],
    "utils.data_utils": ["utils.download", "utils.enqueuers", "utils.progbar"],
    "utils.generic_utils": ["utils.bytecode", "utils.progbar", "utils.registry"],
    "utils.layer_utils": ["backend as K", "engine.summary", "utils.conv_utils"],
    "utils.losses_utils": ["losses.reduction"],
    "utils.metrics_utils": ["engine.metric", "metrics.confusion", *_REGISTRY],
    "utils.multi_gpu_utils": _DATA_PARALLEL,
    "utils.test_utils": [
        "backend as K",
        "engine.input_layer",
        "engine.training",
        "testing",
        *_REGISTRY,
    ],
    "utils.training_utils": _DATA_PARALLEL,
    "utils.vis_utils": ["engine.plot"],
}


def expose_legacy_paths(table: dict[str, list[str]]) -> None:
    """Fill every module of a table with what its row says, and make those that have no file.

    All are made before the first is filled: a row may take from a path of another. Rows of a
    subpackage that is loaded on demand wait until it is.
    """
    later: dict[str, dict[str, list[str]]] = {name: {} for name in _lazy.SUBPACKAGES}
    now = {path: sources for path, sources in table.items() if path.split(".")[0] not in later}
    _expose(now)
    for path, sources in table.items():
        if path not in now:
            later[path.split(".")[0]][path] = sources
    for subpackage, rows in later.items():
        _lazy.when_loaded(_full(subpackage), partial(_expose, rows))


def _expose(table: dict[str, list[str]]) -> None:
    modules = {path: _module(path) for path in table}
    for path, sources in table.items():
        for source in sources:
            for name, value in _shown_by(source).items():
                # A file's own functions must not find K's `slice` where they mean Python's.
                hides = hasattr(builtins, name) and hasattr(modules[path], "__file__")
                if name not in vars(modules[path]) and not hides:
                    setattr(modules[path], name, value)


def _full(path: str) -> str:
    return f"{_PACKAGE}.{path}" if path else _PACKAGE


def module_at(path: str) -> ModuleType | None:
    """Return the module at a path of Keras, None where there is none."""
    name = _full(path)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not f"{name}.".startswith(f"{error.name}."):
            raise
    return None


def _module(path: str) -> ModuleType:
    """Return the module at a path; make it where there is no file for it."""
    found = module_at(path)
    if found is not None:
        return found
    name = _full(path)
    module = ModuleType(name, f"What Keras 2.2.4 showed at this path ({__name__}).")
    module.__spec__ = ModuleSpec(name, None, origin=__file__)
    module.__package__, _, short = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[module.__package__], short, module)
    return module


def _shown_by(source: str) -> dict[str, Any]:
    """Return the names that a source of a row shows, and what they mean."""
    path, _, name = source.partition(" as ")
    module = importlib.import_module(_full(path))
    if name:
        return {name: module}
    return {name: getattr(module, name) for name in _declared(module)}


def _declared(module: ModuleType) -> list[str]:
    """Return the public names of a file, or of the files that a folder re-exports."""
    declared = getattr(module, "__all__", None)
    if declared is not None:
        return list(declared)
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    ]
