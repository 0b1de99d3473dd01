"""`tf.layers`: Keras's layers as TensorFlow 1 calls them."""
