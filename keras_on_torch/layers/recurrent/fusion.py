"""Whether a recurrent layer can be run as one step of the graph, and running it so."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.layers.recurrent.cell import RecurrentCell

__all__ = ["fused_steps"]

_STATES = ("while/Exit_3:Exit", "&while/Exit_4:Exit")  # TensorFlow's names of the last states.


def fused_steps(
    layer: Any, inputs: Tensor, initial_state: Any, mask: Any, training: Any
) -> tuple[Tensor, list[Tensor]] | None:
    """Run all steps of a recurrent layer at once.

    Args:
        layer: the layer.
        inputs: its input.
        initial_state: first states, None for the layer's own (zeros).
        mask: of the inputs, or None.
        training: as of `K.in_train_phase`.

    Returns:
        the output and the last states; None where the cell has to be called step by step.
    """
    cell = layer.cell
    if not isinstance(cell, RecurrentCell) or not _is_stock(cell):
        return None
    function, options = cell.fused(), cell.options()
    if function is None or None in options.values():
        return None
    drops = 0 < cell.dropout < 1 or 0 < cell.recurrent_dropout < 1
    if drops and graph.is_symbolic(training) and training is not graph.LEARNING_PHASE:
        return None
    if layer.unroll and mask is not None and initial_state is not None:
        return None  # Keras: outputs before the first step that counts are zero then.
    if K.dtype(inputs) != K.dtype(cell.kernel):
        return None
    if initial_state is None and _starts_elsewhere(layer):
        initial_state = layer.get_initial_state(inputs)

    def run(input_drops: Any = None, recurrent_drops: Any = None) -> list[Tensor]:
        found = function(
            inputs,
            cell.kernel,
            cell.recurrent_kernel,
            cell.bias,
            None if initial_state is None else list(initial_state),
            mask,
            input_drops,
            recurrent_drops,
            go_backwards=layer.go_backwards,
            return_sequences=layer.return_sequences,
            **options,
        )
        return list(found)

    def run_in_training() -> list[Tensor]:
        state = layer.get_initial_state(inputs)[0] if initial_state is None else initial_state[0]
        return run(_drawn(cell, inputs[:, 0], cell.dropout), _drawn(cell, state, recurrent_rate))

    recurrent_rate = cell.recurrent_dropout
    if not drops:
        found = run()
    else:
        found = K.in_train_phase(run_in_training, run, training=training)
        # Keras chooses between factors, not between loops.
        last = "transpose transpose" if layer.return_sequences else "TensorArrayReadV3"
        for output, row in zip(found, (last, *_STATES), strict=False):
            graph.name_operation(output, row)
    return found[0], found[1:]


def _is_stock(cell: RecurrentCell) -> bool:
    """Return whether a cell computes as the class that gives its fused function does."""
    kind: Any = type(cell)
    stock: Any = next(each for each in kind.__mro__ if "fused" in vars(each))
    return bool(kind.call is stock.call and kind.build is stock.build)


def _starts_elsewhere(layer: Any) -> bool:
    """Return whether the layer starts from other states than zeros."""
    kind: Any = type(layer)
    zeros = ("RNN", "ConvRNN2D")
    stock: Any = next(each for each in kind.__mro__ if each.__name__ in zeros)
    return bool(kind.get_initial_state is not stock.get_initial_state)


def _drawn(cell: RecurrentCell, like: Tensor, rate: float) -> list[Tensor] | None:
    """Draw dropout factors for each gate; `implementation=2` uses those of the first for all."""
    if not 0 < rate < 1:
        return None
    ones = K.ones_like(like)
    drawn = [K.dropout(ones, rate) for _ in range(cell.gates)]
    return drawn if cell.implementation == 1 else drawn[:1]
