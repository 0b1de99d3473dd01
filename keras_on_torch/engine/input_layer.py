"""Where data enters a model: the input layer, and `Input`, which gives its tensor."""

from collections.abc import Sequence

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Config, Shape, Tensor
from keras_on_torch.engine.base_layer import Layer, Node
from keras_on_torch.utils.registry import known_layers, unpack_singleton

__all__ = ["Input", "InputLayer"]


class InputLayer(Layer):
    """The entry of a model: a placeholder that is fed, or a tensor that is there already.

    Args:
        input_shape: lengths of the axes without the batch's, None for an unknown one.
        batch_size: length of the batch; None takes any.
        batch_input_shape: lengths of all axes, in place of the two above.
        dtype: type of the numbers; None takes the configured one, or that of `input_tensor`.
        input_tensor: a symbolic tensor to enter the model with; nothing is fed then.
        sparse: whether scipy matrices are fed.
        name: the layer's name.

    Raises:
        ValueError: the shape is given twice, or not at all.
    """

    def __init__(
        self,
        input_shape: Sequence[int | None] | None = None,
        batch_size: int | None = None,
        batch_input_shape: Sequence[int | None] | None = None,
        dtype: str | None = None,
        input_tensor: Tensor = None,
        sparse: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(dtype=dtype, name=name or f"input_{K.get_uid('input')}")
        self.trainable = False
        self.built = True
        self.sparse = sparse
        self.supports_masking = True
        self.batch_input_shape = _whole_shape(
            input_shape, batch_size, batch_input_shape, input_tensor
        )
        if not dtype:
            dtype = K.floatx() if input_tensor is None else K.dtype(input_tensor)
        self.dtype = dtype
        self.is_placeholder = input_tensor is None
        if input_tensor is None:
            input_tensor = K.placeholder(
                shape=self.batch_input_shape, dtype=dtype, sparse=sparse, name=self.name
            )
        else:
            input_tensor._keras_shape = self.batch_input_shape
            if not isinstance(input_tensor, graph.Variable):
                graph.refine_shape(input_tensor, self.batch_input_shape)
        self._enter(input_tensor)

    def _enter(self, tensor: Tensor) -> None:
        """Make the tensor the layer's output."""
        tensor._uses_learning_phase = False
        tensor._keras_history = (self, 0, 0)
        Node(
            self,
            inbound_layers=[],
            node_indices=[],
            tensor_indices=[],
            input_tensors=[tensor],
            output_tensors=[tensor],
            input_masks=[None],
            output_masks=[None],
            input_shapes=[self.batch_input_shape],
            output_shapes=[self.batch_input_shape],
        )

    def get_config(self) -> Config:
        return {
            "batch_input_shape": self.batch_input_shape,
            "dtype": self.dtype,
            "sparse": self.sparse,
            "name": self.name,
        }


def _whole_shape(
    input_shape: Sequence[int | None] | None,
    batch_size: int | None,
    batch_input_shape: Sequence[int | None] | None,
    tensor: Tensor,
) -> Shape:
    """Return the lengths of all axes from what the user gave of them."""
    if input_shape and batch_input_shape:
        raise ValueError(
            "Only provide the input_shape OR batch_input_shape argument to InputLayer, not both at"
            f" the same time: got {input_shape} and {batch_input_shape}"
        )
    if tensor is not None:
        if not graph.is_symbolic(tensor):
            raise ValueError(
                f"An Input layer takes a symbolic tensor, got {type(tensor)}. Make one of it with"
                " K.constant or K.variable, or feed it when the model runs"
            )
        if batch_input_shape is None:
            batch_input_shape = K.int_shape(tensor)
    if batch_input_shape:
        return tuple(batch_input_shape)
    if not input_shape:
        raise ValueError(
            "An Input layer should be passed either a `batch_input_shape` or an `input_shape`, got"
            f" {batch_input_shape} and {input_shape}"
        )
    return (batch_size, *input_shape)


def Input(  # noqa: N802  # Keras: a function that is spelled as a class.
    shape: Sequence[int | None] | None = None,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
    dtype: str | None = None,
    sparse: bool = False,
    tensor: Tensor = None,
) -> Tensor:
    """Return a symbolic tensor to begin a model with.

    Args:
        shape: lengths of the axes without the batch's, None for an unknown one.
        batch_shape: lengths of all axes, in place of `shape`.
        name: of the input layer; it should be the only one of this name in the model.
        dtype: type of the numbers; None takes the configured one.
        sparse: whether scipy matrices are fed.
        tensor: a symbolic tensor to begin with; nothing is fed then.

    Raises:
        AssertionError: there is neither a shape nor a tensor.
    """
    if not batch_shape and tensor is None and shape is None:
        raise AssertionError(
            "Please provide to Input either a `shape` or a `batch_shape` argument. Note that"
            " `shape` does not include the batch dimension."
        )
    if shape is not None and not batch_shape:
        batch_shape = (None, *shape)
    layer = InputLayer(
        batch_input_shape=batch_shape,
        name=name,
        dtype=dtype or K.floatx(),
        sparse=sparse,
        input_tensor=tensor,
    )
    return unpack_singleton(layer._inbound_nodes[0].output_tensors)


known_layers["InputLayer"] = InputLayer
