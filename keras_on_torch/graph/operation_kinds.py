"""TensorFlow's operations for what is recorded here: which names they take, and of which kind.

A function of ours may stand for several operations of TensorFlow 1. What it makes there is written
as the names that these take in the open scope, in order: "Shape Reshape MatMul"; the last one is
the result. "convolution/Squeeze" takes the name `convolution`, and the result is an operation in
that scope. Of a function with several results those are marked by "=", in order; "&" takes no new
name, but the last one that was given. A kind is the name itself, unless `KINDS` or a ":" says so.
Rows are read off TensorFlow 1.15.
"""

import operator
from functools import lru_cache
from typing import Any

from keras_on_torch.graph.name_scopes import words_of
from keras_on_torch.graph.operation_rows import COMPUTED_ROWS

__all__ = ["KINDS", "kind_of", "operations_of"]

KINDS = {
    "BatchToSpaceND": "BatchToSpaceND",
    "add": "AddV2",
    "and": "LogicalAnd",
    "arange": "Range",
    "clip_by_value": "Maximum",
    "concat": "ConcatV2",
    "conv2d_transpose": "Conv2DBackpropInput",
    "conv3d_transpose": "Conv3DBackpropInputV2",
    "convolution": "Conv2D",
    "depthwise": "DepthwiseConv2dNative",
    "eye": "MatrixDiag",
    "floordiv": "FloorDiv",
    "l2_normalize": "Mul",
    "logistic_loss": "Add",
    "matmul": "MatMul",
    "mod": "FloorMod",
    "mul": "Mul",
    "one_hot": "OneHot",
    "ones": "Fill",
    "ones_like": "Fill",
    "or": "LogicalOr",
    "pow": "Pow",
    "random_normal": "Add",
    "random_uniform": "Add",
    "range": "Range",
    "separable_conv2d": "Conv2D",
    "split": "Split",
    "stack": "Pack",
    "strided_slice": "StridedSlice",
    "sub": "Sub",
    "transpose": "Transpose",
    "truediv": "RealDiv",
    "truncated_normal": "Add",
    "unstack": "Unpack",
    "xor": "LogicalOr",
    "zeros": "Fill",
    "zeros_like": "ZerosLike",
}

# By the name of the function that is recorded; of torch's and Python's functions, too.
_ROWS = {
    "_add_channels_first": "Reshape add",
    "_cast": "Cast",
    "_categorical": "Sum truediv Const sub clip_by_value Log mul Sum Neg",
    "_classes": "Reshape Cast",
    "_cost": "ExpandDims",
    "_drop": "mul dropout/mul_1:Mul",
    "_greedy": "CTCGreedyDecoder",
    "_identity": "Identity",
    "_moments": "=&moments/Squeeze =&moments/Squeeze_1:Squeeze",
    "_normalize": "moments batchnorm/add_1:AddV2",
    "_padded": "Pad",
    "_relu": "Relu",
    "_reshape": "Reshape",
    "_run_branch": "&cond/Merge",
    "_run_map": "&map/TensorArrayStack/TensorArrayGatherV3",
    "_searched": "CTCBeamSearchDecoder",
    "_size": "Size",
    "_squeeze": "Squeeze",
    "_stop_gradient": "StopGradient",
    "_to_dense": "SparseTensorDenseMatMul",
    "_weighted_mean": "Mean",
    "abs": "Abs",
    "add": "add",
    "and_": "and",
    "argmax": "ArgMax",
    "argmin": "ArgMin",
    "_batch_flatten": "Shape strided_slice Const Prod stack Reshape",
    "clip": "Const Const clip_by_value",
    "_concatenate": "concat",
    "div": "truediv",
    "eq": "Equal",
    "expand_dims": "ExpandDims",
    "flatten": "Reshape",
    "floordiv": "floordiv",
    "matmul": "matmul",
    "gather": "embedding_lookup/Identity",
    "ge": "GreaterEqual",
    "greater_equal": "GreaterEqual",
    "gt": "Greater",
    "hard_sigmoid": "mul add Const Const clip_by_value",
    "highest": "Max",
    "in_top_k": "in_top_k/InTopKV2",
    "inv": "LogicalNot",
    "invert": "LogicalNot",
    "l2_normalize": "l2_normalize",
    "le": "LessEqual",
    "less_equal": "LessEqual",
    "logsumexp": "ReduceLogSumExp/Add",
    "lt": "Less",
    "mod": "mod",
    "mul": "mul",
    "multiply": "mul",
    "ne": "NotEqual",
    "neg": "Neg",
    "not_equal": "NotEqual",
    "one_hot": "one_hot",
    "or_": "or",
    "permute": "transpose",
    "permute_dimensions": "transpose",
    "phase_select": "cond/Merge",
    "print_tensor": "Print",
    "relu": "Relu",
    "repeat": "ExpandDims stack Tile",
    "reverse": "ReverseV2",
    "slice": "Slice",
    "softmax_cross_entropy": "softmax_cross_entropy_with_logits_sg/Reshape_2:Reshape",
    "sqrt": "Const Const clip_by_value Sqrt",
    "stack": "stack",
    "sub": "sub",
    "take": "strided_slice",
    "transpose": "transpose",
    "truediv": "truediv",
    "xor": "xor",
}


def operations_of(fn: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return the row of a recorded call; a function without one has its own name, in capitals."""
    name = getattr(fn, "__name__", "Operation")
    computed = COMPUTED_ROWS.get(name)
    if computed is not None:
        return computed((args, kwargs))
    row = "pow" if fn is operator.pow else _ROWS.get(name)
    if row is None:
        return "".join([part.capitalize() for part in name.split("_")]) or "Operation"
    return row


@lru_cache(maxsize=1024)
def kind_of(row: str, result: int = -1) -> str:
    """Return TensorFlow's kind of the operation that gives a result of a row."""
    words = words_of(row)
    marked = [word for word in words if word[3]] or [words[-1]]
    name, inner, kind, *_ = marked[min(result, len(marked) - 1)]
    last = (name + inner).rpartition("/")[2]
    return kind or KINDS.get(last, last)
