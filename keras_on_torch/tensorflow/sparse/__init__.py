"""`tf.sparse`: tensors by places and numbers."""
