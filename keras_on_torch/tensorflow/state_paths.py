"""The part of the table of paths that is about state: variables, sessions, training, files.

As in `paths.py`; `logging` and `devices` have a row there, too.
"""

__all__ = ["STATE_ALSO", "STATE_HOMES"]

STATE_HOMES: dict[str, list[str]] = {
    "": [
        "gradients",
        "graph_collections",
        "loggers",
        "placeholders",
        "sessions",
        "variables.assignments",
        "variables.get_variable",
        "variables.scopes",
        "variables.variable",
    ],
    "layers": ["layers.plain", "layers.weighted"],
    "losses": ["losses.cross_entropies", "losses.differences", "losses.weighting"],
    "gfile": ["gfile"],
    "sets": ["sets"],
    "sparse": ["sparse.computing", "sparse.making", "sparse.sparse_tensor"],
    "summary": ["summary.messages", "summary.operations", "summary.writer"],
    "app": ["app"],
    "flags": ["flags"],
    "distributions": ["distributions"],
    "test": ["testing"],
    "train": [
        "train.checkpoint_reader",
        "train.coordinator",
        "train.learning_rates",
        "train.moving_average",
        "train.optimizer",
        "train.ftrl",
        "train.optimizers",
        "summary.reader",
        "train.saver",
    ],
    "initializers": ["variables.initializers"],
}

# By the names that TensorFlow has of old, those that it has in `initializers`.
_INITIALIZERS = [
    "constant",
    "glorot_normal",
    "glorot_uniform",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "uniform_unit_scaling",
    "variance_scaling",
    "zeros",
]

STATE_ALSO: list[tuple[str, str]] = [
    *[("", f"{each}_initializer=initializers.{each}_initializer") for each in _INITIALIZERS],
    *[("initializers", f"{each}=initializers.{each}_initializer") for each in _INITIALIZERS],
    ("", "SparseTensor=sparse.SparseTensor SparseTensorValue=sparse.SparseTensorValue"),
    ("", "sparse_placeholder=sparse.sparse_placeholder sparse_transpose=sparse.transpose"),
    ("", "convert_to_tensor_or_sparse_tensor=sparse.convert_to_tensor_or_sparse_tensor"),
    ("", "sparse_add=sparse.add sparse_reduce_sum=sparse.reduce_sum sparse_retain=sparse.retain"),
    ("", "sparse_reduce_max=sparse.reduce_max sparse_reorder=sparse.reorder"),
    ("", "sparse_tensor_to_dense=sparse.to_dense sparse_to_dense=sparse.sparse_to_dense"),
    ("", "sparse_tensor_dense_matmul=sparse.sparse_dense_matmul"),
    ("sparse", "placeholder=sparse.sparse_placeholder"),
    ("", "Summary=summary.Summary Event=summary.Event"),
    ("app", "flags"),
    ("initializers", "global_variables=global_variables_initializer tables_initializer"),
    ("initializers", "local_variables=local_variables_initializer variables=variables_initializer"),
]
