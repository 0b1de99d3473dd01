"""tf.contrib.layers."""

__all__: list[str] = []
