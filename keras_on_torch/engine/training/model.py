"""The model: a network with a loss, an optimizer and metrics."""

import warnings
from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import fitting, optimizers
from keras_on_torch.engine.network import Network
from keras_on_torch.engine.training.compilation import build_losses_and_metrics
from keras_on_torch.engine.training.functions import (
    make_predict_function,
    make_test_function,
    make_train_function,
    warn_of_discrepancy,
)
from keras_on_torch.engine.training.standardization import (
    check_targets_given,
    set_inputs,
    standardize_user_data,
)
from keras_on_torch.engine.training.validation import validation_feeds
from keras_on_torch.fitting.device import fetched, numbers
from keras_on_torch.fitting.weights import UnitWeights
from keras_on_torch.graph import unshared
from keras_on_torch.legacy.arguments import accepts_keras_1_arguments
from keras_on_torch.utils.registry import unpack_singleton
from keras_on_torch.utils.shown_numbers import shown

__all__ = ["Model"]


class Model(Network):
    """A network that can be trained.

    `Model(inputs, outputs)` is the graph that leads from the one to the other; a subclass may
    define `call` instead.
    """

    def compile(
        self,
        optimizer: Any,
        loss: Any = None,
        metrics: Any = None,
        loss_weights: Any = None,
        sample_weight_mode: Any = None,
        weighted_metrics: Any = None,
        target_tensors: Any = None,
        **kwargs: Any,
    ) -> None:
        """Say how the model is trained.

        Args:
            optimizer: a name or an optimizer.
            loss: a name or a function; a list or dict of them where there are several outputs.
            metrics: a list of names and functions; a dict of them by output.
            loss_weights: what each output's loss is multiplied by, a list or dict.
            sample_weight_mode: "temporal" for weights of time steps; also a list or dict.
            weighted_metrics: metrics in which samples count by their weights.
            target_tensors: tensors that are the targets, in place of data that is fed.
            **kwargs: passed on to `K.function`.

        Raises:
            ValueError: the arguments do not fit the model's outputs, or a name means nothing.
            TypeError: an argument is of another kind.
        """
        self.optimizer = optimizers.get(optimizer)
        self.loss = loss or []
        self.metrics = metrics or []
        self.loss_weights = loss_weights
        self.sample_weight_mode = sample_weight_mode
        self.weighted_metrics = weighted_metrics
        if not self.built:
            return  # It is compiled when the first data tells what its outputs are.
        self._is_compiled = True
        build_losses_and_metrics(self, target_tensors)
        self._function_kwargs = kwargs
        self.train_function: Any = None
        self.test_function: Any = None
        self.predict_function: Any = None
        self._collected_trainable_weights = self.trainable_weights

    # ---- functions
    def _make_train_function(self) -> None:
        make_train_function(self)

    def _make_test_function(self) -> None:
        make_test_function(self)

    def _make_predict_function(self) -> None:
        make_predict_function(self)

    def _check_trainable_weights_consistency(self) -> None:
        warn_of_discrepancy(self)

    def _uses_dynamic_learning_phase(self) -> bool:
        """Return whether the functions are fed the learning phase."""
        return self.uses_learning_phase and not isinstance(K.learning_phase(), int)

    def _set_inputs(self, inputs: Any, outputs: Any = None, training: bool | None = None) -> None:
        set_inputs(self, inputs, outputs, training)

    def _standardize_user_data(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        check_array_lengths: bool = True,
        batch_size: int | None = None,
    ) -> tuple[list[Any], list[Any], list[Any]]:
        return standardize_user_data(self, x, y, sample_weight, class_weight, batch_size)

    def _feeds(self, data: tuple[list[Any], list[Any], list[Any]], phase: float) -> list[Any]:
        """Return what a function is fed: inputs, targets, weights, and the phase if it is fed."""
        fed = [*data[0], *data[1], *data[2]]
        return [*fed, phase] if self._uses_dynamic_learning_phase() else fed

    def _labelled(self, data: tuple[list[Any], list[Any], list[Any]], phase: float) -> list[Any]:
        """Return what a function is fed that needs targets.

        Raises:
            ValueError: there are none.
        """
        check_targets_given(self, data[1])
        return self._feeds(data, phase)

    # ---- on arrays
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int = 1,
        callbacks: Sequence[Any] | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool | str = True,
        class_weight: Any = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        **kwargs: Any,
    ) -> Any:
        """Train the model.

        Args:
            x: inputs: an array, a list of arrays, or a dict of arrays by input.
            y: targets, likewise.
            batch_size: how many samples are trained on together; None takes 32.
            epochs: the number of the last epoch.
            verbose: 0 silent, 1 progress bar, 2 one line an epoch.
            callbacks: what is called meanwhile.
            validation_split: the part of the data, from its end, that is only validated on.
            validation_data: `(x, y)` or `(x, y, sample_weight)` to validate on instead.
            shuffle: whether samples come in another order in each epoch; "batch" keeps batches.
            class_weight: what a class number weighs in the loss.
            sample_weight: what each sample (or time step) weighs in the loss.
            initial_epoch: the number of the epoch to begin with, from 0.
            steps_per_epoch: how many batches make an epoch, for data that comes from tensors.
            validation_steps: how many batches are validated on, likewise.
            **kwargs: `nb_epoch`, Keras 1's name of `epochs`.

        Returns:
            The history: `history.history` has a list of values an epoch for each loss and metric.

        Raises:
            RuntimeError: the model was never compiled.
            ValueError: the data does not fit the model.
            TypeError: an argument has another name.
        """
        if batch_size is None and steps_per_epoch is None:
            batch_size = 32
        epochs = _renamed_epochs(epochs, kwargs)
        if x is None and y is None and steps_per_epoch is None:
            raise ValueError(
                "If fitting from data tensors, you should specify the `steps_per_epoch` argument."
            )
        data = self._standardize_user_data(
            x, y, sample_weight=sample_weight, class_weight=class_weight, batch_size=batch_size
        )
        data, validation, validates = validation_feeds(
            self, data, validation_data, validation_split, validation_steps, batch_size
        )
        self._make_train_function()
        labels = self.metrics_names
        if validates:
            self._make_test_function()
        return fitting.fit_loop(
            self,
            self.train_function,
            self._labelled(data, 1.0),
            out_labels=labels,
            batch_size=batch_size,
            epochs=epochs,
            verbose=verbose,
            callbacks=callbacks,
            val_f=self.test_function if validates else None,
            val_ins=validation,
            shuffle=shuffle,
            callback_metrics=[*labels, *([f"val_{n}" for n in labels] if validates else [])],
            initial_epoch=initial_epoch,
            steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps,
        )

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: int = 1,
        sample_weight: Any = None,
        steps: int | None = None,
    ) -> Any:
        """Return the loss and the metrics on data; arguments as of `fit`.

        Returns:
            A number, or a list of them in the order of `metrics_names`.
        """
        if batch_size is None and steps is None:
            batch_size = 32
        if x is None and y is None and steps is None:
            raise ValueError(
                "If evaluating from data tensors, you should specify the `steps` argument."
            )
        data = self._standardize_user_data(x, y, sample_weight=sample_weight, batch_size=batch_size)
        self._make_test_function()
        return fitting.test_loop(
            self,
            self.test_function,
            self._labelled(data, 0.0),
            batch_size=batch_size,
            verbose=verbose,
            steps=steps,
        )

    def predict(
        self, x: Any, batch_size: int | None = None, verbose: int = 0, steps: int | None = None
    ) -> Any:
        """Return the model's outputs for data; arguments as of `fit`.

        Returns:
            An array, or a list of them where there are several outputs.
        """
        if batch_size is None and steps is None:
            batch_size = 32
        if x is None and steps is None:
            raise ValueError(
                "If predicting from data tensors, you should specify the `steps` argument."
            )
        data = self._standardize_user_data(x)
        if self.stateful and batch_size is not None:
            samples = data[0][0].shape[0]
            if samples > batch_size and samples % batch_size != 0:
                raise ValueError(
                    "In a stateful network, you should only pass inputs with a number of samples"
                    f" that can be divided by the batch size. Found: {samples} samples. Batch size:"
                    f" {batch_size}."
                )
        self._make_predict_function()
        return fitting.predict_loop(
            self,
            self.predict_function,
            self._feeds(data, 0.0),
            batch_size=batch_size,
            verbose=verbose,
            steps=steps,
        )

    # ---- on one batch
    def train_on_batch(
        self, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None
    ) -> Any:
        """Train on one batch; give its loss and metrics."""
        return unpack_singleton(
            [shown(value) for value in fetched(self._trained(x, y, sample_weight, class_weight))]
        )

    def _trained(
        self, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None
    ) -> list[Any]:
        """Train on one batch; give its loss and metrics where they are: nothing waits for them."""
        data = self._standardize_user_data(
            x, y, sample_weight=sample_weight, class_weight=class_weight
        )
        self._make_train_function()
        return numbers(self.train_function.run(_weighed(self._labelled(data, 1.0))))

    def test_on_batch(self, x: Any, y: Any, sample_weight: Any = None) -> Any:
        """Return the loss and metrics of one batch."""
        data = self._standardize_user_data(x, y, sample_weight=sample_weight)
        self._make_test_function()
        results = self._run(self.test_function, self._labelled(data, 0.0))
        return [shown(each) for each in results] if isinstance(results, list) else shown(results)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the model's outputs for one batch."""
        data = self._standardize_user_data(x)
        self._make_predict_function()
        return self._run(self.predict_function, self._feeds(data, 0.0))

    def _run(self, function: Any, feeds: list[Any]) -> Any:
        return unpack_singleton(unshared(fetched(function.run(_weighed(feeds))), feeds))

    # ---- on batches that are made meanwhile
    @accepts_keras_1_arguments
    def fit_generator(
        self,
        generator: Any,
        steps_per_epoch: int | None = None,
        epochs: int = 1,
        verbose: int = 1,
        callbacks: Sequence[Any] | None = None,
        validation_data: Any = None,
        validation_steps: int | None = None,
        class_weight: Any = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        shuffle: bool = True,
        initial_epoch: int = 0,
    ) -> Any:
        """Train on what a generator or a Sequence gives: see `fitting.fit_generator`."""
        return fitting.fit_generator(
            self,
            generator,
            steps_per_epoch=steps_per_epoch,
            epochs=epochs,
            verbose=verbose,
            callbacks=callbacks,
            validation_data=validation_data,
            validation_steps=validation_steps,
            class_weight=class_weight,
            max_queue_size=max_queue_size,
            workers=workers,
            use_multiprocessing=use_multiprocessing,
            shuffle=shuffle,
            initial_epoch=initial_epoch,
        )

    @accepts_keras_1_arguments
    def evaluate_generator(
        self,
        generator: Any,
        steps: int | None = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        verbose: int = 0,
    ) -> Any:
        """Return loss and metrics on what a generator gives: see `fitting.evaluate_generator`."""
        return fitting.evaluate_generator(
            self, generator, steps, max_queue_size, workers, use_multiprocessing, verbose
        )

    @accepts_keras_1_arguments
    def predict_generator(
        self,
        generator: Any,
        steps: int | None = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        verbose: int = 0,
    ) -> Any:
        """Return the outputs for what a generator gives: see `fitting.predict_generator`."""
        return fitting.predict_generator(
            self, generator, steps, max_queue_size, workers, use_multiprocessing, verbose
        )


def _weighed(feeds: list[Any]) -> list[Any]:
    """Return feeds with None for weights of one that nobody gave: they need no computing."""
    return [None if isinstance(fed, UnitWeights) else fed for fed in feeds]


def _renamed_epochs(epochs: int, kwargs: dict[str, Any]) -> int:
    if "nb_epoch" in kwargs:
        warnings.warn("The `nb_epoch` argument in `fit` has been renamed `epochs`.", stacklevel=3)
        epochs = kwargs.pop("nb_epoch")
    if kwargs:
        raise TypeError(f"Unrecognized keyword arguments: {kwargs}")
    return epochs
