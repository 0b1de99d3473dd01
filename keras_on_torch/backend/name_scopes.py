"""Names as TensorFlow 1 gives them, and the numbers that Keras puts behind layer names."""

from collections import defaultdict

from keras_on_torch.graph.name_scopes import forget_names as forget_names
from keras_on_torch.graph.name_scopes import name_scope, unique_name
from keras_on_torch.utils.forking import lock_that_forks

__all__ = ["get_uid", "name_scope", "reset_uids", "unique_name"]

_uids: defaultdict[str, int] = defaultdict(int)
_lock = lock_that_forks()


def get_uid(prefix: str = "") -> int:
    """Return the next number for a prefix, counted from 1."""
    with _lock:
        _uids[prefix] += 1
        return _uids[prefix]


def reset_uids() -> None:
    """Begin all counting anew."""
    with _lock:
        _uids.clear()
