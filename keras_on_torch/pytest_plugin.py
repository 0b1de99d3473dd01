"""Run the tests of an old Keras program: `pytest -p keras_on_torch.pytest_plugin`."""

from typing import Any

import pytest

from keras_on_torch._install import install, uninstall

__all__ = ["pytest_load_initial_conftests", "pytest_unconfigure"]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any) -> None:
    """Install before the first conftest is imported."""
    install()


def pytest_unconfigure(config: Any) -> None:
    """Take it back when the tests are done."""
    uninstall()
