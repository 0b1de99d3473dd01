"""Derivatives compared with differences, by torch's own check."""

import torch

__all__ = ["assert_gradients_agree"]

# So many numbers are varied one by one.
FEW = 32
# Of more, all are varied at once: one sum stands for the whole Jacobian, so it has to agree so
# much closer that an error in one entry still shows.
CLOSER = {"fast_mode": True, "rtol": 2e-8, "atol": 3e-10}


def assert_gradients_agree(function, tensors):
    """Fail where the derivatives of a function are not those that differences show.

    Args:
        function: takes the tensors, returns one or several.
        tensors: in double precision, those to differentiate by with `requires_grad`.
    """
    count = sum(tensor.numel() for tensor in tensors if tensor.requires_grad)
    options = {} if count <= FEW else CLOSER
    assert torch.autograd.gradcheck(function, tuple(tensors), **options)
