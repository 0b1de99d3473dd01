"""Calls of TensorFlow 1.15's functions: a file a family, each with its ROWS and its record.

A file `family.py` here is the table "tensorflow.family"; there is nothing to register.
Read by Python 3.7 too; imports neither Keras nor TensorFlow.
"""
