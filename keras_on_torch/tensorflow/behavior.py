"""Switches between TensorFlow 1 and 2: what is asked for of the second is refused."""

from typing import Any, NoReturn

__all__ = [
    "control_flow_v2_enabled",
    "disable_control_flow_v2",
    "disable_eager_execution",
    "disable_resource_variables",
    "disable_tensor_equality",
    "disable_v2_behavior",
    "disable_v2_tensorshape",
    "enable_control_flow_v2",
    "enable_eager_execution",
    "enable_resource_variables",
    "enable_tensor_equality",
    "enable_v2_behavior",
    "enable_v2_tensorshape",
    "resource_variables_enabled",
]


def _refuse(name: str, asked: str, instead: str) -> NoReturn:
    raise NotImplementedError(
        f"tf.{name}(): keras_on_torch is TensorFlow 1.15 with graphs: {asked}. {instead}"
    )


def enable_eager_execution(
    config: Any = None, device_policy: Any = None, execution_mode: Any = None
) -> None:
    """Refuse: tensors have no values before they are run.

    Raises:
        NotImplementedError: always.
    """
    _refuse(
        "enable_eager_execution",
        "there is no eager execution, tensors have values when K.eval, K.function or a session"
        " computes them",
        "Take the line out; what needs values at once is a program of TensorFlow 2, or of PyTorch",
    )


def enable_v2_behavior() -> None:
    """Refuse, as `enable_eager_execution`.

    Raises:
        NotImplementedError: always.
    """
    _refuse(
        "enable_v2_behavior",
        "nothing of TensorFlow 2 can be switched on",
        "Take the line out; programs of TensorFlow 2 are not run",
    )


def enable_v2_tensorshape() -> None:
    """Refuse: the entries of a shape are those of TensorFlow 1.

    Raises:
        NotImplementedError: always.
    """
    _refuse(
        "enable_v2_tensorshape",
        "the entries of a shape are Dimensions, which equal ints and None",
        "Take the line out",
    )


def enable_tensor_equality() -> None:
    """Refuse: `==` compares tensors as objects.

    Raises:
        NotImplementedError: always.
    """
    _refuse(
        "enable_tensor_equality",
        "a == b asks whether two tensors are the same one",
        "Write tf.equal(a, b)",
    )


def disable_eager_execution() -> None:
    """Do nothing: it is so."""


def disable_v2_behavior() -> None:
    """Do nothing: it is so."""


def disable_v2_tensorshape() -> None:
    """Do nothing: it is so."""


def disable_tensor_equality() -> None:
    """Do nothing: it is so."""


def enable_resource_variables() -> None:
    """Do nothing: each variable is one of these, read where it is used."""


def disable_resource_variables() -> None:
    """Do nothing: programs of the older variables give the same."""


def resource_variables_enabled() -> bool:
    """Return False, as TensorFlow 1 does unless it is told."""
    return False


def enable_control_flow_v2() -> None:
    """Do nothing: branches and loops are functions already."""


def disable_control_flow_v2() -> None:
    """Do nothing: programs of the older loops give the same."""


def control_flow_v2_enabled() -> bool:
    """Return False, as TensorFlow 1 does unless it is told."""
    return False
