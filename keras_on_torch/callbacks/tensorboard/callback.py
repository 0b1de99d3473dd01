"""Losses, histograms, weights as images, the graph and embeddings, written for TensorBoard."""

from pathlib import Path
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch.callbacks.base import Callback
from keras_on_torch.callbacks.logging import Logs
from keras_on_torch.callbacks.tensorboard.embeddings import Embeddings
from keras_on_torch.callbacks.tensorboard.summaries import graph_of, images_of
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["TensorBoard"]


class TensorBoard(Callback):
    """Write logs for TensorBoard.

    Needs the package tensorboard. Show them with `tensorboard --logdir=LOG_DIR`.

    Args:
        log_dir: the folder to write to.
        histogram_freq: every how many epochs histograms of weights and of the layers' outputs for
            the validation data are written; 0 writes none.
        batch_size: how many samples are run together for histograms and embeddings.
        write_graph: whether the graph of the layers is written.
        write_grads: whether histograms of the gradients are written, along with the others.
        write_images: whether weights are written as images, along with the histograms.
        embeddings_freq: every how many epochs embeddings are written; 0 writes none.
        embeddings_layer_names: the layers whose outputs are embeddings; none names all Embedding
            layers.
        embeddings_metadata: the file of labels for all layers, or a dict of files by layer.
        embeddings_data: what is embedded: an array, or a list of arrays.
        update_freq: "epoch", "batch" or a number of samples: when losses and metrics are written.

    Raises:
        ImportError: the package tensorboard is not installed.

    Differs:
        The graph is the layers', not the operations'. Embeddings are tables, not checkpoints.
    """

    def __init__(
        self,
        log_dir: str = "./logs",
        histogram_freq: int = 0,
        batch_size: int = 32,
        write_graph: bool = True,
        write_grads: bool = False,
        write_images: bool = False,
        embeddings_freq: int = 0,
        embeddings_layer_names: list[str] | None = None,
        embeddings_metadata: Any = None,
        embeddings_data: Any = None,
        update_freq: Any = "epoch",
    ) -> None:
        super().__init__()
        self._tensorboard = optional_import("torch.utils.tensorboard", "tensorboard", "TensorBoard")
        self.log_dir = log_dir
        self.histogram_freq = histogram_freq
        self.batch_size = batch_size
        self.write_graph = write_graph
        self.write_grads = write_grads
        self.write_images = write_images
        self.embeddings_freq = embeddings_freq
        self.embeddings_layer_names = embeddings_layer_names
        self.embeddings_metadata = embeddings_metadata or {}
        self.embeddings_data = embeddings_data
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.samples_seen = 0
        self.samples_seen_at_last_write = 0
        self._histograms: Any = None
        self._embeddings: Embeddings | None = None

    def set_model(self, model: Any) -> None:
        self.model = model
        self.writer = self._tensorboard.SummaryWriter(self.log_dir)
        if self.write_graph:
            self.writer.file_writer.add_event(graph_of(model))
        if self.embeddings_freq and self.embeddings_data is not None:
            self._embeddings = Embeddings(
                Path(self.log_dir),
                model,
                self.embeddings_data,
                self.embeddings_layer_names,
                self.embeddings_metadata,
            )

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        if self.histogram_freq and not self.validation_data:
            raise ValueError(
                "If printing histograms, validation_data must be provided, and cannot be a"
                " generator: give fit() validation_data=(x, y), or histogram_freq=0."
            )
        if self.embeddings_freq and self.embeddings_data is None:
            raise ValueError(
                "To visualize embeddings, embeddings_data must be provided: the inputs to embed."
            )
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_histograms(epoch)
        if self._embeddings is not None and epoch % self.embeddings_freq == 0:
            self._embeddings.write(self.batch_size)
        self._write_logs(logs or {}, epoch if self.update_freq == "epoch" else self.samples_seen)

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        if self.update_freq == "epoch":
            return
        logs = logs or {}
        self.samples_seen += logs["size"]
        if self.samples_seen - self.samples_seen_at_last_write >= self.update_freq:
            self._write_logs(logs, self.samples_seen)
            self.samples_seen_at_last_write = self.samples_seen

    def on_train_end(self, _: Logs) -> None:  # type: ignore[override]  # As Keras.
        self.writer.close()

    def _write_logs(self, logs: dict[str, Any], step: int) -> None:
        for name, value in logs.items():
            if name not in ("batch", "size"):
                self.writer.add_scalar(name, float(value), step)
        self.writer.flush()

    def _write_histograms(self, epoch: int) -> None:
        """Write weights, gradients and outputs for each batch of the validation data."""
        if self._histograms is None:
            self._histograms = _histogram_function(self.model, self.write_grads)
        names, function = self._histograms
        weights = {weight.name.replace(":", "_") for weight in self.model.weights}
        for start in range(0, int(self.validation_data[0].shape[0]), self.batch_size):
            rows = slice(start, start + self.batch_size)
            # The learning phase, a plain number, is the same for all rows.
            batch = [x if isinstance(x, float) else x[rows] for x in self.validation_data]
            for name, values in zip(names, function(batch), strict=True):
                self.writer.add_histogram(name, values, epoch)
                if self.write_images and name in weights:
                    for place, image in enumerate(images_of(values)):
                        self.writer.add_image(
                            f"{name}/image/{place}", image, epoch, dataformats="HWC"
                        )


def _histogram_function(model: Any, with_gradients: bool) -> tuple[list[str], Any]:
    """Return the names of what histograms are made of, and the function that computes it."""
    named: list[tuple[str, Any]] = []
    for layer in model.layers:
        for weight in layer.weights:
            name = weight.name.replace(":", "_")
            named.append((name, weight))
            if with_gradients:
                named.append((f"{name}_grad", K.gradients(model.total_loss, [weight])[0]))
        output = getattr(layer, "output", None)
        if isinstance(output, list):
            named += [(f"{layer.name}_out_{place}", one) for place, one in enumerate(output)]
        else:
            named.append((f"{layer.name}_out", output))
    found = [(name, symbol) for name, symbol in named if symbol is not None]
    inputs = [*model._feed_inputs, *model._feed_targets, *model._feed_sample_weights]
    if model._uses_dynamic_learning_phase():
        inputs.append(K.learning_phase())
    function = K.function(inputs, [symbol for _, symbol in found], name="histograms")
    return [name for name, _ in found], function
