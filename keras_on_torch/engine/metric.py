"""What every metric with a state is: a layer of variables that are updated and read."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import Layer

__all__ = ["Metric", "clone_metric", "clone_metrics", "result_wrapper", "update_state_wrapper"]


class Metric(Layer):
    """A measure over many batches.

    A subclass makes its variables in `__init__` by `add_weight`, changes them in `update_state`
    (by `K.update`, `K.update_add`), and computes the measure from them in `result`.

    By hand, `update_state` on arrays or torch tensors changes the state at once and `result` gives
    a tensor. On symbols it gives updates, and calling the metric gives the symbol of the result.

    Args:
        name: its name in the logs; None makes one of the class's.
        dtype: the type of its variables; None takes the configured one.
        **kwargs: as for any layer.
    """

    dtype: str

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let `update_state` and `result` also be called by hand."""
        super().__init_subclass__(**kwargs)
        for name, wrapper in (("update_state", update_state_wrapper), ("result", result_wrapper)):
            if name in cls.__dict__:
                setattr(cls, name, wrapper(cls.__dict__[name]))

    def __init__(self, name: str | None = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.stateful = True
        self.built = True
        self.dtype = dtype or K.floatx()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Update the state and return the result after it."""
        if not _has_symbol(args, kwargs):
            self.update_state(*args, **kwargs)
            return self.result()
        result, updates = self.recorded(*args, **kwargs)
        self.add_update(updates)
        result._metric_obj = self
        return result

    def recorded(self, *args: Any, **kwargs: Any) -> tuple[Tensor, list[Any]]:
        """Return the symbol of the result after an update of the state, and the updates."""
        with graph.assigning() as noted:
            returned = self.update_state(*args, **kwargs)
            result = noted.now(self.result())
        if not graph.is_symbolic(result):
            result = graph.constant(result)
        return result, _updates_of(noted, returned)

    def update_state(self, *args: Any, **kwargs: Any) -> Any:
        """Take a batch into the state, and return the updates."""
        raise NotImplementedError(
            f"{type(self).__name__} must define update_state(y_true, y_pred, sample_weight=None)"
        )

    def result(self) -> Any:
        """Return the measure of what the state holds."""
        raise NotImplementedError(f"{type(self).__name__} must define result()")

    def reset_states(self) -> None:
        """Set the state back to zero."""
        for weight in self.weights:
            weight.zero_()

    reset_state = reset_states

    def add_weight(  # Keras: other arguments than a layer's.
        self, name: str, shape: Any = (), initializer: Any = None, dtype: Any = None
    ) -> Tensor:
        """Make a variable of the state.

        Args:
            name: its name within the metric.
            shape: the lengths of its axes.
            initializer: gives its first value.
            dtype: the type of its numbers; None takes the metric's.
        """
        weight = super().add_weight(
            name=name,
            shape=tuple(shape),
            dtype=self.dtype if dtype is None else dtype,
            initializer=initializer,
            trainable=False,
        )
        # It moves with the model that is watched, but is no part of what the model has learnt.
        self._non_persistent_buffers_set.add(weight.key)
        return weight

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        # While update_state is traced its updates are known already, and its caller has them.
        if graph.assignments.noted is None:
            super().add_update(updates, inputs)

    def get_config(self) -> Config:
        return {"name": self.name, "dtype": self.dtype}


# ---- by hand
def update_state_wrapper(update_state_fn: Callable[..., Any]) -> Callable[..., Any]:
    """Return an `update_state` that changes the state at once where it is given real values."""

    @functools.wraps(update_state_fn)
    def decorated(metric_obj: Metric, *args: Any, **kwargs: Any) -> Any:
        if graph.assignments.noted is not None:
            return update_state_fn(metric_obj, *args, **kwargs)
        symbolic = _has_symbol(args, kwargs)
        if not symbolic:
            args = tuple([_constant(value) for value in args])
            kwargs = {name: _constant(value) for name, value in kwargs.items()}
        with graph.assigning() as noted:
            returned = update_state_fn(metric_obj, *args, **kwargs)
        updates = _updates_of(noted, returned)
        if symbolic:
            metric_obj.add_update(updates)
            return updates
        graph.carry_out(updates)
        return graph.map_leaves(_value_given, returned)

    return decorated


def result_wrapper(result_fn: Callable[..., Any]) -> Callable[..., Any]:
    """Return a `result` that gives a value, unless the state has been updated by symbols."""

    @functools.wraps(result_fn)
    def decorated(metric_obj: Metric, *args: Any, **kwargs: Any) -> Any:
        if graph.assignments.noted is not None:
            return result_fn(metric_obj, *args, **kwargs)
        with graph.assigning(metric_obj.updates) as noted:
            result = noted.now(result_fn(metric_obj, *args, **kwargs))
        if graph.is_symbolic(result) and not metric_obj.updates:
            return graph.evaluated(result)
        return result

    return decorated


def _has_symbol(args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
    return any(graph.has_symbol(value) for value in (*args, *kwargs.values()))


def _constant(value: Any) -> Any:
    """Return what is given by hand as a symbol; floating-point numbers are of the usual type."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if K.is_tensor(value):
        return graph.constant(value.detach())
    array = np.asarray(value)
    return graph.constant(array, K.floatx() if array.dtype == np.float64 else None)


def _value_given(leaf: Any) -> Any:
    """Return the value that an update has given its variable: it is not carried out again."""
    return leaf.variable.tensor.clone() if isinstance(leaf, graph.Update) else leaf


def _updates_of(noted: graph.Assignments, returned: Any) -> list[Any]:
    """Return the updates that were made, and those that were only given back."""
    known = {update.id for update in noted.updates}
    given = graph.effects_of([returned] if graph.is_symbolic(returned) else returned or [])
    return [*noted.updates, *[update for update in given if update.id not in known]]


# ---- copies
def clone_metric(metric: Any) -> Any:
    """Return a metric like the given one, with a state of its own; a function as it is."""
    if isinstance(metric, Metric):
        return type(metric).from_config(metric.get_config())
    return metric


def clone_metrics(metrics: Any) -> Any:
    """Return copies of the metrics in a list, or in a dict by output; None for None."""
    if metrics is None:
        return None
    if isinstance(metrics, dict):
        return {name: clone_metric(metric) for name, metric in metrics.items()}
    return [clone_metric(metric) for metric in metrics]
