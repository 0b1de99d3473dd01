"""Numbers set to zero at random."""

import numbers
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.backend.random import Stream
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.tensorflow.arguments import either, plain_sizes, sizes, static_value, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.random.seeds import seed_of, stream_of

__all__ = ["dropout"]


@function
def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Tensor:
    """Set a random part of the numbers to zero and scale up the others, so that sums stay.

    Args:
        x: a tensor of fractions.
        keep_prob: the part that is kept; a number or a tensor.
        noise_shape: the shape of the choice, 1 for an axis along which it is the same; None for an
            axis as long as that of `x`.
        seed: makes runs repeatable.
        name: how the result is called.
        rate: the part that is dropped; given instead of `keep_prob`.

    Raises:
        ValueError: neither or both are given, one is not in its range, or `x` holds whole numbers.
    """
    if isinstance(keep_prob, str):
        raise ValueError(f"keep_prob must be a floating point number or Tensor (got {keep_prob!r})")
    dropped = either(rate, None if keep_prob is None else 1.0 - keep_prob, "rate", "keep_prob")
    if dropped is None:
        raise ValueError("You must provide a rate to dropout.")
    x = tensor(x)
    dropped = float(dropped) if isinstance(dropped, numbers.Real) else dropped
    if not x.dtype.is_floating_point:
        raise ValueError(
            f"x has to be a floating point tensor since it's going to be scaled. Got {x.dtype}"
        )
    if isinstance(dropped, float) and not 0 <= dropped < 1:
        raise ValueError(f"rate must be a scalar tensor or a float in [0, 1), got {dropped}")
    if isinstance(dropped, float) and dropped == 0:
        return x
    shape = None if noise_shape is None else _shape(noise_shape, x)
    if isinstance(dropped, float):
        return K.dropout(x, float(dropped), shape, seed_of(seed))
    share = tensor(dropped, x.dtype)
    if share.ndim:
        raise ValueError(f"Shape must have rank 0: rate has {share.ndim} axes")
    if not is_symbolic(share) and static_value(share) == 0:
        return x
    return _dropped(x, share, shape, stream_of(seed))


def _shape(noise_shape: Any, x: Tensor) -> Any:
    """Return the shape of the choice; None for an axis as long as that of `x`."""
    if not isinstance(noise_shape, (list, tuple)):
        return sizes(noise_shape)
    if len(noise_shape) != x.ndim:
        raise ValueError(f"noise_shape {noise_shape} has not the {x.ndim} axes of x")
    known = [plain_sizes(each) for each in noise_shape]
    pairs = zip(noise_shape, known, strict=True)
    return tuple([each if size is None else size for each, size in pairs])


@op(eager=False)
def _dropped(x: Tensor, share: Tensor, noise_shape: Any, stream: Stream) -> Tensor:
    if noise_shape is None:
        lengths = tuple(x.shape)
    else:
        pairs = zip(noise_shape, x.shape, strict=True)
        lengths = sizes_of(tuple([have if want is None else want for want, have in pairs]))
    drawn = x.new_empty(lengths).uniform_(generator=stream.on(x.device))
    return x * (1 / (1 - share)) * (drawn >= share).to(x.dtype)
