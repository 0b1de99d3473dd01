"""`K.tf`: the lines by which old programs set TensorFlow up; what computes names K's function."""

from contextlib import AbstractContextManager, nullcontext
from types import ModuleType
from typing import Any

import torch

from keras_on_torch.backend import session
from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.graph import SymbolicTensor

__all__ = ["_get_available_gpus", "tf"]

# What to use instead of what computes, by TensorFlow's name.
_INSTEAD = {
    "Print": "K.print_tensor",
    "Variable": "K.variable",
    "add_n": "keras.layers.add, or +",
    "argmax": "K.argmax",
    "assign": "K.update",
    "assign_add": "K.update_add",
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
    "get_variable": "K.variable, or layer.add_weight",
    "gradients": "K.gradients",
    "image.resize_bilinear": "K.resize_images(interpolation='bilinear')",
    "image.resize_images": "K.resize_images(interpolation='bilinear')",
    "image.resize_nearest_neighbor": "K.resize_images",
    "keras": "keras itself",
    "layers": "keras.layers",
    "map_fn": "K.map_fn",
    "matmul": "K.dot, or K.batch_dot for batches of matrices",
    "metrics": "keras.metrics, such as keras.metrics.AUC()",
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
    "placeholder": "K.placeholder",
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
    "train.Saver": "model.save_weights",
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
# Their functions are named one by one, so that the message says which was asked for.
_FOLDERS = ("contrib", "data", "image", "layers", "losses", "math", "metrics", "nn", "train")


class Settings:
    """A message of settings, such as ConfigProto: takes every field, and is read by nobody.

    Args:
        **fields: values of fields.
    """

    _MESSAGES = ("experimental", "gpu_options", "graph_options", "optimizer_options")

    OFF, ON_1, ON_2 = -1, 1, 2  # of OptimizerOptions.global_jit_level
    L0, L1 = -1, 0
    FULL_TRACE = 3  # of RunOptions.trace_level

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

    def __getattr__(self, name: str) -> Any:
        if name == "device_count":
            value: Any = {}
        elif name in self._MESSAGES:
            value = Settings()
        else:
            raise AttributeError(f"the field {name!r} has not been set")
        setattr(self, name, value)
        return value


class _Folder:
    """A module of TensorFlow's in which everything computes.

    Args:
        path: its name within TensorFlow.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        raise _missing(f"{self._path}.{name}")


def _missing(path: str) -> AttributeError:
    instead = _INSTEAD.get(path.removeprefix("math."))
    folder = path.partition(".")[0]
    if instead is None and folder in _INSTEAD:
        instead = _INSTEAD[folder]
    advice = f"Use {instead}" if instead else "Use a function of K, or of torch"
    return AttributeError(
        f"K.tf.{path}: there is no TensorFlow here, K.tf only takes lines that set it up. {advice};"
        " torch's functions take Keras's tensors, too"
    )


class _Logging:
    """`tf.logging`: how much TensorFlow says; nothing is said here."""

    DEBUG, INFO, WARN, WARNING, ERROR, FATAL = 10, 20, 30, 30, 40, 50

    def set_verbosity(self, v: int) -> None:
        """Do nothing."""


class _Test:
    """`tf.test`: questions about the machine."""

    def is_gpu_available(self, *args: Any, **kwargs: Any) -> bool:
        """Return whether PyTorch has a GPU."""
        return torch.cuda.is_available()

    def is_built_with_cuda(self) -> bool:
        """Return whether PyTorch was made for CUDA."""
        return torch.version.cuda is not None

    def gpu_device_name(self) -> str:
        """Return the first GPU's name, nothing where there is none."""
        return (*_get_available_gpus(), "")[0]


class _Compat:
    """`tf.compat`, which holds the same again."""

    @property
    def v1(self) -> "TensorFlow":
        """Return `tf` itself."""
        return tf


class TensorFlow(ModuleType):
    """What stands for the module tensorflow at `K.tf`: sets up without effect, computes nothing."""

    __version__ = VERSION = "1.15.0"  # The release whose behaviour is kept.

    ConfigProto = GPUOptions = GraphOptions = OptimizerOptions = RunOptions = Settings
    RunMetadata = Settings
    Graph = session.Graph
    Session = InteractiveSession = session.Session
    Tensor = SymbolicTensor
    compat = _Compat()
    logging = _Logging()
    test = _Test()

    bool = torch.bool
    uint8 = torch.uint8
    int8, int16, int32, int64 = torch.int8, torch.int16, torch.int32, torch.int64
    float16 = half = torch.float16
    float32 = torch.float32
    float64 = double = torch.float64

    name_scope = staticmethod(name_scope)
    reset_default_graph = staticmethod(session.clear_session)
    get_default_session = staticmethod(session.get_session)

    def __init__(self) -> None:
        super().__init__("tensorflow", type(self).__doc__)
        for path in _FOLDERS:
            setattr(self, path, _Folder(path))

    def __getattr__(self, name: str) -> Any:
        raise _missing(name)

    def get_default_graph(self) -> session.Graph:
        """Return the graph, of which there is one."""
        return session.get_session().graph

    def device(self, device_name_or_function: Any) -> AbstractContextManager[None]:
        """Return a context that places nothing, and warn the first time."""
        session.warn_of_settings()
        return nullcontext()

    def set_random_seed(self, seed: int) -> None:
        """Seed torch's generator; where numpy's is seeded too, runs can be repeated."""
        torch.manual_seed(seed)

    def global_variables_initializer(self) -> session.Nothing:
        """Return what does nothing: variables have their first values from the beginning."""
        return session.Nothing()

    def variables_initializer(self, var_list: Any, name: str = "init") -> session.Nothing:
        """Likewise."""
        return session.Nothing()

    local_variables_initializer = global_variables_initializer
    initialize_all_variables = global_variables_initializer
    tables_initializer = global_variables_initializer


def _get_available_gpus() -> list[str]:
    """Return the names of the GPUs, as TensorFlow has them."""
    return [f"/device:GPU:{number}" for number in range(torch.cuda.device_count())]


tf = TensorFlow()
