"""Sessions, of which there is one: what programs run tensors by."""

from typing import Any

from keras_on_torch.backend.session import Session, get_session, set_session

__all__ = ["InteractiveSession", "Session", "get_default_session"]


class InteractiveSession(Session):
    """A session that is the one which programs get from the time when it is made.

    Args:
        target: where TensorFlow would run; refused where it names a place.
        graph: any graph; there is one.
        config: settings, which have no effect; the first time they are warned of.
    """

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        super().__init__(target, graph, config)
        set_session(self)


def get_default_session() -> Session:
    """Return the session, of which there is one."""
    return get_session()
