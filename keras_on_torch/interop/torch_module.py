"""Any `nn.Module` as a layer, and any torch function as one step of a graph."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Config, Shapes, Tensors
from keras_on_torch.engine.base_layer import Layer

__all__ = ["TorchModule", "torch_op"]


class TorchModule(Layer):
    """A torch module as a layer: its parameters are the layer's weights, and are trained with it.

    Args:
        module: the module; it keeps its own axis order, and its mode follows the learning phase.
        infer: returns the module's outputs on the meta device from its inputs, for a module that
            cannot run there.
        **kwargs: as of any layer.

    Raises:
        TypeError: it is no module.
    """

    def __init__(
        self, module: torch.nn.Module, infer: Callable[..., Any] | None = None, **kwargs: Any
    ) -> None:
        if not isinstance(module, torch.nn.Module):
            raise TypeError(f"TorchModule wraps a torch.nn.Module, got {module!r}")
        super().__init__(**kwargs)
        self.module = module
        self.infer = infer

    def build(self, input_shape: Shapes) -> None:
        for path, owner in self.module.named_modules():
            for table, as_parameter in ((owner._parameters, True), (owner._buffers, False)):
                for key, tensor in table.items():
                    if tensor is None or (not as_parameter and not tensor.is_floating_point()):
                        continue
                    name = "/".join([self.name, *path.split("."), key]).replace("//", "/")
                    variable = graph.Variable.of(owner, key, f"{name}:0")
                    trained = as_parameter and tensor.requires_grad
                    kept = self._trainable_weights if trained else self._non_trainable_weights
                    kept.append(variable)
        super().build(input_shape)

    def call(self, inputs: Tensors) -> Tensors:
        return K.in_train_phase(self._run(inputs, True), self._run(inputs, False))

    def _run(self, inputs: Tensors, training: bool) -> Tensors:
        given = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        arguments = (self.module, list(given), list(self._trainable_weights), training)
        outputs = graph.record(_run_module, arguments, infer=self._shapes)
        return list(graph.leaves_of(outputs)) if isinstance(outputs, (list, tuple)) else outputs

    def _shapes(self, module: Any, inputs: Any, variables: Any, training: bool) -> Any:
        if self.infer is not None:
            return self.infer(*inputs)
        tensors = dict(module.named_parameters()) | dict(module.named_buffers())
        metas = {name: graph.meta_of(tensor.detach()) for name, tensor in tensors.items()}
        return torch.func.functional_call(module, metas, tuple(inputs))

    def compute_output_shape(self, input_shape: Shapes) -> Shapes:
        shapes = input_shape if isinstance(input_shape, list) else [input_shape]
        outputs = self._run([K.placeholder(shape) for shape in shapes], False)
        if isinstance(outputs, list):
            return [tuple(output.static_shape) for output in outputs]
        return tuple(outputs.static_shape)

    def get_config(self) -> Config:
        raise NotImplementedError(
            f"TorchModule {self.name!r}: a torch module has no configuration to be written down."
            " Save the weights (save_weights), and build the model by its program to load them"
        )


def _run_module(module: Any, inputs: Any, variables: Any, training: bool) -> Any:
    """Run a torch module in the mode of the program."""
    if module.training != training:
        module.train(training)
    return module(*inputs)


def torch_op(function: Callable[..., Any], infer: Callable[..., Any] | None = None) -> Any:
    """Make a torch function one step of a graph, with its own derivative.

    Args:
        function: such as `F.apply` of a `torch.autograd.Function`, or what branches on values.
        infer: returns its outputs on the meta device, where the function itself cannot run.
    """

    def run(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    run.__name__ = getattr(function, "__name__", "torch_op")
    return graph.op(infer=infer)(run)
