"""`tf.random`: numbers that are drawn anew in each run."""
