"""What is summarised of tensors: a session gives a summary as bytes."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.backend.name_scopes import unique_name
from keras_on_torch.backend.session import get_session
from keras_on_torch.graph import constant, is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collections,
    get_collection,
)
from keras_on_torch.tensorflow.summary.histograms import histogram_fields
from keras_on_torch.tensorflow.summary.messages import Summary, message
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["histogram", "image", "merge", "merge_all", "scalar", "text"]


class SummaryOperation:
    """What a session runs to get a summary.

    Args:
        name: how it is called.
        tensors: what is summarised, by tag.
        values: makes the values of a summary of a tag and of each array.

    Attributes:
        session_parts: what a session computes.
    """

    def __init__(self, name: str, parts: list[tuple[Callable[[Array], list[Any]], Any]]) -> None:
        self.name = name
        self._makers = [maker for maker, _ in parts]
        self.session_parts = [part for _, part in parts]

    def parts(self) -> list[tuple[Callable[[Array], list[Any]], Any]]:
        """Return the tensors, each with what makes the values of its summary."""
        return list(zip(self._makers, self.session_parts, strict=True))

    def session_value(self, values: list[Any]) -> bytes:
        """Return the summary as bytes."""
        made = [
            one for maker, value in zip(self._makers, values, strict=True) for one in maker(value)
        ]
        written: bytes = message("Summary", value=made).SerializeToString()
        return written

    def eval(self, feed_dict: Any = None, session: Any = None) -> bytes:
        """Return the summary as bytes.

        Args:
            feed_dict: the values of placeholders.
            session: a session; None takes the one there is.
        """
        value: bytes = (session or get_session()).run(self, feed_dict)
        return value

    def __repr__(self) -> str:
        return f"<summary {self.name!r}>"


def _operation(
    name: str, value: Any, maker: Callable[[str, Array], list[Any]], collections: Any, family: Any
) -> SummaryOperation:
    """Return a summary of a tensor, and put it into collections.

    Its tag is its name with the open scopes before it; a family is put before and into it.
    """
    clean = str(name).replace(" ", "_")
    base = f"{family}/{clean}" if family else clean
    whole = unique_name(base)
    tag = whole.removesuffix(":0")
    if family:
        tag = f"{family}/{tag}"
    given = tensor(value)
    part = given if is_symbolic(given) else constant(given)
    made = SummaryOperation(whole, [(lambda array: maker(tag, array), part)])
    add_to_collections([GraphKeys.SUMMARIES] if collections is None else collections, made)
    return made


def scalar(name: str, tensor: Any, collections: Any = None, family: str | None = None) -> Any:
    """Return a summary of one number.

    Args:
        name: its tag.
        tensor: the number.
        collections: the collections it is put into; None is `GraphKeys.SUMMARIES`.
        family: what its tag begins with.
    """

    def values(tag: str, array: Array) -> list[Any]:
        if np.size(array) != 1:
            raise ValueError(f"tf.summary.scalar {tag!r} takes one number, got {np.shape(array)}")
        return [Summary.Value(tag=tag, simple_value=float(np.reshape(array, ())))]

    return _operation(name, tensor, values, collections, family)


def histogram(name: str, values: Any, collections: Any = None, family: str | None = None) -> Any:
    """Return a summary of how numbers are distributed.

    Args:
        name: its tag.
        values: the numbers.
        collections: as of `scalar`.
        family: as of `scalar`.
    """

    def made(tag: str, array: Array) -> list[Any]:
        proto = optional_import(
            "tensorboard.compat.proto.summary_pb2", "tensorboard", "tf.summary", "tensorboard"
        )
        return [Summary.Value(tag=tag, histo=proto.HistogramProto(**histogram_fields(array)))]

    return _operation(name, values, made, collections, family)


def image(
    name: str,
    tensor: Any,
    max_outputs: int = 3,
    collections: Any = None,
    family: str | None = None,
) -> Any:
    """Return a summary of images; numbers that are no bytes are scaled into them.

    Args:
        name: its tag; a number is put behind it.
        tensor: (batch, rows, cols, channels) with 1, 3 or 4 channels: grey, colours, opacity.
        max_outputs: how many of the batch are shown.
        collections: as of `scalar`.
        family: as of `scalar`.
    """

    def values(tag: str, array: Array) -> list[Any]:
        if array.ndim != 4 or array.shape[3] not in (1, 3, 4):
            raise ValueError(
                f"Tensor must be 4-D with last dim 1, 3, or 4, not {list(array.shape)}"
            )
        shown = array[:max_outputs]
        return [
            Summary.Value(
                tag=f"{tag}/image" if max_outputs == 1 else f"{tag}/image/{place}",
                image=_encoded(one),
            )
            for place, one in enumerate(shown)
        ]

    return _operation(name, tensor, values, collections, family)


def _encoded(pixels: Array) -> Any:
    """Return an image as a message: a PNG, and how large it is."""
    pillow = optional_import("PIL.Image", "pillow", "tf.summary.image", "image")
    rows, cols, channels = pixels.shape
    data = pixels if pixels.dtype == np.uint8 else _bytes(pixels)
    picture = pillow.fromarray(data[:, :, 0] if channels == 1 else data)
    buffer = io.BytesIO()
    picture.save(buffer, "png")
    return Summary.Image(
        height=rows, width=cols, colorspace=channels, encoded_image_string=buffer.getvalue()
    )


def _bytes(pixels: Array) -> Array:
    """Return numbers as bytes: from 0 where none is negative, else around 128.

    What is not finite is red, as TensorFlow paints it.
    """
    finite = np.asarray(np.isfinite(pixels).all(axis=-1))
    good = pixels[finite].astype("float32")
    low = float(good.min()) if good.size else 0.0
    high = float(good.max()) if good.size else 0.0
    if low < 0:
        largest = max(abs(low), abs(high))
        scale, offset = (0.0 if largest < 1e-15 else 127.0 / largest), 128.0
    else:
        scale, offset = (0.0 if high < 1e-15 else 255.0 / high), 0.0
    scaled = np.where(finite[..., None], pixels * scale + offset, 0.0)
    made = scaled.clip(0, 255).astype("uint8")
    made[~finite] = [255, 0, 0, 255][: pixels.shape[2]]
    return made


def text(name: str, tensor: Any, collections: Any = None) -> Any:
    """Return a summary of text.

    Args:
        name: its tag.
        tensor: a text, or nested lists of texts.
        collections: as of `scalar`.
    """
    words = np.array(tensor, dtype=object)
    flat = [each if isinstance(each, bytes) else str(each).encode() for each in words.reshape(-1)]

    def values(tag: str, array: Array) -> list[Any]:
        base = "tensorboard.compat.proto."
        given = ("tensorboard", "tf.summary.text", "tensorboard")
        tensors = optional_import(base + "tensor_pb2", *given)
        shapes = optional_import(base + "tensor_shape_pb2", *given)
        types = optional_import(base + "types_pb2", *given)
        summaries = optional_import(base + "summary_pb2", *given)
        plugin = summaries.SummaryMetadata.PluginData(plugin_name="text")
        axes = [shapes.TensorShapeProto.Dim(size=length) for length in words.shape]
        proto = tensors.TensorProto(
            dtype=types.DT_STRING,
            string_val=flat,
            tensor_shape=shapes.TensorShapeProto(dim=axes),
        )
        metadata = summaries.SummaryMetadata(plugin_data=plugin)
        return [Summary.Value(tag=tag, tensor=proto, metadata=metadata)]

    return _operation(name, 0, values, collections, None)


def merge(inputs: Any, collections: Any = None, name: str | None = None) -> SummaryOperation:
    """Return a summary of all that others have.

    Args:
        inputs: summaries.
        collections: the collections it is put into; None is none.
        name: how it is called.

    Raises:
        TypeError: one is no summary.
    """
    parts = []
    for one in inputs:
        if not isinstance(one, SummaryOperation):
            raise TypeError(f"tf.summary.merge takes summaries, got {one!r}")
        parts += one.parts()
    whole = unique_name(name or "Merge/MergeSummary")
    made = SummaryOperation(whole, parts)
    add_to_collections(collections, made)
    return made


def merge_all(
    key: Any = GraphKeys.SUMMARIES, scope: str | None = None, name: str | None = None
) -> SummaryOperation | None:
    """Return a summary of all that are in a collection; None where there are none.

    Args:
        key: the collection.
        scope: as of `tf.get_collection`.
        name: how it is called.
    """
    found = get_collection(key, scope)
    return merge(found, name=name) if found else None
