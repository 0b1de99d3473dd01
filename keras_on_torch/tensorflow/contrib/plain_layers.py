"""`tf.contrib.layers`: functions without variables, written with TensorFlow's own."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import backend

__all__ = [
    "avg_pool2d",
    "dense_to_sparse",
    "dropout",
    "flatten",
    "max_pool2d",
    "one_hot_encoding",
    "softmax",
    "unit_norm",
]

K: Any = backend  # Whose tf is this room.


def collected(collections: Any, outputs: Any) -> Any:
    """Return results, after adding them to collections of the graph's."""
    if collections is not None:
        K.tf.add_to_collections(collections, outputs)
    return outputs


def dense_to_sparse(
    tensor: Any, eos_token: Any = 0, outputs_collections: Any = None, scope: str | None = None
) -> Any:
    """Return the entries of a tensor that are not `eos_token` as a sparse tensor.

    Args:
        tensor: whole numbers, such as labels that are filled up.
        eos_token: what it is filled up with.
        outputs_collections: where the result is added.
        scope: a name before those of what is made.
    """
    tf = K.tf
    with tf.name_scope(scope, "dense_to_sparse", [tensor]):
        x = tf.convert_to_tensor(tensor)
        indices = tf.where(tf.not_equal(x, tf.constant(eos_token, x.dtype)))
        values = tf.gather_nd(x, indices)
        made = tf.SparseTensor(indices, values, tf.shape(x, out_type=tf.int64))
    return collected(outputs_collections, made)


def flatten(inputs: Any, outputs_collections: Any = None, scope: str | None = None) -> Any:
    """Return each row's numbers along one axis.

    Args:
        inputs: (batch, ...); numbers alone become rows of one.
        outputs_collections: where the result is added.
        scope: a name before those of what is made.
    """
    with K.tf.name_scope(scope, "Flatten", [inputs]):
        x = K.tf.convert_to_tensor(inputs)
        known = x.shape[1:]
        length = known.num_elements() if hasattr(known, "num_elements") else None
        flat = K.tf.reshape(x, [-1, length] if length is not None else [K.tf.shape(x)[0], -1])
    return collected(outputs_collections, flat)


def one_hot_encoding(
    labels: Any,
    num_classes: int,
    on_value: float = 1.0,
    off_value: float = 0.0,
    outputs_collections: Any = None,
    scope: str | None = None,
) -> Any:
    """Return rows in which the place of the label stands out.

    Args:
        labels: numbers of classes.
        num_classes: how many there are.
        on_value: what stands at the label's place.
        off_value: what stands elsewhere.
        outputs_collections: where the result is added.
        scope: a name before those of what is made.
    """
    with K.tf.name_scope(scope, "OneHotEncoding", [labels, num_classes]):
        x = K.tf.convert_to_tensor(labels)
        if x.dtype == K.tf.int32:
            x = K.tf.to_int64(x)
        made = K.tf.one_hot(x, num_classes, on_value=on_value, off_value=off_value)
    return collected(outputs_collections, made)


def softmax(logits: Any, scope: str | None = None) -> Any:
    """Return shares along the last axis that add up to one."""
    with K.tf.name_scope(scope, "softmax", [logits]):
        return K.tf.nn.softmax(logits)


def unit_norm(inputs: Any, dim: int, epsilon: float = 1e-7, scope: str | None = None) -> Any:
    """Return vectors along an axis, divided by their lengths.

    Args:
        inputs: a tensor.
        dim: the axis.
        epsilon: what is added to the squared length.
        scope: a name before those of what is made.

    Raises:
        ValueError: there is no such axis.
    """
    tf = K.tf
    with tf.name_scope(scope, "UnitNorm", [inputs]):
        x = tf.convert_to_tensor(inputs)
        if dim < 0 or dim >= x.ndim:
            raise ValueError("dim must be positive but smaller than the input rank.")
        return x / tf.sqrt(tf.reduce_sum(tf.square(x), dim, keepdims=True) + epsilon)


def _pooled(kind: str, title: str) -> Callable[..., Any]:
    def pool(
        inputs: Any,
        kernel_size: Any,
        stride: Any = 2,
        padding: str = "VALID",
        data_format: str = "NHWC",
        outputs_collections: Any = None,
        scope: str | None = None,
    ) -> Any:
        """Return what is found in each window of images.

        Args:
            inputs: (batch, rows, cols, channels).
            kernel_size: the window's, one number or two.
            stride: its step, one number or two.
            padding: "VALID" or "SAME".
            data_format: "NHWC", or "NCHW" with the channels in front.
            outputs_collections: where the result is added.
            scope: a name before those of what is made.

        Raises:
            ValueError: the order of axes is another.
        """
        if data_format not in ("NCHW", "NHWC"):
            raise ValueError("data_format has to be either NCHW or NHWC.")
        with K.tf.name_scope(scope, title, [inputs]):
            windows, steps = (_four(each, data_format) for each in (kernel_size, stride))
            function = getattr(K.tf.nn, kind)
            made = function(inputs, windows, steps, padding, data_format=data_format)
        return collected(outputs_collections, made)

    pool.__name__ = pool.__qualname__ = kind + "2d"
    return pool


def two_of(value: Any) -> list[int]:
    """Return a number twice, or two as they are."""
    return [value, value] if isinstance(value, int) else list(value)


def _four(value: Any, data_format: str) -> list[int]:
    two = two_of(value)
    return [1, *two, 1] if data_format == "NHWC" else [1, 1, *two]


max_pool2d = _pooled("max_pool", "MaxPool2D")
avg_pool2d = _pooled("avg_pool", "AvgPool2D")


def dropout(
    inputs: Any,
    keep_prob: Any = 0.5,
    noise_shape: Any = None,
    is_training: Any = True,
    outputs_collections: Any = None,
    scope: str | None = None,
    seed: int | None = None,
) -> Any:
    """Return numbers some of which are set to zero, the others made larger.

    Args:
        inputs: a tensor.
        keep_prob: the chance of a number to stay.
        noise_shape: where its lengths are 1, numbers go together.
        is_training: whether any go: a bool, or a tensor.
        outputs_collections: where the result is added.
        scope: a name before those of what is made.
        seed: of the draws.
    """
    tf = K.tf
    with tf.name_scope(scope, "Dropout", [inputs]):
        x = tf.convert_to_tensor(inputs)

        def dropped() -> Any:
            return tf.nn.dropout(x, keep_prob, noise_shape=noise_shape, seed=seed)

        if isinstance(is_training, (bool, int)):
            made = dropped() if is_training else tf.identity(x)
        else:
            made = tf.cond(is_training, dropped, lambda: x)
    return collected(outputs_collections, made)
