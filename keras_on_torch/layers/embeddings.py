"""Rows of a table looked up by number."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import constraints, initializers, regularizers
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.registry import arguments_of, to_list

__all__ = ["Embedding"]


class Embedding(Layer):
    """A vector for each whole number from 0 on.

    Args:
        input_dim: how many numbers there are, the largest plus one.
        output_dim: length of the vectors.
        embeddings_initializer: how they start.
        embeddings_regularizer: penalty on them.
        activity_regularizer: penalty on the output.
        embeddings_constraint: what keeps them in bounds.
        mask_zero: whether 0 stands for a step that is left out.
        input_length: how long the sequences are, where that is known (several lengths for an
            input of several axes); a Flatten needs to know.
        **kwargs: as of any layer.

    Shape:
        (batch, ...) -> (batch, ..., output_dim)

    Weights:
        embeddings (input_dim, output_dim)

    Raises:
        ValueError: the input is not of `input_length`.
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Named = "uniform",
        embeddings_regularizer: Named = None,
        activity_regularizer: Named = None,
        embeddings_constraint: Named = None,
        mask_zero: bool = False,
        input_length: Any = None,
        **kwargs: Any,
    ) -> None:
        if "input_shape" not in kwargs:
            lengths = to_list(input_length, allow_tuple=True) if input_length else [None]
            kwargs["input_shape"] = tuple(lengths)
        super().__init__(**kwargs)
        self.input_dim = input_dim
        self.output_dim = output_dim
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.input_length = input_length

    def build(self, input_shape: Shape) -> None:
        self.embeddings = self.add_named_weight(
            "embeddings", (self.input_dim, self.output_dim), dtype=self.dtype
        )
        super().build(input_shape)

    def compute_mask(self, inputs: Tensor, mask: Tensor = None) -> Tensor:
        return K.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        if self.input_length is None:
            return (*input_shape, self.output_dim)
        lengths = to_list(self.input_length, allow_tuple=True)
        given = input_shape[1:]
        fits = len(lengths) == len(given) and all(
            wanted is None or length is None or wanted == length
            for wanted, length in zip(lengths, given, strict=True)
        )
        if not fits:
            raise ValueError(
                f'"input_length" is {self.input_length}, but received input has shape {input_shape}'
            )
        known = [
            length if wanted is None else wanted
            for wanted, length in zip(lengths, given, strict=True)
        ]
        return (input_shape[0], *known, self.output_dim)

    def call(self, inputs: Tensor) -> Tensor:
        if K.dtype(inputs) != "int32":
            inputs = K.cast(inputs, "int32")
        return K.gather(self.embeddings, inputs)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Embedding)
