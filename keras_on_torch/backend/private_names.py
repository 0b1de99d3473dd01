"""What third parties import from Keras's `tensorflow_backend` although it is private, or by chance.

`control_flow_ops` is a module of TensorFlow's that was to be seen there.
"""

from types import ModuleType
from typing import Any

from keras_on_torch._types import Tensor
from keras_on_torch.backend.control_flow import switch
from keras_on_torch.backend.creation import constant
from keras_on_torch.backend.session import LearningPhases
from keras_on_torch.graph import as_dtype, is_symbolic

__all__ = [
    "_GRAPH_LEARNING_PHASES",
    "_preprocess_padding",
    "_to_tensor",
    "control_flow_ops",
    "py_all",
    "py_any",
    "py_slice",
    "py_sum",
]

_GRAPH_LEARNING_PHASES = LearningPhases()
py_all, py_any, py_sum, py_slice = all, any, sum, slice


def _to_tensor(x: Any, dtype: Any) -> Tensor:
    """Return `x` as a tensor of that type.

    Raises:
        ValueError: it is a tensor of another type.
    """
    if not is_symbolic(x):
        return constant(x, dtype)
    if x.dtype != as_dtype(dtype):
        raise ValueError(
            f"Tensor conversion requested dtype {as_dtype(dtype).name} for Tensor with dtype"
            f" {x.dtype.base_dtype.name}: {x!r}. Use K.cast"
        )
    return x


def _preprocess_padding(padding: str) -> str:
    """Return TensorFlow's name for "same" or "valid".

    Raises:
        ValueError: it is neither.
    """
    if padding not in ("same", "valid"):
        raise ValueError(f"Invalid padding: {padding}. Choose 'same' or 'valid'")
    return padding.upper()


class _ControlFlow(ModuleType):
    """TensorFlow's branches."""

    def cond(self, pred: Any, true_fn: Any = None, false_fn: Any = None, **kwargs: Any) -> Any:
        """Return what one of two functions gives, chosen when it runs: `K.switch`.

        Raises:
            TypeError: there is another argument than a name.
        """
        unknown = sorted(kwargs.keys() - {"name"})
        if unknown:
            raise TypeError(f"control_flow_ops.cond takes no {unknown}: expected true_fn, false_fn")
        return switch(pred, true_fn, false_fn)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"control_flow_ops.{name} is TensorFlow's, and there is no TensorFlow here. Use"
            " K.switch for branches, K.rnn, K.map_fn or K.foldl for loops"
        )


control_flow_ops = _ControlFlow("control_flow_ops")
