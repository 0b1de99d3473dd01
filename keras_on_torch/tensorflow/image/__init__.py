"""`tf.image`: functions of images, a file a subject."""
