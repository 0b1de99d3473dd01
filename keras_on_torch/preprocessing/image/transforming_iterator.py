"""Batches of images that an ImageDataGenerator transforms."""

import multiprocessing
import os
import zlib
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from keras_on_torch.preprocessing.image.conversion import array_to_img
from keras_on_torch.preprocessing.image.files import write_image
from keras_on_torch.preprocessing.image.iterator import Iterator, Plan
from keras_on_torch.preprocessing.image.random_stream import drawing_from

__all__ = ["TransformingIterator", "split_of"]

_OWN_CODE = ("keras_on_torch.", "keras_applications.")
"""What draws no random numbers but the parameters of transformations."""


class TransformingIterator(Iterator):
    """Base of iterators over images: reads, transforms, saves and collects them.

    A subclass gives an image in `_image` and what comes with the images in `_completed`. It sets
    the attributes below, `_shape` to the shape of one image.
    """

    image_data_generator: Any
    dtype: Any
    data_format: str
    save_to_dir: Any
    save_prefix: str
    save_format: str
    _shape: tuple[int, ...]
    _suffixes_below = 10**7

    def _image(self, index: int) -> Any:
        """Return a sample as an array that may be written into."""
        raise NotImplementedError(f"{type(self).__name__} must define _image(index)")

    def _completed(self, batch_x: Any, index_array: Any) -> Any:
        """Return the batch with its targets and weights."""
        raise NotImplementedError(f"{type(self).__name__} must define _completed(...)")

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        return self._made(Plan(index_array))

    # ---- plans
    def _planned(
        self, index_array: Any, stream: np.random.RandomState | None, in_background: bool
    ) -> Plan:
        """Return a plan in which all is drawn, unless a user's function draws in between."""
        plan = Plan(index_array, stream)
        if self._has_own_batches():
            return plan
        waits = _is_users(self.image_data_generator, "apply_transform", "standardize")
        if waits and not (stream is None and in_background):
            return plan
        with drawing_from(stream):
            plan.transforms = [self._transform() for _ in index_array]
            plan.suffixes = self._suffixes(len(index_array))
            if waits:  # Forked processes would all go on from one state.
                plan.seed = _number_of(np.random.get_state())
        return plan

    def _has_own_batches(self) -> bool:
        """Return whether a subclass of the user's makes the batches."""
        own = type(self)._get_batches_of_transformed_samples
        return own is not TransformingIterator._get_batches_of_transformed_samples

    def _transform(self) -> Any:
        generator = self.image_data_generator
        return generator.get_random_transform(self._shape) if generator else None

    def _suffixes(self, count: int) -> list[int]:
        if not self.save_to_dir:
            return []
        return [np.random.randint(self._suffixes_below) for _ in range(count)]

    def carry_out(self, plan: Plan) -> tuple[Any, Any]:
        if self._has_own_batches():
            return super().carry_out(plan)
        if plan.seed is not None and multiprocessing.parent_process() is not None:
            np.random.seed(plan.seed)
        return self._made(plan), plan.stream

    # ---- batches
    def _made(self, plan: Plan) -> Any:
        """Return the batch that a plan describes, drawing what is not drawn yet."""
        batch_x = np.empty((len(plan.index_array), *self._shape), dtype=self.dtype)
        for row, index in enumerate(plan.index_array):
            x = self._image(index)
            if self.image_data_generator:
                if plan.transforms is None:
                    with drawing_from(plan.stream):
                        transform = self._transform()
                else:
                    transform = plan.transforms[row]
                x = self._transformed(x, transform, plan.stream)
            self._put(batch_x, row, x)
        if self.save_to_dir:
            self._save(batch_x, plan)
        return self._completed(batch_x, plan.index_array)

    def _transformed(self, x: Any, transform: Any, stream: np.random.RandomState | None) -> Any:
        generator = self.image_data_generator
        with _around("apply_transform", generator, stream):
            x = generator.apply_transform(x, transform)
        with _around("standardize", generator, stream):
            return generator.standardize(x)

    def _put(self, batch_x: Any, row: int, x: Any) -> None:
        try:
            batch_x[row] = x
        except ValueError:
            raise ValueError(
                f"{type(self).__name__}: an image has shape {np.shape(x)} after its transformation,"
                f" expected {self._shape}. A preprocessing_function must keep the shape"
            ) from None

    def _save(self, batch_x: Any, plan: Plan) -> None:
        """Write the images into files for people to look at."""
        suffixes = plan.suffixes
        if suffixes is None:
            with drawing_from(plan.stream):
                suffixes = self._suffixes(len(batch_x))
        for x, index, suffix in zip(batch_x, plan.index_array, suffixes, strict=True):
            name = f"{self.save_prefix}_{index}_{suffix}.{self.save_format}"
            image = array_to_img(x, self.data_format, scale=True, dtype="float32")
            write_image(image, os.path.join(self.save_to_dir, name))  # noqa: PTH118


def _number_of(state: Any) -> int:
    """Return a number that a state of the random numbers has in common with few others."""
    return zlib.crc32(state[1].tobytes() + bytes(str(state[2]), "ascii"))


def _is_users(generator: Any, *steps: str) -> bool:
    """Return whether a function of the user's is run in one of these steps of a generator."""
    if not generator:
        return False
    functions = [getattr(generator, step) for step in steps]
    if "standardize" in steps and getattr(generator, "preprocessing_function", None):
        functions.append(generator.preprocessing_function)
    return not all(
        str(getattr(function, "__module__", None)).startswith(_OWN_CODE) for function in functions
    )


def _around(
    step: str, generator: Any, stream: np.random.RandomState | None
) -> AbstractContextManager[None]:
    """Return what a step is run in: with the batch's random numbers, should it draw any."""
    if stream is None or not _is_users(generator, step):
        return nullcontext()
    return drawing_from(stream)


def split_of(subset: str | None, generator: Any) -> tuple[float, float] | None:
    """Return from which to which part of the samples a subset goes.

    Raises:
        ValueError: there is no such subset.
    """
    if subset is None:
        return None
    share = generator._validation_split
    if subset == "validation":
        return 0, share
    if subset == "training":
        return share, 1
    raise ValueError(f'Invalid subset name: {subset!r}; expected "training" or "validation"')
