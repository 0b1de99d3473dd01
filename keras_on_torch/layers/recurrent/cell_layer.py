"""Recurrent layers that make their cell themselves and have its arguments."""

import warnings
from collections.abc import Mapping
from typing import Any

from keras_on_torch import regularizers
from keras_on_torch._types import Config, Tensors
from keras_on_torch.layers.recurrent.cell import cell_arguments
from keras_on_torch.layers.recurrent.rnn import RNN
from keras_on_torch.utils.registry import argument_names

__all__ = ["CellLayer", "GatedLayer", "of_cell"]


def of_cell(name: str) -> Any:
    """Return a property of the layer: what its cell has under the same name."""
    return property(lambda layer: getattr(layer.cell, name), doc=f"The cell's `{name}`.")


class CellLayer(RNN):
    """A recurrent layer around a cell of its own.

    Args:
        cell: the cell's class.
        given: what the layer's constructor was given, by name: the arguments of the cell, those
            of `RNN`, and `activity_regularizer`, the penalty on the output.
        **kwargs: as of any layer.
    """

    def __init__(self, cell: type, given: Mapping[str, Any], **kwargs: Any) -> None:
        options = {name: given[name] for name in argument_names(RNN) if name != "cell"}
        super().__init__(cell(**cell_arguments(cell, given)), **options, **kwargs)
        self.activity_regularizer = regularizers.get(given["activity_regularizer"])

    def call(  # type: ignore[override]  # Keras: such a cell takes no constants.
        self, inputs: Tensors, mask: Any = None, training: Any = None, initial_state: Any = None
    ) -> Tensors:
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    units = of_cell("units")
    activation = of_cell("activation")
    use_bias = of_cell("use_bias")
    kernel_initializer = of_cell("kernel_initializer")
    recurrent_initializer = of_cell("recurrent_initializer")
    bias_initializer = of_cell("bias_initializer")
    kernel_regularizer = of_cell("kernel_regularizer")
    recurrent_regularizer = of_cell("recurrent_regularizer")
    bias_regularizer = of_cell("bias_regularizer")
    kernel_constraint = of_cell("kernel_constraint")
    recurrent_constraint = of_cell("recurrent_constraint")
    bias_constraint = of_cell("bias_constraint")
    dropout = of_cell("dropout")
    recurrent_dropout = of_cell("recurrent_dropout")

    def get_config(self) -> Config:
        config = super().get_config()
        del config["cell"]
        return config


class GatedLayer(CellLayer):
    """A recurrent layer around a cell with gates."""

    def __init__(self, cell: type, given: Mapping[str, Any], **kwargs: Any) -> None:
        if given["implementation"] == 0:
            warnings.warn(
                "`implementation=0` has been deprecated, and now defaults to `implementation=1`."
                " Please update your layer call.",
                stacklevel=3,
            )
        super().__init__(cell, given, **kwargs)

    recurrent_activation = of_cell("recurrent_activation")
    implementation = of_cell("implementation")

    @classmethod
    def from_config(cls, config: Config, custom_objects: Any = None) -> "GatedLayer":
        config = dict(config)
        if config.get("implementation") == 0:
            config["implementation"] = 1
        return cls(**config)
