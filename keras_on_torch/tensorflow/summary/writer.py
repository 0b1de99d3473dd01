"""Files of events, which tensorboard reads."""

import gc
import os
import threading
import time
from typing import Any

from keras_on_torch.graph import SymbolicTensor, parents_of
from keras_on_torch.tensorflow.summary.messages import Summary, message
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["FileWriter", "FileWriterCache"]


class FileWriter:
    """Writes events into a file of a folder.

    Args:
        logdir: the folder, which is made.
        graph: the graph, which is written: the tensors that are there, and what they are made of.
        max_queue: after how many events the file is written.
        flush_secs: how often it is written besides, in seconds.
        graph_def: refused: there are no such protocol buffers here.
        filename_suffix: what the file's name ends with.
        session: refused: summaries that are operations are not there.
    """

    def __init__(
        self,
        logdir: Any,
        graph: Any = None,
        max_queue: int = 10,
        flush_secs: float = 120,
        graph_def: Any = None,
        filename_suffix: str | None = None,
        session: Any = None,
    ) -> None:
        if graph_def is not None or session is not None:
            raise NotImplementedError("FileWriter(graph_def=..., session=...) is not there")
        writers = optional_import(
            "tensorboard.summary.writer.event_file_writer",
            "tensorboard",
            "tf.summary.FileWriter",
            "tensorboard",
        )
        self._logdir = os.fspath(logdir)
        self._arguments = (self._logdir, max_queue, flush_secs, filename_suffix or "")
        self._make = writers.EventFileWriter
        self._writer: Any = self._make(*self._arguments)
        self._closed = False
        if graph is not None:
            self.add_graph(graph)

    def get_logdir(self) -> str:
        """Return the folder."""
        return str(self._logdir)

    def add_summary(self, summary: Any, global_step: Any = None) -> None:
        """Write a summary.

        Args:
            summary: a `Summary`, or its bytes, as a session gives them.
            global_step: the number of the step.
        """
        if isinstance(summary, bytes):
            summary = Summary.FromString(summary)
        self._add(message("Event", summary=summary), global_step)

    def add_event(self, event: Any) -> None:
        """Write an event as it is."""
        self._open().add_event(event)

    def add_graph(self, graph: Any, global_step: Any = None, graph_def: Any = None) -> None:
        """Write which tensors there are, and what they are made of.

        Args:
            graph: the graph, of which there is one.
            global_step: the number of the step.
            graph_def: refused: there are no such protocol buffers here.
        """
        if graph_def is not None:
            raise NotImplementedError("add_graph(graph_def=...) is not there")
        self._add(message("Event", graph_def=_graph_of_tensors()), global_step)

    def add_session_log(self, session_log: Any, global_step: Any = None) -> None:
        """Write that a session started or stopped."""
        self._add(message("Event", session_log=session_log), global_step)

    def add_run_metadata(self, run_metadata: Any, tag: str, global_step: Any = None) -> None:
        """Refuse to write what is known of a run: nothing is.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            "add_run_metadata: nothing is recorded of runs. Use torch.profiler"
        )

    def _add(self, event: Any, step: Any) -> None:
        event.wall_time = time.time()
        if step is not None:
            event.step = int(step)
        self._open().add_event(event)

    def _open(self) -> Any:
        """Return what writes; a closed one is opened again, as in TensorFlow."""
        if self._closed:
            raise RuntimeError("the FileWriter is closed: call reopen() first")
        return self._writer

    def flush(self) -> None:
        """Write what is still in memory."""
        if not self._closed:
            self._writer.flush()

    def close(self) -> None:
        """Write what is still in memory, and close the file."""
        if not self._closed:
            self._writer.close()
            self._closed = True

    def reopen(self) -> None:
        """Begin a new file in the folder, where this one is closed."""
        if self._closed:
            self._writer = self._make(*self._arguments)
            self._closed = False

    def __enter__(self) -> "FileWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class FileWriterCache:
    """The writers of folders, one each."""

    _writers: dict[str, FileWriter] = {}  # noqa: RUF012 - of the class, for all of the process
    _lock = threading.Lock()

    @staticmethod
    def get(logdir: Any) -> FileWriter:
        """Return the writer of a folder."""
        with FileWriterCache._lock:
            path = os.fspath(logdir)
            if path not in FileWriterCache._writers:
                FileWriterCache._writers[path] = FileWriter(path)
            return FileWriterCache._writers[path]

    @staticmethod
    def clear() -> None:
        """Close all writers and forget them."""
        with FileWriterCache._lock:
            for writer in FileWriterCache._writers.values():
                writer.close()
            FileWriterCache._writers.clear()


def _graph_of_tensors() -> bytes:
    """Return the graph as bytes: a node for each tensor that somebody holds."""
    given = ("tensorboard", "tf.summary.FileWriter", "tensorboard")
    graphs = optional_import("tensorboard.compat.proto.graph_pb2", *given)
    graph = graphs.GraphDef()
    graph.versions.producer = 22
    symbols = [each for each in gc.get_objects() if issubclass(type(each), SymbolicTensor)]
    seen: set[str] = set()
    for symbol in sorted(symbols, key=lambda each: each.id):
        name = str(symbol.name).partition(":")[0]
        if name in seen:
            continue
        seen.add(name)
        node = graph.node.add(name=name, op=getattr(symbol.fn, "__name__", "Op"))
        sources = [str(each.name).partition(":")[0] for each in parents_of(symbol)]
        node.input.extend(dict.fromkeys(source for source in sources if source != name))
    written: bytes = graph.SerializeToString()
    return written
