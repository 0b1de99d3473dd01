"""Optimizers with TensorFlow 1's formulas and numbers, which are not Keras's."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.train import step_kernels
from keras_on_torch.tensorflow.train.optimizer import Optimizer

__all__ = [
    "AdadeltaOptimizer",
    "AdagradOptimizer",
    "AdamOptimizer",
    "GradientDescentOptimizer",
    "MomentumOptimizer",
    "RMSPropOptimizer",
]


class OptimizerWithRates(Optimizer):
    """An optimizer whose rates may be numbers, tensors, or functions of nothing."""

    _learning_rate: Any

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._rate(self._learning_rate)

    def _rate(self, value: Any) -> Any:
        """Return a rate as a number or a symbol."""
        value = self._call_if_callable(value)
        return tensor(value) if is_symbolic(value) else float(value)

    def _as(self, rate: Any, var: Any) -> Any:
        """Return a rate of the type of a variable's numbers."""
        return K.cast(rate, K.dtype(var)) if is_symbolic(rate) else rate


class GradientDescentOptimizer(OptimizerWithRates):
    """Descent along the gradient: `var = var - learning_rate grad`.

    Args:
        learning_rate: length of a step, as a factor on the gradient; a number or a tensor.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.
    """

    def __init__(
        self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent"
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        return K.update(var, var - self._as(self._learning_rate_tensor, var) * grad)

    def _kernel_of(self) -> Any:
        return step_kernels.descent, [], [self._learning_rate_tensor], []


class MomentumOptimizer(OptimizerWithRates):
    """Descent that keeps going: `a = momentum a + grad; var = var - learning_rate a`.

    Args:
        learning_rate: length of a step.
        momentum: how much of the sum of gradients stays at each step.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.
        use_nesterov: whether the step is `learning_rate (grad + momentum a)` (Sutskever 2013).
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "Momentum",
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._use_nesterov = use_nesterov

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for var in var_list:
            self._zeros_slot(var, "momentum", self._name)

    def _prepare(self) -> None:
        super()._prepare()
        self._momentum_tensor = self._rate(self._momentum)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        sums = self.get_slot(var, "momentum")
        lr, kept = self._as(self._learning_rate_tensor, var), self._as(self._momentum_tensor, var)
        new = sums * kept + grad
        step = grad * lr + new * kept * lr if self._use_nesterov else new * lr
        return [K.update(sums, new), K.update(var, var - step)]

    def _kernel_of(self) -> Any:
        rates = [self._learning_rate_tensor, self._momentum_tensor]
        return step_kernels.momentum(self._use_nesterov), ["momentum"], rates, []


class AdamOptimizer(OptimizerWithRates):
    """Adaptive moments (Kingma and Ba 2014), in the form at the end of their section 2.

    Args:
        learning_rate: length of a step.
        beta1: how much of the gradient's average stays at each step.
        beta2: how much of the squared gradient's average stays.
        epsilon: what is added to the root that divides.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-08,
        use_locking: bool = False,
        name: str = "Adam",
    ) -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._beta1 = beta1
        self._beta2 = beta2
        self._epsilon = epsilon

    @property
    def _learning_rate(self) -> Any:  # Programs set `_lr` of an Adam.
        return self._lr

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        self._create_non_slot_variable(self._call_if_callable(self._beta1), "beta1_power")
        self._create_non_slot_variable(self._call_if_callable(self._beta2), "beta2_power")
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _get_beta_accumulators(self) -> tuple[Any, Any]:
        return self._others["beta1_power"], self._others["beta2_power"]

    def _prepare(self) -> None:
        super()._prepare()
        self._beta1_t, self._beta2_t = self._rate(self._beta1), self._rate(self._beta2)
        self._epsilon_t = self._rate(self._epsilon)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        power_1, power_2 = (self._as(power, var) for power in self._get_beta_accumulators())
        beta_1, beta_2 = self._as(self._beta1_t, var), self._as(self._beta2_t, var)
        lr = self._as(self._learning_rate_tensor, var)
        lr_t = lr * K.sqrt(1.0 - power_2) / (1.0 - power_1)
        new_m = beta_1 * m + (1.0 - beta_1) * grad
        new_v = beta_2 * v + (1.0 - beta_2) * K.square(grad)
        step = lr_t * new_m / (K.sqrt(new_v) + self._as(self._epsilon_t, var))
        return [K.update(m, new_m), K.update(v, new_v), K.update(var, var - step)]

    def _finish(self, update_ops: list[Any], name_scope: str) -> Any:
        power_1, power_2 = self._get_beta_accumulators()
        powers = [
            K.update(power_1, power_1 * self._as(self._beta1_t, power_1)),
            K.update(power_2, power_2 * self._as(self._beta2_t, power_2)),
        ]
        return [*update_ops, *powers]

    def _kernel_of(self) -> Any:
        rates = [self._learning_rate_tensor, self._beta1_t, self._beta2_t, self._epsilon_t]
        return step_kernels.adam, ["m", "v"], rates, ["beta1_power", "beta2_power"]


