"""What Keras 1 programs say, in the words of Keras 2."""
