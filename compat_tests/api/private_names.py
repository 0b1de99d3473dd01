"""What third parties do with names that Keras kept for itself; a function is a row."""

import tarfile
import tempfile
from pathlib import Path

import numpy as np

__all__ = ["ROWS"]

X = np.random.RandomState(3).normal(size=(2, 6, 6, 2)).astype("float32")


def lists(value):
    """Return nested tuples and arrays as lists."""
    if isinstance(value, (list, tuple)):
        return [lists(each) for each in value]
    if isinstance(value, dict):
        return {str(key): lists(each) for key, each in sorted(value.items())}
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    return value


def predicted(keras, layer, x):
    """Return what a layer gives, and what it promises."""
    entry = keras.layers.Input(x.shape[1:])
    model = keras.models.Model(entry, layer(entry))
    return lists([model.predict(x), layer.compute_output_shape((None, *x.shape[1:]))])


def pooling_of_images(keras):
    backend = keras.backend

    class Spread(keras.layers.pooling._Pooling2D):
        def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
            most = backend.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode="max")
            mean = backend.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode="avg")
            return most - mean

    layer = Spread((2, 3), padding="same", name="spread")
    return [*predicted(keras, layer, X), lists(layer.get_config())]


def pooling_of_sequences(keras):
    backend = keras.backend

    class Spread(keras.layers.pooling._Pooling1D):
        def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
            self.seen = [backend.int_shape(inputs), pool_size, strides, padding, data_format]
            return backend.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode="max")

    layer = Spread(3, 2, name="spread")
    return [*predicted(keras, layer, X[:, :, 0]), lists(layer.seen), lists(layer.get_config())]


def pooling_of_the_whole(keras):
    class Total(keras.layers.pooling._GlobalPooling2D):
        def call(self, inputs):
            return keras.backend.sum(inputs, axis=[1, 2])

    layer = Total(name="total")
    return [*predicted(keras, layer, X), lists(layer.get_config())]


def kinds_of_pooling(keras):
    pooling = keras.layers.pooling
    names = ["Pooling1D", "Pooling2D", "Pooling3D"]
    names += ["GlobalPooling1D", "GlobalPooling2D", "GlobalPooling3D"]
    found = {}
    for name in names:
        base = getattr(pooling, "_" + name)
        most = getattr(pooling, name.replace("Pooling", "MaxPooling"))
        mean = getattr(pooling, name.replace("Pooling", "AveragePooling"))
        found[name] = [issubclass(most, base), issubclass(mean, base), issubclass(mean, most)]
    return found


def convolution(keras):
    backend = keras.backend

    class Signed(keras.layers.convolutional._Conv):
        def __init__(self, filters, kernel_size, **kwargs):
            super().__init__(2, filters, kernel_size, **kwargs)

        def call(self, inputs):
            kernel = backend.sign(self.kernel)
            return backend.conv2d(inputs, kernel, self.strides, self.padding, self.data_format)

    layer = Signed(3, 2, strides=2, kernel_initializer="ones", use_bias=False, name="signed")
    return [*predicted(keras, layer, X), layer.rank, sorted(layer.get_config())]


def separable_convolution(keras):
    layer = keras.layers.convolutional._SeparableConv(2, 4, 3, name="separable")
    return [lists(layer.compute_output_shape((None, 6, 6, 2))), sorted(layer.get_config())]


def enlarging_padding_cropping(keras):
    module = keras.layers.convolutional
    layers = [
        module._UpSampling((2, 3), name="a"),
        module._ZeroPadding(((1, 2), (0, 1)), "channels_first", name="b"),
        module._Cropping(((1, 2),), "channels_last", name="c"),
    ]
    shapes = [(None, 6, 6, 2), (None, 2, 6, None), (None, 6, 2)]
    return [
        [lists(layer.compute_output_shape(shape)), lists(layer.get_config())]
        for layer, shape in zip(layers, shapes)  # noqa: B905
    ]


