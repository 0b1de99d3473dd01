"""What users pass as inputs and targets, brought into one form and checked."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import losses
from keras_on_torch.utils.numpy_values import check_real

__all__ = [
    "check_array_length_consistency",
    "check_loss_and_target_compatibility",
    "check_num_samples",
    "standardize_input_data",
    "standardize_single_array",
]


def standardize_single_array(x: Any) -> Any:
    """Return an array with an axis for the features; a single number a sample becomes a column.

    Raises:
        ValueError: it is a symbolic tensor whose batch size is not known.
    """
    if x is None:
        return None
    if K.is_tensor(x) and hasattr(x, "static_shape"):
        shape = K.int_shape(x)
        if shape is None or shape[0] is None:
            raise ValueError(
                "When feeding symbolic tensors to a model, we expect the tensors to have a static"
                f" batch size. Got tensor with shape: {shape}"
            )
        return x
    if getattr(x, "ndim", None) == 1:
        return x.reshape(-1, 1) if K.is_tensor(x) else np.expand_dims(x[:], 1)
    return x


def standardize_input_data(
    data: Any,
    names: Sequence[str],
    shapes: Sequence[Any] | None = None,
    check_batch_axis: bool = True,
    exception_prefix: str = "",
) -> list[Any]:
    """Return inputs or targets as a list of arrays, in the model's order.

    Args:
        data: an array, a list of arrays, or a dict of arrays by name.
        names: the names of the inputs or outputs.
        shapes: the shapes that the arrays must have, None for an axis of any length.
        check_batch_axis: whether the first axis is checked as well.
        exception_prefix: "input" or "target", for messages.

    Raises:
        ValueError: there are too many or too few arrays, or one has another shape, or complex
            numbers or dates.
        TypeError: it is no array.
    """
    if not names:
        if data is not None and hasattr(data, "__len__") and len(data):
            raise ValueError(
                f"Error when checking model {exception_prefix}: expected no data, but got:"
                f" {str(data)[:200]}"
            )
        return []
    if data is None:
        return [None for _ in names]
    arrays = [standardize_single_array(values_of(x)) for x in _listed(data, names)]
    arrays = _counted(arrays, names, exception_prefix)
    for name, array in zip(names, arrays, strict=False):
        if isinstance(array, np.ndarray):
            check_real(array, f"Error when checking {exception_prefix} {name!r}. ")
    for name, array, shape in zip(names, arrays, shapes or [], strict=False):
        if shape is not None and not _is_symbol(array):
            _check_shape(name, array, shape, check_batch_axis, exception_prefix)
    return arrays


def _is_symbol(x: Any) -> bool:
    return hasattr(x, "static_shape")


def values_of(x: Any) -> Any:
    """Return the array in a pandas table or column; anything else as it is."""
    return np.asarray(x) if type(x).__name__ in ("DataFrame", "Series") else x


def _listed(data: Any, names: Sequence[str]) -> list[Any]:
    """Return the arrays in the order of the names."""
    if isinstance(data, dict):
        missing = [name for name in names if name not in data]
        if missing:
            raise ValueError(
                f'No data provided for "{missing[0]}". Need data for each key in: {list(names)}'
            )
        return [data[name] for name in names]
    if isinstance(data, list):
        if data and isinstance(data[0], list):
            return [np.asarray(x) for x in data]
        if len(names) == 1 and data and isinstance(data[0], (float, int)):
            return [np.asarray(data)]
        return data
    return [data]


def _counted(arrays: list[Any], names: Sequence[str], prefix: str) -> list[Any]:
    """Check that there are as many arrays as names."""
    if len(arrays) == len(names):
        if any(x is not None and not hasattr(x, "shape") for x in arrays):
            raise _no_arrays(arrays, prefix)
        return arrays
    if arrays and hasattr(arrays[0], "shape"):
        raise ValueError(
            f"Error when checking model {prefix}: the list of Numpy arrays that you are passing to"
            " your model is not the size the model expected. Expected to see"
            f" {len(names)} array(s), one for each of {list(names)}, but instead got the following"
            f" list of {len(arrays)} arrays: {str(arrays)[:200]}..."
        )
    if len(names) > 1 or not arrays:
        raise ValueError(
            f"Error when checking model {prefix}: you are passing a list as input to your model,"
            f" but the model expects {len(names)} Numpy array(s) instead, one for each of"
            f" {list(names)}. The list you passed was: {str(arrays)[:200]}"
        )
    raise _no_arrays(arrays, prefix)


def _no_arrays(found: list[Any], prefix: str) -> TypeError:
    return TypeError(
        f"Error when checking model {prefix}: data should be a Numpy array, or list/dict of Numpy"
        f" arrays. Found: {str(found)[:200]}..."
    )


def _check_shape(name: str, array: Any, shape: Any, check_batch: bool, prefix: str) -> None:
    given = tuple(array.shape)
    if len(given) != len(shape):
        raise ValueError(
            f"Error when checking {prefix}: expected {name} to have {len(shape)} dimensions, but"
            f" got array with shape {given}"
        )
    wanted, had = (shape, given) if check_batch else (tuple(shape)[1:], given[1:])
    if any(want and want != have for want, have in zip(wanted, had, strict=True)):
        raise ValueError(
            f"Error when checking {prefix}: expected {name} to have shape {tuple(wanted)} but got"
            f" array with shape {tuple(had)}"
        )


def check_array_length_consistency(
    inputs: Sequence[Any], targets: Sequence[Any], weights: Sequence[Any] | None = None
) -> None:
    """Check that all arrays have as many samples.

    Raises:
        ValueError: they have not.
    """
    lengths = [_lengths(arrays) for arrays in (inputs, targets, weights)]
    kinds = ("input (x)", "target (y)", "sample_weight")
    for kind, found, arrays in zip(kinds, lengths, (inputs, targets, weights), strict=True):
        if len(found) > 1:
            shapes = [getattr(x, "shape", None) for x in arrays or []]
            raise ValueError(
                f"All {kind} arrays should have the same number of samples. Got array shapes:"
                f" {shapes}"
            )
    x, y, w = lengths
    if x and y and x != y:
        raise ValueError(
            "Input arrays should have the same number of samples as target arrays. Found"
            f" {next(iter(x))} input samples and {next(iter(y))} target samples."
        )
    if y and w and y != w:
        raise ValueError(
            "Sample_weight arrays should have the same number of samples as target arrays. Got"
            f" {next(iter(y))} input samples and {next(iter(w))} target samples."
        )


def _lengths(arrays: Sequence[Any] | None) -> set[int]:
    return {0} if arrays is None else {0 if x is None else int(x.shape[0]) for x in arrays}


def check_loss_and_target_compatibility(
    targets: Sequence[Any], loss_fns: Sequence[Any], output_shapes: Sequence[Any]
) -> None:
    """Check that the targets have the form that their losses expect.

    Raises:
        ValueError: they have not.
    """
    of_outputs_shape = (
        losses.mean_squared_error,
        losses.binary_crossentropy,
        losses.categorical_crossentropy,
    )
    for y, loss, shape in zip(targets, loss_fns, output_shapes, strict=False):
        if y is None or loss is None or _is_symbol(y):
            continue
        given = tuple(y.shape)
        if loss is losses.categorical_crossentropy and given[-1] == 1:
            raise ValueError(
                f"You are passing a target array of shape {given} while using as loss"
                " `categorical_crossentropy`. `categorical_crossentropy` expects targets to be"
                " binary matrices (1s and 0s) of shape (samples, classes). Make them with"
                " keras.utils.to_categorical(y), or use the loss"
                " `sparse_categorical_crossentropy`, which takes class numbers."
            )
        if loss in of_outputs_shape and any(
            wanted is not None and have != wanted
            for have, wanted in zip(given[1:], shape[1:], strict=False)
        ):
            raise ValueError(
                f"A target array with shape {given} was passed for an output of shape"
                f" {tuple(shape)} while using as loss `{loss.__name__}`. This loss expects targets"
                " to have the same shape as the output."
            )


def check_num_samples(
    ins: Sequence[Any],
    batch_size: int | None = None,
    steps: int | None = None,
    steps_name: str = "steps",
) -> int | None:
    """Return how many samples there are; None where batches are counted instead.

    Raises:
        ValueError: both a batch size and a number of steps are given, or neither can be known.
        TypeError: the batch size is no whole number.
    """
    if batch_size is not None:
        if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
            given = batch_size.item() if isinstance(batch_size, np.generic) else batch_size
            raise TypeError(f"`batch_size` must be a whole number or None, got {given!r}.")
        if batch_size < 1:
            raise ValueError(f"`batch_size` must be at least 1, got {batch_size}.")
    if steps is not None and batch_size is not None:
        raise ValueError(f"If {steps_name} is set, the `batch_size` must be None.")
    if not ins or any(_is_symbol(x) for x in ins):
        if steps is None:
            raise ValueError(
                "If your data is in the form of symbolic tensors, you should specify the"
                f" `{steps_name}` argument (instead of the `batch_size` argument, because symbolic"
                " tensors are expected to produce batches of input data)."
            )
        return None
    if hasattr(ins[0], "shape"):
        return int(ins[0].shape[0])
    return None
