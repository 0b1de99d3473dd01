"""Where TensorFlow shows what the files of this room declare: one table.

A row of `HOMES` says: this module of TensorFlow shows all that those files declare. A row of `ALSO`
says what is shown there besides: "name" stands for `tf.name`, "name=path" for `tf.path`; a module
may have many rows. A module of TensorFlow is a key of `HOMES`, or a part of one.
"""

__all__ = ["ALIASES", "ALSO", "HOMES"]

HOMES: dict[str, list[str]] = {
    "": [
        # tensors, mathematics, control flow
        "arithmetic",
        "constants",
        "elementwise",
        # types, graphs, sessions
        "dtypes",
        "framework",
        "settings",
    ],
    "app": [],
    "compat": ["compat"],
    "contrib": [],
    "data": [],
    "debugging": [],
    "dtypes": [],
    "errors": ["errors"],
    "flags": [],
    "gfile": [],
    "image": [],
    "initializers": [],
    "layers": [],
    "linalg": [],
    "logging": ["logging"],
    "losses": [],
    "math": [],
    "metrics": [],
    "nest": [],
    "nn": [],
    "random": [],
    "saved_model": [],
    "sets": [],
    "sparse": [],
    "strings": [],
    "summary": [],
    "test": ["devices"],
    "train": [],
}

ALSO: list[tuple[str, str]] = [
    ("", "OpError=errors.OpError"),
    ("dtypes", "DType as_dtype cast"),
    # arithmetic
    ("math", "add equal greater greater_equal less less_equal logical_and logical_or maximum"),
    ("math", "minimum multiply not_equal subtract"),
    # elementwise
    ("math", "abs acos acosh angle asin asinh atan atanh ceil conj cos cosh digamma erf erfc exp"),
    ("math", "expm1 floor imag is_finite is_inf is_nan lgamma log log1p log_sigmoid logical_not"),
    (
        "math",
        "negative real reciprocal rint round rsqrt sigmoid sign sin sinh sqrt square tan tanh",
    ),
    ("nn", "sigmoid tanh"),
]

# Modules that are others: TensorFlow 1 is what it is under compat.v1, too.
ALIASES: dict[str, str] = {"compat.v1": ""}
