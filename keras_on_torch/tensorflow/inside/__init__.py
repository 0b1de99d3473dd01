"""What programs take from TensorFlow's internal modules and has no public path."""
