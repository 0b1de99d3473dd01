"""Checkpoints, read: what is in them, and which is the latest."""

import json
import os
import re
from pathlib import Path
from typing import Any

from keras_on_torch._types import Array
from keras_on_torch.tensorflow.dtypes import DType, as_dtype
from keras_on_torch.tensorflow.errors import NotFoundError
from keras_on_torch.tensorflow.train.checkpoint_files import (
    OWN_SUFFIX,
    checkpoint_exists,
    entries_of,
)
from keras_on_torch.utils.atomic import replaced_path

__all__ = [
    "NewCheckpointReader",
    "checkpoint_exists",
    "get_checkpoint_mtimes",
    "get_checkpoint_state",
    "latest_checkpoint",
    "list_variables",
    "load_checkpoint",
    "load_variable",
    "remove_checkpoint",
    "update_checkpoint_state",
]


class CheckpointReader:
    """What is in a checkpoint.

    Args:
        prefix: its name.
    """

    def __init__(self, prefix: str) -> None:
        self._entries = entries_of(prefix)

    def has_tensor(self, tensor_str: Any) -> bool:
        """Return whether something is stored under a name."""
        return _text(tensor_str) in self._entries

    def get_tensor(self, tensor_str: Any) -> Array:
        """Return an array.

        Raises:
            NotFoundError: nothing is stored under that name.
        """
        name = _text(tensor_str)
        if name not in self._entries:
            raise NotFoundError(None, None, f"Key {name} not found in checkpoint")
        array: Array = self._entries[name].read()
        return array

    def get_variable_to_shape_map(self) -> dict[str, list[int]]:
        """Return the lengths of the axes by name."""
        return {name: list(entry.shape) for name, entry in self._entries.items()}

    def get_variable_to_dtype_map(self) -> dict[str, DType]:
        """Return the types of the numbers by name."""
        return {name: as_dtype(entry.dtype) for name, entry in self._entries.items()}

    def debug_string(self) -> bytes:
        """Return names, types and shapes as text, a line each."""
        lines = [
            f"{name} (DT_{as_dtype(entry.dtype).name.upper()}) {list(entry.shape)}"
            for name, entry in sorted(self._entries.items())
        ]
        return "\n".join(lines).encode()


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)


def NewCheckpointReader(filepattern: Any) -> CheckpointReader:  # noqa: N802 - TensorFlow's name
    """Return what reads a checkpoint, ours or one that TensorFlow has written.

    Args:
        filepattern: the checkpoint's name.

    Raises:
        NotFoundError: there are no files of that name.
    """
    return CheckpointReader(_text(filepattern))


def load_checkpoint(ckpt_dir_or_file: Any) -> CheckpointReader:
    """Return what reads a checkpoint.

    Args:
        ckpt_dir_or_file: its name, or the folder in which the latest is taken.

    Raises:
        ValueError: there is none in the folder.
    """
    path = _text(ckpt_dir_or_file)
    if Path(path).is_dir():
        latest = latest_checkpoint(path)
        if latest is None:
            raise ValueError(
                f"Couldn't find 'checkpoint' file or checkpoints in given directory {path}"
            )
        path = latest
    return CheckpointReader(path)


def load_variable(ckpt_dir_or_file: Any, name: str) -> Array:
    """Return an array of a checkpoint.

    Args:
        ckpt_dir_or_file: as of `load_checkpoint`.
        name: the variable's; one that ends in ":0" is taken without it.
    """
    return load_checkpoint(ckpt_dir_or_file).get_tensor(name.removesuffix(":0"))


def list_variables(ckpt_dir_or_file: Any) -> list[tuple[str, list[int]]]:
    """Return names and shapes in order of names; `ckpt_dir_or_file` as of `load_checkpoint`."""
    return sorted(load_checkpoint(ckpt_dir_or_file).get_variable_to_shape_map().items())


# ---- which there are
class CheckpointState:
    """What stands in the file "checkpoint" of a folder.

    Args:
        model_checkpoint_path: the latest checkpoint.
        all_model_checkpoint_paths: all that are kept, the oldest first.
    """

    def __init__(self, model_checkpoint_path: str, all_model_checkpoint_paths: list[str]) -> None:
        self.model_checkpoint_path = model_checkpoint_path
        self.all_model_checkpoint_paths = all_model_checkpoint_paths


