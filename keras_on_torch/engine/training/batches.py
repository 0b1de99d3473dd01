"""A model on single batches, and on batches that are made meanwhile."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import fitting
from keras_on_torch.engine.training.metrics import reset_metrics as reset
from keras_on_torch.engine.training.standardization import check_has_samples
from keras_on_torch.fitting.device import fetched
from keras_on_torch.fitting.functions import run_for_arrays, run_for_numbers
from keras_on_torch.legacy.arguments import accepts_keras_1_arguments
from keras_on_torch.utils.registry import unpack_singleton
from keras_on_torch.utils.shown_numbers import shown

__all__ = ["BatchMethods"]


class BatchMethods:
    """The part of a model that works batch by batch."""

    train_function: Any
    test_function: Any
    predict_function: Any
    _standardize_user_data: Any
    _make_train_function: Any
    _make_test_function: Any
    _make_predict_function: Any
    _labelled: Any
    _feeds: Any

    # ---- on one batch
    def train_on_batch(
        self,
        x: Any,
        y: Any,
        sample_weight: Any = None,
        class_weight: Any = None,
        reset_metrics: bool = True,
    ) -> Any:
        """Train on one batch; give its loss and metrics.

        Args:
            x: inputs.
            y: targets.
            sample_weight: what each sample weighs in the loss.
            class_weight: what a class number weighs in the loss.
            reset_metrics: whether metric objects forget the batch afterwards; else they give what
                holds for all batches since they were reset.
        """
        results = [shown(one) for one in fetched(self._trained(x, y, sample_weight, class_weight))]
        if reset_metrics:
            reset(self, of_2_2=False)
        return unpack_singleton(results)

    def _trained(
        self, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None
    ) -> list[Any]:
        """Train on one batch; give its loss and metrics where they are: nothing waits for them."""
        data = self._standardize_user_data(
            x, y, sample_weight=sample_weight, class_weight=class_weight
        )
        check_has_samples(data, "train_on_batch")
        self._make_train_function()
        return run_for_numbers(self.train_function, self._labelled(data, 1.0))

    def test_on_batch(
        self, x: Any, y: Any, sample_weight: Any = None, reset_metrics: bool = True
    ) -> Any:
        """Return the loss and metrics of one batch; arguments as of `train_on_batch`."""
        data = self._standardize_user_data(x, y, sample_weight=sample_weight)
        check_has_samples(data, "test_on_batch")
        self._make_test_function()
        results = run_for_arrays(self.test_function, self._labelled(data, 0.0))
        if reset_metrics:
            reset(self, of_2_2=False)
        return unpack_singleton([shown(one) for one in results])

    def predict_on_batch(self, x: Any) -> Any:
        """Return the model's outputs for one batch."""
        data = self._standardize_user_data(x)
        self._make_predict_function()
        return self._run(self.predict_function, self._feeds(data, 0.0))

    def _run(self, function: Any, feeds: list[Any]) -> Any:
        return unpack_singleton(run_for_arrays(function, feeds))

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
        validation_freq: Any = 1,
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
            validation_freq=validation_freq,
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
        callbacks: Sequence[Any] | None = None,
    ) -> Any:
        """Return loss and metrics on what a generator gives: see `fitting.evaluate_generator`."""
        settings = (max_queue_size, workers, use_multiprocessing)
        return fitting.evaluate_generator(self, generator, steps, *settings, verbose, callbacks)

    @accepts_keras_1_arguments
    def predict_generator(
        self,
        generator: Any,
        steps: int | None = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        verbose: int = 0,
        callbacks: Sequence[Any] | None = None,
    ) -> Any:
        """Return the outputs for what a generator gives: see `fitting.predict_generator`."""
        settings = (max_queue_size, workers, use_multiprocessing)
        return fitting.predict_generator(self, generator, steps, *settings, verbose, callbacks)
