"""Layers that enlarge, pad and crop sequences, images and volumes."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.conv_utils import normalize_tuple

__all__ = [
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
]

Pairs = tuple[tuple[int, int], ...]


class SpatialLayer(Layer):
    """What layers have in common that change the lengths of the axes between batch and channels.

    Args:
        rank: how many such axes there are.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

    def __init__(self, rank: int, data_format: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rank = rank
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)

    def first_axis(self) -> int:
        """Return the first of the axes whose lengths change."""
        return 2 if self.data_format == "channels_first" else 1

    def new_length(self, length: int, axis: int) -> int:
        """Return the new length of an axis, counted among those that change."""
        raise NotImplementedError

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        shape, first = list(input_shape), self.first_axis()
        for axis in range(self.rank):
            length = shape[first + axis]
            if length is not None:
                shape[first + axis] = self.new_length(length, axis)
        return tuple(shape)


def _pairs(value: Any, rank: int, name: str) -> Pairs:
    """Return what is done (before, after) on each axis.

    Raises:
        ValueError: the value is of another form.
    """
    if isinstance(value, int):
        return ((value, value),) * rank
    if hasattr(value, "__len__"):
        if rank == 1:
            before, after = normalize_tuple(value, 2, name)
            return ((before, after),)
        if len(value) != rank:
            raise ValueError(f"`{name}` should have {rank} elements. Found: {value}")
        both = [
            normalize_tuple(one, 2, f"entry {place} of {name}")
            for place, one in enumerate(value, start=1)
        ]
        return tuple([(before, after) for before, after in both])
    raise ValueError(
        f"`{name}` should be an int, a tuple of {rank} ints, or a tuple of {rank} tuples of 2 ints"
        f" (before, after). Found: {value}"
    )


