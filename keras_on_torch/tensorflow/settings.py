"""Messages of settings: TensorFlow 1 programs fill them, nothing here reads them."""

from typing import Any

__all__ = [
    "ConfigProto",
    "GPUOptions",
    "GraphOptions",
    "OptimizerOptions",
    "RunMetadata",
    "RunOptions",
]


class ConfigProto:
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
            value = ConfigProto()
        else:
            raise AttributeError(f"the field {name!r} has not been set")
        setattr(self, name, value)
        return value


GPUOptions = GraphOptions = OptimizerOptions = RunMetadata = RunOptions = ConfigProto
