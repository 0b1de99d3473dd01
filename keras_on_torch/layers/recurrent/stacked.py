"""Cells on top of each other, as one cell."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor, Tensors
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.layers.recurrent.call_arguments import sizes_of_states
from keras_on_torch.layers.serialization import deserialize
from keras_on_torch.utils.registry import has_arg

__all__ = ["StackedRNNCells"]


class StackedRNNCells(Layer):
    """Cells that each take the output of the one before, as one cell.

    Args:
        cells: the cells.
        **kwargs: as of any layer; `reverse_state_order=True` lists the states of the last cell
            first, as Keras did before 2.2.

    Raises:
        ValueError: a cell has no `call` or no `state_size`.
    """

    def __init__(self, cells: Sequence[Any], **kwargs: Any) -> None:
        for cell in cells:
            for name, words in (("call", "a `call` method"), ("state_size", "a `state_size`")):
                if not hasattr(cell, name):
                    words = words if name == "call" else f"{words} attribute"
                    raise ValueError(f"All cells must have {words}. received cells:", cells)
        self.cells = list(cells)
        self.reverse_state_order = kwargs.pop("reverse_state_order", False)
        if self.reverse_state_order:
            warnings.warn(
                "`reverse_state_order=True` in `StackedRNNCells` will soon be deprecated. Please"
                " update the code to work with the natural order of states if you rely on the RNN"
                " states, eg `RNN(return_state=True)`.",
                stacklevel=2,
            )
        super().__init__(**kwargs)

    def _in_state_order(self, values: list[Any]) -> list[Any]:
        """Return what there is for each cell in the order of the states, and back."""
        return values[::-1] if self.reverse_state_order else values

    @property
    def state_size(self) -> tuple[int, ...]:
        """The lengths of all states in a row."""
        cells = self._in_state_order(self.cells)
        return tuple([size for cell in cells for size in sizes_of_states(cell)])

    @property
    def output_size(self) -> int:
        """The length of the last cell's output."""
        return _output_size(self.cells[-1])

    def build(self, input_shape: Any) -> None:
        constants_shape: list[Any] = []
        if isinstance(input_shape, list):
            input_shape, *constants_shape = input_shape
        for cell in self.cells:
            if isinstance(cell, Layer):
                takes_constants = has_arg(cell.call, "constants")
                cell.build([input_shape, *constants_shape] if takes_constants else input_shape)
                cell.built = True
            input_shape = (input_shape[0], _output_size(cell))
        super().build(input_shape)

    def call(
        self, inputs: Tensor, states: Sequence[Tensor], constants: Any = None, **kwargs: Any
    ) -> tuple[Tensor, list[Tensor]]:
        rest, by_cell = list(states), []
        for cell in self._in_state_order(self.cells):
            count = len(sizes_of_states(cell))
            by_cell.append(rest[:count])
            rest = rest[count:]
        new_states = []
        for cell, before in zip(self.cells, self._in_state_order(by_cell), strict=True):
            arguments = {name: kwargs[name] for name in kwargs if has_arg(cell.call, name, True)}
            if has_arg(cell.call, "constants"):
                arguments["constants"] = constants
            inputs, after = cell.call(inputs, before, **arguments)
            new_states.append(list(after))
        return inputs, [state for after in self._in_state_order(new_states) for state in after]

    # ---- the cells' weights and losses are the layer's
    def _layers(self) -> list[Layer]:
        return [cell for cell in self.cells if isinstance(cell, Layer)]

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def trainable_weights(self) -> list[Any]:
        """The variables of the cells that training changes; none where they are frozen together."""
        if not self.trainable:
            return []
        return [weight for cell in self._layers() for weight in cell.trainable_weights]

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def non_trainable_weights(self) -> list[Any]:
        """The variables that training leaves alone."""
        fixed = [weight for cell in self._layers() for weight in cell.non_trainable_weights]
        if self.trainable:
            return fixed
        return [weight for cell in self._layers() for weight in cell.trainable_weights] + fixed

    def get_weights(self) -> list[Any]:
        return K.batch_get_value(self._by_cell())

    def set_weights(self, weights: Sequence[Any]) -> None:
        variables = self._by_cell()
        if len(weights) != len(variables):
            raise ValueError(
                f"StackedRNNCells {self.name!r} has {len(variables)} weights, {len(weights)} were"
                " given. Give as many as get_weights() does, cell by cell"
            )
        K.batch_set_value(list(zip(variables, weights, strict=True)))

    def _by_cell(self) -> list[Any]:
        return [weight for cell in self._layers() for weight in cell.weights]

    @property
    def losses(self) -> list[Tensor]:
        """What the cells add to the loss of a model."""
        return [loss for cell in self._layers() for loss in cell.losses]

    def get_losses_for(self, inputs: Tensors = None) -> list[Tensor]:
        return [loss for cell in self._layers() for loss in cell.get_losses_for(inputs)]

    # ---- configuration
    def get_config(self) -> Config:
        cells = [
            {"class_name": cell.__class__.__name__, "config": cell.get_config()}
            for cell in self.cells
        ]
        return super().get_config() | {"cells": cells}

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "StackedRNNCells":
        """Make the cells from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: classes of cells by name.
        """
        config = dict(config)
        cells = [deserialize(cell, custom_objects=custom_objects) for cell in config.pop("cells")]
        return cls(cells, **config)


def _output_size(cell: Any) -> int:
    size = getattr(cell, "output_size", None)
    return sizes_of_states(cell)[0] if size is None else size
