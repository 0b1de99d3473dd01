"""Rows of TensorFlow's operations that depend on the arguments of a call.

graph/operation_kinds.py says how a row is written. They were read off TensorFlow 1.15.
"""

from collections.abc import Callable
from typing import Any

import torch

__all__ = ["COMPUTED_ROWS", "Call", "separable_row"]

Call = tuple[tuple[Any, ...], dict[str, Any]]

_RANK_2 = 2
_IMAGES = 4


def _argument(call: Call, place: int, name: str, default: Any = None) -> Any:
    args, kwargs = call
    return args[place] if len(args) > place else kwargs.get(name, default)


def _ndim(value: Any) -> int:
    return int(getattr(value, "ndim", 0))


def _reduced(kind: str) -> Callable[[Call], str]:
    """Return the row of a reduction: over all axes, these are a constant of their own."""

    def row(call: Call) -> str:
        return kind if _argument(call, 1, "axis") is not None else f"Const {kind}"

    return row


def _of_truth(kind: str) -> Callable[[Call], str]:
    reduced = _reduced(kind)

    def row(call: Call) -> str:
        cast = "" if _argument(call, 0, "x").dtype == "bool" else "Cast "
        return cast + reduced(call)

    return row


def _statistic(last: str) -> Callable[[Call], str]:
    def row(call: Call) -> str:
        if _argument(call, 1, "axis") is None:
            return f"Const Mean sub Square Const Mean{last}"
        return f"Mean sub Square Mean{last}"

    return row


_OF_MATRICES = "Shape unstack Shape unstack Reshape transpose Reshape MatMul Reshape"


def _dot(call: Call) -> str:
    x, y = _argument(call, 0, "x"), _argument(call, 1, "y")
    return "MatMul" if max(_ndim(x), _ndim(y)) <= _RANK_2 else _OF_MATRICES


def _affine(call: Call) -> str:
    inputs, bias = _argument(call, 0, "inputs"), _argument(call, 2, "bias")
    product = "MatMul" if _ndim(inputs) == _RANK_2 else _OF_MATRICES
    return product if bias is None else f"{product} {_added(inputs, 'channels_last')}"


def _added(x: Any, data_format: str) -> str:
    """Return the row of `K.bias_add`."""
    whole = data_format == "channels_last" and _ndim(x) in (_RANK_2, _IMAGES)
    return "BiasAdd" if whole else "Reshape add"


def _bias_added(call: Call) -> str:
    x, bias = _argument(call, 0, "x"), _argument(call, 1, "bias")
    return _added(x, "channels_last") if _ndim(bias) == 1 else "Reshape add"


def _batch_dot(call: Call) -> str:
    x, y = _argument(call, 0, "x"), _argument(call, 1, "y")
    if _ndim(x) == _ndim(y) == _RANK_2:
        axes = _argument(call, 2, "axes")
        if axes is None or axes[0] == axes[1]:
            return "Mul Sum ExpandDims"
        return "transpose Mul Sum ExpandDims"
    if _ndim(x) == _ndim(y):
        return "MatMul:BatchMatMulV2"
    return "Reshape MatMul Squeeze" if min(_ndim(x), _ndim(y)) == _RANK_2 else "Reshape MatMul"


def _convolve(call: Call) -> str:
    x, bias = _argument(call, 0, "x"), _argument(call, 2, "bias")
    padding, data_format = _argument(call, 4, "padding"), _argument(call, 5, "data_format")
    axes = _ndim(x) - 2
    dilated = max(_argument(call, 6, "dilation")) > 1
    kind = {1: "convolution/Squeeze", 2: "convolution", 3: "convolution:Conv3D"}[axes]
    steps = ["convolution/BatchToSpaceND" if dilated else kind]
    if isinstance(padding, tuple):
        steps.insert(0, "Pad")
    if data_format == "channels_first":
        steps = ["transpose", *steps, "transpose"]
    if bias is not None:
        steps.append(_added(x, data_format))
    if _argument(call, 7, "rectified", False):
        steps.append("Relu")
    return " ".join(steps)


def _depthwise(call: Call) -> str:
    x, bias = _argument(call, 0, "x"), _argument(call, 2, "bias")
    data_format = _argument(call, 5, "data_format")
    steps = ["depthwise"]
    if data_format == "channels_first":
        steps = ["transpose", *steps, "transpose"]
    return " ".join(steps if bias is None else [*steps, _added(x, data_format)])


def separable_row(x: Any, bias: Any, data_format: str) -> str:
    """Return the row of a depthwise and a pointwise convolution, which are one in TensorFlow."""
    steps = ["separable_conv2d"]
    if _ndim(x) == 3:
        steps = ["ExpandDims", "ExpandDims", "ExpandDims", *steps, "Squeeze"]
    if data_format == "channels_first":
        steps = ["transpose", *steps, "transpose"]
    return " ".join(steps if bias is None else [*steps, _added(x, data_format)])


