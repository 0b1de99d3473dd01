"""`tf.nn`: functions of neural networks, a file a subject."""
