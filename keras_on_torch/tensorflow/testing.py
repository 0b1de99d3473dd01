"""`tf.test`: test cases, and derivatives by differences."""

import tempfile
import unittest
from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.backend.session import Session, clear_session, get_session
from keras_on_torch.tensorflow.gradients import gradients

__all__ = ["TestCase", "compute_gradient", "compute_gradient_error", "get_temp_dir", "main"]

_folders: list[str] = []


def get_temp_dir() -> str:
    """Return a folder for a test's files."""
    if not _folders:
        _folders.append(tempfile.mkdtemp(prefix="tf_test_"))
    return _folders[0]


def main(argv: Any = None) -> None:
    """Run the tests of the script.

    Args:
        argv: the command line; None is the program's own.
    """
    unittest.main(argv=argv)


class TestCase(unittest.TestCase):
    """A test case that knows arrays and sessions."""

    def setUp(self) -> None:
        """Begin anew: names are free."""
        clear_session()

    def session(self, *args: Any, **kwargs: Any) -> Session:
        """Return a session, of which there is one; arguments choose devices and have no effect."""
        return get_session()

    cached_session = session

    def test_session(self, *args: Any, **kwargs: Any) -> Session:
        """Return a session, as `session` does; run as a test, it is none."""
        if self.id().endswith(".test_session"):
            self.skipTest("Not a test.")
        return get_session()

    def get_temp_dir(self) -> str:
        """Return a folder for files."""
        return get_temp_dir()

    def evaluate(self, tensors: Any) -> Any:
        """Return the values of tensors, nested as they are."""
        return get_session().run(tensors)

    def _array(self, value: Any) -> Array:
        if hasattr(value, "static_shape"):
            value = get_session().run(value)
        array: Array = np.asarray(value)
        return array

    def assertAllClose(  # noqa: N802 - TensorFlow's name
        self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: str | None = None
    ) -> None:
        """Fail where arrays, nested in lists or dicts as they may be, differ."""
        if isinstance(a, dict):
            self.assertEqual(set(a), set(b), msg)  # noqa: PT009 - of unittest
            for key in a:
                self.assertAllClose(a[key], b[key], rtol, atol, msg)
            return
        np.testing.assert_allclose(self._array(a), self._array(b), rtol, atol, err_msg=msg or "")

    def assertAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:  # noqa: N802
        """Fail where arrays are not equal."""
        np.testing.assert_array_equal(self._array(a), self._array(b), err_msg=msg or "")

    def assertShapeEqual(  # noqa: N802 - TensorFlow's name
        self, np_array: Any, tf_tensor: Any, msg: str | None = None
    ) -> None:
        """Fail where an array has not the shape of a tensor."""
        self.assertEqual(np.shape(np_array), tuple(tf_tensor.static_shape), msg)  # noqa: PT009

    def assertNear(self, f1: float, f2: float, err: float, msg: str | None = None) -> None:  # noqa: N802
        """Fail where numbers are further apart than `err`."""
        self.assertTrue(f1 == f2 or abs(f1 - f2) <= err, msg or f"{f1}, {f2}")  # noqa: PT009


def compute_gradient(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 0.001,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> tuple[Array, Array]:
    """Return all derivatives of a tensor by another, computed, and by differences.

    Args:
        x: what is differentiated by.
        x_shape: the lengths of its axes.
        y: what is differentiated.
        y_shape: the lengths of its axes.
        x_init_value: where; None draws numbers.
        delta: how far from there differences are taken.
        init_targets: what is run before.
        extra_feed_dict: what else is fed.

    Returns:
        Two arrays, (numbers of x, numbers of y).
    """
    session = get_session()
    if init_targets is not None:
        session.run(init_targets)
    feeds = dict(extra_feed_dict or {})
    random = np.random.default_rng(0)
    start = random.random(tuple(x_shape)) if x_init_value is None else x_init_value
    start = np.asarray(start, "float64")
    outputs = int(np.prod(y_shape))
    computed = np.zeros((start.size, outputs))
    from_y = [y.reshape(-1)[place] for place in range(outputs)]
    for place, one in enumerate(from_y):
        (found,) = gradients(one, [x])
        if found is not None:
            computed[:, place] = session.run(found, {**feeds, x: start}).reshape(-1)
    differences = np.zeros_like(computed)
    for place in range(start.size):
        sides = []
        for sign in (1.0, -1.0):
            moved = start.copy()
            moved.reshape(-1)[place] += sign * delta
            sides.append(np.asarray(session.run(y, {**feeds, x: moved}), "float64").reshape(-1))
        differences[place] = (sides[0] - sides[1]) / (2.0 * delta)
    return computed, differences


def compute_gradient_error(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 0.001,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> float:
    """Return how far computed derivatives are from differences; as `compute_gradient`."""
    computed, differences = compute_gradient(
        x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict
    )
    return float(np.abs(computed - differences).max(initial=0.0))