# ---- enlarging
class UpSamplingLayer(SpatialLayer):
    """What the layers have in common that repeat entries; see `UpSampling2D`."""

    def __init__(self, size: Any, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(len(size), data_format, **kwargs)
        self.size: tuple[int, ...] = tuple(size)

    def new_length(self, length: int, axis: int) -> int:
        return length * self.size[axis]

    def get_config(self) -> Config:
        return super().get_config() | {"size": self.size, "data_format": self.data_format}


class UpSampling1D(UpSamplingLayer):
    """Repeat each step of a sequence.

    Args:
        size: how often.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, features) -> (batch, steps * size, features)
    """

    def __init__(self, size: int = 2, **kwargs: Any) -> None:
        super().__init__((int(size),), "channels_last", **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.repeat_elements(inputs, self.size[0], axis=1)

    def get_config(self) -> Config:
        config = super().get_config()
        config["size"] = self.size[0]
        config.pop("data_format")
        return config


class UpSampling2D(UpSamplingLayer):
    """Enlarge images.

    Args:
        size: how often rows and columns are repeated.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        interpolation: "nearest" repeats, "bilinear" interpolates.
        **kwargs: as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, rows * size, cols * size, channels)
    """

    def __init__(
        self,
        size: Any = (2, 2),
        data_format: str | None = None,
        interpolation: str = "nearest",
        **kwargs: Any,
    ) -> None:
        super().__init__(normalize_tuple(size, 2, "size"), data_format, **kwargs)
        if interpolation not in ("nearest", "bilinear"):
            raise ValueError(
                f'interpolation should be one of "nearest" or "bilinear", got {interpolation!r}.'
            )
        self.interpolation = interpolation

    def call(self, inputs: Tensor) -> Tensor:
        return K.resize_images(
            inputs, self.size[0], self.size[1], self.data_format, self.interpolation
        )

    def get_config(self) -> Config:
        return super().get_config() | {"interpolation": self.interpolation}


class UpSampling3D(UpSamplingLayer):
    """Enlarge volumes by repeating; arguments as of `UpSampling2D`."""

    def __init__(
        self, size: Any = (2, 2, 2), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(normalize_tuple(size, 3, "size"), data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        depth, height, width = self.size
        return K.resize_volumes(inputs, depth, height, width, self.data_format)


# ---- padding
class ZeroPaddingLayer(SpatialLayer):
    """What the layers have in common that add zeros; see `ZeroPadding2D`."""

    def __init__(self, padding: Pairs, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(len(padding), data_format, **kwargs)
        self.padding: Any = padding

    def new_length(self, length: int, axis: int) -> int:
        before, after = self.padding[axis]
        return length + int(before) + int(after)

    def get_config(self) -> Config:
        return super().get_config() | {"padding": self.padding, "data_format": self.data_format}


class ZeroPadding1D(ZeroPaddingLayer):
    """Add zeros before and after a sequence.

    Args:
        padding: how many, an int or (before, after).
        **kwargs: as of any layer.
    """

    def __init__(self, padding: Any = 1, **kwargs: Any) -> None:
        super().__init__(_pairs(padding, 1, "padding"), "channels_last", **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.temporal_padding(inputs, padding=self.padding[0])

    def get_config(self) -> Config:
        config = super().get_config()
        config["padding"] = self.padding[0]
        config.pop("data_format")
        return config


class ZeroPadding2D(ZeroPaddingLayer):
    """Add rows and columns of zeros around images.

    Args:
        padding: how many: an int, (rows, cols), or ((top, bottom), (left, right)).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

    def __init__(
        self, padding: Any = (1, 1), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(_each_side(padding, 2, "padding"), data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.spatial_2d_padding(inputs, padding=self.padding, data_format=self.data_format)


class ZeroPadding3D(ZeroPaddingLayer):
    """Add zeros around volumes; arguments as of `ZeroPadding2D`, in threes."""

    def __init__(
        self, padding: Any = (1, 1, 1), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(_each_side(padding, 3, "padding"), data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.spatial_3d_padding(inputs, padding=self.padding, data_format=self.data_format)


def _each_side(value: Any, rank: int, name: str) -> Pairs:
    """Return (before, after) for each axis, of an int for all, ints or pairs for each."""
    if hasattr(value, "__len__") and len(value) == rank:
        value = [(one, one) if isinstance(one, int) else one for one in value]
    return _pairs(value, rank, name)


# ---- cropping
class CroppingLayer(SpatialLayer):
    """What the layers have in common that cut off; see `Cropping2D`."""

    def __init__(self, cropping: Pairs, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(len(cropping), data_format, **kwargs)
        self.cropping: Any = cropping

    def new_length(self, length: int, axis: int) -> int:
        before, after = self.cropping[axis]
        return length - int(before) - int(after)

    def call(self, inputs: Tensor) -> Tensor:
        cuts = [slice(before, -after if after else None) for before, after in self.cropping]
        return inputs[(*(slice(None),) * self.first_axis(), *cuts)]

    def get_config(self) -> Config:
        return super().get_config() | {"cropping": self.cropping, "data_format": self.data_format}


class Cropping1D(CroppingLayer):
    """Cut steps off a sequence.

    Args:
        cropping: how many, an int or (before, after).
        **kwargs: as of any layer.
    """

    def __init__(self, cropping: Any = (1, 1), **kwargs: Any) -> None:
        super().__init__(_pairs(cropping, 1, "cropping"), "channels_last", **kwargs)

    def get_config(self) -> Config:
        config = super().get_config()
        config["cropping"] = self.cropping[0]
        config.pop("data_format")
        return config


class Cropping2D(CroppingLayer):
    """Cut rows and columns off images.

    Args:
        cropping: how many: an int, (rows, cols), or ((top, bottom), (left, right)).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

    def __init__(
        self, cropping: Any = ((0, 0), (0, 0)), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(_each_side(cropping, 2, "cropping"), data_format, **kwargs)


class Cropping3D(CroppingLayer):
    """Cut off volumes; arguments as of `Cropping2D`, in threes."""

    def __init__(
        self,
        cropping: Any = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_each_side(cropping, 3, "cropping"), data_format, **kwargs)
