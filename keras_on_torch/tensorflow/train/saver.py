"""`tf.train.Saver`: the values of variables in files of ours."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch.graph import Variable
from keras_on_torch.tensorflow.errors import InvalidArgumentError, NotFoundError
from keras_on_torch.tensorflow.graph_collections import GraphKeys, get_collection
from keras_on_torch.tensorflow.train.checkpoint_files import (
    checkpoint_exists,
    entries_of,
    write_checkpoint,
)
from keras_on_torch.tensorflow.train.checkpoint_reader import (
    remove_checkpoint,
    update_checkpoint_state,
)

__all__ = ["Saver"]


class Saver:
    """Writes the values of variables to files, and takes them from there.

    The files are this package's (`prefix.h5`); those that TensorFlow has written can be read.

    Args:
        var_list: variables, also by the names under which they are stored; None takes all that
            there are when files are written or read.
        reshape: whether values of another shape are taken where they have as many numbers.
        sharded: refused: there is one file.
        max_to_keep: how many checkpoints are kept; 0 or None keeps all.
        keep_checkpoint_every_n_hours: of what would be deleted, one in so many hours is kept.
        name: no effect: reading and writing are no operations here.
        restore_sequentially: no effect: variables take their values one after another.
        saver_def: refused: there are no protocol buffers of savers here.
        builder: refused, likewise.
        defer_build: no effect: variables are looked up when files are written or read.
        allow_empty: whether there may be no variables.
        write_version: TensorFlow's number of its formats; there is one here.
        pad_step_number: whether the number of steps is written with eight digits.
        save_relative_paths: no effect: paths within a folder are relative anyway.
        filename: refused: `save` and `restore` are given names.

    Raises:
        ValueError: something is refused, two variables have one name, or one is no variable.
    """

    def __init__(
        self,
        var_list: Any = None,
        reshape: bool = False,
        sharded: bool = False,
        max_to_keep: int | None = 5,
        keep_checkpoint_every_n_hours: float = 10000.0,
        name: str | None = None,
        restore_sequentially: bool = False,
        saver_def: Any = None,
        builder: Any = None,
        defer_build: bool = False,
        allow_empty: bool = False,
        write_version: int = 2,
        pad_step_number: bool = False,
        save_relative_paths: bool = False,
        filename: str | None = None,
    ) -> None:
        refused = {
            "sharded": sharded,
            "saver_def": saver_def,
            "builder": builder,
            "filename": filename,
        }
        for argument, value in refused.items():
            if value:
                raise ValueError(f"Saver({argument}={value!r}): is not there, leave it out")
        self._var_list = var_list
        self._reshape = reshape
        self._max_to_keep = max_to_keep
        self._every = keep_checkpoint_every_n_hours
        self._next_to_keep = time.time() + keep_checkpoint_every_n_hours * 3600
        self._allow_empty = allow_empty
        self._digits = 8 if pad_step_number else 1
        self._last: list[tuple[str, float]] = []
        if var_list is not None or not defer_build:
            self._variables()

    def _variables(self) -> dict[str, Variable]:
        """Return variables by the names under which they are stored."""
        given = self._var_list
        if given is None:
            given = [
                *get_collection(GraphKeys.GLOBAL_VARIABLES),
                *get_collection(GraphKeys.SAVEABLE_OBJECTS),
            ]
        if isinstance(given, Mapping):
            pairs = list(given.items())
        else:
            pairs = [(str(getattr(one, "name", one)).partition(":")[0], one) for one in given]
        found: dict[str, Variable] = {}
        for name, one in pairs:
            if not isinstance(one, Variable):
                raise TypeError(
                    f"names_to_saveables must be a dict mapping string names to Tensors"
                    f"/Variables. Not a variable: {one!r}"
                )
            if found.get(name, one) is not one:
                raise ValueError(f"At least two variables have the same name: {name}")
            found[name] = one
        if not found and not self._allow_empty:
            raise ValueError("No variables to save")
        return found

    # ---- writing
    def save(
        self,
        sess: Any,
        save_path: Any,
        global_step: Any = None,
        latest_filename: str | None = None,
        meta_graph_suffix: str = "meta",
        write_meta_graph: bool = True,
        write_state: bool = True,
        strip_default_attrs: bool = False,
        save_debug_info: bool = False,
    ) -> str:
        """Write the values of the variables; return the name of the checkpoint.

        Args:
            sess: a session.
            save_path: what the name begins with.
            global_step: the number that the name ends with.
            latest_filename: as of `tf.train.get_checkpoint_state`.
            meta_graph_suffix: no effect: TensorFlow's graph is not written.
            write_meta_graph: no effect, likewise.
            write_state: whether the folder's file that names the latest checkpoint is written.
            strip_default_attrs: no effect, as `write_meta_graph`.
            save_debug_info: no effect, as `write_meta_graph`.

        Raises:
            ValueError: the folder is not there.
        """
        prefix = str(save_path)
        if global_step is not None:
            step = int(sess.run(global_step)) if K.is_tensor(global_step) else int(global_step)
            prefix = f"{prefix}-{step:0{self._digits}d}"
        folder = Path(prefix).parent
        if not folder.is_dir():
            raise ValueError(f"Parent directory of {prefix} doesn't exist, can't save.")
        values = {name: one.numpy_value() for name, one in self._variables().items()}
        write_checkpoint(prefix, values)
        if write_state:
            self._keep(prefix)
            update_checkpoint_state(
                folder, prefix, self.last_checkpoints, latest_filename=latest_filename
            )
        return prefix

    def _keep(self, prefix: str) -> None:
        """Note a checkpoint, and delete the oldest where there are too many."""
        self._last = [pair for pair in self._last if pair[0] != prefix]
        self._last.append((prefix, time.time()))
        if self._max_to_keep and len(self._last) > self._max_to_keep:
            oldest, written = self._last.pop(0)
            if written > self._next_to_keep:
                self._next_to_keep += self._every * 3600
            else:
                remove_checkpoint(oldest)

    @property
    def last_checkpoints(self) -> list[str]:
        """The checkpoints that are kept, the oldest first."""
        return [prefix for prefix, _ in self._last]

    def set_last_checkpoints(self, last_checkpoints: Any) -> None:
        """Set which checkpoints are kept, the oldest first."""
        now = time.time()
        self._last = [(str(prefix), now) for prefix in last_checkpoints]

    def set_last_checkpoints_with_time(self, last_checkpoints_with_time: Any) -> None:
        """Set which checkpoints are kept, as pairs with the times when they were written."""
        self._last = [
            (str(prefix), float(written)) for prefix, written in last_checkpoints_with_time
        ]

    # ---- reading
    def restore(self, sess: Any, save_path: Any) -> None:
        """Give the variables the values of a checkpoint; none changes where one does not fit.

        Args:
            sess: a session.
            save_path: the name of the checkpoint.

        Raises:
            ValueError: there is no checkpoint of that name.
            NotFoundError: a variable is not in there.
            InvalidArgumentError: a value has another shape.
        """
        if save_path is None:
            raise ValueError("Can't load save_path when it is None.")
        prefix = str(save_path)
        if not checkpoint_exists(prefix):
            raise ValueError(f"The passed save_path is not a valid checkpoint: {prefix}")
        entries = entries_of(prefix)
        pairs = []
        for name, variable in self._variables().items():
            if name not in entries:
                raise NotFoundError(None, None, f"Key {name} not found in checkpoint")
            value = np.asarray(entries[name].read())
            shape = tuple(variable.tensor.shape)
            if self._reshape and value.size == variable.tensor.numel():
                value = value.reshape(shape)
            if value.shape != shape:
                raise InvalidArgumentError(
                    None,
                    None,
                    "Assign requires shapes of both tensors to match. lhs shape="
                    f" {list(shape)} rhs shape= {list(value.shape)}: {name}",
                )
            pairs.append((variable, value))
        for variable, value in pairs:
            variable.assign_value(value)
