"""What to use instead of what is not here, by TensorFlow's name."""

__all__ = ["missing_name"]

# What to use instead of what computes, by TensorFlow's name.
_INSTEAD = {
    "Print": "K.print_tensor",
    "add_n": "keras.layers.add, or +",
    "argmax": "K.argmax",
    "boolean_mask": "a product with K.cast(mask, K.floatx())",
    "cast": "K.cast",
    "clip_by_value": "K.clip",
    "concat": "K.concatenate",
    "cond": "K.switch",
    "constant": "K.constant",
    "contrib": "keras.layers and keras.optimizers",
    "convert_to_tensor": "K.constant",
    "data": "keras.utils.Sequence, or a generator",
    "equal": "K.equal",
    "expand_dims": "K.expand_dims",
    "foldl": "K.foldl",
    "gather": "K.gather",
    "image.resize_bilinear": "K.resize_images(interpolation='bilinear')",
    "image.resize_images": "K.resize_images(interpolation='bilinear')",
    "image.resize_nearest_neighbor": "K.resize_images",
    "keras": "keras itself",
    "layers": "keras.layers",
    "map_fn": "K.map_fn",
    "matmul": "K.dot, or K.batch_dot for batches of matrices",
    "metrics": "a function of (y_true, y_pred), or a Layer with stateful = True",
    "multiply": "*",
    "nn.conv2d": "K.conv2d",
    "nn.in_top_k": "K.in_top_k",
    "nn.l2_normalize": "K.l2_normalize",
    "nn.max_pool": "K.pool2d",
    "nn.sigmoid_cross_entropy_with_logits": "K.binary_crossentropy(from_logits=True)",
    "nn.softmax_cross_entropy_with_logits": "K.categorical_crossentropy(from_logits=True)",
    "nn.sparse_softmax_cross_entropy_with_logits": (
        "K.sparse_categorical_crossentropy(from_logits=True)"
    ),
    "nn.top_k": "torch.topk",
    "norm": "K.sqrt(K.sum(K.square(x)))",
    "not_equal": "K.not_equal",
    "one_hot": "K.one_hot",
    "ones_like": "K.ones_like",
    "pad": "K.spatial_2d_padding, or torch.nn.functional.pad",
    "py_func": "keras_on_torch.torch_op",
    "random_normal": "K.random_normal",
    "random_uniform": "K.random_uniform",
    "reduce_all": "K.all",
    "reduce_any": "K.any",
    "reduce_logsumexp": "K.logsumexp",
    "reduce_max": "K.max",
    "reduce_mean": "K.mean",
    "reduce_min": "K.min",
    "reduce_prod": "K.prod",
    "reduce_sum": "K.sum",
    "reshape": "K.reshape",
    "reverse": "K.reverse",
    "saved_model": "model.save, or torch.export",
    "scan": "K.rnn",
    "shape": "K.shape",
    "split": "K.slice",
    "stack": "K.stack",
    "stop_gradient": "K.stop_gradient",
    "subtract": "-",
    "summary": "keras.callbacks.TensorBoard",
    "tile": "K.tile",
    "train": "keras.optimizers",
    "transpose": "K.permute_dimensions",
    "truncated_normal": "K.truncated_normal",
    "where": "K.switch",
    "while_loop": "K.rnn, or K.map_fn",
    "zeros_like": "K.zeros_like",
}
_SAME = ("abs", "exp", "log", "maximum", "minimum", "pow", "round", "sign", "sqrt", "square")
_SAME_OF_NN = ("bias_add", "dropout", "elu", "relu", "sigmoid", "softmax", "softplus", "tanh")
_INSTEAD |= {name: f"K.{name}" for name in _SAME}
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
