"""`tensorflow.python.client.device_lib`: the devices there are."""

from typing import Any

import torch

from keras_on_torch.backend.session import warn_of_settings

__all__ = ["list_local_devices"]

_CPU_LIMIT = 256 * 1024**2  # What TensorFlow reports of every CPU.


class DeviceAttributes:
    """A device as TensorFlow describes it.

    Attributes:
        name: such as "/device:GPU:0".
        device_type: "CPU" or "GPU".
        memory_limit: bytes that there are.
        physical_device_desc: what PyTorch knows of a GPU.
    """

    def __init__(self, kind: str, number: int, memory_limit: int, description: str = "") -> None:
        self.name = f"/device:{kind}:{number}"
        self.device_type = kind
        self.memory_limit = memory_limit
        self.physical_device_desc = description

    def __repr__(self) -> str:
        lines = [
            f'name: "{self.name}"',
            f'device_type: "{self.device_type}"',
            f"memory_limit: {self.memory_limit}",
        ]
        if self.physical_device_desc:
            lines.append(f'physical_device_desc: "{self.physical_device_desc}"')
        return "\n".join(lines) + "\n"


def list_local_devices(session_config: Any = None) -> list[DeviceAttributes]:
    """Return what describes the CPU and each GPU that PyTorch has.

    Args:
        session_config: settings, which have no effect; the first time they are warned of.
    """
    if session_config is not None:
        warn_of_settings()
    found = [DeviceAttributes("CPU", 0, _CPU_LIMIT)]
    for number in range(torch.cuda.device_count()):
        known = torch.cuda.get_device_properties(number)
        capability = f"{known.major}.{known.minor}"
        text = f"device: {number}, name: {known.name}, compute capability: {capability}"
        found.append(DeviceAttributes("GPU", number, known.total_memory, text))
    return found
