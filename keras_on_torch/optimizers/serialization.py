"""Optimizers by their names, and from what was written of them."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch.optimizers.adam import Adam, Adamax, Nadam
from keras_on_torch.optimizers.adaptive import Adadelta, Adagrad, RMSprop
from keras_on_torch.optimizers.base import Optimizer
from keras_on_torch.optimizers.sgd import SGD
from keras_on_torch.optimizers.tf_optimizer import TFOptimizer, is_of_tensorflow
from keras_on_torch.utils.registry import deserialize_keras_object, serialize_keras_object

__all__ = [
    "adadelta",
    "adagrad",
    "adam",
    "adamax",
    "deserialize",
    "get",
    "nadam",
    "rmsprop",
    "serialize",
    "sgd",
]


_CLASSES = (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam, TFOptimizer)
_BY_NAME = {each.__name__.lower(): each for each in _CLASSES}
OF_TF_KERAS: dict[str, Any] = {}  # Those of tf.keras, which the room of TensorFlow puts here.


def serialize(optimizer: Any) -> Any:
    """Return what an optimizer is written as."""
    return serialize_keras_object(optimizer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make an optimizer from what `serialize` gave; case does not matter in built-in names."""
    name = config["class_name"]
    if name.lower() in _BY_NAME:
        config["class_name"] = name.lower()  # Keras: so the caller's configuration changes, too.
    # Of the configurations only tf.keras's have a name.
    by_name = OF_TF_KERAS if "name" in config.get("config", {}) and OF_TF_KERAS else _BY_NAME
    return deserialize_keras_object(config, by_name, custom_objects, "optimizer")


def get(identifier: Any) -> Any:
    """Return the optimizer that a name, a configuration or the thing itself means.

    Raises:
        ValueError: it means none.
    """
    if is_of_tensorflow(identifier):
        return TFOptimizer(identifier)
    if isinstance(identifier, str):
        identifier = {"class_name": identifier, "config": {}}
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, Optimizer):
        return identifier
    raise ValueError(
        f"Could not interpret optimizer identifier: {identifier}. Give a name such as 'sgd', or an"
        " optimizer of keras.optimizers such as SGD(lr=0.01)"
    )


sgd = SGD
rmsprop = RMSprop
adagrad = Adagrad
adadelta = Adadelta
adam = Adam
adamax = Adamax
nadam = Nadam
