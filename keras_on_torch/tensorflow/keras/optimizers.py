"""tf.keras.optimizers."""

__all__: list[str] = []
