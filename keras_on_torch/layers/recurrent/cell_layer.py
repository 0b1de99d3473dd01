"""Recurrent layers that make their cell themselves and have its arguments."""

from typing import Any

from keras_on_torch import regularizers
from keras_on_torch._types import Config, Named, Tensors
from keras_on_torch.layers.recurrent.rnn import RNN

__all__ = ["CellLayer", "GatedLayer", "of_cell"]


def of_cell(name: str) -> Any:
    """Return a property of the layer: what its cell has under the same name."""
    return property(lambda layer: getattr(layer.cell, name), doc=f"The cell's `{name}`.")


class CellLayer(RNN):
    """A recurrent layer around a cell of its own.

    Args:
        cell: the cell.
        activity_regularizer: penalty on the output.
        return_sequences, return_state, go_backwards, stateful, unroll: as of `RNN`.
        **kwargs: as of any layer.
    """

    def __init__(
        self,
        cell: Any,
        activity_regularizer: Named,
        return_sequences: bool,
        return_state: bool,
        go_backwards: bool,
        stateful: bool,
        unroll: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll, **kwargs
        )
        self.activity_regularizer = regularizers.get(activity_regularizer)

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

    recurrent_activation = of_cell("recurrent_activation")
    implementation = of_cell("implementation")

    @classmethod
    def from_config(cls, config: Config, custom_objects: Any = None) -> "GatedLayer":
        config = dict(config)
        if config.get("implementation") == 0:
            config["implementation"] = 1
        return cls(**config)
