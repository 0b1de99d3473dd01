"""What a layer collects besides its weights: losses, updates and metrics."""

from typing import Any

from keras_on_torch._types import Tensor, Tensors
from keras_on_torch.engine.base_layer.weight_checks import inputs_key
from keras_on_torch.utils.registry import to_list

__all__ = ["LossesAndUpdates"]


class LossesAndUpdates:
    """The part of a layer that holds its losses and updates, by their inputs, and its metrics."""

    trainable: bool
    stateful: bool

    def _collect_anew(self) -> None:
        self._losses: list[Tensor] = []
        self._updates: list[Tensor] = []
        self._metrics: list[tuple[Tensor, str | None, Any]] = []
        self._per_input_losses: dict[Any, list[Tensor]] = {}
        self._per_input_updates: dict[Any, list[Tensor]] = {}

    @property
    def losses(self) -> list[Tensor]:
        """What the layer adds to the loss of a model."""
        return self._losses

    @property
    def updates(self) -> list[Tensor]:
        """What a training step assigns besides the weights; nothing where the layer is frozen."""
        return self._updates if self.trainable or self.stateful else []

    def add_loss(self, losses: Tensors, inputs: Tensors = None) -> None:
        """Add to the loss of the models that hold the layer.

        Args:
            losses: a tensor or a list of them.
            inputs: what the losses were computed from; None for what depends on weights alone.
        """
        if losses is None or (isinstance(losses, list) and not losses):
            return
        self._losses += to_list(losses)
        self._per_input_losses.setdefault(inputs_key(inputs), []).extend(to_list(losses))

    def add_update(self, updates: Tensors, inputs: Tensors = None) -> None:
        """Add an assignment to the training step of the models that hold the layer.

        Args:
            updates: what `K.update` gave, a pair (variable, new value), or a list of these.
            inputs: what the new values were computed from; None for what depends on no input.
        """
        if updates is None or (isinstance(updates, list) and not updates):
            return
        self._updates += to_list(updates)
        self._per_input_updates.setdefault(inputs_key(inputs), []).extend(to_list(updates))

    def get_losses_for(self, inputs: Tensors) -> list[Tensor]:
        """Return the losses that were computed from `inputs`; for None, those from no input."""
        return self._per_input_losses.get(inputs_key(inputs, keep_empty=True), [])

    def get_updates_for(self, inputs: Tensors) -> list[Tensor]:
        """Return the updates that were computed from `inputs`; for None, those from no input."""
        if not self.trainable and not self.stateful:
            return []
        return self._per_input_updates.get(inputs_key(inputs, keep_empty=True), [])

    # ---- metrics
    def add_metric(
        self, value: Tensor, name: str | None = None, aggregation: str | None = None
    ) -> None:
        """Add to what the models that hold the layer report.

        Args:
            value: a tensor, whose mean over all batches is reported; or what calling a metric gave.
            name: its name in the logs; a name that the layer has added before changes nothing.
            aggregation: None or "mean".

        Raises:
            ValueError: values are to be aggregated in another way.
        """
        if aggregation not in (None, "mean"):
            raise ValueError(
                f"add_metric takes aggregation=None or 'mean', got {aggregation!r}. For another"
                " measure, call a metric on the value and add what it gives"
            )
        metric = getattr(value, "_metric_obj", None)
        name = metric.name if metric is not None else name
        if name is None or all(name != known for _, known, _ in self._metrics):
            self._metrics.append((value, name, metric))
