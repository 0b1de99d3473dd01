"""Write the table of TensorFlow's old import paths: python3.7 record_old_paths.py FILE.json.

Run where TensorFlow 1.15 is installed, by its path (it needs nothing of this package); FILE.json
holds TensorFlow's public names. For each module below `MODULES`, the table has the public functions
and classes that can be taken from it, and under which names. Where a module has an older or newer
form of a public function under that function's name, it is taken for it if its arguments are the
first ones of the public function.
"""

import importlib
import inspect
import json
import sys
import textwrap
from pathlib import Path

__all__ = ["main"]

TABLE = Path(__file__).parents[2] / "keras_on_torch" / "tensorflow" / "old_paths.txt"
HEAD = """\
# What TensorFlow 1.15 shows at its internal paths of what it also shows at public ones, by path:
# "name" stands for tf.name, "name=path" for tf.path; python3.7 compat_tests/api/record_old_paths.py
"""

MODULES = """
contrib.framework contrib.layers contrib.losses contrib.metrics contrib.rnn contrib.seq2seq
contrib.util
core.framework.graph_pb2 core.framework.node_def_pb2 core.framework.summary_pb2
core.framework.attr_value_pb2 core.protobuf.config_pb2 core.protobuf.saver_pb2
core.util.event_pb2 core.example.example_pb2 core.example.feature_pb2
python python.client.session python.eager.context python.eager.backprop
python.framework.constant_op python.framework.dtypes python.framework.errors
python.framework.errors_impl python.framework.function python.framework.graph_util
python.framework.indexed_slices python.framework.ops python.framework.random_seed
python.framework.sparse_tensor python.framework.tensor_shape python.framework.tensor_spec
python.framework.tensor_util python.framework.versions
python.layers.base python.layers.convolutional python.layers.core python.layers.layers
python.layers.normalization python.layers.pooling python.lib.io.file_io python.lib.io.tf_record
python.ops.array_ops python.ops.bitwise_ops python.ops.candidate_sampling_ops
python.ops.check_ops python.ops.clip_ops python.ops.confusion_matrix python.ops.control_flow_ops
python.ops.ctc_ops python.ops.custom_gradient python.ops.data_flow_ops
python.ops.distributions.distributions python.ops.distributions.normal python.ops.embedding_ops
python.ops.functional_ops python.ops.gradient_checker python.ops.gradients
python.ops.gradients_impl python.ops.histogram_ops python.ops.image_ops
python.ops.image_ops_impl python.ops.init_ops python.ops.inplace_ops python.ops.io_ops
python.ops.linalg.linalg python.ops.linalg_ops python.ops.logging_ops
python.ops.lookup_ops python.ops.losses.losses python.ops.losses.losses_impl
python.ops.losses.util python.ops.manip_ops python.ops.map_fn python.ops.math_ops
python.ops.metrics python.ops.metrics_impl python.ops.nn python.ops.nn_impl python.ops.nn_ops
python.ops.numerics python.ops.parsing_ops python.ops.partitioned_variables
python.ops.random_ops python.ops.resource_variable_ops python.ops.rnn python.ops.rnn_cell
python.ops.rnn_cell_impl python.ops.script_ops python.ops.sets python.ops.sets_impl
python.ops.sort_ops python.ops.sparse_ops python.ops.special_math_ops python.ops.standard_ops
python.ops.state_ops python.ops.stateless_random_ops python.ops.string_ops
python.ops.summary_ops_v2 python.ops.template python.ops.tensor_array_ops
python.ops.variable_scope python.ops.variables python.ops.weights_broadcast_ops
python.ops.while_v2 python.ops.gen_array_ops python.ops.gen_bitwise_ops
python.ops.gen_control_flow_ops python.ops.gen_ctc_ops python.ops.gen_data_flow_ops
python.ops.gen_image_ops python.ops.gen_io_ops python.ops.gen_linalg_ops
python.ops.gen_logging_ops python.ops.gen_manip_ops python.ops.gen_math_ops
python.ops.gen_nn_ops python.ops.gen_random_ops python.ops.gen_sparse_ops
python.ops.gen_state_ops python.ops.gen_string_ops
python.ops.signal.fft_ops python.ops.spectral_ops_test_util
python.platform.app python.platform.flags python.platform.gfile python.platform.test
python.platform.tf_logging python.saved_model.saved_model
python.summary.summary python.summary.writer.writer
python.training.adadelta python.training.adagrad python.training.adam
python.training.checkpoint_utils python.training.coordinator python.training.ftrl
python.training.gradient_descent python.training.learning_rate_decay
python.training.momentum python.training.moving_averages python.training.optimizer
python.training.queue_runner python.training.rmsprop
python.training.saver python.training.session_run_hook python.training.basic_session_run_hooks
python.training.summary_io python.training.training python.training.training_util
python.util.compat python.util.nest
"""

# Where the public form of a function is looked for, after TensorFlow's root.
PUBLIC = "math nn image linalg random sparse train losses layers summary strings debugging"


def public_objects(paths):
    """Return what is at the public paths: by its identity, the shortest path first."""
    tensorflow = importlib.import_module("tensorflow")
    found = {}
    types = [name for name, value in vars(tensorflow).items() if type(value).__name__ == "DType"]
    for path in sorted({*paths, *types}, key=lambda path: (path.count("."), len(path), path)):
        value = tensorflow
        try:
            for part in path.split("."):
                value = getattr(value, part)
        except AttributeError:
            continue
        if not inspect.ismodule(value) and not path.startswith("contrib."):
            found[path] = value
    return found


def arguments(value):
    try:
        return [name for name in inspect.signature(value).parameters if name != "name"]
    except (TypeError, ValueError):
        return None


def public_path(name, value, objects, by_identity):
    """Return the public path of a module's member; None where there is none."""
    if isinstance(value, (int, str, bool, float)) or value is None or inspect.ismodule(value):
        return None
    if id(value) in by_identity:
        same = by_identity[id(value)]
        return name if name in same else same[0]
    if not callable(value) or inspect.isclass(value):
        return None
    own = arguments(value)
    for path in [name, *[f"{part}.{name}" for part in PUBLIC.split()]]:
        public = objects.get(path)
        if public is None or own is None or inspect.isclass(public):
            continue
        theirs = arguments(public) or []
        if own == theirs[: len(own)]:
            return path
    return None


def names_of(module, objects, by_identity):
    words = []
    for name in sorted(dir(module)):
        if name.startswith("_") or name == "unary_op":  # Left over of a loop.
            continue
        path = public_path(name, getattr(module, name), objects, by_identity)
        if path is not None:
            words.append(name if path == name else f"{name}={path}")
    return words


def main():
    read = json.loads(Path(sys.argv[1]).read_text("utf8"))
    objects = public_objects({**read["functions"], **read["used"]})
    by_identity = {}
    for path, value in objects.items():
        by_identity.setdefault(id(value), []).append(path)
    lines = []
    for path in sorted(MODULES.split()):
        module = importlib.import_module("tensorflow." + path)
        words = names_of(module, objects, by_identity)
        if words:
            lines.append(f"{path}:")
            lines += textwrap.wrap(
                " ".join(words),
                100,
                initial_indent="    ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    main()