class RMSPropOptimizer(OptimizerWithRates):
    """Descent by the gradient over the root of its squares' average (Tieleman and Hinton 2012).

    Args:
        learning_rate: length of a step.
        decay: how much of the average stays at each step.
        momentum: how much of the last step is done again.
        epsilon: what is added below the root.
        use_locking: no effect, as of `Optimizer`.
        centered: whether the gradient's variance divides, not the average of its square.
        name: what slots are called by.
    """

    def __init__(
        self,
        learning_rate: Any,
        decay: Any = 0.9,
        momentum: Any = 0.0,
        epsilon: Any = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        name: str = "RMSProp",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._decay = decay
        self._momentum = momentum
        self._epsilon = epsilon
        self._centered = centered

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for var in var_list:
            self._constant_slot(var, "rms", self._name, 1.0)
            if self._centered:
                self._zeros_slot(var, "mg", self._name)
            self._zeros_slot(var, "momentum", self._name)

    def _prepare(self) -> None:
        super()._prepare()
        self._decay_tensor = self._rate(self._decay)
        self._momentum_tensor = self._rate(self._momentum)
        self._epsilon_tensor = self._rate(self._epsilon)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        rms, moment = self.get_slot(var, "rms"), self.get_slot(var, "momentum")
        rho, kept = self._as(self._decay_tensor, var), self._as(self._momentum_tensor, var)
        lr = self._as(self._learning_rate_tensor, var)
        new_rms = rms * rho + (1.0 - rho) * K.square(grad)
        below = new_rms + self._as(self._epsilon_tensor, var)
        updates = [K.update(rms, new_rms)]
        if self._centered:
            mean = self.get_slot(var, "mg")
            new_mean = mean * rho + (1.0 - rho) * grad
            below = below - K.square(new_mean)
            updates.append(K.update(mean, new_mean))
        new_moment = moment * kept + lr * grad / K.sqrt(below)
        return [*updates, K.update(moment, new_moment), K.update(var, var - new_moment)]

    def _kernel_of(self) -> Any:
        rates = [self._learning_rate_tensor, self._decay_tensor, self._momentum_tensor]
        slots = ["rms", "momentum", *(["mg"] if self._centered else [])]
        return step_kernels.rmsprop(self._centered), slots, [*rates, self._epsilon_tensor], []


class AdagradOptimizer(OptimizerWithRates):
    """Descent by the gradient over the root of the sum of its squares (Duchi et al. 2011).

    Args:
        learning_rate: length of a step.
        initial_accumulator_value: what the sums start with.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.

    Raises:
        ValueError: the sums would not start above 0.
    """

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        use_locking: bool = False,
        name: str = "Adagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(
                f"initial_accumulator_value must be positive: {initial_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial_accumulator_value = initial_accumulator_value

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for var in var_list:
            self._constant_slot(var, "accumulator", self._name, self._initial_accumulator_value)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        sums = self.get_slot(var, "accumulator")
        new = sums + K.square(grad)
        step = self._as(self._learning_rate_tensor, var) * grad / K.sqrt(new)
        return [K.update(sums, new), K.update(var, var - step)]

    def _kernel_of(self) -> Any:
        return step_kernels.adagrad, ["accumulator"], [self._learning_rate_tensor], []


class AdadeltaOptimizer(OptimizerWithRates):
    """Steps in the size of those before (Zeiler 2012).

    Args:
        learning_rate: factor on a step.
        rho: how much of the averages stays at each step.
        epsilon: what is added below the roots.
        use_locking: no effect, as of `Optimizer`.
        name: what slots are called by.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Any = 0.95,
        epsilon: Any = 1e-08,
        use_locking: bool = False,
        name: str = "Adadelta",
    ) -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._rho = rho
        self._epsilon = epsilon

    @property
    def _learning_rate(self) -> Any:  # As of Adam.
        return self._lr

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for var in var_list:
            self._zeros_slot(var, "accum", self._name)
            self._zeros_slot(var, "accum_update", self._name)

    def _prepare(self) -> None:
        super()._prepare()
        self._rho_t = self._rate(self._rho)
        self._epsilon_t = self._rate(self._epsilon)

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        sums, steps = self.get_slot(var, "accum"), self.get_slot(var, "accum_update")
        rho, epsilon = self._as(self._rho_t, var), self._as(self._epsilon_t, var)
        new = sums * rho + K.square(grad) * (1.0 - rho)
        step = K.sqrt(steps + epsilon) / K.sqrt(new + epsilon) * grad
        return [
            K.update(sums, new),
            K.update(steps, steps * rho + K.square(step) * (1.0 - rho)),
            K.update(var, var - self._as(self._learning_rate_tensor, var) * step),
        ]

    def _kernel_of(self) -> Any:
        if is_symbolic(self._epsilon_t):
            return None
        rates = [self._learning_rate_tensor, self._rho_t]
        return step_kernels.adadelta(self._epsilon_t), ["accum", "accum_update"], rates, []
