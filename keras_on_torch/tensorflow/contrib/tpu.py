"""`tf.contrib.cluster_resolver`, `distribute` and `tpu`: TPUs, of which there are none."""

from typing import Any, NoReturn

__all__ = [
    "TPUClusterResolver",
    "TPUDistributionStrategy",
    "TPUStrategy",
    "initialize_tpu_system",
    "keras_to_tpu_model",
    "shutdown_tpu_system",
]

_ADVICE = (
    "there are no TPUs here: PyTorch's device is a CPU or a CUDA GPU, and models are put there by"
    " themselves (keras_on_torch.config.set_device() chooses). Take the lines that look for a TPU"
    " out"
)


class TPUClusterResolver:
    """A finder of TPUs, which finds none, as TensorFlow's does on a machine without them.

    Raises:
        ValueError: always, as TensorFlow where no TPU has been named.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise ValueError(f"Please provide a TPU Name to connect to: {_ADVICE}")


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name}: {_ADVICE}")


class TPUStrategy:
    """Training on TPUs, which is refused.

    Raises:
        ValueError: always.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        _refuse("TPUStrategy")


class TPUDistributionStrategy(TPUStrategy):
    """Training on TPUs, in an older release."""


def initialize_tpu_system(cluster_resolver: Any = None) -> None:
    """Refuse: there is no TPU.

    Raises:
        ValueError: always.
    """
    _refuse("initialize_tpu_system")


def shutdown_tpu_system(cluster_resolver: Any = None) -> None:
    """Refuse, as `initialize_tpu_system`."""
    _refuse("shutdown_tpu_system")


def keras_to_tpu_model(model: Any, strategy: Any = None) -> None:
    """Refuse, as `initialize_tpu_system`."""
    _refuse("keras_to_tpu_model")
