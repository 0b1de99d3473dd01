"""Follow the regularized leader (McMahan et al. 2013)."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.train.optimizers import OptimizerWithRates

__all__ = ["FtrlOptimizer"]


class FtrlOptimizer(OptimizerWithRates):
    """Descent that keeps weights at 0 where their gradients do not speak against it.

    Args:
        learning_rate: length of a step.
        learning_rate_power: how rates fall with the sums of squares, 0 or below.
        initial_accumulator_value: what the sums of squares start with.
        l1_regularization_strength: what keeps weights at 0.
        l2_regularization_strength: what keeps them small.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.
        accum_name: another name for the sums of squares.
        linear_name: another name for the sums of gradients.
        l2_shrinkage_regularization_strength: what makes them smaller at each step.

    Raises:
        ValueError: a number is on the wrong side of 0.
    """

    def __init__(
        self,
        learning_rate: Any,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "Ftrl",
        accum_name: str | None = None,
        linear_name: str | None = None,
        l2_shrinkage_regularization_strength: float = 0.0,
    ) -> None:
        super().__init__(use_locking, name)
        positive = {
            "initial_accumulator_value": initial_accumulator_value,
            "l1_regularization_strength": l1_regularization_strength,
            "l2_regularization_strength": l2_regularization_strength,
            "l2_shrinkage_regularization_strength": l2_shrinkage_regularization_strength,
        }
        for argument, value in positive.items():
            if value < 0.0:
                raise ValueError(f"{argument} {value} needs to be positive or zero")
        if learning_rate_power > 0.0:
            raise ValueError(
                f"learning_rate_power {learning_rate_power} needs to be negative or zero"
            )
        self._learning_rate = learning_rate
        self._power = learning_rate_power
        self._start = initial_accumulator_value
        self._l1 = l1_regularization_strength
        self._l2 = l2_regularization_strength
        self._shrinkage = l2_shrinkage_regularization_strength
        self._names = accum_name, linear_name

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for var in var_list:
            self._constant_slot(var, "accum", self._names[0] or self._name, self._start)
            self._zeros_slot(var, "linear", self._names[1] or self._name)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        sums, linear = self.get_slot(var, "accum"), self.get_slot(var, "linear")
        lr = self._as(self._learning_rate_tensor, var)
        shrinking = grad + 2.0 * self._shrinkage * var if self._shrinkage else grad
        new = sums + K.square(grad)
        before, after = K.pow(sums, -self._power), K.pow(new, -self._power)
        new_linear = linear + shrinking - (after - before) / lr * var
        below = after / lr + 2.0 * self._l2
        kept = K.cast(K.abs(new_linear) > self._l1, K.dtype(var))
        value = kept * (K.sign(new_linear) * self._l1 - new_linear) / below
        return [K.update(sums, new), K.update(linear, new_linear), K.update(var, value)]
