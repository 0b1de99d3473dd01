"""How far a training run has come, for the callbacks that keep it."""

from typing import Any

from keras_on_torch.callbacks import BackupAndRestore, CallbackList

__all__ = ["Progress"]


class Progress:
    """How far a training run has come; where one was broken off, it starts from there.

    Args:
        model: the model that is trained.
        callbacks: the callbacks of the run, which has begun; those that keep it set the model, the
            other callbacks and the random streams back to where the last run was.
        first_epoch: the number of the epoch that a run from the start begins with.

    Attributes:
        first_epoch: the number of the epoch that this one begins with.
    """

    def __init__(self, model: Any, callbacks: CallbackList, first_epoch: int) -> None:
        self.first_epoch = first_epoch
        self._sources: list[Any] = []
        self._positions: list[Any] | None = None
        self._model = model
        self._callbacks = callbacks
        self._keepers = [one for one in callbacks if isinstance(one, BackupAndRestore)]
        for keeper in self._keepers:
            kept = keeper.restore(model, callbacks)
            if kept is not None:
                self.first_epoch, self._positions = kept

    def follow(self, source: Any) -> None:
        """Keep how far a source of batches has been taken; it goes on from where the last run was.

        Args:
            source: has `position` and `resume`; one that has been taken from by nobody.

        Raises:
            ValueError: the last run had other sources.
        """
        if self._positions is not None:
            place = len(self._sources)
            if place >= len(self._positions):
                raise ValueError(
                    f"BackupAndRestore: the run that was broken off took batches from"
                    f" {len(self._positions)} sources, this one from more. Start it with the same"
                    " data, or remove the backup"
                )
            source.resume(self._positions[place])
        self._sources.append(source)

    def begin(self) -> None:
        """Keep the run's start, so that one that is broken off in its first epoch has it, too."""
        if self._positions is None:
            self.epoch_is_over(self.first_epoch - 1)

    def epoch_is_over(self, epoch: int) -> None:
        """Keep what all is like after an epoch, of which all callbacks have been told."""
        if self._keepers:
            positions = [source.position() for source in self._sources]
            for keeper in self._keepers:
                keeper.keep(epoch + 1, self._model, self._callbacks, positions)

    def run_is_over(self) -> None:
        """Forget what was kept: the next run is another one."""
        for keeper in self._keepers:
            keeper.forget()
