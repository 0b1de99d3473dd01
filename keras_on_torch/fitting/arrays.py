"""Training, evaluation and prediction on arrays."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from keras_on_torch.callbacks import Callback, CallbackList
from keras_on_torch.callbacks.logging import exact
from keras_on_torch.fitting.batches import Columns, batch_shuffle
from keras_on_torch.fitting.data import check_num_samples
from keras_on_torch.fitting.device import fetched
from keras_on_torch.fitting.functions import is_compiled, run_for_arrays, run_for_numbers
from keras_on_torch.fitting.loop import (
    Step,
    begin_testing,
    begin_training,
    callbacks_of_run,
    run_epochs,
)
from keras_on_torch.fitting.progress import Progress
from keras_on_torch.utils.progbar import Progbar
from keras_on_torch.utils.registry import unpack_singleton
from keras_on_torch.utils.shown_numbers import shown

__all__ = ["fit_loop", "predict_loop", "test_loop"]

Part = tuple[int, int, list[Any]]
"""How far one has come with a batch, how many samples it has, and what is fed."""


def fit_loop(
    model: Any,
    f: Any,
    ins: list[Any],
    out_labels: Sequence[str] | None = None,
    batch_size: int | None = None,
    epochs: int = 100,
    verbose: int = 1,
    callbacks: Sequence[Callback] | None = None,
    val_f: Any = None,
    val_ins: list[Any] | None = None,
    shuffle: bool | str = True,
    callback_metrics: Sequence[str] | None = None,
    initial_epoch: int = 0,
    steps_per_epoch: int | None = None,
    validation_steps: int | None = None,
    validation_freq: Any = 1,
) -> Any:
    """Train a model on arrays.

    Args:
        model: the model.
        f: its train function.
        ins: what is fed: inputs, targets, sample weights, and the learning phase if it is one.
        out_labels: the names of what `f` returns.
        batch_size: how many samples form a batch.
        epochs: the number of the last epoch.
        verbose: 0 silent, 1 progress bar, 2 one line an epoch.
        callbacks: what is called besides.
        val_f: the test function, for validation.
        val_ins: what it is fed.
        shuffle: whether samples are shuffled in each epoch; "batch" shuffles whole batches.
        callback_metrics: the names of all logs.
        initial_epoch: the number of the epoch to begin with, from 0.
        steps_per_epoch: how many batches make an epoch, for data that comes from tensors.
        validation_steps: how many batches are validated on, likewise.
        validation_freq: every how many epochs, or in which, there is validation.

    Returns:
        The history.

    Raises:
        ValueError: steps for training and for validation are not given together.
    """
    val_ins = val_ins or []
    if val_f and val_ins and verbose:
        _announce(ins, val_ins)
    validates = _validates(bool(val_f and val_ins), steps_per_epoch, validation_steps)
    samples = check_num_samples(ins, batch_size, steps_per_epoch, "steps_per_epoch")
    if samples == 0:
        raise ValueError("fit: the data has no samples, there is nothing to train on.")
    params = {
        "batch_size": batch_size,
        "epochs": epochs,
        "steps": steps_per_epoch,
        "samples": samples,
        "verbose": verbose,
        "do_validation": validates,
        "metrics": list(callback_metrics or []),
    }
    count_mode = "samples" if steps_per_epoch is None else "steps"
    listed, told = begin_training(model, callbacks, params, count_mode)
    for callback in listed:
        callback.validation_data = val_ins
    progress = Progress(model, listed, initial_epoch)
    columns = _columns(f, ins, model)
    if steps_per_epoch is None:
        order = _Order(samples or 0)
        progress.follow(order)
        steps = _steps_on_batches(f, columns, order, batch_size or 32, shuffle)
    else:
        steps = _steps_on_all(f, columns.whole(), steps_per_epoch)
    validate = None
    if validates:
        # Keras: validation is in batches of the size of training, or in steps.
        val_samples = check_num_samples(val_ins, batch_size, validation_steps)
        parts = partial(
            _parts, _columns(val_f, val_ins, model), val_samples, batch_size, validation_steps
        )
        validate = partial(_averages, model, val_f, parts, callbacks=listed)
    run_epochs(
        listed,
        told,
        model,
        progress,
        epochs,
        steps,
        list(out_labels or []),
        validate,
        # Keras: only `fit` on arrays forgoes validation when a batch has stopped training.
        validates_when_stopped=lambda done: steps_per_epoch is not None,
        validation_freq=validation_freq,
    )
    return model.history


def _announce(ins: list[Any], val_ins: list[Any]) -> None:
    """Say how many samples there are, where it can be told."""
    if ins and hasattr(ins[0], "shape") and hasattr(val_ins[0], "shape"):
        rows, other = ins[0].shape[0], val_ins[0].shape[0]
        sys.stdout.write(f"Train on {rows} samples, validate on {other} samples\n")


def _validates(has_data: bool, steps_per_epoch: int | None, validation_steps: int | None) -> bool:
    if validation_steps and steps_per_epoch is None:
        raise ValueError(
            "Can only use `validation_steps` when doing step-wise training, i.e. `steps_per_epoch`"
            " must be set."
        )
    if has_data and steps_per_epoch and not validation_steps:
        raise ValueError(
            "Must specify `validation_steps` to perform validation when doing step-wise training."
        )
    return has_data or bool(validation_steps)


def _columns(function: Any, values: list[Any], model: Any) -> Columns:
    """Return what a function is fed; one that a program has put in place gets plain arrays."""
    return Columns(values, _feeds_of(model) if is_compiled(function) else [])


def _feeds_of(model: Any) -> list[Any]:
    names = ("_feed_inputs", "_feed_targets", "_feed_sample_weights")
    return [feed for name in names for feed in getattr(model, name, None) or []]


def _steps_on_all(f: Any, ins: list[Any], count: int) -> Callable[[int], Iterator[Step]]:
    def steps(epoch: int) -> Iterator[Step]:
        for _ in range(count):
            yield 1, partial(_run, f, ins)

    return steps


def _run(f: Any, feeds: list[Any]) -> list[Any]:
    return run_for_numbers(f, feeds)


class _Order:
    """The order of the samples, each epoch's made from that of the one before.

    Args:
        samples: how many there are.
    """

    def __init__(self, samples: int) -> None:
        self.places = np.arange(samples)

    def shuffle(self, batch_size: int, how: bool | str) -> Any:
        """Return the order of the next epoch; None leaves the samples as they stand."""
        if how == "batch":
            self.places = batch_shuffle(self.places, batch_size)
        elif how:
            np.random.shuffle(self.places)  # noqa: NPY002 - Keras: NumPy's own generator, in place.
        return self.places if how else None

    def position(self) -> dict[str, Any]:
        """Return the order of the epoch that is over."""
        return {"places": self.places}

    def resume(self, position: dict[str, Any]) -> None:
        """Go on from what `position` gave in another process.

        Raises:
            ValueError: there are more or fewer samples.
        """
        if len(position["places"]) != len(self.places):
            raise ValueError(
                f"BackupAndRestore: the run that was broken off had {len(position['places'])}"
                f" samples, this one has {len(self.places)}. Give it the same data, or remove the"
                " backup"
            )
        self.places = position["places"]


def _steps_on_batches(
    f: Any, columns: Columns, order: _Order, batch_size: int, shuffle: bool | str
) -> Callable[[int], Iterator[Step]]:
    samples = len(order.places)

    def steps(epoch: int) -> Iterator[Step]:
        shown = order.shuffle(batch_size, shuffle)
        for start, end, rows in columns.batches(samples, batch_size, shown):
            yield end - start, partial(_run, f, rows)

    return steps


def test_loop(
    model: Any,
    f: Any,
    ins: list[Any],
    batch_size: int | None = None,  # noqa: PT028 - it is no test
    verbose: int = 0,  # noqa: PT028
    steps: int | None = None,  # noqa: PT028
    callbacks: Any = None,  # noqa: PT028
) -> Any:
    """Return losses and metrics, averaged over all samples; arguments as of `fit_loop`."""
    samples = check_num_samples(ins, batch_size, steps, "steps")
    bar = Progbar(target=samples if steps is None else steps) if verbose == 1 else None
    columns = _columns(f, ins, model)
    params: dict[str, Any] = {
        "batch_size": batch_size,
        "steps": steps,
        "samples": samples,
        "verbose": verbose,
        "metrics": list(getattr(model, "metrics_names", [])),
    }
    listed = callbacks_of_run(model, callbacks, params)
    return _averages(model, f, partial(_parts, columns, samples, batch_size, steps), bar, listed)


test_loop.__test__ = False  # type: ignore[attr-defined]  # Its name is Keras's; it is no test.


def _averages(
    model: Any,
    f: Any,
    parts: Callable[[], Iterator[Part]],
    bar: Progbar | None = None,
    callbacks: CallbackList | None = None,
) -> Any:
    """Return losses and metrics of batches, averaged over their samples."""
    callbacks = callbacks or CallbackList()
    stateful = begin_testing(model)
    totals: list[Any] = []
    shares = 0
    callbacks.on_test_begin()
    for number, (done, size, batch) in enumerate(parts()):
        callbacks.on_test_batch_begin(number, {"batch": number, "size": size})
        outputs = run_for_numbers(f, batch)
        if callbacks.hears("on_test_batch_end"):
            named = dict(zip(model.metrics_names, outputs, strict=False))
            callbacks.on_test_batch_end(number, {"batch": number, "size": size, **named})
        totals = totals or [0.0] * len(outputs)
        shares += size
        for place, output in enumerate(outputs):
            totals[place] = output if place in stateful else totals[place] + exact(output) * size
        if bar is not None:
            bar.update(done)
    callbacks.on_test_end()
    averages = [t if place in stateful else t / shares for place, t in enumerate(totals)]
    return unpack_singleton([shown(np.float64(value)) for value in fetched(averages)])


def _parts(
    columns: Columns, samples: int | None, batch_size: int | None, steps: int | None
) -> Iterator[Part]:
    """Yield the batches; each is all there is where steps are counted."""
    if steps is not None:
        whole = columns.whole()
        for step in range(steps):
            yield step + 1, 1, whole
        return
    for start, end, rows in columns.batches(samples or 0, batch_size or 32):
        yield end, end - start, rows


def predict_loop(
    model: Any,
    f: Any,
    ins: list[Any],
    batch_size: int | None = 32,
    verbose: int = 0,
    steps: int | None = None,
    callbacks: Any = None,
) -> Any:
    """Return what the model computes for all samples; arguments as of `fit_loop`."""
    samples = check_num_samples(ins, batch_size, steps, "steps")
    params = {"batch_size": batch_size, "steps": steps, "samples": samples, "verbose": verbose}
    listed = callbacks_of_run(model, callbacks, params)
    bar = Progbar(target=samples if steps is None else steps) if verbose == 1 else None
    results: list[Any] = []
    done_before = 0
    columns = _columns(f, ins, model)
    listed.on_predict_begin()
    for number, (done, size, batch) in enumerate(_parts(columns, samples, batch_size, steps)):
        listed.on_predict_batch_begin(number, {"batch": number, "size": size})
        outputs = run_for_arrays(f, batch)
        told = {"batch": number, "size": size, "outputs": outputs}
        listed.on_predict_batch_end(number, told)
        if steps is not None:
            results = results or [[] for _ in outputs]
            for parts, output in zip(results, outputs, strict=True):
                parts.append(output)
        else:  # They are copied at once: an output may be a view of the user's own array.
            results = results or [np.zeros((samples, *o.shape[1:]), o.dtype) for o in outputs]
            for result, output in zip(results, outputs, strict=True):
                result[done_before:done] = output
        done_before = done
        if bar is not None:
            bar.update(done)
    listed.on_predict_end()
    if steps is not None:
        results = [np.concatenate(parts, axis=0) for parts in results]
    return unpack_singleton(results)
