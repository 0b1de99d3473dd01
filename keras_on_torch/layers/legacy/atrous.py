"""Dilated convolutions under the names of Keras 1."""

import warnings
from typing import Any

from keras_on_torch.layers.convolutional import Conv1D, Conv2D

__all__ = ["AtrousConv1D", "AtrousConv2D", "AtrousConvolution1D", "AtrousConvolution2D"]


def AtrousConvolution1D(*args: Any, **kwargs: Any) -> Conv1D:  # noqa: N802 - Keras's name.
    """Return a Conv1D, with a warning.

    Args:
        *args: as of `Conv1D`.
        **kwargs: as of `Conv1D`; `atrous_rate` is its `dilation_rate`.
    """
    return Conv1D(*args, **_dilated("AtrousConvolution1D", "Conv1D", kwargs))


def AtrousConvolution2D(*args: Any, **kwargs: Any) -> Conv2D:  # noqa: N802 - Keras's name.
    """Return a Conv2D, with a warning.

    Args:
        *args: as of `Conv2D`.
        **kwargs: as of `Conv2D`; `atrous_rate` is its `dilation_rate`.
    """
    return Conv2D(*args, **_dilated("AtrousConvolution2D", "Conv2D", kwargs))


def _dilated(name: str, new_name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    warnings.warn(
        f"The `{name}` layer has been deprecated. Use instead the `{new_name}` layer with the"
        " `dilation_rate` argument.",
        stacklevel=3,
    )
    rate = kwargs.pop("atrous_rate", 1)
    return kwargs | {"dilation_rate": rate}


AtrousConv1D = AtrousConvolution1D
AtrousConv2D = AtrousConvolution2D
