"""`tf.losses`: losses of a batch as one number, kept in a collection."""
