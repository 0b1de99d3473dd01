"""Arguments of structure against recorded Keras: lengths told by the run, numbers from NumPy."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import structure


@each_row("structure", "run")
def test_line_gives_what_it_gives_in_keras(row, record, device, close):
    found = structure.everything(keras, row)
    assert found["given"] == record["given"]
    assert found.get("shapes") == record.get("shapes")
    assert found.get("types") == record.get("types")
    for aspect in sorted({"values", "gradients"} & set(record)):
        close(found[aspect], record[aspect], path=aspect)
