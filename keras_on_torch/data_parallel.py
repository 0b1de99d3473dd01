"""Data parallelism in one process: a model on several devices, each with a part of the batch."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import config
from keras_on_torch.engine.training import Model
from keras_on_torch.graph import placed_on
from keras_on_torch.layers.core import Lambda
from keras_on_torch.layers.merge import concatenate
from keras_on_torch.models import clone_model
from keras_on_torch.utils.registry import to_list

__all__ = ["multi_gpu_model"]


def multi_gpu_model(
    model: Any, gpus: Any = None, cpu_merge: bool = True, cpu_relocation: bool = False
) -> Any:
    """Return a model that does what another does, each of several GPUs with a part of the batch.

    The weights are those of `model`, where they are: each GPU takes a copy in each step, and its
    gradients are added up. Save `model`, not what is returned.

    Args:
        model: the model.
        gpus: how many GPUs, or a list of their numbers; None takes all.
        cpu_merge: whether the parts of the outputs are put together on the CPU; else on the first
            GPU.
        cpu_relocation: whether to take a clone of the model, whose new weights are on the CPU.

    Raises:
        ValueError: fewer than two GPUs are asked for, or one is not there.
    """
    available = [_normalize_device_name(name) for name in _get_available_devices()]
    if not gpus:
        gpus = len([name for name in available if "gpu" in name])
    several = isinstance(gpus, (list, tuple))
    if (len(gpus) if several else gpus) <= 1:
        raise ValueError(
            "For multi-gpu usage to be effective, call `multi_gpu_model` with"
            f" `{'len(gpus)' if several else 'gpus'} >= 2`. Received: `gpus={gpus}`"
        )
    numbers = list(gpus) if several else list(range(gpus))
    wanted = ["/cpu:0", *(f"/gpu:{number}" for number in numbers)]
    if not set(wanted) <= set(available):
        raise ValueError(
            f"To call `multi_gpu_model` with `gpus={gpus}`, we expect the following devices to be"
            f" available: {wanted}. However this machine only has: {available}. Try reducing"
            " `gpus`."
        )
    if cpu_relocation:
        model = _clone_on_the_cpu(model)
    devices = [torch.device("cuda", number) for number in numbers]
    return replicated(model, devices, torch.device("cpu") if cpu_merge else devices[0])


def _get_available_devices() -> list[str]:
    """Return the names of all devices, as TensorFlow's session lists them."""
    return [device.name for device in K.get_session().list_devices()]


def _normalize_device_name(name: str) -> str:
    """Return kind and number of a device: "/gpu:0"."""
    return "/" + ":".join(name.lower().replace("/", "").split(":")[-2:])


def _clone_on_the_cpu(model: Any) -> Any:
    before = config.device()
    config.set_device("cpu")
    try:
        return clone_model(model)
    finally:
        config.set_device(before)


def replicated(model: Any, devices: Sequence[torch.device], merged_on: torch.device) -> Any:
    """Return a model that computes a part of each batch on each device (multi_gpu_model's core).

    Args:
        model: what each device computes.
        devices: the devices; one may stand there more than once.
        merged_on: where the parts of the outputs are put together.
    """
    parts: list[list[Any]] = [[] for _ in model.outputs]
    for place, device in enumerate(devices):
        arguments = {"i": place, "parts": len(devices)}
        with K.name_scope(f"replica_{place}"):
            slices = [
                Lambda(_slice_of, output_shape=K.int_shape(x)[1:], arguments=arguments)(x)
                for x in model.inputs
            ]
            with placed_on(device):
                outputs = model(slices[0] if len(slices) == 1 else slices)
        for part, output in zip(parts, to_list(outputs), strict=True):
            part.append(output)
    with placed_on(merged_on):
        merged = [
            concatenate(part, axis=0, name=name)
            for part, name in zip(parts, _distinct(model.output_names), strict=True)
        ]
    return Model(model.inputs, merged)


def _slice_of(data: Any, i: int, parts: int) -> Any:
    """Return part `i` of a batch; the last one has what is left over, too.

    It names nothing but K: a Lambda layer is written down with its code alone.
    """
    step = K.shape(data)[0] // parts
    return data[step * i :] if i == parts - 1 else data[step * i : step * (i + 1)]


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names with a number behind each that comes more than once."""
    counts: dict[str, int] = {}
    distinct = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        distinct.append(f"{name}_{counts[name]}" if names.count(name) > 1 else name)
    return distinct
