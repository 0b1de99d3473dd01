"""What to use instead of what is not here, by TensorFlow's name."""

__all__ = ["missing_name"]

# What to use instead of what computes, by TensorFlow's name.
_INSTEAD = {
    "FIFOQueue": "keras.utils.Sequence, or a generator",
    "contrib": "keras.layers and keras.optimizers",
    "data": "keras.utils.Sequence, or a generator",
    "image.resize_bilinear": "K.resize_images(interpolation='bilinear')",
    "image.resize_images": "K.resize_images(interpolation='bilinear')",
    "image.resize_nearest_neighbor": "K.resize_images",
    "keras": "keras itself",
    "layers": "keras.layers",
    "metrics": "keras.metrics, such as keras.metrics.AUC()",
    "nn.conv2d": "K.conv2d",
    "nn.l2_normalize": "K.l2_normalize",
    "nn.max_pool": "K.pool2d",
    "nn.sigmoid_cross_entropy_with_logits": "K.binary_crossentropy(from_logits=True)",
    "nn.softmax_cross_entropy_with_logits": "K.categorical_crossentropy(from_logits=True)",
    "nn.sparse_softmax_cross_entropy_with_logits": (
        "K.sparse_categorical_crossentropy(from_logits=True)"
    ),
    "random_normal": "K.random_normal",
    "random_uniform": "K.random_uniform",
    "saved_model": "model.save, or torch.export",
    "summary": "keras.callbacks.TensorBoard",
    "train": "keras.optimizers",
    "truncated_normal": "K.truncated_normal",
}
_SAME_OF_NN = ("bias_add", "dropout", "elu", "relu", "softmax", "softplus")
_INSTEAD |= {f"nn.{name}": f"K.{name}" for name in _SAME_OF_NN}


def missing_name(path: str) -> AttributeError:
    """Return the error for a name that is not here.

    Args:
        path: the name, with its path within TensorFlow.
    """
    instead = _INSTEAD.get(path.removeprefix("math."))
    folder = path.partition(".")[0]
    if instead is None and folder in _INSTEAD:
        instead = _INSTEAD[folder]
    advice = f"Use {instead}" if instead else "Use a function of K, or of torch"
    return AttributeError(
        f"tf.{path}: there is no TensorFlow here, and keras_on_torch has nothing of this name."
        f" {advice}; torch's functions take Keras's tensors, too"
    )
