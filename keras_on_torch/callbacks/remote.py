"""The callback that sends what each epoch gave to a server."""

import json
import warnings
from typing import Any

import numpy as np

from keras_on_torch.callbacks.base import Callback
from keras_on_torch.callbacks.logging import Logs
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["RemoteMonitor"]


class RemoteMonitor(Callback):
    """Send each epoch's losses and metrics to a server, by HTTP POST.

    Needs the package requests. A server that is out of reach is warned of; training goes on.

    Args:
        root: the server's address.
        path: where on the server.
        field: the field of the form that holds the JSON text.
        headers: HTTP headers of your own.
        send_as_json: whether JSON is the body of the request, in place of a form.
    """

    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: dict[str, str] | None = None,
        send_as_json: bool = False,
    ) -> None:
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        requests = optional_import("requests", "requests", "RemoteMonitor")
        sent: dict[str, Any] = {"epoch": epoch}
        for name, value in (logs or {}).items():
            sent[name] = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
        form = {"json": sent} if self.send_as_json else {"data": {self.field: json.dumps(sent)}}
        try:
            requests.post(self.root + self.path, headers=self.headers, **form)
        except requests.exceptions.RequestException as error:
            warnings.warn(
                f"Could not reach RemoteMonitor root server at {self.root}: {error}", stacklevel=2
            )
