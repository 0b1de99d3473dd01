"""Files of events, read."""

from collections.abc import Iterator
from typing import Any

from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["summary_iterator"]


def summary_iterator(path: Any) -> Iterator[Any]:
    """Yield the events of a file.

    Args:
        path: the file.
    """
    loaders = optional_import(
        "tensorboard.backend.event_processing.event_file_loader",
        "tensorboard",
        "tf.train.summary_iterator",
        "tensorboard",
    )
    yield from loaders.LegacyEventFileLoader(str(path)).Load()
