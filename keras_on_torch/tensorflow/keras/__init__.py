"""What tf.keras of 1.15 has otherwise than Keras 2.2.4."""
