"""Helpers by which the tests of third-party layers check them: `keras.utils.test_utils`."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.testing import assert_allclose

from keras_on_torch import backend as K
from keras_on_torch._types import Array, Shape
from keras_on_torch.engine.input_layer import Input
from keras_on_torch.engine.training import Model
from keras_on_torch.utils.registry import has_arg

__all__ = ["assert_allclose", "get_test_data", "keras_test", "layer_test"]

Arrays = tuple[Array, Array]


def get_test_data(
    num_train: int = 1000,
    num_test: int = 500,
    input_shape: tuple[int, ...] = (10,),
    output_shape: tuple[int, ...] = (2,),
    classification: bool = True,
    num_classes: int = 2,
) -> tuple[Arrays, Arrays]:
    """Return random samples, spread around their labels, and the labels.

    Args:
        num_train: how many samples to train on.
        num_test: how many to test on.
        input_shape: the shape of a sample.
        output_shape: the shape of a target, where these are no classes.
        classification: whether targets are numbers of classes, (samples,); else fractions.
        num_classes: how many classes there are.

    Returns:
        `(x, y)` to train on and `(x, y)` to test on.
    """
    samples = num_train + num_test
    # Keras: what is drawn, from NumPy's global generator, in this order.
    if classification:
        y = np.random.randint(0, num_classes, size=(samples,))  # noqa: NPY002
        x = _around(y, input_shape)
    else:
        centres = np.random.random((samples,))  # noqa: NPY002
        size = int(np.prod(input_shape))
        both = _around(centres, (size + int(np.prod(output_shape)),))
        x = both[:, :size].reshape((samples, *input_shape))
        y = both[:, size:].reshape((samples, *output_shape))
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def _around(centres: Array, shape: Sequence[int]) -> Array:
    """Return an array of this shape for each number, drawn around it."""
    locations = centres.reshape((-1, *(1 for _ in shape)))
    drawn = np.random.normal(locations, 0.7, (len(centres), *shape))  # noqa: NPY002
    return drawn.astype(np.float32)


def keras_test(func: Callable[..., Any]) -> Callable[..., Any]:
    """Return a test that clears the session when it has passed; Keras had it before 2.2.3."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        output = func(*args, **kwargs)
        K.clear_session()
        return output

    return wrapper


def layer_test(
    layer_cls: Any,
    kwargs: dict[str, Any] = {},  # noqa: B006  # Keras: the default; it is never written to.
    input_shape: Shape | None = None,
    input_dtype: Any = None,
    input_data: Any = None,
    expected_output: Any = None,
    expected_output_dtype: Any = None,
    fixed_batch_size: bool = False,
) -> Array:
    """Check that a layer of one input and one output does in a model what it promises.

    Weights can be read, set and given; the shape is the promised one; a model of it is made again
    from its configuration and computes the same; it trains, where training is something else.

    Args:
        layer_cls: the layer's class.
        kwargs: the arguments it is made with.
        input_shape: the shape of its input with the batch's axis; a length that is None is drawn.
        input_dtype: the type of the input's numbers; None takes that of the data, or of K.
        input_data: the input; None draws it.
        expected_output: what it must give; None checks no values.
        expected_output_dtype: the type of the numbers it must give; None for that of the input.
        fixed_batch_size: whether the model is made for this size of batch.

    Returns:
        What the layer gave.

    Raises:
        AssertionError: the layer does something else.
        ValueError: neither data nor a shape is given.
    """
    input_data, input_shape, input_dtype = _data_for(input_data, input_shape, input_dtype)
    layer = layer_cls(**kwargs)
    weights = layer.get_weights()
    layer.set_weights(weights)
    if has_arg(layer_cls.__init__, "weights") and len(weights):
        layer = layer_cls(**{**kwargs, "weights": weights})
    promised = layer.compute_output_shape(input_shape)
    if fixed_batch_size:
        x = Input(batch_shape=input_shape, dtype=input_dtype)
    else:
        x = Input(shape=input_shape[1:], dtype=input_dtype)
    y = layer(x)
    wanted = np.dtype(input_dtype if expected_output_dtype is None else expected_output_dtype).name
    _check(K.dtype(y) == wanted, f"the output's type is {K.dtype(y)}, expected {wanted}", layer)
    output = _checked_in_model(Model(x, y), layer, input_data, promised, expected_output)
    layer.__class__.from_config({**layer.get_config(), "batch_input_shape": input_shape})
    return output


def _data_for(data: Any, shape: Any, dtype: Any) -> tuple[Array, Any, Any]:
    """Return the input, its shape (None where a length is open) and the type of its numbers."""
    if data is not None:
        return data, data.shape if shape is None else shape, dtype or data.dtype
    if not shape:
        raise ValueError("layer_test: give input_data, or the input_shape to draw it in")
    # Keras: what is drawn, from NumPy's global generator, in this order.
    lengths = [np.random.randint(1, 4) if axis is None else axis for axis in shape]  # noqa: NPY002
    dtype = dtype or K.floatx()
    drawn = (10 * np.random.random(lengths)).astype(dtype)  # noqa: NPY002
    return drawn, shape, dtype


def _checked_in_model(model: Any, layer: Any, data: Array, promised: Shape, expected: Any) -> Array:
    """Return what a model of the layer gives; check it, the model's copy, and training."""
    output: Array = model.predict(data)
    for wanted, given in zip(promised, output.shape, strict=False):
        told = f"the output has shape {output.shape}, compute_output_shape promised {promised}"
        _check(wanted in (None, given), told, layer)
    if expected is not None:
        assert_allclose(output, expected, rtol=1e-3)
    again = model.__class__.from_config(model.get_config())
    if model.weights:
        again.set_weights(model.get_weights())
        assert_allclose(again.predict(data), output, rtol=1e-3)
    if has_arg(layer.call, "training"):
        model.compile("rmsprop", "mse")
        model.train_on_batch(data, output)
    return output


def _check(condition: bool, told: str, layer: Any) -> None:
    if not condition:
        raise AssertionError(f"{type(layer).__name__} {layer.name!r}: {told}")
