"""Import paths of TensorFlow 1's inside: where programs take what is at public paths, too.

`old_paths.txt` is the table, recorded from TensorFlow 1.15: which public names its internal modules
show. Here is what else programs find there.
"""

from pathlib import Path

__all__ = ["OLD_ALIASES", "OLD_HOMES", "old_names"]

# Files of this room whose names have no public path.
OLD_HOMES: dict[str, list[str]] = {
    "contrib.cluster_resolver": ["contrib.tpu"],
    "contrib.ctc": [],
    "contrib.ctc.python.ops.ctc_ops": [],
    "contrib.distribute": ["contrib.tpu"],
    "contrib.tpu": ["contrib.tpu"],
    "contrib.layers": ["contrib.layers", "contrib.plain_layers", "contrib.regularization"],
    "core.framework": [],
    "core.protobuf": [],
    "python.client.device_lib": ["inside.devices"],
    "python.framework.ops": ["inside.ops"],
    "python.ops.gen_math_ops": ["inside.activation_gradients"],
    "python.ops.gen_nn_ops": ["inside.activation_gradients"],
    "python.util": [],
    "python.util.deprecation": ["inside.exports"],
    "python.util.tf_export": ["inside.exports"],
}

# Modules that are public ones.
OLD_ALIASES: dict[str, str] = {
    "contrib.framework.nest": "nest",
    "python.framework.errors": "errors",
    "python.framework.errors_impl": "errors",
    "python.ops.metrics": "metrics",
    "python.platform.app": "app",
    "python.platform.flags": "flags",
    "python.platform.gfile": "gfile",
    "python.platform.tf_logging": "logging",
    "python.summary.summary": "summary",
    "python.training.training": "train",
    "python.util.compat": "compat",
    "python.util.nest": "nest",
}

# Names of older releases, and what 1.15's table has no public path for.
_BESIDE: dict[str, str] = {
    "contrib.ctc": (
        "ctc_loss=nn.ctc_loss ctc_greedy_decoder=nn.ctc_greedy_decoder"
        " ctc_beam_search_decoder=nn.ctc_beam_search_decoder"
    ),
    "contrib.ctc.python.ops.ctc_ops": (
        "ctc_loss=nn.ctc_loss ctc_greedy_decoder=nn.ctc_greedy_decoder"
        " ctc_beam_search_decoder=nn.ctc_beam_search_decoder"
    ),
    "contrib.rnn": (
        "BasicLSTMCell=nn.rnn_cell.BasicLSTMCell BasicRNNCell=nn.rnn_cell.BasicRNNCell"
        " DropoutWrapper=nn.rnn_cell.DropoutWrapper GRUCell=nn.rnn_cell.GRUCell"
        " LSTMCell=nn.rnn_cell.LSTMCell LSTMStateTuple=nn.rnn_cell.LSTMStateTuple"
        " MultiRNNCell=nn.rnn_cell.MultiRNNCell RNNCell=nn.rnn_cell.RNNCell"
    ),
    "python.framework.ops": "Session",
    "python.ops.gen_nn_ops": "_relu_grad=python.ops.gen_nn_ops.relu_grad",
    "python.ops.math_ops": "softmax=nn.softmax relu=nn.relu",
    "python.ops.variables": "Variable trainable_variables",
}


def old_names() -> dict[str, dict[str, str]]:
    """Return, by the path of a module, which public path each of its names stands for."""
    table: dict[str, dict[str, str]] = {}
    path = ""
    for line in Path(__file__).with_name("old_paths.txt").read_text("utf8").splitlines():
        if line.startswith("    "):
            table[path] |= _names(line)
        elif not line.startswith("#"):
            path = line.rstrip(":")
            table[path] = {}
    for path, words in _BESIDE.items():
        table[path] = table.get(path, {}) | _names(words)
    return table


def _names(words: str) -> dict[str, str]:
    pairs = [word.partition("=") for word in words.split()]
    return {name: source or name for name, _, source in pairs}
