"""The part of the table of paths that is about state: variables, sessions, training, files."""

__all__ = ["STATE_ALSO", "STATE_HOMES"]

STATE_HOMES: dict[str, list[str]] = {
    "": [
        "gradients",
        "graph_collections",
        "placeholders",
        "sessions",
        "variables.assignments",
        "variables.get_variable",
        "variables.scopes",
        "variables.variable",
    ],
    "layers": ["layers.plain", "layers.weighted"],
    "losses": ["losses.cross_entropies", "losses.differences", "losses.weighting"],
    "train": [
        "train.checkpoint_reader",
        "train.coordinator",
        "train.learning_rates",
        "train.moving_average",
        "train.optimizer",
        "train.optimizers",
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
    ("initializers", "global_variables=global_variables_initializer tables_initializer"),
    ("initializers", "local_variables=local_variables_initializer variables=variables_initializer"),
]
