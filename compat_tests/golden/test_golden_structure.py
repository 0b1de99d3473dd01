"""Arguments of structure against recorded Keras: lengths told by the run, numbers from NumPy."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import structure


@each_row("structure", "run")
def test_line_gives_what_it_gives_in_keras(row, record, device, close):
    found = structure.everything(keras, row)
    assert found["shapes"] == record["shapes"]
    assert found["types"] == record["types"]
    close(found["values"], record["values"])
