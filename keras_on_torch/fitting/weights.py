"""What samples and classes weigh in the loss."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Array
from keras_on_torch.fitting.data import values_of

__all__ = [
    "UnitWeights",
    "standardize_class_weights",
    "standardize_sample_or_class_weights",
    "standardize_sample_weights",
    "standardize_weights",
]


class UnitWeights(np.ndarray[Any, Any]):
    """Weights of one, made because none were given: a step may leave the weighting out.

    What is computed with them are ordinary arrays; a slice is still of this kind.
    """

    def __array_wrap__(self, array: Any, *args: Any, **kwargs: Any) -> Any:
        return np.asarray(array)

    @classmethod
    def of_shape(cls, shape: tuple[int, ...]) -> "UnitWeights":
        """Return ones of a shape."""
        return np.ones(shape, dtype=K.floatx()).view(cls)


def standardize_sample_or_class_weights(
    x_weight: Any, output_names: Sequence[str], weight_type: str
) -> list[Any]:
    """Return one entry of weights for each output.

    Args:
        x_weight: weights for the only output, or a list or dict of them by output.
        output_names: the names of the outputs.
        weight_type: "sample_weight" or "class_weight", for messages.

    Raises:
        ValueError: the list has another length.
        TypeError: there are several outputs, and it is neither list nor dict.
    """
    if x_weight is None or len(x_weight) == 0:
        return [None for _ in output_names]
    if len(output_names) == 1:
        if isinstance(x_weight, list) and len(x_weight) == 1:
            return x_weight
        if isinstance(x_weight, dict) and output_names[0] in x_weight:
            return [x_weight[output_names[0]]]
        return [x_weight]
    if isinstance(x_weight, list):
        if len(x_weight) != len(output_names):
            raise ValueError(
                f"Provided `{weight_type}` was a list of {len(x_weight)} elements, but the model"
                f" has {len(output_names)} outputs. You should provide one `{weight_type}` array"
                " per model output."
            )
        return x_weight
    if isinstance(x_weight, dict):
        for name in x_weight:
            if name not in output_names:
                warnings.warn(  # Keras: passed over, without a word.
                    f"The `{weight_type}` for {name!r} has no effect: the only outputs are"
                    f" {list(output_names)}",
                    stacklevel=3,
                )
        return [x_weight.get(name) for name in output_names]
    raise TypeError(
        f"The model has multiple outputs, so `{weight_type}` should be either a list or a dict."
        f" Provided `{weight_type}` type not understood: {x_weight}"
    )


def standardize_class_weights(class_weight: Any, output_names: Sequence[str]) -> list[Any]:
    """Return the class weights of each output."""
    return standardize_sample_or_class_weights(class_weight, output_names, "class_weight")


def standardize_sample_weights(sample_weight: Any, output_names: Sequence[str]) -> list[Any]:
    """Return the sample weights of each output."""
    return standardize_sample_or_class_weights(sample_weight, output_names, "sample_weight")


def standardize_weights(
    y: Any,
    sample_weight: Any = None,
    class_weight: Any = None,
    sample_weight_mode: str | None = None,
) -> Array:
    """Return the weight of each sample (or time step) of an output.

    Args:
        y: the targets.
        sample_weight: (samples,), or (samples, steps) in the mode "temporal"; it wins over
            `class_weight`.
        class_weight: weights by class number.
        sample_weight_mode: None or "temporal".

    Raises:
        ValueError: the weights do not fit the targets.
        TypeError: the weights are no array.
    """
    sample_weight = values_of(sample_weight)
    if sample_weight is not None and not hasattr(sample_weight, "shape"):
        raise TypeError(f"`sample_weight` must be a Numpy array, got {str(sample_weight)[:100]}.")
    _check_mode(y, sample_weight, sample_weight_mode)
    if sample_weight is not None and class_weight is not None:
        warnings.warn(
            "Found both `sample_weight` and `class_weight`: `class_weight` argument will be"
            " ignored.",
            stacklevel=2,
        )
    elif class_weight is not None and not isinstance(class_weight, dict):
        warnings.warn(  # Keras: anything but a dict is passed over, without a word.
            "`class_weight` has no effect: it must be a dict of weights by class number, got"
            f" {str(class_weight)[:100]}",
            stacklevel=2,
        )
    shape = tuple(y.shape)
    if sample_weight is not None:
        given = tuple(sample_weight.shape)
        if len(given) > len(shape) or shape[: len(given)] != given:
            raise ValueError(
                f"Found a sample_weight array with shape {given} for an input with shape {shape}."
                " sample_weight cannot be broadcast."
            )
        weights: Array = sample_weight
        return weights
    if isinstance(class_weight, dict):
        return _weights_of_classes(y, class_weight)
    return UnitWeights.of_shape(shape[:1] if sample_weight_mode is None else shape[:2])


def _check_mode(y: Any, sample_weight: Any, mode: str | None) -> None:
    given = None if sample_weight is None else tuple(sample_weight.shape)
    if mode is None:
        if given is not None and len(given) != 1:
            raise ValueError(
                f"Found a sample_weight array with shape {given}. In order to use timestep-wise"
                ' sample weights, you should specify sample_weight_mode="temporal" in compile(). If'
                " you just mean to use sample-wise weights, make sure your sample_weight array is"
                " 1D."
            )
        return
    if mode != "temporal":
        raise ValueError(f'sample_weight_mode should be None or "temporal". Found: {mode}')
    if len(y.shape) < 3:
        raise ValueError(
            f"Found a sample_weight array for an input with shape {tuple(y.shape)}. Timestep-wise"
            ' sample weighting (use of sample_weight_mode="temporal") is restricted to outputs'
            " that are at least 3D, i.e. that have a time dimension."
        )
    if given is not None and len(given) != 2:
        raise ValueError(
            f"Found a sample_weight array with shape {given}. In order to use timestep-wise sample"
            " weighting, you should pass a 2D sample_weight array."
        )


def _weights_of_classes(y: Any, class_weight: dict[Any, Any]) -> Array:
    if len(y.shape) > 2:
        raise ValueError(
            f"`class_weight` not supported for 3+ dimensional targets, got {tuple(y.shape)}."
        )
    array = np.asarray(y)
    classes = np.argmax(array, axis=1) if array.shape[1] > 1 else array.reshape(array.shape[0])
    kinds, places = np.unique(classes, return_inverse=True)
    missing = [kind for kind in kinds.tolist() if kind not in class_weight]
    if missing:
        raise ValueError(
            "`class_weight` must contain all classes in the data. The classes"
            f" {set(missing)} exist in the data but not in `class_weight`."
        )
    return np.asarray([class_weight[kind] for kind in kinds.tolist()])[places]
