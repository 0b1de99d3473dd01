"""Names that came with TensorFlow 2: programs that use them are not of TensorFlow 1.15."""

__all__ = ["OF_2", "name_of_2"]

# What programs of TensorFlow 2 begin with, and what 1.15 has in place of it.
OF_2: dict[str, str] = {
    "compat.v2": "",
    "config.LogicalDeviceConfiguration": "",
    "config.get_visible_devices": "",
    "config.list_logical_devices": "tensorflow.python.client.device_lib",
    "config.list_physical_devices": "tensorflow.python.client.device_lib",
    "config.run_functions_eagerly": "",
    "config.set_logical_device_configuration": "",
    "config.set_visible_devices": "keras_on_torch.config.set_device",
    "data.AUTOTUNE": "",
    "distribute.MultiWorkerMirroredStrategy": "",
    "distribute.TPUStrategy": "",
    "experimental": "",
    "initializers.GlorotUniform": "tf.glorot_uniform_initializer",
    "initializers.RandomNormal": "tf.random_normal_initializer",
    "keras.activations.gelu": "x * 0.5 * (1 + tf.erf(x / 2 ** 0.5))",
    "keras.activations.swish": "x * K.sigmoid(x)",
    "keras.layers.MultiHeadAttention": "tf.keras.layers.Attention",
    "keras.layers.Normalization": "",
    "keras.layers.RandomFlip": "keras.preprocessing.image.ImageDataGenerator",
    "keras.layers.Rescaling": "keras.layers.Lambda",
    "keras.layers.TextVectorization": "keras.preprocessing.text.Tokenizer",
    "keras.layers.experimental": "",
    "keras.mixed_precision.set_global_policy": "K.set_floatx",
    "keras.optimizers.AdamW": "",
    "keras.optimizers.legacy": "tf.keras.optimizers",
    "keras.preprocessing.image_dataset_from_directory": "ImageDataGenerator.flow_from_directory",
    "keras.preprocessing.text_dataset_from_directory": "keras.preprocessing.text",
    "keras.utils.image_dataset_from_directory": "ImageDataGenerator.flow_from_directory",
    "losses.BinaryCrossentropy": "keras.losses",
    "losses.CategoricalCrossentropy": "keras.losses",
    "losses.MeanSquaredError": "keras.losses",
    "losses.SparseCategoricalCrossentropy": "keras.losses",
    "metrics.Mean": "keras.metrics",
    "nn.gelu": "x * 0.5 * (1 + tf.erf(x / 2 ** 0.5))",
    "nn.silu": "tf.nn.swish",
    "optimizers": "tf.keras.optimizers, or tf.train",
    "random.Generator": "tf.random_normal and tf.random_uniform",
    "random.set_seed": "tf.set_random_seed",
    "summary.create_file_writer": "tf.summary.FileWriter",
    "summary.record_if": "tf.summary.FileWriter",
    "summary.trace_on": "torch.profiler",
}


def name_of_2(path: str) -> AttributeError | None:
    """Return the error for a name of TensorFlow 2; None where it is none.

    Args:
        path: the name, with its path within TensorFlow.
    """
    if path not in OF_2:
        return None
    instead = f" Use {OF_2[path]}" if OF_2[path] else " There is nothing like it in that release"
    return AttributeError(
        f"tf.{path} came with TensorFlow 2; there is no TensorFlow here, and keras_on_torch has the"
        f" functions of TensorFlow 1.15.{instead}"
    )
