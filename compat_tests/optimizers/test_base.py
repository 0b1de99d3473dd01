"""What all optimizers have in common: clipping, weights, configurations, subclasses."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch import optimizers

NAMES = ["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"]
COMMON = {"lr": 0.25, "decay": 0.125}
CONFIGS = {
    "SGD": {**COMMON, "momentum": 0.5, "nesterov": True},
    "RMSprop": {**COMMON, "rho": 0.5, "epsilon": 0.1},
    "Adagrad": {**COMMON, "epsilon": 0.1},
    "Adadelta": {**COMMON, "rho": 0.5, "epsilon": 0.1},
    "Adam": {**COMMON, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.1, "amsgrad": True},
    "Adamax": {**COMMON, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.1},
    "Nadam": {"lr": 0.25, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.1, "schedule_decay": 0.5},
}
COUNTS = {"SGD": 3, "RMSprop": 2, "Adagrad": 2, "Adadelta": 4, "Adam": 7, "Adamax": 5, "Nadam": 5}
each_optimizer = pytest.mark.parametrize("name", NAMES)


def trained(optimizer, steps=1, scale=1.0):
    """Take steps on two weights whose gradients are `scale` times (3, 4) and (12,)."""
    a, b = K.variable([0.0, 0.0], name="a"), K.variable([0.0], name="b")
    loss = scale * (K.sum(a * K.constant([3.0, 4.0])) + K.sum(b * 12.0))
    step = K.function([], [loss], updates=optimizer.get_updates(loss, [a, b]))
    for _ in range(steps):
        step([])
    return K.batch_get_value([a, b])


@each_optimizer
@pytest.mark.parametrize("clipping", [{}, {"clipnorm": 1.0, "clipvalue": 0.5}], ids=str)
def test_is_rebuilt_from_its_config(name, clipping):
    config = {**CONFIGS[name], **clipping}
    optimizer = getattr(optimizers, name)(**config)
    assert optimizer.get_config() == config
    other = optimizers.get(optimizers.serialize(optimizer))
    assert type(other) is type(optimizer)
    assert other.get_config() == config


@each_optimizer
def test_is_found_by_its_name_in_any_case(name):
    for spelt in (name, name.lower(), name.upper()):
        assert type(optimizers.get(spelt)) is getattr(optimizers, name)
    assert getattr(optimizers, name.lower()) is getattr(optimizers, name)


def test_get_passes_an_optimizer_through():
    optimizer = optimizers.SGD()
    assert optimizers.get(optimizer) is optimizer


@pytest.mark.parametrize("identifier", ["no_such", 3, None, optimizers.SGD], ids=str)
def test_refuses_what_means_no_optimizer(identifier):
    with pytest.raises(ValueError, match="optimizer"):
        optimizers.get(identifier)


def test_refuses_arguments_it_does_not_have():
    with pytest.raises(TypeError, match="Unexpected keyword argument passed to optimizer: rate"):
        optimizers.SGD(rate=0.1)


def test_what_is_no_optimizer_of_tensorflow_is_refused():
    with pytest.raises(TypeError, match="compute_gradients"):
        optimizers.TFOptimizer(object())


@pytest.mark.parametrize(
    ("clipping", "a", "b"),
    [
        ({}, [3, 4], [12]),
        ({"clipnorm": 6.5}, [1.5, 2], [6]),
        ({"clipnorm": 13.0}, [3, 4], [12]),
        ({"clipnorm": 20.0}, [3, 4], [12]),
        ({"clipnorm": 0}, [3, 4], [12]),
        ({"clipvalue": 3.5}, [3, 3.5], [3.5]),
        ({"clipnorm": 6.5, "clipvalue": 1.75}, [1.5, 1.75], [1.75]),
    ],
    ids=str,
)
def test_clips_gradients_by_their_common_norm_then_by_value(clipping, a, b, close, device):
    values = trained(optimizers.SGD(lr=1.0, **clipping))
    close(values, [-np.array(a, "float32"), -np.array(b, "float32")])


def test_clip_norm_is_a_function_of_its_own(close):
    gradient = K.constant([3.0, 4.0])
    norm = K.sqrt(K.sum(K.square(gradient)))
    close(K.eval(optimizers.clip_norm(gradient, 2.5, norm)), np.array([1.5, 2.0]))
    close(K.eval(optimizers.clip_norm(gradient, 7.0, norm)), np.array([3.0, 4.0]))
    assert optimizers.clip_norm(gradient, 0, norm) is gradient


@each_optimizer
def test_goes_on_from_its_weights(name, close):
    config = {"lr": 0.25} if name == "Nadam" else COMMON
    first, second = [getattr(optimizers, name)(**config) for _ in range(2)]
    trained(first, steps=3)
    trained(second, steps=0)
    weights = first.get_weights()
    assert len(weights) == COUNTS[name]
    second.set_weights(weights)
    for one, other in zip(second.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_sgd_keeps_velocities_as_keras_does(close):
    optimizer = optimizers.SGD(lr=0.1, momentum=0.5)
    trained(optimizer, steps=2)
    _, a, b = optimizer.get_weights()
    close([a, b], [np.array([-0.45, -0.6]), np.array([-1.8])])


def test_weights_of_another_number_or_shape_are_refused():
    optimizer = optimizers.SGD()
    trained(optimizer)
    with pytest.raises(ValueError, match="Length of the specified weight list"):
        optimizer.set_weights([np.zeros(())])
    with pytest.raises(ValueError, match="not compatible"):
        optimizer.set_weights([np.zeros(()), np.zeros(3), np.zeros(1)])


def test_names_are_tensorflows():
    optimizer = optimizers.SGD()
    with K.name_scope("training"), K.name_scope("SGD"):
        trained(optimizer, steps=0)
    assert [weight.name for weight in optimizer.weights] == [
        "SGD/iterations:0",
        "training/SGD/Variable:0",
        "training/SGD/Variable_1:0",
    ]
    assert optimizers.SGD().lr.name == "SGD_1/lr:0"


def test_one_of_yours_is_written_with_k(close):
    class Plain(optimizers.Optimizer):
        def __init__(self, lr=0.5, **kwargs):
            super().__init__(**kwargs)
            self.lr = K.variable(lr)
            self.iterations = K.variable(0, dtype="int64")

        def get_updates(self, loss, params):
            grads = self.get_gradients(loss, params)
            self.updates = [K.update_add(self.iterations, 1)]
            self.weights = [self.iterations]
            for param, grad in zip(params, grads, strict=True):
                self.updates.append(K.update(param, param - self.lr * grad))
            return self.updates

    optimizer = Plain(clipvalue=6.0)
    close(trained(optimizer, steps=2), [np.array([-3.0, -4.0]), np.array([-6.0])])
    assert optimizer.get_weights() == [2]


def test_gradients_may_be_replaced_in_a_subclass(close):
    class Signs(optimizers.SGD):
        def get_gradients(self, loss, params):
            return [K.sign(grad) for grad in super().get_gradients(loss, params)]

    close(trained(Signs(lr=0.5)), [np.array([-0.5, -0.5]), np.array([-0.5])])


def test_rates_may_be_tensors_of_ones_own(close):
    optimizer = optimizers.SGD(lr=0.5)
    optimizer.lr = optimizer.lr / (1.0 + K.cast(optimizer.iterations, "float32"))
    close(trained(optimizer, steps=2)[1], np.array([-9.0]))


def test_rates_may_be_plain_numbers(close):
    optimizer = optimizers.SGD()
    optimizer.lr = 0.25
    close(trained(optimizer)[1], np.array([-3.0]))
    assert optimizer.get_config()["lr"] == 0.25


def test_keras_1_order_of_get_updates(close):
    for call in (
        lambda o, loss, a: o.get_updates([a], {}, loss),
        lambda o, loss, a: o.get_updates([a], {}, loss=loss),
    ):
        a = K.variable([1.0])
        loss = K.sum(a)
        K.function([], [loss], updates=call(optimizers.SGD(lr=0.5), loss, a))([])
        close(K.get_value(a), np.array([0.5]))


def test_something_that_is_no_variable_is_refused():
    x = K.placeholder((2,))
    with pytest.raises(TypeError, match="an optimizer changes variables"):
        optimizers.SGD().get_updates(K.sum(x), [x])


def test_gradients_that_are_fetched_stay_what_they_are(close):
    for name in NAMES:
        a = K.variable([1.0, 2.0])
        loss = K.sum(K.square(a))
        (grad,) = K.gradients(loss, [a])
        optimizer = getattr(optimizers, name)()
        optimizer.get_gradients = lambda loss, params, grad=grad: [grad]
        step = K.function([], [grad], updates=optimizer.get_updates(loss, [a]))
        close(step([])[0], np.array([2.0, 4.0]))


# ---- as Keras 2.3 names the rate
@each_optimizer
def test_the_rate_has_two_names(name):
    optimizer = getattr(optimizers, name)(learning_rate=0.25)
    assert optimizer.learning_rate is optimizer.lr
    assert K.get_value(optimizer.lr) == 0.25
    K.set_value(optimizer.learning_rate, 0.5)
    config = optimizer.get_config()
    config["learning_rate"] = config.pop("lr")
    assert optimizers.deserialize({"class_name": name, "config": config}).get_config()["lr"] == 0.5
    optimizer.learning_rate = 0.125
    assert optimizer.lr == 0.125


@pytest.mark.parametrize("given", [((0.1,), {}), ((), {"lr": 0.1})])
def test_the_rate_is_given_once(given):
    with pytest.raises(TypeError, match="twice"):
        optimizers.Adam(*given[0], learning_rate=0.2, **given[1])


def test_an_optimizer_of_2019_has_its_rate_as_lr():
    class Own(optimizers.Optimizer):
        def __init__(self, learning_rate=0.1, **kwargs):
            super().__init__(**kwargs)
            self.learning_rate = K.variable(learning_rate)

    assert K.get_value(Own(0.5).lr) == 0.5
