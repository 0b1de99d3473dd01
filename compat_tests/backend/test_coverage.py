"""Each public function of K is reached by each check that it belongs to."""

import json
from pathlib import Path

import pytest

import keras_on_torch.backend as K
from compat_tests.backend.conformance import is_smooth
from compat_tests.backend.test_gradients import CASES
from compat_tests.backend.test_inference import BY_FUNCTION, ROWS
from compat_tests.backend.test_random_shapes import STRATEGIES

MANIFEST = json.loads((Path(__file__).parents[1] / "api" / "manifest.json").read_text("utf8"))
PUBLIC = sorted(name for name in MANIFEST["modules"]["backend"] if callable(getattr(K, name, None)))

# Functions that give no tensor, by what they give or do; where their tests are.
NO_TENSOR = {
    "compat_tests/test_config.py": [
        *("backend", "cast_to_floatx", "epsilon", "floatx", "image_data_format"),
        *("image_dim_ordering", "normalize_data_format", "set_epsilon", "set_floatx"),
        *("set_image_data_format", "set_image_dim_ordering"),
    ],
    "compat_tests/backend/test_session.py, compat_tests/graph: what is known of a tensor": [
        *("count_params", "dtype", "get_variable_shape", "int_shape", "is_keras_tensor", "ndim"),
        *("is_placeholder", "is_sparse", "is_tensor", "shape"),
    ],
    "compat_tests/graph: programs, sessions, values and updates of variables": [
        *("Function", "function", "get_session", "set_session", "clear_session", "eval"),
        *("batch_get_value", "batch_set_value", "get_value", "set_value", "update", "update_add"),
        *("update_sub", "moving_average_update", "learning_phase", "set_learning_phase"),
        *("manual_variable_initialization", "get_uid", "reset_uids"),
    ],
    "compat_tests/utils: helpers that Keras shows here": ["has_arg", "transpose_shape"],
}
SILENT = {name for names in NO_TENSOR.values() for name in names}
COMPARED = ["equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "any", "all"]
RANDOM = ["random_normal", "random_uniform", "truncated_normal", "random_binomial"]
VARIABLES = ["random_normal_variable", "random_uniform_variable", "variable", "placeholder"]
CREATED = ["arange", "constant", "eye", "ones", "zeros"]
# Where a function does not belong, and why.
NOT_RECORDED = {"gradients": "recorded with every row that has derivatives"}
NOT_DIFFERENTIABLE = {
    **dict.fromkeys(COMPARED, "gives truth values"),
    **dict.fromkeys([*CREATED, *VARIABLES, "ones_like", "zeros_like"], "its numbers are given"),
    **dict.fromkeys(["argmax", "argmin", "in_top_k", "one_hot"], "of or to whole numbers"),
    **dict.fromkeys(["ctc_decode", "ctc_label_dense_to_sparse"], "of or to whole numbers"),
    **dict.fromkeys(["round", "random_binomial"], "constant by steps"),
    "stop_gradient": "passes none",
}
NOT_INFERRED = {
    **dict.fromkeys(VARIABLES, "the shape is an argument of numbers"),
    **dict.fromkeys(["constant", "eye"], "the shape is an argument of numbers"),
    "gradients": "the shape is that of what it differentiates by",
}
NOT_EMPTY = {
    **dict.fromkeys(["ctc_batch_cost", "ctc_decode"], "TensorFlow's kernels refuse it"),
    "ctc_label_dense_to_sparse": "TensorFlow's loop refuses it",
    **dict.fromkeys(["arange", "constant", "eye", "zeros", "ones"], "recorded by their arguments"),
    **dict.fromkeys([*RANDOM, *VARIABLES], "recorded by their arguments"),
    "gradients": "of what is differentiated",
}

recorded = {row.function for row in ROWS}
smooth = {row.function for row in ROWS if is_smooth(row)}
differentiated = smooth | {name.split()[0] for name in CASES}
inferred = set(BY_FUNCTION) | set(STRATEGIES)
empty = {row.function for row in ROWS if any(0 in array.shape for array in row.leaves())}
CHECKS = {
    "recorded": (recorded, NOT_RECORDED),
    "gradcheck": (differentiated, NOT_DIFFERENTIABLE),
    "inference": (inferred, NOT_INFERRED),
    "empty": (empty, NOT_EMPTY),
}


@pytest.mark.parametrize("function", [name for name in PUBLIC if name not in SILENT])
def test_each_function_is_reached_by_each_check(function):
    for check, (reached, exempt) in CHECKS.items():
        assert function in reached or function in exempt, f"{function}: no {check}"


@pytest.mark.parametrize("check", CHECKS)
def test_no_exemption_is_stale(check):
    reached, exempt = CHECKS[check]
    assert set(exempt) <= set(PUBLIC)
    if check != "empty":
        assert not reached & set(exempt)


def test_functions_without_a_tensor_are_public_and_not_checked_as_if_they_gave_one():
    assert set(PUBLIC) >= SILENT
    assert not SILENT & recorded
