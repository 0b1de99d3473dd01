"""What is asked of each layer: a line is a constructor's source and the shapes of its inputs."""

__all__ = ["ACTIVATIONS", "INITIALIZERS", "ROWS", "LayerRow", "each", "row"]

ACTIVATIONS = [
    "elu",
    "exponential",
    "hard_sigmoid",
    "linear",
    "relu",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
]
INITIALIZERS = [
    "zeros",
    "ones",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
]
DEFAULTS = {"image_data_format": "channels_last", "floatx": "float32"}


class LayerRow:
    """A layer in use.

    Args:
        code: source of the layer, with the names of keras.layers, keras and K.
        shapes: one shape an input, None for the batch and for free lengths.
        kind: what is drawn for the inputs (draws.py has the words).
        mask: whether a Masking layer stands before the layer.
        phases: the learning phases to run; (0,) for what is random in training.
        call: source of the call on `x`, where `layer(x)` is not enough.
        listed: whether a single input is passed as a list.
        sizes: what each None becomes: batch, lengths.
        dtype: of the Input layers.
        settings: what is configured, as {"image_data_format": "channels_first"}.
    """

    def __init__(
        self,
        code,
        *shapes,
        kind="normal",
        mask=False,
        phases=(0, 1),
        call="layer(x)",
        listed=False,
        sizes=(3, 5),
        dtype=None,
        settings=None,
    ):
        self.code = code
        self.shapes = list(shapes)
        self.kind = kind
        self.mask = mask
        self.phases = phases
        self.call = call
        self.listed = listed
        self.sizes = (5, sizes[1]) if mask and sizes[0] == 3 else sizes
        self.dtype = dtype
        self.rebuilds = "lambda" not in code and "(K." not in code and "=K." not in code
        self.settings = dict(DEFAULTS, **settings or {})

    def __str__(self):
        words = [self.code.replace("keras.", ""), "on", *map(str, self.shapes)]
        words += ["masked"] if self.mask else []
        words += [self.kind] if self.kind != "normal" else []
        words += [self.call] if self.call != "layer(x)" else []
        words += ["listed"] if self.listed else []
        words += [self.dtype] if self.dtype else []
        words += [value for key, value in sorted(self.settings.items()) if value != DEFAULTS[key]]
        return " ".join(words)


ROWS = []


def row(code, *shapes, **options):
    """Add one row."""
    ROWS.append(LayerRow(code, *shapes, **options))


def each(template, words, *shapes, **options):
    """Add one row for each word, put where the template has {}."""
    for word in words:
        row(template.replace("{}", word), *shapes, **options)
