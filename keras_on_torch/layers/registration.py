"""The classes of this room, entered under their names, so that configurations may mean them."""

from types import ModuleType

from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.layers import (
    advanced_activations,
    convolutional,
    convolutional_recurrent,
    core,
    cudnn_recurrent,
    embeddings,
    legacy,
    local,
    merge,
    noise,
    normalization,
    pooling,
    recurrent,
    wrappers,
)
from keras_on_torch.utils.registry import known_layers

__all__: list[str] = []


def _enter(*modules: ModuleType) -> None:
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, Layer) and not name.startswith("_"):
                known_layers[name] = value


_enter(
    advanced_activations,
    convolutional,
    convolutional_recurrent,
    core,
    cudnn_recurrent,
    embeddings,
    legacy,
    local,
    merge,
    noise,
    normalization,
    pooling,
    recurrent,
    wrappers,
)