def _spread(call: Call) -> str:
    x, bias, data_format = (
        _argument(call, 0, "x"),
        _argument(call, 2, "bias"),
        _argument(call, 7, "data_format"),
    )
    kind = "conv2d_transpose" if _ndim(x) == _IMAGES else "conv3d_transpose"
    steps = ["transpose", kind, "transpose"] if data_format == "channels_first" else [kind]
    if bias is None:
        return " ".join(steps)
    # The layer computes its output's lengths by operations, two for each axis.
    return " ".join(["mul add"] * (_ndim(x) - 2) + [*steps, _added(x, data_format)])


def _pool(call: Call) -> str:
    x, mode = _argument(call, 0, "x"), _argument(call, 5, "mode")
    kind = {"max": "MaxPool", "avg": "AvgPool"}[mode]
    axes = _ndim(x) - 2
    if axes == 1:
        return f"ExpandDims {kind} Squeeze"
    if axes == 3:
        kind += "3D"
    swaps = _argument(call, 4, "data_format") == "channels_first"
    return f"transpose {kind} transpose" if swaps else kind


def _bent(call: Call) -> str:
    """Return the row of `K.relu` of any shape, as its steps come there."""
    alpha = _argument(call, 1, "alpha")
    limit = _argument(call, 2, "max_value")
    threshold = _argument(call, 3, "threshold")
    plain = isinstance(threshold, (int, float)) and threshold == 0
    sloped = not (isinstance(alpha, (int, float)) and alpha == 0)
    if sloped and limit is None and plain:
        return "LeakyRelu"
    steps = []
    if sloped:
        steps += ["Relu"] if plain else ["Neg", "add", "Relu"]
        if plain:
            steps.insert(0, "Neg")
    if not plain:
        steps += ["Greater", "Cast", "mul"]
    elif isinstance(limit, (int, float)) and limit == 6:  # Keras: a kernel of its own.
        steps += ["Relu6"]
        limit = None
    else:
        steps += ["Relu"]
    if limit is not None:
        steps += ["Const", "Const", "clip_by_value"]
    if sloped:
        steps += ["Const", "mul", "sub"]
    return " ".join(steps)


def _softmax(call: Call) -> str:
    x, axis = _argument(call, 0, "x"), _argument(call, 1, "axis")
    if axis in (-1, _ndim(x) - 1):
        return "Softmax"
    return "Rank Rank Sub range range concat transpose Softmax Sub range range concat transpose"


def _elu(call: Call) -> str:
    return "Elu" if _argument(call, 1, "alpha", 1.0) == 1 else "Elu Greater mul Select"


def _chosen(call: Call) -> str:
    condition, then = _argument(call, 0, "condition"), _argument(call, 1, "then")
    if _ndim(condition) == 0:
        return "cond/Merge"
    if _ndim(condition) < _ndim(then) and _ndim(condition) > 1:
        return "Shape concat Reshape Shape sub Greater ones_like Select Tile Select"
    if _ndim(condition) == _ndim(then):
        return "Shape concat Reshape Shape sub Greater ones_like Select Tile Select"
    return "Select"


def _drawn(call: Call) -> str:
    kind = _argument(call, 0, "kind")
    if kind == "binomial":
        return "random_uniform LessEqual ones zeros Select"
    return {"truncated": "truncated_normal"}.get(kind, f"random_{kind}")


def _filled(call: Call) -> str:
    return "ones" if _argument(call, 1, "value") else "zeros"


def _filled_like(call: Call) -> str:
    return "ones_like" if _argument(call, 1, "value") else "zeros_like"


def _ranged(call: Call) -> str:
    return "arange" if _argument(call, 4, "dtype") is torch.int32 else "arange Cast"


def _larger(call: Call) -> str:
    x, factors = _argument(call, 0, "x"), _argument(call, 2, "factors")
    if _ndim(x) != _IMAGES:
        return " ".join(["Const split concat"] * len(factors))
    return _resized(call, "ResizeNearestNeighbor")


def _resized(call: Call, kind: str) -> str:
    swaps = _argument(call, 1, "first") == 2
    return "Shape strided_slice Const mul " + (f"transpose {kind} transpose" if swaps else kind)


def _repeated(call: Call) -> str:
    x, axis = _argument(call, 0, "x"), _argument(call, 2, "axis")
    if x.static_shape[axis] is None:
        return "Shape ExpandDims Tile Const mul Reshape"
    return "Const split concat"


