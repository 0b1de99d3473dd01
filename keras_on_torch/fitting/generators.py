"""Training, evaluation and prediction on batches that a generator or a Sequence gives."""

import contextlib
from collections.abc import Callable, Iterator
from collections.abc import Sequence as SequenceOf
from functools import partial
from typing import Any

import numpy as np

from keras_on_torch.fitting.loop import (
    Step,
    begin_testing,
    begin_training,
    callbacks_of_run,
    run_epochs,
)
from keras_on_torch.fitting.progress import Progress
from keras_on_torch.fitting.sources import (
    EndOfBatchesError,
    batch_inputs,
    batch_triple,
    counted_steps,
    is_generator_or_sequence,
    next_batch,
    number_of_steps,
    opened_batches,
    size_of_inputs,
    warn_of_copies,
)
from keras_on_torch.utils.progbar import Progbar
from keras_on_torch.utils.registry import has_arg, to_list, unpack_singleton
from keras_on_torch.utils.shown_numbers import shown

__all__ = [
    "check_generator_arguments",
    "evaluate_generator",
    "fit_generator",
    "predict_generator",
]


def check_generator_arguments(
    y: Any = None,
    sample_weight: Any = None,
    validation_split: float | None = None,
    batch_size: int | None = None,
) -> None:
    """Refuse what a generator or a Sequence gives itself, or cannot be given.

    Raises:
        ValueError: one of the arguments is given.
    """
    if y is not None:
        raise ValueError(
            "`y` argument is not supported when data is a generator or Sequence instance. Instead"
            " pass targets as the second element of the generator."
        )
    if sample_weight is not None:
        raise ValueError(
            "`sample_weight` argument is not supported when data is a generator or Sequence"
            " instance. Instead pass sample weights as the third element of the generator."
        )
    if validation_split:
        raise ValueError(
            "If your data is in the form of a Python generator, you cannot use `validation_split`."
        )
    if batch_size is not None:
        raise ValueError(
            "The `batch_size` argument must not be specified when using a generator or Sequence as"
            " an input: it gives batches."
        )


