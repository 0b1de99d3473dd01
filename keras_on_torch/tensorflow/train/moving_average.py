"""Moving averages of variables."""

from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch.graph import Group, Variable, is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collection,
    global_variables,
    moving_average_variables,
    trainable_variables,
)
from keras_on_torch.tensorflow.variables.variable import Variable as TFVariable

__all__ = ["ExponentialMovingAverage"]


class ExponentialMovingAverage:
    """Averages `a = decay a + (1 - decay) value`, each beginning with the variable's first value.

    Args:
        decay: how much of an average stays at each step.
        num_updates: a count of steps, by which averages move faster at first: the decay is no more
            than `(1 + n) / (10 + n)`.
        zero_debias: refused where it is True: averages of tensors, which begin with 0, are not
            corrected here.
        name: what averages are called by.
    """

    def __init__(
        self,
        decay: Any,
        num_updates: Any = None,
        zero_debias: bool = False,
        name: str = "ExponentialMovingAverage",
    ) -> None:
        if zero_debias:
            raise NotImplementedError("ExponentialMovingAverage: zero_debias must be False here")
        self._decay = decay
        self._num_updates = num_updates
        self._name = name
        self._averages: dict[int, Variable] = {}
        self._averaged: list[Any] = []

    @property
    def name(self) -> str:
        """What averages are called by."""
        return self._name

    def apply(self, var_list: Any = None) -> Group:
        """Return the operation that moves averages; make those that are not there.

        Args:
            var_list: variables, or tensors, whose averages begin with 0; None takes all variables
                that are trained.

        Raises:
            TypeError: one holds no fractions.
        """
        chosen = trainable_variables() if var_list is None else list(var_list)
        decay: Any = self._decay
        if self._num_updates is not None:
            count = K.cast(tensor(self._num_updates), "float32")
            decay = K.minimum(tensor(float(decay)), (1.0 + count) / (10.0 + count))
        updates = []
        for one in chosen:
            average = self._average_for(one)
            rate = K.cast(decay, K.dtype(one)) if is_symbolic(decay) else float(decay)
            updates.append(K.update_sub(average, (1.0 - rate) * (average - one)))
        return Group(updates)

    def _average_for(self, one: Any) -> Variable:
        if not K.dtype(one).startswith(("float", "bfloat")):
            raise TypeError(f"The variables must be half, float, or double: {one.name}")
        if one.id in self._averages:
            return self._averages[one.id]
        is_variable = isinstance(one, Variable)
        first = one.tensor.detach() if isinstance(one, Variable) else None
        if first is None and None in one.static_shape:
            raise ValueError(f"the shape of {one.name} must be known to keep its average")
        base = one.name.partition(":")[0]
        with K.name_scope(""):
            made = TFVariable(
                np.zeros(one.static_shape, K.dtype(one)) if first is None else first,
                trainable=False,
                name=f"{base}/{self._name}",
            )
        if is_variable:
            add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, one)
        self._averages[one.id] = made
        self._averaged.append(one)
        return made

    def average(self, var: Any) -> Any:
        """Return the average of a variable; None where none is kept."""
        return self._averages.get(var.id)

    def average_name(self, var: Any) -> str:
        """Return what the average of a variable is, or would be, called."""
        known = self._averages.get(var.id)
        if known is not None:
            return str(known.name).partition(":")[0]
        return f"{var.name.partition(':')[0]}/{self._name}"

    def variables_to_restore(self, moving_avg_variables: Any = None) -> dict[str, Any]:
        """Return variables by the names by which a `Saver` is to restore them: averages' ones.

        Args:
            moving_avg_variables: those that take the values of their averages; None takes those
                that are trained, and those of which averages are kept.
        """
        if moving_avg_variables is None:
            moving_avg_variables = [*trainable_variables(), *moving_average_variables()]
        averaged = {one.id: one for one in moving_avg_variables}
        restored = {self.average_name(one): one for one in averaged.values()}
        for one in global_variables():
            if one.id not in averaged and one not in self._averages.values():
                restored[str(one.name).partition(":")[0]] = one
        return restored