_LINE = re.compile(r'^\s*(model_checkpoint_path|all_model_checkpoint_paths)\s*:\s*(".*")\s*$')


def get_checkpoint_state(
    checkpoint_dir: Any, latest_filename: str | None = None
) -> CheckpointState | None:
    """Return which checkpoints a folder has; None where nothing says so.

    Args:
        checkpoint_dir: the folder.
        latest_filename: the file that says so; None is "checkpoint".
    """
    folder = Path(_text(checkpoint_dir))
    file = folder / (latest_filename or "checkpoint")
    if not file.is_file():
        return None
    latest, kept = "", []
    for line in file.read_text("utf8").splitlines():
        match = _LINE.match(line)
        if match:
            path = json.loads(match[2])
            path = path if Path(path).is_absolute() else str(folder / path)
            if match[1] == "model_checkpoint_path":
                latest = path
            else:
                kept.append(path)
    return CheckpointState(latest, kept) if latest else None


def latest_checkpoint(checkpoint_dir: Any, latest_filename: str | None = None) -> str | None:
    """Return the name of the latest checkpoint of a folder; None where there is none.

    Args:
        checkpoint_dir: the folder.
        latest_filename: as of `get_checkpoint_state`.
    """
    state = get_checkpoint_state(checkpoint_dir, latest_filename)
    if state is None or not checkpoint_exists(state.model_checkpoint_path):
        return None
    return state.model_checkpoint_path


def update_checkpoint_state(
    save_dir: Any,
    model_checkpoint_path: str,
    all_model_checkpoint_paths: Any = None,
    latest_filename: str | None = None,
    all_model_checkpoint_timestamps: Any = None,
    last_preserved_timestamp: Any = None,
) -> None:
    """Write which checkpoints a folder has.

    Args:
        save_dir: the folder.
        model_checkpoint_path: the latest.
        all_model_checkpoint_paths: all that are kept, the oldest first.
        latest_filename: as of `get_checkpoint_state`.
        all_model_checkpoint_timestamps: times at which they were written, in seconds.
        last_preserved_timestamp: the time of the last one that is kept for good, in seconds.

    Raises:
        ValueError: there are more or fewer times than checkpoints.
    """
    kept = list(all_model_checkpoint_paths or [])
    if model_checkpoint_path not in kept:
        kept.append(model_checkpoint_path)
    times = list(all_model_checkpoint_timestamps or [])
    if times and len(times) != len(kept):
        raise ValueError(
            f"Checkpoint timestamps, if provided, must match checkpoint paths: {len(times)} and"
            f" {len(kept)}"
        )
    lines = [f"model_checkpoint_path: {_relative(model_checkpoint_path, save_dir)}"]
    lines += [f"all_model_checkpoint_paths: {_relative(path, save_dir)}" for path in kept]
    lines += [f"all_model_checkpoint_timestamps: {time}" for time in times]
    if last_preserved_timestamp is not None:
        lines.append(f"last_preserved_timestamp: {last_preserved_timestamp}")
    target = Path(_text(save_dir)) / (latest_filename or "checkpoint")
    with replaced_path(target) as file:
        file.write_text("\n".join(lines) + "\n", "utf8")


def _relative(path: str, folder: Any) -> str:
    """Return a path as the file has it: without the folder where it is in there, in quotes."""
    if not Path(path).is_absolute() and not Path(_text(folder)).is_absolute():
        path = os.path.relpath(path, _text(folder))
    return json.dumps(path)


def get_checkpoint_mtimes(checkpoint_prefixes: Any) -> list[float]:
    """Return when checkpoints were written, in seconds; those that are not there are left out.

    Args:
        checkpoint_prefixes: their names.
    """
    times = []
    for prefix in checkpoint_prefixes:
        for suffix in (OWN_SUFFIX, ".index"):
            if Path(prefix + suffix).is_file():
                times.append(Path(prefix + suffix).stat().st_mtime)
                break
    return times


def remove_checkpoint(
    checkpoint_prefix: Any, checkpoint_format_version: int = 2, meta_graph_suffix: str = "meta"
) -> None:
    """Delete a checkpoint of ours.

    Args:
        checkpoint_prefix: its name.
        checkpoint_format_version: TensorFlow's number of its formats; there is one here.
        meta_graph_suffix: the end of the file that holds TensorFlow's graph; there is none here.
    """
    Path(_text(checkpoint_prefix) + OWN_SUFFIX).unlink(missing_ok=True)
