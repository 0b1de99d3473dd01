"""The convolutional LSTM: its cell and its layer."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import activations, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor, Tensors
from keras_on_torch.backend import recurrent_kernels
from keras_on_torch.layers.convolutional_recurrent.conv_rnn import ConvRNN2D
from keras_on_torch.layers.recurrent.cell import RecurrentCell, known_name
from keras_on_torch.layers.recurrent.cell_layer import of_cell
from keras_on_torch.utils.conv_utils import normalize_padding, normalize_tuple
from keras_on_torch.utils.registry import arguments_of

__all__ = ["ConvLSTM2D", "ConvLSTM2DCell"]

Pair = int | tuple[int, int]


class ConvLSTM2DCell(RecurrentCell):
    """One step of a convolutional LSTM (Shi et al. 2015, without peepholes).

    Args:
        filters: number of channels of the output and of each state.
        kernel_size: the window, over the inputs and over the state.
        strides: steps of the window over the inputs.
        padding: of the inputs: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the taps of the window over the inputs.
        activation: what is applied to the candidate and to the cell; None applies nothing.
        recurrent_activation: what is applied to the gates; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        unit_forget_bias: whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        dropout, recurrent_dropout: share of inputs, of the state, that is dropped in training.
        **kwargs: as of any layer.

    Weights:
        kernel (*kernel_size, channels, 4 * filters), recurrent_kernel (*kernel_size, filters,
        4 * filters), bias (4 * filters,); gates i, f, c, o

    Raises:
        ValueError: sizes are not whole numbers; or, when built, the number of channels is unknown.
    """

    gates = 4

    def __init__(
        self,
        filters: int,
        kernel_size: Pair,
        strides: Pair = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Pair = (1, 1),
        activation: Named = "tanh",
        recurrent_activation: Named = "hard_sigmoid",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters,
            activation,
            use_bias,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            kernel_regularizer,
            recurrent_regularizer,
            bias_regularizer,
            kernel_constraint,
            recurrent_constraint,
            bias_constraint,
            dropout,
            recurrent_dropout,
            **kwargs,
        )
        self.filters = filters
        self.kernel_size = normalize_tuple(kernel_size, 2, "kernel_size")
        self.strides = normalize_tuple(strides, 2, "strides")
        self.padding = normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = normalize_tuple(dilation_rate, 2, "dilation_rate")
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.state_size = (filters, filters)

    def build(self, input_shape: Shape) -> None:
        axis = 1 if self.data_format == "channels_first" else -1
        if input_shape[axis] is None:
            raise ValueError(
                "The channel dimension of the inputs should be defined. Found `None` in"
                f" {input_shape}. Give it in Input(shape=...) or input_shape=..."
            )
        self.kernel_shape = (*self.kernel_size, input_shape[axis], self.filters * 4)
        self.kernel = self.add_named_weight("kernel", self.kernel_shape)
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel",
            shape=(*self.kernel_size, self.filters, self.filters * 4),
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.filters * 4,),
                initializer=self._first_bias if self.unit_forget_bias else self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.kernel_i, self.kernel_f, self.kernel_c, self.kernel_o = self.by_gate(self.kernel)
        (
            self.recurrent_kernel_i,
            self.recurrent_kernel_f,
            self.recurrent_kernel_c,
            self.recurrent_kernel_o,
        ) = self.by_gate(self.recurrent_kernel)
        self.bias_i, self.bias_f, self.bias_c, self.bias_o = self.by_gate(self.bias)
        self.built = True

    def _first_bias(self, shape: Shape, *args: Any, **kwargs: Any) -> Tensor:
        return K.concatenate(
            [
                self.bias_initializer((self.filters,), *args, **kwargs),
                initializers.Ones()((self.filters,), *args, **kwargs),
                self.bias_initializer((self.filters * 2,), *args, **kwargs),
            ]
        )

    def call(
        self, inputs: Tensor, states: list[Tensor], training: Any = None
    ) -> tuple[Tensor, list[Tensor]]:
        h, c = states
        self.make_dropout_masks(inputs, c, training)
        of_inputs = zip(
            self._for_gates(inputs, self._dropout_mask),
            self.by_gate(self.kernel),
            self.by_gate(self.bias),
            strict=True,
        )
        of_state = zip(
            self._for_gates(h, self._recurrent_dropout_mask),
            self.by_gate(self.recurrent_kernel),
            strict=True,
        )
        i, f, candidate, o = [
            self.input_conv(x, kernel, bias, padding=self.padding) + self.recurrent_conv(*state)
            for (x, kernel, bias), state in zip(of_inputs, of_state, strict=True)
        ]
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(candidate)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def _for_gates(self, x: Tensor, drops: list[Tensor] | None) -> list[Tensor]:
        return [x] * 4 if drops is None else [x * drop for drop in drops]

    def input_conv(
        self, x: Tensor, w: Tensor, b: Tensor | None = None, padding: str = "valid"
    ) -> Tensor:
        """Return an image of the sequence, convolved with a gate's kernel.

        Args:
            x: (batch, rows, cols, channels).
            w: (*kernel_size, channels, filters).
            b: (filters,), or None.
            padding: "valid" or "same".
        """
        convolved = K.conv2d(
            x,
            w,
            strides=self.strides,
            padding=padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )
        return convolved if b is None else K.bias_add(convolved, b, data_format=self.data_format)

    def recurrent_conv(self, x: Tensor, w: Tensor) -> Tensor:
        """Return a state, convolved with a gate's recurrent kernel: it keeps its rows and columns.

        Args:
            x: (batch, new_rows, new_cols, filters).
            w: (*kernel_size, filters, filters).
        """
        return K.conv2d(x, w, strides=(1, 1), padding="same", data_format=self.data_format)

    def fused(self) -> Callable[..., Any] | None:
        return recurrent_kernels.conv_lstm

    def options(self) -> dict[str, Any]:
        return super().options() | {
            "recurrent_activation": known_name(self.recurrent_activation),
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
            "dilation_rate": self.dilation_rate,
        }

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ConvLSTM2DCell)


class ConvLSTM2D(ConvRNN2D):
    """Convolutional LSTM (Shi et al. 2015, without peepholes).

    Args:
        filters: number of channels of the output and of each state.
        kernel_size: the window, over the inputs and over the state.
        strides: steps of the window over the inputs.
        padding: of the inputs: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the taps of the window over the inputs.
        activation: what is applied to the candidate and to the cell; None applies nothing.
        recurrent_activation: what is applied to the gates; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        unit_forget_bias: whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        return_sequences, go_backwards, stateful: as of `ConvRNN2D`.
        dropout, recurrent_dropout: share of inputs, of the state, that is dropped in training.
        **kwargs: `return_state`, and as of any layer.

    Shape:
        as of `ConvRNN2D`; the states are h and c

    Weights:
        kernel (*kernel_size, channels, 4 * filters), recurrent_kernel (*kernel_size, filters,
        4 * filters), bias (4 * filters,); gates i, f, c, o
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Pair,
        strides: Pair = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Pair = (1, 1),
        activation: Named = "tanh",
        recurrent_activation: Named = "hard_sigmoid",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        return_sequences: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        **kwargs: Any,
    ) -> None:
        cell = ConvLSTM2DCell(
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            recurrent_activation=recurrent_activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer,
            unit_forget_bias=unit_forget_bias,
            kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
        )
        super().__init__(
            cell,
            return_sequences=return_sequences,
            go_backwards=go_backwards,
            stateful=stateful,
            **kwargs,
        )
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def call(  # type: ignore[override]  # Keras: this cell takes no constants.
        self, inputs: Tensors, mask: Any = None, training: Any = None, initial_state: Any = None
    ) -> Tensors:
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    filters = of_cell("filters")
    kernel_size = of_cell("kernel_size")
    strides = of_cell("strides")
    padding = of_cell("padding")
    data_format = of_cell("data_format")
    dilation_rate = of_cell("dilation_rate")
    activation = of_cell("activation")
    recurrent_activation = of_cell("recurrent_activation")
    use_bias = of_cell("use_bias")
    kernel_initializer = of_cell("kernel_initializer")
    recurrent_initializer = of_cell("recurrent_initializer")
    bias_initializer = of_cell("bias_initializer")
    unit_forget_bias = of_cell("unit_forget_bias")
    kernel_regularizer = of_cell("kernel_regularizer")
    recurrent_regularizer = of_cell("recurrent_regularizer")
    bias_regularizer = of_cell("bias_regularizer")
    kernel_constraint = of_cell("kernel_constraint")
    recurrent_constraint = of_cell("recurrent_constraint")
    bias_constraint = of_cell("bias_constraint")
    dropout = of_cell("dropout")
    recurrent_dropout = of_cell("recurrent_dropout")

    def get_config(self) -> Config:
        config = super().get_config() | arguments_of(self, ConvLSTM2D)
        del config["cell"]
        return config

    @classmethod
    def from_config(cls, config: Config, custom_objects: Any = None) -> "ConvLSTM2D":
        return cls(**config)
