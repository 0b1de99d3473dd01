"""Real Keras 2.2.4 with TensorFlow 1's undefined order of updates defined.

In one training step TensorFlow 1 runs an optimizer's assignments in any order, and while others
still read what they overwrite: the step count of Adam may already be raised, a lower layer's
gradient may see the weight of the next step. Losses then differ from run to run. What the
written formulas say is this: all new values come from the old state, then all are assigned.
"""

import keras
import tensorflow as tf

__all__ = ["define_the_order"]


class _Deferring:
    """The backend, but an update is only noted down: (variable, new value)."""

    def __init__(self, backend):
        self._backend = backend

    def __getattr__(self, name):
        return getattr(self._backend, name)

    def update(self, x, new_x):
        return x, new_x

    def update_add(self, x, increment):
        return x, x + tf.cast(increment, x.dtype.base_dtype)

    def update_sub(self, x, decrement):
        return x, x - tf.cast(decrement, x.dtype.base_dtype)


def define_the_order():
    """Patch Keras in this process; variables are read by value from now on."""
    tf.enable_resource_variables()
    racing = keras.backend.function

    def function(inputs, outputs, updates=None, **kwargs):
        noted = [update for update in updates or [] if isinstance(update, tuple)]
        others = [update for update in updates or [] if not isinstance(update, tuple)]
        news = [tf.convert_to_tensor(new) for _, new in noted]
        with tf.control_dependencies(news + list(outputs) + others):
            settled = [tf.identity(new) for new in news]
        pairs = [(variable, new) for (variable, _), new in zip(noted, settled)]  # noqa: B905
        return racing(inputs, outputs, updates=others + pairs, **kwargs)

    sparse = keras.backend.gradients

    def gradients(loss, variables):
        found = sparse(loss, variables)
        return [entry if entry is None else tf.convert_to_tensor(entry) for entry in found]

    for backend in (keras.backend, keras.backend.tensorflow_backend):
        backend.function = function
        backend.gradients = gradients
    keras.optimizers.K = _Deferring(keras.backend)
