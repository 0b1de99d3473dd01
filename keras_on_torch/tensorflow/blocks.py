"""Blocks of images: moved into channels or batches and back, and patches cut out."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, either, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.utils.conv_utils import same_padding

__all__ = [
    "batch_to_space",
    "batch_to_space_nd",
    "depth_to_space",
    "extract_image_patches",
    "extract_volume_patches",
    "required_space_to_batch_paddings",
    "space_to_batch",
    "space_to_batch_nd",
    "space_to_depth",
]


# ---- space and depth
@function
def space_to_depth(
    input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC"
) -> Tensor:
    """Move the pixels of each block into the channels.

    Args:
        input: images.
        block_size: rows, and columns, of a block.
        name: how the result is called.
        data_format: "NHWC" or "NCHW".

    Shape:
        (batch, rows, cols, channels) -> (batch, rows / b, cols / b, channels * b * b)

    Raises:
        ValueError: there is no such order of axes, or blocks do not fit.
    """
    return _to_depth(_images(input, block_size), int(block_size), _last(data_format))


def _images(value: Any, block: int) -> Tensor:
    x = tensor(value)
    if x.ndim != 4:
        raise ValueError(f"Shape must be rank 4 but is rank {x.ndim}")
    if block < 2:
        raise ValueError(f"Block size should be > 1, but was: {block}")
    return x


def _last(data_format: str) -> bool:
    if data_format not in ("NHWC", "NCHW"):
        raise ValueError(f"data_format must be 'NHWC' or 'NCHW', got {data_format!r}")
    return data_format == "NHWC"


@op
def _to_depth(x: Tensor, block: int, last: bool) -> Tensor:
    x = x if last else x.permute(0, 2, 3, 1)
    batch, rows, columns, channels = x.shape
    if rows % block or columns % block:
        raise InvalidArgumentError(
            None, None, f"Image of {rows} x {columns} does not divide into blocks of {block}"
        )
    x = x.reshape(batch, rows // block, block, columns // block, block, channels)
    x = x.permute(0, 1, 3, 2, 4, 5)
    x = x.reshape(batch, rows // block, columns // block, block * block * channels)
    return x if last else x.permute(0, 3, 1, 2)


@function
def depth_to_space(
    input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC"
) -> Tensor:
    """Move channels into the pixels of blocks.

    Args:
        input: images.
        block_size: rows, and columns, of a block.
        name: how the result is called.
        data_format: "NHWC" or "NCHW".

    Shape:
        (batch, rows, cols, channels) -> (batch, rows * b, cols * b, channels / b / b)

    Raises:
        ValueError: there is no such order of axes, or channels do not divide.
    """
    return _to_space(_images(input, block_size), int(block_size), _last(data_format))


@op
def _to_space(x: Tensor, block: int, last: bool) -> Tensor:
    x = x if last else x.permute(0, 2, 3, 1)
    batch, rows, columns, channels = x.shape
    if channels % (block * block):
        raise InvalidArgumentError(
            None, None, f"{channels} channels do not divide into blocks of {block} x {block}"
        )
    kept = channels // (block * block)
    x = x.reshape(batch, rows, columns, block, block, kept).permute(0, 1, 3, 2, 4, 5)
    x = x.reshape(batch, rows * block, columns * block, kept)
    return x if last else x.permute(0, 3, 1, 2)


# ---- space and batch
@function
def space_to_batch_nd(
    input: Any, block_shape: Any, paddings: Any, name: str | None = None
) -> Tensor:
    """Pad with zeros, and move the places of each block into the batch.

    Args:
        input: (batch, *space, ...).
        block_shape: lengths of a block, for each axis of space.
        paddings: zeros before and behind, for each axis of space.
        name: how the result is called.
    """
    blocks, widths = sizes(block_shape), _pairs(paddings)
    return _to_batch(tensor(input), blocks, widths)


def _pairs(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(sizes(row) for row in value)
    flat = sizes(value)
    return tuple(zip(flat[::2], flat[1::2], strict=True))


@op
def _to_batch(x: Tensor, blocks: Any, widths: Any) -> Tensor:
    blocks = sizes_of(blocks)
    axes = len(blocks)
    flat = [each for row in reversed(widths) for each in sizes_of(row)]
    x = torch.nn.functional.pad(x, [0, 0] * (x.ndim - 1 - axes) + flat)
    shape = [x.shape[0]]
    for length, block in zip(x.shape[1 : axes + 1], blocks, strict=True):
        if length % block:
            raise InvalidArgumentError(
                None, None, f"a padded length, {length}, is not divisible by block_shape {block}"
            )
        shape += [length // block, block]
    rest = list(x.shape[axes + 1 :])
    inner = [2 * place + 2 for place in range(axes)]
    outer = [2 * place + 1 for place in range(axes)]
    order = [*inner, 0, *outer, *range(2 * axes + 1, 2 * axes + 1 + len(rest))]
    moved = x.reshape(shape + rest).permute(order)
    return moved.reshape([-1, *(shape[place] for place in outer), *rest])


@function
def space_to_batch(
    input: Any,
    paddings: Any,
    block_size: Any = None,
    name: str | None = None,
    block_shape: Any = None,
) -> Tensor:
    """Pad with zeros, and move the pixels of each block into the batch.

    Args:
        input: (batch, rows, cols, channels).
        paddings: zeros before and behind, for rows and columns.
        block_size: rows, and columns, of a block.
        name: how the result is called.
        block_shape: `block_size`, by its new name.
    """
    block = sizes(either(block_size, block_shape, "block_size", "block_shape"))
    return space_to_batch_nd(input, block * 2 if len(block) == 1 else block, paddings)


@function
def batch_to_space_nd(input: Any, block_shape: Any, crops: Any, name: str | None = None) -> Tensor:
    """Move the batch into the places of blocks, and cut off what is too much.

    Args:
        input: (batch, *space, ...).
        block_shape: lengths of a block, for each axis of space.
        crops: how much is cut off before and behind, for each axis of space.
        name: how the result is called.
    """
    return _to_places(tensor(input), sizes(block_shape), _pairs(crops))


@op
def _to_places(x: Tensor, blocks: Any, crops: Any) -> Tensor:
    blocks = sizes_of(blocks)
    axes = len(blocks)
    batch = x.shape[0] // torch.Size(blocks).numel()
    moved = x.reshape([*blocks, batch, *x.shape[1:]])
    order = [axes]
    for place in range(axes):
        order += [axes + 1 + place, place]
    order += range(2 * axes + 1, moved.ndim)
    lengths = [length * block for length, block in zip(x.shape[1 : axes + 1], blocks, strict=True)]
    moved = moved.permute(order).reshape([batch, *lengths, *x.shape[axes + 1 :]])
    for place, row in enumerate(crops):
        before, behind = sizes_of(row)
        moved = moved.narrow(place + 1, before, moved.shape[place + 1] - before - behind)
    return moved


@function
def batch_to_space(
    input: Any, crops: Any, block_size: Any, name: str | None = None, block_shape: Any = None
) -> Tensor:
    """Move the batch into the pixels of blocks, and cut off what is too much.

    Args:
        input: (batch, rows, cols, channels).
        crops: how much is cut off before and behind, for rows and columns.
        block_size: rows, and columns, of a block.
        name: how the result is called.
        block_shape: `block_size`, by its new name.
    """
    block = sizes(either(block_size, block_shape, "block_size", "block_shape"))
    return batch_to_space_nd(input, block * 2 if len(block) == 1 else block, crops)


def required_space_to_batch_paddings(
    input_shape: Any, block_shape: Any, base_paddings: Any = None, name: str | None = None
) -> tuple[Any, Any]:
    """Return what is padded for `space_to_batch_nd`, and cut off again behind it.

    Args:
        input_shape: lengths of the axes of space.
        block_shape: lengths of a block.
        base_paddings: what is padded at least, before and behind; None is nothing.
        name: how the results are called.

    Returns:
        Paddings and crops, (axes, 2).
    """
    return _required(input_shape, block_shape, base_paddings, name=name)


@function
def _required(shape: Any, block: Any, base: Any, name: str | None = None) -> tuple[Any, Any]:
    lengths, blocks = sizes(shape), sizes(block)
    least = [(0, 0)] * len(blocks) if base is None else _pairs(base)
    return _paddings_and_crops(lengths, blocks, tuple(least))


@op(differentiable=False)
def _paddings_and_crops(shape: Any, block: Any, least: Any) -> tuple[Tensor, Tensor]:
    paddings, crops = [], []
    for length, part, row in zip(sizes_of(shape), sizes_of(block), least, strict=True):
        before, behind = sizes_of(row)
        more = -(length + before + behind) % part
        paddings.append([before, behind + more])
        crops.append([0, more])
    return torch.tensor(paddings, dtype=torch.int32), torch.tensor(crops, dtype=torch.int32)


# ---- patches
@function
def extract_image_patches(
    images: Any,
    ksizes: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: Any = None,
    name: str | None = None,
    sizes: Any = None,
) -> Tensor:
    """Cut patches out of images and put their pixels into the channels.

    Args:
        images: (batch, rows, cols, channels).
        ksizes: size of a patch, [1, rows, cols, 1].
        strides: distance between patches, [1, rows, cols, 1].
        rates: distance between the pixels of a patch, [1, rows, cols, 1].
        padding: "VALID" takes whole patches only; "SAME" pads with zeros.
        name: how the result is called.
        sizes: `ksizes`, by its new name.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, rows * cols * channels)

    Raises:
        ValueError: there is no such padding, or a size is not given.
    """
    x = allowed(tensor(images), "float int small", "images")
    patch = either(sizes, ksizes, "sizes", "ksizes")
    if x.ndim != 4 or padding not in ("SAME", "VALID") or None in (patch, strides, rates):
        raise ValueError(
            "tf.extract_image_patches takes images of 4 axes, sizes, strides, rates and padding"
            f" 'SAME' or 'VALID', got {x.ndim} axes, {patch}, {strides}, {rates}, {padding!r}"
        )
    return _patches(x, tuple(patch)[1:-1], tuple(strides)[1:-1], tuple(rates)[1:-1], padding)


@op
def _patches(
    x: Tensor, patch: tuple[int, ...], steps: tuple[int, ...], rates: tuple[int, ...], padding: str
) -> Tensor:
    axes = len(patch)
    if padding == "SAME":
        windows = zip(x.shape[1 : axes + 1], patch, steps, rates, strict=True)
        widths = [same_padding(*window) for window in windows]
        flat = [each for row in reversed(widths) for each in row]
        x = torch.nn.functional.pad(x, [0, 0, *flat])
    for axis, (length, step, rate) in enumerate(zip(patch, steps, rates, strict=True)):
        x = x.unfold(axis + 1, (length - 1) * rate + 1, step)[..., ::rate]
    order = [*range(axes + 1), *range(axes + 2, 2 * axes + 2), axes + 1]
    x = x.permute(order)
    return x.reshape((*x.shape[: axes + 1], x.shape[axes + 1 :].numel()))


@function
def extract_volume_patches(
    input: Any, ksizes: Any, strides: Any, padding: Any, name: str | None = None
) -> Tensor:
    """Cut patches out of volumes and put their places into the channels.

    Args:
        input: (batch, planes, rows, cols, channels).
        ksizes: size of a patch, [1, planes, rows, cols, 1].
        strides: distance between patches, likewise.
        padding: "VALID" takes whole patches only; "SAME" pads with zeros.
        name: how the result is called.

    Raises:
        ValueError: there is no such padding.
    """
    x = allowed(tensor(input), "float int small", "input")
    if x.ndim != 5 or padding not in ("SAME", "VALID"):
        raise ValueError(
            "tf.extract_volume_patches takes volumes of 5 axes and padding 'SAME' or 'VALID', got"
            f" {x.ndim} axes, {padding!r}"
        )
    return _patches(x, tuple(ksizes)[1:-1], tuple(strides)[1:-1], (1, 1, 1), padding)
