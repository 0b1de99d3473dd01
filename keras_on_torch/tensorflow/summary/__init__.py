"""`tf.summary`: what tensorboard shows. It needs the package tensorboard (an extra of this one)."""
