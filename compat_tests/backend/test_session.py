"""What TensorFlow programs of Keras's time say to sessions, and to `K.tf`."""

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.backend import session as sessions

# Lines of programs of 2016-2019; each must run, and warn at most once.
SET_UP = {
    "memory": """
config = K.tf.ConfigProto()
config.gpu_options.allow_growth = True
config.gpu_options.per_process_gpu_memory_fraction = 0.3
config.gpu_options.visible_device_list = "0"
sess = K.tf.Session(config=config)
K.set_session(sess)
""",
    "threads": """
K.set_session(K.tf.Session(config=K.tf.ConfigProto(
    intra_op_parallelism_threads=1, inter_op_parallelism_threads=1,
    allow_soft_placement=True, device_count={'GPU': 0})))
""",
    "gpu_options": """
options = K.tf.GPUOptions(per_process_gpu_memory_fraction=0.5, allow_growth=True)
KTF.set_session(KTF.tf.Session(config=KTF.tf.ConfigProto(gpu_options=options)))
""",
    "jit": """
config = K.tf.ConfigProto(log_device_placement=True)
config.graph_options.optimizer_options.global_jit_level = K.tf.OptimizerOptions.ON_1
K.tensorflow_backend.set_session(K.tf.Session(graph=K.tf.get_default_graph(), config=config))
""",
    "device": "with K.tf.device('/gpu:0'):\n    K.zeros((2,))",
    "device of a session": """
sess = K.tf.Session(config=K.tf.ConfigProto(device_count={'CPU': 1}))
with sess.as_default(), K.tf.device('/cpu:0'):
    K.set_session(sess)
""",
    "a session of TensorFlow itself": "K.set_session(object())",
}
# Lines that only ask for what is so anyway: they warn of nothing.
HARMLESS = {
    "initialize": "K.get_session().run(K.tf.global_variables_initializer())",
    "initialize others": """
sess = K.tf.InteractiveSession()
sess.run(K.tf.local_variables_initializer())
sess.run([K.tf.tables_initializer(), K.tf.initialize_all_variables()])
K.tf.variables_initializer([]).run(session=sess)
""",
    "graph": """
with K.get_session().graph.as_default():
    K.zeros((2,))
graph = K.tf.get_default_graph()
with graph.as_default(), K.tf.Graph().as_default():
    K.zeros((2,))
graph.finalize()
""",
    "close": "K.get_session().close()\nK.clear_session()\nK.tf.reset_default_graph()",
    "context": "with K.tf.Session() as sess:\n    K.set_session(sess)",
    "logging": """
K.tf.logging.set_verbosity(K.tf.logging.ERROR)
K.tf.compat.v1.logging.set_verbosity(K.tf.compat.v1.logging.ERROR)
""",
    "scope": "with K.tf.name_scope('loss'):\n    K.zeros((2,))",
    "reload": "K._SESSION = None\nKTF._SESSION = None\nK.tensorflow_backend._get_available_gpus()",
}
COMPUTING = {
    "data.Dataset": "keras.utils.Sequence",
    "saved_model.simple_save": "model.save",
    "contrib.estimator": "keras.layers",
    "FIFOQueue": "keras.utils.Sequence",
    "compat.v1.FIFOQueue": "keras.utils.Sequence",
    "io.gibberish": "torch",
    "gibberish": "torch",
}


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch):
    monkeypatch.setattr(sessions._Said, "settings", False)


def run(lines):
    exec(lines, {"K": K, "KTF": K.tensorflow_backend})


@pytest.mark.parametrize("lines", SET_UP.values(), ids=SET_UP)
def test_settings_are_taken_with_one_warning(lines):
    with pytest.warns(UserWarning, match="no effect") as warned:
        run(lines + "\n" + lines)
    assert [entry.filename for entry in warned] == ["<string>"]


@pytest.mark.parametrize("lines", HARMLESS.values(), ids=HARMLESS)
def test_lines_that_ask_for_nothing_pass_in_silence(lines):
    run(lines)


@pytest.mark.parametrize(("path", "instead"), COMPUTING.items(), ids=COMPUTING)
def test_what_computes_names_what_to_use(path, instead):
    with pytest.raises(AttributeError, match="there is no TensorFlow here") as raised:
        run(f"K.tf.{path}")
    assert instead in str(raised.value)


@pytest.mark.parametrize("name", ["nn.foo", "foo", "ConfigProto().foo", "Graph().foo"])
def test_unknown_names_are_missing_attributes(name):
    with pytest.raises(AttributeError):
        run(f"K.tf.{name}")


def test_the_old_path_gives_this_backend():
    from keras_on_torch.backend.tensorflow_backend import (  # noqa: PLC0415 - the path is tested
        get_session,
        set_session,
        tf,
    )

    assert (get_session, set_session, tf) == (K.get_session, K.set_session, K.tf)
    shown = {name: value for name, value in vars(K).items() if not name.startswith("_")}
    functions = [name for name, value in shown.items() if callable(value)]
    assert [
        name for name in functions if getattr(K.tensorflow_backend, name) is not shown[name]
    ] == []


