"""`tf.contrib`: what Keras programs use of it."""
