"""TensorFlow 1.15 as Keras programs use it: `K.tf`, and `import tensorflow` where there is none."""

from keras_on_torch.tensorflow.modules import tf as tf
