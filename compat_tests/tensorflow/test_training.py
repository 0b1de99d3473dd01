"""Training by tf.train: in models, by fused kernels, over checkpoints, beside threads."""

import threading
import warnings
from pathlib import Path

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.graph import Variable

tf = K.tf
CHECKPOINT = str(Path(__file__).with_name("checkpoint") / "real-3")  # TensorFlow 1.15 wrote it.


@pytest.fixture(autouse=True)
def anew():
    K.clear_session()
    yield
    K.clear_session()


# ---- in models
def dense_model():
    model = keras.models.Sequential([keras.layers.Dense(2, input_shape=(3,))])
    model.set_weights([np.arange(6.0).reshape(3, 2) / 10, np.array([0.1, -0.1])])
    return model


def test_a_model_is_trained_as_keras_trains_it(close):
    model = dense_model()
    model.compile(tf.train.AdamOptimizer(0.1), "mse")
    x, y = np.sin(np.arange(12.0)).reshape(4, 3), np.cos(np.arange(8.0)).reshape(4, 2)
    for _ in range(3):
        model.train_on_batch(x, y)
    kernel, bias = model.get_weights()
    # Of real Keras 2.2.4; its iterations count twice, too.
    wanted = [[0.2951357, 0.3906332], [-0.0812131, 0.0433502], [0.1117046, 0.2255068]]
    close(kernel, np.array(wanted, "float32"), rtol=1e-4)
    close(bias, np.array([0.2975571, 0.1748657], "float32"), rtol=1e-4)
    assert K.get_value(model.optimizer.iterations) == 6
    assert type(model.optimizer) is keras.optimizers.TFOptimizer


def test_a_model_is_saved_without_such_an_optimizer(tmp_path):
    model = dense_model()
    model.compile(tf.train.GradientDescentOptimizer(0.1), "mse")
    with pytest.warns(UserWarning, match="TensorFlow optimizers do not make it possible"):
        model.save(tmp_path / "model.h5")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = keras.models.load_model(tmp_path / "model.h5")
    assert loaded.optimizer is None
    for ask in ("weights", "get_config"):
        with pytest.raises(NotImplementedError):
            getattr(model.optimizer, ask)()


def test_weights_of_keras_are_trained_by_minimize():
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    loss = tf.reduce_mean(tf.square(layer(tf.constant([[1.0, 2.0]]))))
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    assert {each.name for each in tf.trainable_variables()} == {each.name for each in layer.weights}
    session = tf.Session()
    before = session.run(loss)
    assert session.run([train, loss])[0] is None
    assert session.run(loss) < before


# ---- one kernel
OPTIMIZERS = [
    lambda: tf.train.GradientDescentOptimizer(0.1),
    lambda: tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
    lambda: tf.train.AdamOptimizer(0.1),
    lambda: tf.train.RMSPropOptimizer(0.1, momentum=0.3, centered=True, epsilon=0.1),
    lambda: tf.train.AdagradOptimizer(0.1),
    lambda: tf.train.AdadeltaOptimizer(1.0),
]


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_the_kernel_does_what_the_recorded_updates_say(make, close):
    found = []
    for fused in (True, False):
        x = tf.Variable([[1.0, -2.0], [3.0, 0.5]])
        optimizer = make()
        train = optimizer.minimize(tf.reduce_sum(tf.sin(x) * [1.0, 2.0]), var_list=[x])
        assert train.args[0].fused is not None
        if not fused:
            for update in train.args:
                update.fused = None
        session = tf.Session()
        for _ in range(4):
            session.run(train)
        source = next(iter(session._functions.values())).program().source
        assert ("run_in_place" in source) is fused
        found.append(session.run([x, *optimizer.variables()]))
    close(found[0], found[1], rtol=1e-5)


def test_slots_begin_again_with_the_variables():
    x = tf.Variable(1.0)
    optimizer = tf.train.AdamOptimizer(0.1)
    train = optimizer.minimize(x * x, var_list=[x])
    session = tf.Session()
    session.run(train)
    first = session.run([x, *optimizer.variables()])
    session.run(tf.global_variables_initializer())
    session.run(train)
    assert session.run([x, *optimizer.variables()]) == first


def test_variables_of_keras_keep_their_values():
    weight = K.variable(3.0)
    own = tf.Variable(1.0)
    session = tf.Session()
    session.run([tf.assign(weight, 5.0), tf.assign(own, 5.0)])
    session.run(tf.global_variables_initializer())
    assert session.run([weight, own]) == [5.0, 1.0]
    session.run(tf.variables_initializer([weight]))
    assert session.run(weight) == 3.0


class Plain(tf.train.Optimizer):
    def __init__(self):
        super().__init__(False, "Plain")

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "seen", self._name)

    def _apply_dense(self, grad, var):
        seen = self.get_slot(var, "seen")
        return [tf.assign_add(seen, grad), tf.assign_sub(var, grad * 0.5)]