def dropout_masks(keras):
    backend, recurrent = keras.backend, keras.layers.recurrent
    ones = backend.ones((2, 3))
    one = recurrent._generate_dropout_mask(ones, 0.5, training=0)
    several = recurrent._generate_dropout_mask(ones, 0.5, training=0, count=3)
    dropped = backend.eval(
        recurrent._generate_dropout_mask(backend.ones((50, 50)), 0.5, training=1)
    )
    return [
        lists([backend.eval(each) for each in [one, *several]]),
        sorted(set(dropped.ravel().tolist())),
    ]


def call_arguments(keras):
    separated = keras.layers.recurrent._standardize_args
    return lists(
        [
            separated("x", None, None, None),
            separated("x", "s", ("c", "d"), 2),
            separated(["x", "s", "t", "c"], None, None, 1),
            separated(["x"], None, None, None),
        ]
    )


def masks_and_shapes(keras):
    base = keras.engine.base_layer
    x = keras.layers.Input((3, 2))
    masked = keras.layers.Masking()(x)
    masks = base._collect_previous_mask([x, masked])
    return [
        [mask is None for mask in masks],
        base._collect_previous_mask(x) is None,
        lists(base._collect_input_shape([x, masked])),
        lists(base._collect_input_shape(x)),
        [base._to_snake_case(name) for name in ("LSTMCell", "_Hidden", "Conv2DTranspose")],
    ]


def a_call_of_ones_own(keras):
    x = keras.layers.Input((3,))
    layer = keras.layers.Layer(name="own")
    y = x * 2.0
    layer._add_inbound_node(x, y, None, None, (None, 3), (None, 3))
    model = keras.models.Model(x, y)
    return [
        lists(layer._get_node_attribute_at_index(0, "output_shapes", "output shape")),
        lists(model.predict(np.ones((1, 3)))),
        [each.name == "own" for each in model.layers],
    ]


def wrong_calls(keras):
    layer = keras.layers.Dense(2)
    errors = []
    x = keras.layers.Input((3,))
    for act in (
        lambda: layer._get_node_attribute_at_index(0, "input_tensors", "input"),
        lambda: layer(x) is None or layer._get_node_attribute_at_index(5, "input_tensors", "input"),
        lambda: keras.models._clone_functional_model(keras.models.Sequential()),
        lambda: keras.models._clone_functional_model(layer),
        lambda: keras.models._clone_sequential_model(keras.models.Model(x, x)),
        lambda: keras.layers.Reshape((-1, -1))._fix_unknown_dimension((2, 3), (-1, -1)),
        lambda: keras.layers.Reshape((5,))._fix_unknown_dimension((2, 3), (4, -1)),
        lambda: __import__(keras.__name__ + ".backend.theano_backend"),
        lambda: __import__(keras.__name__ + ".backend.cntk_backend"),
    ):
        try:
            act()
        except Exception as error:  # noqa: PERF203
            kinds = [kind.__name__ for kind in type(error).__mro__]
            errors.append("ImportError" if "ImportError" in kinds else kinds[0])
    return errors


def clones(keras):
    x = keras.layers.Input((3,))
    model = keras.models.Model(x, keras.layers.Dense(2, name="d")(x))
    stack = keras.models.Sequential([keras.layers.Dense(2, input_dim=3, name="e")])
    copies = [
        keras.models._clone_functional_model(model),
        keras.models._clone_sequential_model(stack),
    ]
    return [[type(copy).__name__, copy.layers[-1].name] for copy in copies]


def stamped_configuration(keras):
    class Signed(keras.models.Sequential):
        def _updated_config(self):
            return dict(super()._updated_config(), signed_by="me")

    model = Signed([keras.layers.Dense(2, input_dim=3)], name="s")
    found = model._updated_config()
    return [sorted(found), found["keras_version"], found["backend"], "signed_by" in model.to_json()]


