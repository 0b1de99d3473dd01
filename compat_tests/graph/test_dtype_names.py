"""What names no number type; what names one is in golden/tables/structure.py."""

import pytest

from keras_on_torch import backend as K
from keras_on_torch.layers import Input


@pytest.mark.parametrize("dtype", [int, str, "int", "long", "word"], ids=str)
def test_what_tensorflow_has_no_type_for_is_refused(dtype):
    for make in (
        lambda: K.placeholder((2,), dtype=dtype),
        lambda: K.variable([1, 2], dtype=dtype),
        lambda: K.cast(K.placeholder((2,)), dtype),
        lambda: K.zeros((2,), dtype=dtype),
        lambda: Input((2,), dtype=dtype),
    ):
        with pytest.raises(TypeError, match="not understood"):
            make()


def test_a_cast_to_nothing_is_refused():
    with pytest.raises(TypeError, match="data type None not understood"):
        K.cast(K.placeholder((2,)), None)
