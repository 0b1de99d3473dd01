"""What of TensorFlow's sessions old programs touch: there is nothing to configure here."""

import warnings
from typing import Any

from keras_on_torch import config, graph
from keras_on_torch.backend import names

__all__ = [
    "clear_session",
    "get_session",
    "image_dim_ordering",
    "learning_phase",
    "manual_variable_initialization",
    "set_image_dim_ordering",
    "set_learning_phase",
    "set_session",
]


class _Phase:
    value: int | None = None


class Session:
    """What stands for TensorFlow's session: it runs tensors, and takes settings without effect."""

    graph = None

    def run(self, fetches: Any, feed_dict: dict[Any, Any] | None = None, **kwargs: Any) -> Any:
        """Compute tensors.

        Args:
            fetches: a tensor, or a list of them.
            feed_dict: the values of placeholders, by placeholder.
            **kwargs: TensorFlow's options, which change no value.
        """
        single = not isinstance(fetches, (list, tuple))
        wanted = [fetches] if single else list(fetches)
        wanted = [0.0 if one is None else one for one in wanted]
        feeds = feed_dict or {}
        results = graph.Function(list(feeds), wanted, name="session")(list(feeds.values()))
        return results[0] if single else results

    def close(self) -> None:
        """Do nothing: there is no session to close."""

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *error: object) -> None:
        return None


_session = Session()


def get_session() -> Session:
    """Give an object that runs tensors, as a TensorFlow session does."""
    return _session


def set_session(session: Any) -> None:
    """Take a session, and warn that its settings have no effect."""
    if session is not _session:
        warnings.warn(
            "set_session: there is no TensorFlow here, the session's settings have no effect. The"
            " device is chosen with keras_on_torch.config.set_device()",
            stacklevel=2,
        )


def clear_session() -> None:
    """Begin anew: layer numbers count from 1, names are free, the learning phase is open."""
    names.reset_uids()
    names.forget_names()
    _Phase.value = None


def manual_variable_initialization(value: bool) -> None:
    """Take note; variables have their first value from the beginning, whatever is said."""
    if value:
        warnings.warn(
            "manual_variable_initialization(True): variables get their first values when they are"
            " made; what the initializer gave is there to be overwritten",
            stacklevel=2,
        )


def learning_phase() -> Any:
    """Give the learning phase: a tensor that is 1 in training, or the number that was set."""
    return graph.LEARNING_PHASE if _Phase.value is None else _Phase.value


def set_learning_phase(value: int) -> None:
    """Fix the learning phase for everything that is built from now on.

    Args:
        value: 0 for testing, 1 for training.

    Raises:
        ValueError: it is neither.
    """
    if value not in (0, 1):
        raise ValueError(f"Expected learning phase to be 0 or 1, got {value!r}.")
    _Phase.value = int(value)


def image_dim_ordering() -> str:
    """Give Keras 1's name for the axis order of images: "tf" or "th"."""
    return "th" if config.image_data_format() == "channels_first" else "tf"


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Choose the axis order of images by Keras 1's name, "tf" or "th".

    Raises:
        ValueError: it is neither.
    """
    if dim_ordering not in ("tf", "th"):
        raise ValueError(f"Unknown dim_ordering: {dim_ordering}. Choose 'tf' or 'th'")
    config.set_image_data_format("channels_first" if dim_ordering == "th" else "channels_last")