def test_the_old_path_after_install():
    lines = [
        "import keras.backend.tensorflow_backend as KTF",
        "from keras.backend.tensorflow_backend import set_session, get_session, tf",
        "from keras.backend import tensorflow_backend, tf as other",
        "from keras import backend as K",
        "import keras",
        "assert KTF is K.tensorflow_backend is tensorflow_backend",
        "assert keras.backend.tensorflow_backend is KTF and tf is other is K.tf",
        "assert KTF.dot is K.dot and KTF.set_session is set_session is K.set_session",
    ]
    keras.install()
    try:
        exec("\n".join(lines), {})
    finally:
        keras.uninstall()


def test_a_session_that_was_set_is_given_back_until_it_is_cleared():
    session = K.tf.Session()
    K.set_session(session)
    assert K.get_session() is session
    K.clear_session()
    assert K.get_session() is not session


def test_a_session_runs_nested_fetches(close):
    x, y = K.placeholder((None, 3)), K.placeholder((3,))
    feeds = {x: np.ones((2, 3)), y: np.arange(3.0)}
    fetches = [x + y, {"sum": K.sum(x)}, (y, K.tf.global_variables_initializer())]
    made = K.get_session().run(fetches, feed_dict=feeds)
    close(made[0], np.array([[1, 2, 3], [1, 2, 3]], "float32"))
    close(made[1]["sum"], np.float32(6))
    close(made[2][0], np.arange(3, dtype="float32"))
    assert isinstance(made[2], tuple)
    assert made[2][1] is None
    again = K.get_session().run(fetches, feed_dict={x: np.zeros((1, 3)), y: np.arange(3.0)})
    close(again[0], np.array([[0, 1, 2]], "float32"))


@pytest.mark.parametrize(("phase", "expected"), [(0, 5.0), (1, 2.0)])
def test_a_session_is_fed_the_learning_phase(phase, expected):
    x = K.placeholder(())
    y = K.in_train_phase(x * 2, x * 5)
    assert K.get_session().run(y, {x: 1.0, K.learning_phase(): phase}) == expected


def test_a_session_carries_updates_out():
    v = K.variable(3.0)
    assert K.get_session().run(K.update_add(v, 1.0)) == 4.0
    assert K.get_session().run(v) == 4.0


def test_a_session_refuses_what_it_does_not_know():
    with pytest.raises(TypeError, match="no tensor"):
        K.get_session().run("dense/kernel:0")
    with pytest.raises(ValueError, match="grpc"):
        K.tf.Session("grpc://localhost:2222")
    with pytest.raises(AttributeError, match=r"session\.run"):
        K.get_session().partial_run_setup([])


def test_devices_are_those_of_torch():
    devices = K.get_session().list_devices()
    assert [entry.device_type for entry in devices] == ["CPU"] + ["GPU"] * torch.cuda.device_count()
    assert devices[0].name.endswith("device:CPU:0")
    assert len(K.tensorflow_backend._get_available_gpus()) == torch.cuda.device_count()
    assert K.tf.test.is_gpu_available() == torch.cuda.is_available()


def test_types_have_tensorflows_names():
    assert K.dtype(K.cast(K.variable(1.5), K.tf.int32)) == "int32"
    assert K.dtype(K.zeros((2,), dtype=K.tf.float64)) == "float64"
    assert isinstance(K.zeros((2,)), K.tf.Tensor)


def test_two_seeds_make_training_repeatable():
    def weights():
        K.clear_session()
        np.random.seed(1)  # noqa: NPY002 - Keras draws from it
        K.tf.set_random_seed(2)
        layers = keras.layers
        model = keras.models.Sequential(
            [layers.Dense(4, input_dim=3), layers.GaussianNoise(0.5), layers.Dropout(0.5)]
        )
        model.add(layers.Dense(1, kernel_initializer="orthogonal"))
        model.compile("adam", "mse")
        x = np.arange(24.0).reshape(8, 3) / 24
        model.fit(x, x[:, :1], epochs=3, batch_size=3, verbose=0)
        return model.get_weights()

    first, torch_state = weights(), torch.rand(1)
    for one, other in zip(weights(), first, strict=True):
        np.testing.assert_array_equal(one, other)
    assert torch.rand(1) == torch_state


# ---- as Keras 2.3 asks
def test_symbols_and_variables_are_told_apart():
    symbol, variable = K.placeholder((2,)), K.variable([1.0])
    assert [K.is_symbolic(x) for x in (symbol, variable, 1.0)] == [True, False, False]
    assert [K.is_variable(x) for x in (symbol, variable, 1.0)] == [False, True, False]


def test_a_function_of_either_mode_computes_as_it_is():
    double = K.symbolic(K.eager(lambda x: 2 * x))
    with K.control_dependencies([K.variable(1.0)]):
        assert K.eval(double(K.variable(3.0))) == 6


def test_the_phase_is_fixed_for_a_while():
    with K.learning_phase_scope(1):
        inside = K.in_train_phase(K.constant(1.0), K.constant(0.0))
        assert K.learning_phase() == 1
    assert K.eval(inside) == 1
    with K.learning_phase_scope(None):
        assert K.is_tensor(K.learning_phase())
    with pytest.raises(ValueError, match="0 or 1"), K.learning_phase_scope(2):
        pass


def test_a_variable_is_assigned_as_tensorflow_s_are():
    x = K.variable([1.0, 2.0])
    for update, after in [
        (x.assign([5.0, 6.0]), [5, 6]),
        (x.assign_add(K.constant([1.0, 1.0])), [6, 7]),
        (x.assign_sub([6.0, 6.0]), [0, 1]),
    ]:
        K.get_session().run(update)
        np.testing.assert_array_equal(K.get_value(x), after)
