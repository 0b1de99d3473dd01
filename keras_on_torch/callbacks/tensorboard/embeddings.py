"""Embeddings as tables that TensorBoard's projector shows."""

from pathlib import Path
from typing import Any

import numpy as np

from keras_on_torch import backend as K

__all__ = ["Embeddings"]


class Embeddings:
    """What layers give for data, written as one table a layer.

    Args:
        folder: where the tables are written.
        model: the model.
        data: what is embedded: an array, a list of arrays, a dict of arrays by input.
        names: the layers; none takes all Embedding layers.
        metadata: the file of labels for all layers, or a dict of files by layer.
    """

    def __init__(
        self, folder: Path, model: Any, data: Any, names: list[str] | None, metadata: Any
    ) -> None:
        self._folder = folder
        if isinstance(data, dict):
            data = [data[name] for name in model.input_names]
        self._data = data if isinstance(data, list) else [data]
        self._names = [
            layer.name
            for layer in model.layers
            if (layer.name in names if names else type(layer).__name__ == "Embedding")
        ]
        inputs = list(model._feed_inputs)
        self._phase = [0.0] if model._uses_dynamic_learning_phase() else []
        self._function = K.function(
            [*inputs, K.learning_phase()] if self._phase else inputs,
            [model.get_layer(name).output for name in self._names],
            name="embeddings",
        )
        self._metadata = metadata
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "projector_config.pbtxt").write_text("".join(map(self._entry, self._names)))

    def _entry(self, name: str) -> str:
        """Return what tells the projector of a layer's table."""
        labels = self._metadata if isinstance(self._metadata, str) else self._metadata.get(name)
        lines = [f'tensor_name: "{name}_embedding"', f'tensor_path: "{_table(name)}"']
        if labels:
            lines.append(f'metadata_path: "{labels}"')
        return "embeddings {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"

    def write(self, batch_size: int) -> None:
        """Compute the embeddings and write the tables."""
        samples = len(self._data[0])
        parts = []
        for start in range(0, samples, batch_size):
            batch = [np.asarray(x[start : start + batch_size]) for x in self._data]
            parts.append(self._function([*batch, *self._phase]))
        for name, batches in zip(self._names, zip(*parts, strict=True), strict=True):
            rows = np.concatenate(batches).reshape(samples, -1)
            np.savetxt(self._folder / _table(name), rows, fmt="%.8g", delimiter="\t")


def _table(name: str) -> str:
    return f"keras_embedding_{name.replace('/', '_')}.tsv"
