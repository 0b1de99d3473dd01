"""Number types: `tf.float32` and the others, which equal their names."""

from keras_on_torch.graph.dtypes import DType, as_dtype

__all__ = [
    "DType",
    "as_dtype",
    "bfloat16",
    "bool",
    "complex64",
    "complex128",
    "double",
    "float16",
    "float32",
    "float64",
    "half",
    "int8",
    "int16",
    "int32",
    "int64",
    "qint8",
    "qint16",
    "qint32",
    "quint8",
    "quint16",
    "resource",
    "string",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "variant",
]

bfloat16 = as_dtype("bfloat16")
bool = as_dtype("bool")
complex64, complex128 = as_dtype("complex64"), as_dtype("complex128")
float16 = half = as_dtype("float16")
float32 = as_dtype("float32")
float64 = double = as_dtype("float64")
int8, int16, int32, int64 = (as_dtype(name) for name in ("int8", "int16", "int32", "int64"))
qint8, qint16, qint32 = (as_dtype(name) for name in ("qint8", "qint16", "qint32"))
quint8, quint16 = as_dtype("quint8"), as_dtype("quint16")
resource, string, variant = (as_dtype(name) for name in ("resource", "string", "variant"))
uint8, uint16 = as_dtype("uint8"), as_dtype("uint16")
uint32, uint64 = as_dtype("uint32"), as_dtype("uint64")
