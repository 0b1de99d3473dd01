"""Fixtures for all tests: where they run, how close is close, and a clean start for each."""

import os
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

# Each worker of pytest-xdist has a core of its own, and nothing here is large enough for two.
# Programs that tests start are given it as well.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
import torch

CUDA = pytest.param("cuda", marks=pytest.mark.cuda)
DEVICES = ["cpu", *([CUDA] if torch.cuda.is_available() else [])]


@pytest.fixture(params=DEVICES)
def device(request):
    """Run the test on each device that is there; name it."""
    from keras_on_torch import config  # noqa: PLC0415 - tests of graph/ need no config

    before = config.device()
    config.set_device(request.param)
    yield request.param
    config.set_device(before)


@pytest.fixture
def close():
    """Return the comparison of numbers: nested alike, equal up to float32's rounding."""
    return assert_close


def pytest_collection_modifyitems(items):
    """Refuse names that differ from process to process: those of pytest-xdist have to agree."""
    wrong = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if wrong:
        raise pytest.UsageError(f"an address is in the test's name, give ids: {wrong[0]}")


def seed_torch(seed):
    """Seed torch's generators of the CPU and of the device in use.

    `torch.manual_seed` takes a millisecond: it loads torch's compiler, and notes for each kind of
    device that it is to be seeded if it is ever used.
    """
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)


@pytest.fixture(autouse=True)
def fresh_session():
    """Start each test with names that count from one, the default config, one random seed."""
    backend = sys.modules.get("keras_on_torch.backend")
    if backend is not None:
        backend.clear_session()
    np.random.seed(1234)  # noqa: NPY002 - Keras draws from numpy's global stream
    seed_torch(1234)
    yield
    config = sys.modules.get("keras_on_torch.config")
    if config is not None:
        config.set_floatx("float32")
        config.set_epsilon(1e-7)
        config.set_image_data_format("channels_last")
        config.set_compat("2.2")


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def web(tmp_path):
    """Serve a folder on this machine: `web.folder` and `web.address`."""
    folder = tmp_path / "web"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield SimpleNamespace(folder=folder, address=f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give the test a home of its own, whose cache is empty; return the cache."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder / ".keras"


def assert_close(actual, expected, rtol=1e-4, atol=1e-5, path=""):
    """Fail where two nested values differ, and say at which entry.

    Args:
        actual: what was computed: arrays and numbers in lists and dicts.
        expected: what it should be, nested alike.
        rtol: allowed difference as a part of the expected number.
        atol: allowed difference beside it, as a part of the largest expected number (at least 1).
        path: where in the whole the two stand.
    """
    if isinstance(expected, dict):
        assert isinstance(actual, dict), f"{path}: {actual!r} instead of {expected!r}"
        assert sorted(actual) == sorted(expected), f"{path}: {set(actual) ^ set(expected)}"
        for key in expected:
            assert_close(actual[key], expected[key], rtol, atol, f"{path}/{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{path}: {actual!r} instead of {expected!r}"
        assert len(actual) == len(expected), f"{path}: {actual!r} instead of {expected!r}"
        for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
            assert_close(one, other, rtol, atol, f"{path}/{index}")
    elif expected is None or isinstance(expected, (bool, str)):
        assert type(actual) is type(expected), f"{path}: {actual!r} instead of {expected!r}"
        assert actual == expected, f"{path}: {actual!r} instead of {expected!r}"
    else:
        assert np.shape(actual) == np.shape(expected), path
        kinds = [np.asarray(entry).dtype.kind for entry in (actual, expected)]
        assert kinds[0] == kinds[1], f"{path}: {kinds}"
        scale = max(1.0, np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))
        np.testing.assert_allclose(
            actual, expected, rtol=rtol, atol=atol * scale, err_msg=path, verbose=True
        )