def fit_generator(
    model: Any,
    generator: Any,
    steps_per_epoch: int | None = None,
    epochs: int = 1,
    verbose: int = 1,
    callbacks: SequenceOf[Any] | None = None,
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
    """Train a model on batches that are made while it is trained.

    Args:
        model: the model.
        generator: yields `(inputs, targets)` or `(inputs, targets, sample_weights)`.
        steps_per_epoch: how many batches make an epoch; a Sequence knows it itself.
        epochs: the number of the last epoch.
        verbose: 0 silent, 1 progress bar, 2 one line an epoch.
        callbacks: what is called besides.
        validation_data: arrays, a generator or a Sequence.
        validation_steps: how many batches of it are validated on.
        class_weight: weights by class number.
        max_queue_size: how many batches are made in advance.
        workers: how many make them; 0 makes each when it is needed.
        use_multiprocessing: whether workers are processes.
        shuffle: whether the batches of a Sequence come in another order in each epoch.
        initial_epoch: the number of the epoch to begin with, from 0.
        validation_freq: every how many epochs, or in which, there is validation.

    Returns:
        The history.

    Raises:
        ValueError: a number of steps is missing, or a batch is no such tuple.
    """
    model._make_train_function()
    validates = validation_data is not None and bool(_given(validation_data))
    if validates:
        model._make_test_function()
    steps_per_epoch = number_of_steps(generator, steps_per_epoch, "steps_per_epoch")
    warn_of_copies(generator, use_multiprocessing, workers)
    if validates and is_generator_or_sequence(validation_data):
        validation_steps = number_of_steps(
            validation_data, validation_steps or None, "validation_steps"
        )
    labels = model.metrics_names
    params = {
        "epochs": epochs,
        "steps": steps_per_epoch,
        "verbose": verbose,
        "do_validation": validates,
        "metrics": [*labels, *[f"val_{name}" for name in labels]],
    }
    listed, told = begin_training(model, callbacks, params, "steps")
    progress = Progress(model, listed, initial_epoch)
    settings = (max_queue_size, workers, use_multiprocessing)
    last_size = [1]
    with contextlib.ExitStack() as opened:
        validate: Callable[[], Any] | None = None
        if validates and is_generator_or_sequence(validation_data):
            batches = opened.enter_context(
                opened_batches(validation_data, *settings, progress=progress)
            )
            more = {"callbacks": listed} if has_arg(model.evaluate_generator, "callbacks") else {}
            validate = partial(
                model.evaluate_generator, batches, validation_steps, workers=0, **more
            )
        elif validates:
            validate = _validation_on_arrays(model, validation_data, listed, last_size)
        source = opened.enter_context(opened_batches(generator, *settings, shuffle, progress))
        try:
            run_epochs(
                listed,
                told,
                model,
                progress,
                epochs,
                partial(_steps, model, source, steps_per_epoch, class_weight, last_size),
                labels,
                validate,
                # Keras: `fit_generator` validates an epoch that its last batch stopped.
                validates_when_stopped=lambda done: done >= steps_per_epoch,
                validation_freq=validation_freq,
            )
        except EndOfBatchesError as end:
            raise StopIteration(*end.args) from None
    return model.history


def _steps(
    model: Any, source: Any, count: float, class_weight: Any, last_size: list[int], epoch: int
) -> Iterator[Step]:
    """Yield the steps of an epoch; leave the size of each batch in `last_size`."""
    train = _training_of(model)
    for _ in counted_steps(count):
        x, y, weights = batch_triple(next_batch(source, EndOfBatchesError))
        last_size[0] = size_of_inputs(x)
        yield last_size[0], partial(_train, train, x, y, weights, class_weight)


def _training_of(model: Any) -> Callable[..., Any]:
    """Return `train_on_batch` where a user has defined it, else what does not wait for numbers."""
    kind = next(kind for kind in type(model).__mro__ if "train_on_batch" in vars(kind))
    own = "train_on_batch" not in vars(model) and "_trained" in vars(kind)
    train: Callable[..., Any] = model._trained if own else model.train_on_batch
    return train if own else _keeping_metrics(train)


def _keeping_metrics(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method for one batch that leaves the state of metrics, where it can be told to."""
    return partial(method, reset_metrics=False) if has_arg(method, "reset_metrics") else method


def _train(train: Callable[..., Any], x: Any, y: Any, weights: Any, class_weight: Any) -> list[Any]:
    return list(to_list(train(x, y, sample_weight=weights, class_weight=class_weight)))


def _given(validation_data: Any) -> bool:
    return not isinstance(validation_data, (tuple, list)) or bool(validation_data)


def _validation_on_arrays(
    model: Any, validation_data: Any, callbacks: Any, last_size: list[int]
) -> Callable[[], Any]:
    if len(validation_data) not in (2, 3):
        raise ValueError(
            "`validation_data` should be a tuple `(val_x, val_y, val_sample_weight)` or"
            f" `(val_x, val_y)`. Found: {validation_data}"
        )
    x, y, weights = (*validation_data, None)[:3]
    inputs, targets, weighted = model._standardize_user_data(x, y, weights)
    told = [*inputs, *targets, *weighted]
    if model._uses_dynamic_learning_phase():
        told.append(0.0)
    for callback in callbacks:
        callback.validation_data = told

    def validate() -> Any:
        # Keras: in batches of the size of the last one that was trained on.
        more = {"callbacks": callbacks} if has_arg(model.evaluate, "callbacks") else {}
        return model.evaluate(
            x, y, batch_size=last_size[0], sample_weight=weights, verbose=0, **more
        )

    return validate


def evaluate_generator(
    model: Any,
    generator: Any,
    steps: int | None = None,
    max_queue_size: int = 10,
    workers: int = 1,
    use_multiprocessing: bool = False,
    verbose: int = 0,
    callbacks: Any = None,
) -> Any:
    """Return losses and metrics, averaged over all samples; arguments as of `fit_generator`.

    Raises:
        ValueError: the number of steps is missing, or a batch has no samples.
    """
    model._make_test_function()
    stateful = begin_testing(model)
    steps = number_of_steps(generator, steps, "steps")
    warn_of_copies(generator, use_multiprocessing, workers)
    bar = Progbar(target=steps) if verbose == 1 else None
    params = {"steps": steps, "verbose": verbose, "metrics": list(model.metrics_names)}
    listed = callbacks_of_run(model, callbacks, params)
    test = _keeping_metrics(model.test_on_batch)
    rows, sizes = [], []
    listed.on_test_begin()
    with opened_batches(generator, max_queue_size, workers, use_multiprocessing, False) as batches:
        for step in counted_steps(steps):
            x, y, weights = batch_triple(next_batch(batches))
            sizes.append(size_of_inputs(x))
            if sizes[-1] == 0:
                raise ValueError(f"Received an empty batch, number {step}: it has no samples.")
            told = {"batch": step, "size": sizes[-1]}
            listed.on_test_batch_begin(step, told)
            rows.append(to_list(test(x, y, sample_weight=weights)))
            told.update(zip(model.metrics_names, rows[-1], strict=False))
            listed.on_test_batch_end(step, told)
            if bar is not None:
                bar.update(step + 1)
    listed.on_test_end()
    return unpack_singleton(
        [
            shown(np.float64(given[-1]) if place in stateful else np.average(given, weights=sizes))
            for place, given in enumerate(zip(*rows, strict=True))
        ]
    )


def predict_generator(
    model: Any,
    generator: Any,
    steps: int | None = None,
    max_queue_size: int = 10,
    workers: int = 1,
    use_multiprocessing: bool = False,
    verbose: int = 0,
    callbacks: Any = None,
) -> Any:
    """Return what the model computes for all batches; arguments as of `fit_generator`.

    Raises:
        ValueError: the number of steps is missing, or a batch is no such tuple.
    """
    model._make_predict_function()
    steps = number_of_steps(generator, steps, "steps")
    warn_of_copies(generator, use_multiprocessing, workers)
    bar = Progbar(target=steps) if verbose == 1 else None
    listed = callbacks_of_run(model, callbacks, {"steps": steps, "verbose": verbose})
    results: list[list[Any]] = []
    listed.on_predict_begin()
    with opened_batches(generator, max_queue_size, workers, use_multiprocessing, False) as batches:
        for step in counted_steps(steps):
            x = batch_inputs(next_batch(batches))
            told = {"batch": step, "size": size_of_inputs(x)}
            listed.on_predict_batch_begin(step, told)
            outputs = to_list(model.predict_on_batch(x))
            listed.on_predict_batch_end(step, told | {"outputs": outputs})
            results = results or [[] for _ in outputs]
            for parts, part in zip(results, outputs, strict=True):
                parts.append(part)
            if bar is not None:
                bar.update(step + 1)
    listed.on_predict_end()
    return unpack_singleton(
        [parts[0] if len(parts) == 1 else np.concatenate(parts) for parts in results]
    )
