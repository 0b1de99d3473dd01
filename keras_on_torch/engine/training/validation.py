"""What `fit` validates on: data of its own, or a part of the training data."""

from typing import Any

from keras_on_torch.utils.registry import slice_arrays

__all__ = ["validation_feeds"]

Data = tuple[list[Any], list[Any], list[Any]]


def validation_feeds(
    model: Any,
    data: Data,
    validation_data: Any,
    validation_split: float,
    validation_steps: int | None,
    batch_size: int | None,
) -> tuple[Data, list[Any], bool]:
    """Return the data that is left to train on, what is validated on, and whether anything is.

    Args:
        model: the model.
        data: inputs, targets and sample weights.
        validation_data: `(x, y)` or `(x, y, sample_weight)`.
        validation_split: the part of `data` that is validated on, from its end.
        validation_steps: how many batches are validated on, where they come from tensors.
        batch_size: how many samples form a batch.

    Raises:
        ValueError: the validation data has another form.
    """
    if validation_data:
        if len(validation_data) not in (2, 3):
            raise ValueError(
                "When passing validation_data, it must contain 2 (x_val, y_val) or 3 (x_val, y_val,"
                f" val_sample_weights) items, however it contains {len(validation_data)} items"
            )
        x, y, weights = (*validation_data, None)[:3]
        other = model._standardize_user_data(x, y, sample_weight=weights, batch_size=batch_size)
        return data, model._feeds(other, 0.0), True
    if not 0.0 <= validation_split < 1.0:
        raise ValueError(
            "`validation_split` must be at least 0 and less than 1, the part of the data that is"
            f" validated on, got {validation_split}"
        )
    if validation_split and not data[0]:
        raise ValueError("`validation_split` needs arrays to take a part of, there are none.")
    if validation_split:
        if any(hasattr(x, "static_shape") for x in data[0]):
            raise ValueError(
                "If your data is in the form of symbolic tensors, you cannot use"
                " `validation_split`."
            )
        first = data[0][0]
        count = int(first.shape[0]) if hasattr(first, "shape") else len(first)
        split = int(count * (1.0 - validation_split))
        kept = [slice_arrays(arrays, 0, split) for arrays in data]
        other = [slice_arrays(arrays, split) for arrays in data]
        return (kept[0], kept[1], kept[2]), model._feeds((other[0], other[1], other[2]), 0.0), True
    if validation_steps:
        return data, [0.0] if model._uses_dynamic_learning_phase() else [], True
    return data, [], False
