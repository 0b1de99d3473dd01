"""RemoteMonitor sends each epoch's logs; a server out of reach is warned of."""

import json
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from keras_on_torch import callbacks

LOGS = {"loss": np.float64(0.5), "lr": np.array(0.25, "float32"), "acc": 1.0}


@pytest.fixture
def requests(monkeypatch):
    """Put a stand-in for the package in its place; it keeps what is posted."""
    module = ModuleType("requests")
    module.exceptions = SimpleNamespace(RequestException=OSError)
    module.posted = []
    module.post = lambda *args, **kwargs: module.posted.append((args, kwargs))
    monkeypatch.setitem(sys.modules, "requests", module)
    return module


def test_sends_a_form(requests):
    callbacks.RemoteMonitor(root="http://there", headers={"a": "b"}).on_epoch_end(2, LOGS)
    (arguments, options) = requests.posted[0]
    assert arguments == ("http://there/publish/epoch/end/",)
    assert options["headers"] == {"a": "b"}
    sent = json.loads(options["data"]["data"])
    assert sent == {"epoch": 2, "loss": 0.5, "lr": 0.25, "acc": 1.0}


def test_sends_json(requests):
    callbacks.RemoteMonitor(path="/here", send_as_json=True).on_epoch_end(0, {"loss": 1.0})
    (arguments, options) = requests.posted[0]
    assert arguments == ("http://localhost:9000/here",)
    assert options["json"] == {"epoch": 0, "loss": 1.0}


def test_warns_of_a_server_out_of_reach(requests):
    def post(*args, **kwargs):
        raise OSError("nobody there")

    requests.post = post
    with pytest.warns(UserWarning, match="localhost:9000: nobody there"):
        callbacks.RemoteMonitor().on_epoch_end(0, LOGS)


def test_says_which_package_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(ImportError, match="RemoteMonitor needs the package requests"):
        callbacks.RemoteMonitor().on_epoch_end(0, LOGS)