def kept_in_a_dict(keras):
    saving = keras.engine.saving
    model = keras.models.Sequential([keras.layers.Dense(2, input_dim=3)])
    model.compile("sgd", "mse")
    kept = {}
    saving._serialize_model(model, keras.utils.io_utils.H5Dict(kept))
    bare = {}
    saving._serialize_model(model, keras.utils.io_utils.H5Dict(bare), include_optimizer=False)
    again = saving._deserialize_model(keras.utils.io_utils.H5Dict(kept, "r"), compile=False)
    same = [np.array_equal(a, b) for a, b in zip(again.get_weights(), model.get_weights())]  # noqa: B905
    return [sorted(kept), sorted(bare), same]


def conversions(keras):
    saving = keras.engine.saving
    backends = ["theano", "tensorflow", "cntk", "other", None]
    layer = keras.layers.LSTM(2)
    layer.build((None, 3, 4))
    weights = saving._convert_rnn_weights(layer, [np.ones((4, 8)), np.ones((2, 8)), np.ones(16)])
    return [
        [saving._need_convert_kernel(each) for each in backends],
        lists([each.shape for each in weights]),
        weights[2].tolist(),
    ]


def map_of_a_model(keras):
    network = keras.engine.network
    x = keras.layers.Input((3,), name="x")
    y = keras.layers.Dense(2, name="d")(keras.layers.Dense(4, name="c")(x))
    nodes, by_depth, layers, layers_by_depth = network._map_graph_network([x], [y])
    return [
        network._make_node_key("d", 3),
        sorted(nodes),
        sorted(by_depth),
        [layer.name for layer in layers],
        {str(depth): [one.name for one in group] for depth, group in layers_by_depth.items()},
    ]


def custom_objects(keras):
    def mine(x):
        return x

    utils = keras.utils.generic_utils
    utils._GLOBAL_CUSTOM_OBJECTS["mine"] = mine
    try:
        return [keras.activations.get("mine") is mine, "mine" in utils.get_custom_objects()]
    finally:
        del utils._GLOBAL_CUSTOM_OBJECTS["mine"]


def archives(keras):
    extract = keras.utils.data_utils._extract_archive
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text("a")
        with tarfile.open(str(folder / "a.tar.gz"), "w:gz") as tar:
            tar.add(str(folder / "a.txt"), "inside.txt")
        path, out = str(folder / "a.tar.gz"), str(folder / "out")
        (folder / "out").mkdir()
        told = [extract(path, out, kind) for kind in (None, "zip", "tar", "auto", ["zip", "tar"])]
        return [told, [each.name for each in (folder / "out").iterdir()]]


def settings(keras):
    backend, common = keras.backend, keras.backend.common
    told = [common._EPSILON, common._FLOATX, common._IMAGE_DATA_FORMAT]
    backend.set_epsilon(1e-3)
    backend.set_floatx("float64")
    try:
        return [*told, common._EPSILON, common._FLOATX]
    finally:
        backend.set_epsilon(1e-7)
        backend.set_floatx("float32")


def reshaping(keras):
    fixed = keras.layers.Reshape((-1,))._fix_unknown_dimension
    return lists([fixed((2, 6), (3, -1)), fixed((2, 6), (12,)), fixed((4,), (-1, 2))])


def accidents(keras):
    names = {}
    for path in ("layers", "models"):
        exec(f"from {keras.__name__}.{path} import *", names)
    return [
        names[word].__name__
        for word in ("np", "copy", "warnings", "namedtuple", "python_types", "h5py")
    ]


ROWS = {
    row.__name__: row
    for row in (
        pooling_of_images,
        pooling_of_sequences,
        pooling_of_the_whole,
        kinds_of_pooling,
        convolution,
        separable_convolution,
        enlarging_padding_cropping,
        dropout_masks,
        call_arguments,
        masks_and_shapes,
        a_call_of_ones_own,
        wrong_calls,
        clones,
        stamped_configuration,
        kept_in_a_dict,
        conversions,
        map_of_a_model,
        custom_objects,
        archives,
        settings,
        reshaping,
        accidents,
    )
}
