"""What layers around another layer have in common."""

from collections.abc import Mapping, Sequence
from typing import Any

from keras_on_torch._types import Config, Tensor, Tensors
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.layers.serialization import deserialize
from keras_on_torch.utils.registry import object_list_uid

__all__ = ["Wrapper"]


class Wrapper(Layer):
    """A layer around another; programs derive from it.

    Args:
        layer: the layer inside: its weights, losses and updates are the wrapper's.
        **kwargs: as of any layer.
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        self.layer = layer
        # What the layer inside was called on, by what the wrapper was called on: its updates and
        # masks are known by the former.
        self._input_map: dict[str, Tensors] = {}
        super().__init__(**kwargs)

    def build(self, input_shape: Any = None) -> None:
        self.built = True

    @property
    def activity_regularizer(self) -> Any:
        """The penalty that the layer inside has on its output."""
        return getattr(self.layer, "activity_regularizer", None)

    @property
    def trainable(self) -> bool:
        """Whether training changes the layer inside."""
        trainable: bool = self.layer.trainable
        return trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self.layer.trainable = value

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def trainable_weights(self) -> list[Any]:
        """The variables of the layer inside that training changes."""
        weights: list[Any] = self.layer.trainable_weights
        return weights

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def non_trainable_weights(self) -> list[Any]:
        """The variables of the layer inside that training leaves alone."""
        weights: list[Any] = self.layer.non_trainable_weights
        return weights

    def get_weights(self) -> list[Any]:
        weights: list[Any] = self.layer.get_weights()
        return weights

    def set_weights(self, weights: Sequence[Any]) -> None:
        self.layer.set_weights(weights)

    @property
    def updates(self) -> list[Tensor]:
        """What a training step assigns in the layer inside."""
        return getattr(self.layer, "updates", [])

    def get_updates_for(self, inputs: Tensors = None) -> list[Tensor]:
        inner_inputs = inputs
        if inputs is not None:
            inner_inputs = self._input_map.get(object_list_uid(inputs), inputs)
        return [*self.layer.get_updates_for(inner_inputs), *super().get_updates_for(inputs)]

    @property
    def losses(self) -> list[Tensor]:
        """What the layer inside adds to the loss of a model."""
        return getattr(self.layer, "losses", [])

    def get_losses_for(self, inputs: Tensors = None) -> list[Tensor]:
        own: list[Tensor] = super().get_losses_for(inputs)
        return self.layer.get_losses_for(None) + own if inputs is None else own

    def get_config(self) -> Config:
        inside = {
            "class_name": self.layer.__class__.__name__,
            "config": self.layer.get_config(),
        }
        return super().get_config() | {"layer": inside}

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "Wrapper":
        """Make a wrapper and the layer inside from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: classes by name.
        """
        config = dict(config)
        layer = deserialize(config.pop("layer"), custom_objects=custom_objects)
        return cls(layer, **config)
