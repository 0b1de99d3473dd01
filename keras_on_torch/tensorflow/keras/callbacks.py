"""Callbacks of tf.keras that take more arguments than Keras's."""

from typing import Any

from keras_on_torch import callbacks as of_keras

__all__ = ["ModelCheckpoint", "TensorBoard"]


class ModelCheckpoint(of_keras.ModelCheckpoint):
    """Saves a model while it is trained; see Keras's.

    Args:
        filepath, monitor, verbose, save_best_only, save_weights_only, mode: as Keras's.
        save_freq: "epoch" saves at the end of epochs; a number at the end of each batch at which so
            many samples have been seen since.
        **kwargs: `period`: how many epochs lie between two saves.

    Raises:
        ValueError: `save_freq` is something else.
        TypeError: an argument has another name.
    """

    def __init__(
        self,
        filepath: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        **kwargs: Any,
    ) -> None:
        given = (filepath, monitor, verbose, save_best_only, save_weights_only, mode)
        super().__init__(*given, **kwargs)
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(f"Unrecognized save_freq: {save_freq}")
        self.save_freq = save_freq
        self._seen = 0
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch = epoch

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        if isinstance(self.save_freq, int):
            self._seen += (logs or {}).get("size", 1)
            if self._seen >= self.save_freq:
                self._seen = 0
                self.epochs_since_last_save = self.period
                super().on_epoch_end(self._epoch, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self.save_freq == "epoch":
            super().on_epoch_end(epoch, logs)


class TensorBoard(of_keras.TensorBoard):
    """Writes logs for TensorBoard; see Keras's.

    Args:
        *args: as Keras's, up to `update_freq`.
        profile_batch: the batch that TensorFlow profiles: 2, its default, or 0 for none; there is
            no profile either way.
        **kwargs: as Keras's.

    Raises:
        NotImplementedError: another batch is to be profiled.
    """

    def __init__(self, *args: Any, profile_batch: int = 2, **kwargs: Any) -> None:
        if profile_batch not in (0, 2):
            raise NotImplementedError(
                f"TensorBoard(profile_batch={profile_batch}): batches are not profiled here. Use"
                " torch.profiler around model.fit"
            )
        super().__init__(*args, **kwargs)
