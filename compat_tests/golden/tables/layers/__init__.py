"""What is asked of each layer: a line is a constructor's source and the shapes of its inputs."""

from compat_tests.golden.tables.layers import (
    conv_recurrent,
    convolution,
    core,
    legacy,
    others,
    recurrent,
)
from compat_tests.golden.tables.layers.row import ROWS, LayerRow

__all__ = [
    "ROWS",
    "LayerRow",
    "conv_recurrent",
    "convolution",
    "core",
    "legacy",
    "others",
    "recurrent",
]
