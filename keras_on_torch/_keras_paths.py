"""What classes are called while `import keras` means this package: by Keras 2.2.4's own paths.

`print(LSTM)` is `<class 'keras.layers.recurrent.LSTM'>` there. Without `install()` classes have the
paths of their files.
"""

import sys
from functools import partial

from keras_on_torch import _lazy

__all__ = ["show_keras_paths", "show_own_paths"]

_PACKAGE = "keras_on_torch"
_ALIAS = "keras"

# Where Keras 2.2.4 defined them.
_CLASSES = {
    "backend.tensorflow_backend": "Function",
    "callbacks": (
        "BaseLogger CSVLogger Callback CallbackList EarlyStopping History LambdaCallback"
        " LearningRateScheduler ModelCheckpoint ProgbarLogger ReduceLROnPlateau RemoteMonitor"
        " TensorBoard TerminateOnNaN"
    ),
    "constraints": "Constraint MaxNorm MinMaxNorm NonNeg UnitNorm",
    "engine.base_layer": "InputSpec Layer Node",
    "engine.input_layer": "InputLayer",
    "engine.network": "Network",
    "engine.sequential": "Sequential",
    "engine.training": "Model",
    "initializers": (
        "Constant Identity Initializer Ones Orthogonal RandomNormal RandomUniform TruncatedNormal"
        " VarianceScaling Zeros"
    ),
    "layers.advanced_activations": "ELU LeakyReLU PReLU ReLU Softmax ThresholdedReLU",
    "layers.convolutional": (
        "Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose Cropping1D Cropping2D Cropping3D"
        " DepthwiseConv2D SeparableConv1D SeparableConv2D UpSampling1D UpSampling2D UpSampling3D"
        " ZeroPadding1D ZeroPadding2D ZeroPadding3D _Conv _Cropping _SeparableConv _UpSampling"
        " _ZeroPadding"
    ),
    "layers.convolutional_recurrent": "ConvLSTM2D ConvLSTM2DCell ConvRNN2D",
    "layers.core": (
        "Activation ActivityRegularization Dense Dropout Flatten Lambda Masking Permute"
        " RepeatVector Reshape SpatialDropout1D SpatialDropout2D SpatialDropout3D"
    ),
    "layers.cudnn_recurrent": "CuDNNGRU CuDNNLSTM _CuDNNRNN",
    "layers.embeddings": "Embedding",
    "layers.local": "LocallyConnected1D LocallyConnected2D",
    "layers.merge": "Add Average Concatenate Dot Maximum Minimum Multiply Subtract _Merge",
    "layers.noise": "AlphaDropout GaussianDropout GaussianNoise",
    "layers.normalization": "BatchNormalization",
    "layers.pooling": (
        "AveragePooling1D AveragePooling2D AveragePooling3D GlobalAveragePooling1D"
        " GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D"
        " GlobalMaxPooling3D MaxPooling1D MaxPooling2D MaxPooling3D _GlobalPooling1D"
        " _GlobalPooling2D _GlobalPooling3D _Pooling1D _Pooling2D _Pooling3D"
    ),
    "layers.recurrent": ("GRU GRUCell LSTM LSTMCell RNN SimpleRNN SimpleRNNCell StackedRNNCells"),
    "layers.wrappers": "Bidirectional TimeDistributed Wrapper",
    "legacy.layers": "ConvRecurrent2D Highway MaxoutDense Recurrent",
    "optimizers": "Adadelta Adagrad Adam Adamax Nadam Optimizer RMSprop SGD TFOptimizer",
    "preprocessing.image": "DirectoryIterator ImageDataGenerator Iterator NumpyArrayIterator",
    "preprocessing.sequence": "TimeseriesGenerator",
    "regularizers": "L1L2 Regularizer",
    "utils.data_utils": "GeneratorEnqueuer OrderedEnqueuer Sequence SequenceEnqueuer",
    "utils.generic_utils": "CustomObjectScope Progbar",
    "utils.io_utils": "H5Dict HDF5Matrix",
    "wrappers.scikit_learn": "BaseWrapper KerasClassifier KerasRegressor",
}

# The paths of the files, while those of Keras are shown; None as long as they are not.
_own: dict[type, str] | None = None


def show_keras_paths() -> None:
    """Give classes and the package itself their names of Keras 2.2.4."""
    global _own
    if _own is not None:
        return
    _own = {}
    sys.modules[_PACKAGE].__name__ = _ALIAS
    for path, names in _CLASSES.items():
        subpackage = path.partition(".")[0]
        rename = partial(_rename, path, names.split())
        if subpackage in _lazy.SUBPACKAGES:
            _lazy.when_loaded(f"{_PACKAGE}.{subpackage}", rename)
        else:
            rename()


def _rename(path: str, names: list[str]) -> None:
    module = sys.modules.get(f"{_PACKAGE}.{path}")
    if _own is None or module is None:
        return
    for name in names:
        found = vars(module).get(name)
        if isinstance(found, type) and found.__name__ == name and found not in _own:
            _own[found] = found.__module__
            found.__module__ = f"{_ALIAS}.{path}"


def show_own_paths() -> None:
    """Give classes and the package itself the names that they have without `install()`."""
    global _own
    for found, module in (_own or {}).items():
        found.__module__ = module
    sys.modules[_PACKAGE].__name__ = _PACKAGE
    _own = None
