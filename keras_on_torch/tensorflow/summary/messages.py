"""Protocol buffers of events, which are those of the package tensorboard."""

from typing import Any

from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["Event", "SessionLog", "Summary", "SummaryDescription", "TaggedRunMetadata"]

_MODULES = {
    "Event": "event_pb2",
    "SessionLog": "event_pb2",
    "TaggedRunMetadata": "event_pb2",
    "Summary": "summary_pb2",
    "SummaryDescription": "summary_pb2",
}


def message(name: str, **fields: Any) -> Any:
    """Return a message of tensorboard's.

    Args:
        name: what kind of message.
        **fields: the values of its fields.
    """
    return _real(name)(**fields)


def _real(name: str) -> Any:
    """Return the class of a message; the package is loaded when it is needed."""
    module = f"tensorboard.compat.proto.{_MODULES[name]}"
    return getattr(optional_import(module, "tensorboard", f"tf.{name}", "tensorboard"), name)


class _Message(type):
    """A class that stands for a message; the package is loaded when it is used."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return _real(cls.__name__)(*args, **kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(cls.__name__), name)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _real(cls.__name__))


class Summary(metaclass=_Message):
    """Values to be shown: `Summary(value=[Summary.Value(tag="loss", simple_value=0.5)])`."""


class SummaryDescription(metaclass=_Message):
    """What kind of value a summary has."""


class Event(metaclass=_Message):
    """What stands in a file of events."""


class SessionLog(metaclass=_Message):
    """That a session started or stopped."""


class TaggedRunMetadata(metaclass=_Message):
    """What is known of a run."""