def _normalized(call: Call) -> str:
    fused = _ndim(_argument(call, 0, "x")) == _IMAGES and _argument(call, 5, "axis") in (-1, 3)
    return "FusedBatchNormV3" if fused else "batchnorm/add_1:AddV2"


def _normalized_channels(call: Call) -> str:
    if _ndim(_argument(call, 0, "x")) == _IMAGES and _argument(call, 3, "place") == 3:
        return "Const Const FusedBatchNormV3"
    return "moments =batchnorm/add_1:AddV2 =&moments/Squeeze =&moments/Squeeze_1:Squeeze"


def _looped(call: Call) -> str:
    """Return the row of a recurrent layer that is one function here."""
    given = _argument(call, 4, "states") or ()
    last = "TensorArrayStack sub =TensorArrayReadV3 transpose"
    if call[1].get("return_sequences"):
        last = "TensorArrayStack sub TensorArrayReadV3 =transpose"
    gates = (
        _argument(call, 1, "kernel").static_shape[-1]
        // _argument(call, 2, "recurrent_kernel").static_shape[0]
    )
    # Keras calls the step once before the loop.
    hard = call[1].get("recurrent_activation") == "hard_sigmoid"
    sums = {4: 8 if hard else 5, 3: 6 if hard else 4}.get(gates, 1)
    before = "add " * sums + ("sub " if gates == 3 else "")
    states = [f"=&while/Exit_{3 + place}:Exit" for place in range(max(2, len(given)))]
    return f"{_BEFORE_LOOP} while {before} {last} {' '.join(states)}"


_BEFORE_LOOP = (
    "transpose Shape strided_slice strided_slice TensorArray TensorArray TensorArrayUnstack time"
)


def _stepped(call: Call) -> str:
    """Return the row of `K.rnn`; its body has taken the name `while`."""
    body, unroll = _argument(call, 0, "body"), _argument(call, 5, "unroll")
    if unroll:
        return f"transpose =unstack stack =transpose {'=&unstack ' * len(body.results)}"
    states = [f"=&while/Exit_{2 + place}:Exit" for place in range(len(body.results) - 1)]
    return f"{_BEFORE_LOOP} TensorArrayStack sub =TensorArrayReadV3 =transpose {' '.join(states)}"


def _folded(call: Call) -> str:
    return f"&{'foldr' if _argument(call, 3, 'backwards') else 'foldl'}/while/Exit_2:Exit"


def _local(call: Call) -> str:
    x, places = _argument(call, 0, "x"), _argument(call, 4, "places")
    windows = 1
    for count in places:
        windows *= count
    end = "concat MatMul transpose" if _ndim(x) == 3 else "concat MatMul Reshape transpose"
    return "strided_slice Reshape " * windows + end


def _binary(call: Call) -> str:
    if _argument(call, 2, "from_logits"):
        return "logistic_loss"
    return "Const sub clip_by_value sub truediv Log logistic_loss"


def _sparse_categorical(call: Call) -> str:
    row = "Reshape SparseSoftmaxCrossEntropyWithLogits/SparseSoftmaxCrossEntropyWithLogits"
    return row if _argument(call, 2, "from_logits") else f"Const sub clip_by_value Log {row}"


# By the name of the function that is recorded.
COMPUTED_ROWS: dict[str, Callable[[Call], str]] = {
    "_add": _bias_added,
    "_affine": _affine,
    "_arange": _ranged,
    "_batch_dot": _batch_dot,
    "_bent": _bent,
    "_binary": _binary,
    "_choose": _chosen,
    "_convolve": _convolve,
    "_depthwise": _depthwise,
    "_dot": _dot,
    "_draw": _drawn,
    "_filled_like": _filled_like,
    "_full": _filled,
    "_larger": _larger,
    "_local": _local,
    "_mean": _reduced("Mean"),
    "_normalize_by": _normalized,
    "_normalize_by_vectors": _normalized,
    "_normalize_channels": _normalized_channels,
    "_pool": _pool,
    "_repeat_elements": _repeated,
    "_run_fold": _folded,
    "_run_steps": _stepped,
    "_sampled": lambda call: _resized(call, "ResizeNearestNeighbor"),
    "_smooth": lambda call: _resized(call, "ResizeBilinear"),
    "_softmax": _softmax,
    "_sparse_categorical": _sparse_categorical,
    "_spread": _spread,
    "_std": _statistic(" Sqrt"),
    "_var": _statistic(""),
    "all": _of_truth("All"),
    "any": _of_truth("Any"),
    "elu": _elu,
    "gru": _looped,
    "lstm": _looped,
    "max": _reduced("Max"),
    "mean": _reduced("Mean"),
    "min": _reduced("Min"),
    "prod": _reduced("Prod"),
    "simple_rnn": _looped,
    "sum": _reduced("Sum"),
}