def test_an_optimizer_of_ones_own(close):
    x = tf.Variable([2.0, 4.0])
    optimizer = Plain()
    tf.Session().run(optimizer.minimize(tf.reduce_sum(x * x), var_list=[x]))
    close(K.get_value(x), np.array([0.0, 0.0], "float32"))
    close(K.get_value(optimizer.get_slot(x, "seen")), np.array([4.0, 8.0], "float32"))


def test_variables_are_freed_when_nobody_holds_them():
    K.variable(1.0)
    assert tf.global_variables() == []
    kept = tf.Variable(1.0)
    assert isinstance(kept, Variable)
    assert tf.global_variables() == [kept]


# ---- checkpoints
def test_a_checkpoint_of_tensorflow_is_read(close):
    reader = tf.train.NewCheckpointReader(CHECKPOINT)
    assert reader.get_variable_to_shape_map() == {"a/w": [2, 3], "a/wx": [4, 5], "b": []}
    assert reader.get_variable_to_dtype_map()["b"] == tf.int64
    assert not reader.has_tensor("c")
    close(tf.train.load_variable(CHECKPOINT, "a/w"), np.arange(6.0, dtype="float32").reshape(2, 3))
    with pytest.raises(tf.errors.NotFoundError, match="Key c not found"):
        reader.get_tensor("c")
    with pytest.raises(tf.errors.NotFoundError):
        tf.train.NewCheckpointReader(CHECKPOINT + "0")


def test_a_damaged_checkpoint_says_so(tmp_path):
    (tmp_path / "x.index").write_bytes(b"no table" * 10)
    with pytest.raises(tf.errors.DataLossError):
        tf.train.NewCheckpointReader(str(tmp_path / "x"))


def test_a_saver_restores_what_it_saved(tmp_path):
    a, b = tf.Variable([1.0, 2.0], name="a"), tf.Variable(7, name="b", dtype=tf.int64)
    session, saver = tf.Session(), tf.train.Saver(max_to_keep=2)
    paths = [saver.save(session, tmp_path / "model", global_step=step) for step in range(3)]
    assert paths[-1] == str(tmp_path / "model-2")
    assert tf.train.latest_checkpoint(tmp_path) == paths[-1] == saver.last_checkpoints[-1]
    assert [tf.train.checkpoint_exists(each) for each in paths] == [False, True, True]
    state = tf.train.get_checkpoint_state(tmp_path)
    assert state.all_model_checkpoint_paths == paths[1:]
    session.run([tf.assign(a, [0.0, 0.0]), tf.assign(b, 0)])
    saver.restore(session, paths[-1])
    assert session.run(a).tolist() == [1.0, 2.0]
    assert session.run(b) == 7
    assert tf.train.list_variables(tmp_path) == [("a", [2]), ("b", [])]


def test_a_saver_restores_all_or_nothing(tmp_path):
    a, b = tf.Variable([1.0, 2.0]), tf.Variable([3.0])
    session = tf.Session()
    path = tf.train.Saver({"x": a, "y": b}).save(session, tmp_path / "m")
    session.run(tf.assign(a, [0.0, 0.0]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="rhs shape= \\[1\\]"):
        tf.train.Saver({"x": a, "y": tf.Variable([0.0, 0.0])}).restore(session, path)
    with pytest.raises(tf.errors.NotFoundError, match="Key z not found"):
        tf.train.Saver({"x": a, "z": b}).restore(session, path)
    assert session.run(a).tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="not a valid checkpoint"):
        tf.train.Saver([a]).restore(session, tmp_path / "other")
    with pytest.raises(ValueError, match="Parent directory"):
        tf.train.Saver([a]).save(session, tmp_path / "no" / "m")
    with pytest.raises(ValueError, match="sharded"):
        tf.train.Saver([a], sharded=True)


# ---- steps and threads
def test_there_is_one_global_step():
    assert tf.train.get_global_step() is None
    step = tf.train.get_or_create_global_step()
    assert (step.name, K.dtype(step)) == ("global_step:0", "int64")
    assert tf.train.get_or_create_global_step() is step
    assert tf.train.global_step(tf.Session(), step) == 0
    with pytest.raises(ValueError, match="already exists"):
        tf.train.create_global_step()


def test_a_coordinator_raises_what_a_thread_raised():
    coordinator = tf.train.Coordinator()

    def work():
        with coordinator.stop_on_exception():
            raise KeyError("lost")

    thread = threading.Thread(target=work)
    thread.start()
    with pytest.raises(KeyError, match="lost"):
        coordinator.join([thread])
    assert coordinator.should_stop()


def test_a_coordinator_takes_the_end_of_input_for_no_failure():
    coordinator = tf.train.Coordinator()
    coordinator.request_stop(tf.errors.OutOfRangeError(None, None, "end"))
    assert tf.train.start_queue_runners(coord=coordinator) == []
    coordinator.join([])
    assert coordinator.joined


def test_a_looper_calls_until_it_is_stopped():
    coordinator, calls = tf.train.Coordinator(), []

    def work():
        calls.append(1)
        if len(calls) == 3:
            coordinator.request_stop()

    coordinator.join([tf.train.LooperThread.loop(coordinator, None, work)])
    assert len(calls) == 3
