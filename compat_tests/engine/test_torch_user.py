"""What PyTorch people do with a model: it is a module like any other."""

import copy
import os
import pickle

import numpy as np
import pytest
import torch
import torchinfo

from keras_on_torch import backend as K
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.input_layer import Input
from keras_on_torch.engine.sequential import Sequential
from keras_on_torch.engine.training import Model
from keras_on_torch.interop import TorchModule, torch_op
from keras_on_torch.layers import BatchNormalization, Dense, Dropout, Lambda


@pytest.fixture
def model():
    return Sequential(
        [Dense(8, activation="relu", input_shape=(4,), name="first"), Dense(2, name="second")]
    )


@pytest.fixture
def x():
    return torch.from_numpy(np.random.RandomState(0).rand(5, 4).astype("float32"))


def test_parameters_and_state_dict(model, x):
    assert sum(p.numel() for p in model.parameters()) == model.count_params()
    assert list(model.state_dict()) == [
        "first.kernel",
        "first.bias",
        "second.kernel",
        "second.bias",
    ]
    other = copy.deepcopy(model.state_dict())
    other["second.bias"] += 1.0
    before = model.predict(x.numpy())
    model.load_state_dict(other)
    np.testing.assert_allclose(model.predict(x.numpy()), before + 1.0, rtol=1e-5)


def test_called_on_tensors_it_computes_what_predict_computes(model, x):
    outputs = model(x)
    assert outputs.requires_grad
    np.testing.assert_allclose(outputs.detach().numpy(), model.predict(x.numpy()), rtol=1e-5)


def test_functional_call_and_double(model, x):
    zeros = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
    assert torch.func.functional_call(model, zeros, (x,)).abs().sum() == 0
    assert model.double()(x.double()).dtype is torch.float64


def test_hooks_fire_and_may_replace_outputs(model, x):
    first, second = model.layers
    seen = []
    first.register_forward_hook(lambda *given: seen.append("first"))
    second.register_forward_hook(lambda module, given, output: output * 2)
    plain = (model.predict(x.numpy()), model(x).detach().numpy())
    np.testing.assert_allclose(plain[0], plain[1], rtol=1e-5)
    assert seen == ["first"] * 2
    outer = Sequential([model])
    outer.predict(x.numpy())
    assert seen == ["first"] * 3


def test_backward_hook_fires_in_fit(model, x):
    seen = []
    model.layers[1].register_full_backward_hook(lambda *given: seen.append(1))
    model.compile("sgd", "mse")
    model.train_on_batch(x.numpy(), np.zeros((5, 2)))
    assert seen == [1]


def test_torchinfo_counts_the_parameters(model):
    told = torchinfo.summary(model, input_size=(2, 4), verbose=0)
    assert told.total_params == model.count_params()
    assert "first" in str(told) or "Dense" in str(told)


def test_trained_by_an_optimizer_of_torch(model, x):
    target = torch.ones(5, 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(30):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]
    np.testing.assert_allclose(model(x).detach(), model.predict(x.numpy()), rtol=1e-4)


def test_statistics_move_when_called_in_training(x):
    layer = BatchNormalization(momentum=0.5)
    inputs = Input((4,))
    model = Model(inputs, layer(inputs))
    model.eval()(x)
    assert layer.moving_mean.tensor.abs().sum() == 0
    model.train()(x)
    torch.testing.assert_close(layer.moving_mean.tensor, x.mean(0))


def test_layer_builds_itself_on_a_real_tensor(x):
    layer = Dense(3)
    assert layer(x).shape == (5, 3)
    assert layer(torch.ones(2, 7, 4)).shape == (2, 7, 3)
    assert not layer._inbound_nodes


@pytest.mark.parametrize("training", [False, True])
def test_compiles_without_a_break(x, training):
    model = Sequential([Dense(8, activation="relu", input_shape=(4,)), Dropout(0.0), Dense(2)])
    model.train(training)
    compiled = torch.compile(model, fullgraph=True, backend="eager")
    torch.testing.assert_close(compiled(x), model(x))


def test_exports_with_a_batch_of_any_size(model, x):
    exported = torch.export.export(model.eval(), (x,), dynamic_shapes=({0: torch.export.Dim("n")},))
    more = torch.cat([x, x])
    torch.testing.assert_close(exported.module()(more), model(more))


def test_whole_training_step_is_one_graph(model, x, monkeypatch):
    targets = K.placeholder((None, 2))
    loss = K.mean(K.square(model.output - targets))
    weights = model.trainable_weights
    updates = []
    for weight, slope in zip(weights, K.gradients(loss, weights), strict=True):
        moment = K.zeros(K.int_shape(weight))
        step = 0.9 * moment - 0.1 * slope
        updates += [K.update(moment, step), K.update(weight, weight + step)]
    function = K.function([model.input, targets], [loss], updates)
    y = torch.zeros(5, 2)
    start = model.get_weights()
    plain = [float(function([x, y])[0]) for _ in range(3)]
    model.set_weights(start)
    for update in updates[::2]:
        K.set_value(update.variable, np.zeros(K.int_shape(update.variable)))
    monkeypatch.setattr(torch._dynamo.config, "trace_autograd_ops", True, raising=False)
    program = function.program().on(torch.device("cpu"))

    def train(x, y):
        with torch.enable_grad():
            return program(x, y)

    compiled = torch.compile(train, fullgraph=True, backend="eager")
    np.testing.assert_allclose([compiled(x, y)[0].item() for _ in range(3)], plain, rtol=1e-5)


def test_moving_averages_are_no_reason_to_compile_again():
    inputs = Input((4,))
    model = Model(inputs, BatchNormalization()(inputs))
    made = []

    def backend(module, _):
        made.append(module)
        return module

    compiled = torch.compile(model, fullgraph=True, backend=backend)
    for _ in range(12):  # torch gives up after 8 times.
        compiled(torch.randn(8, 4))
    assert len(made) <= 2


def _train_in_one_of_two(rank, path):
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{path}", rank=rank, world_size=2
    )
    torch.manual_seed(rank)
    inputs = Input((4,))
    inner = Model(inputs, Dense(2)(BatchNormalization()(inputs)))
    model = torch.nn.parallel.DistributedDataParallel(inner)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.randn(8, 4)).square().mean().backward()
        optimizer.step()
    flat = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    both = [torch.empty_like(flat) for _ in range(2)]
    torch.distributed.all_gather(both, flat)
    torch.testing.assert_close(*both)
    assert inner.layers[1].moving_mean.tensor.abs().sum() > 0
    torch.distributed.barrier()
    torch.distributed.destroy_process_group()
    os._exit(0)  # Now and then gloo's threads abort a process that ends in Python's own way.


@pytest.mark.slow
def test_trained_in_two_processes_the_parameters_stay_equal(tmp_path):
    torch.multiprocessing.spawn(_train_in_one_of_two, (str(tmp_path / "meeting"),), nprocs=2)


def test_pickled_it_is_a_model_of_its_own(model, x):
    model.compile("adam", "mse")
    twin = pickle.loads(pickle.dumps(model))
    np.testing.assert_allclose(twin.predict(x.numpy()), model.predict(x.numpy()))


def test_modules_are_layers(x):
    inner = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Dropout(0.5), torch.nn.Linear(6, 2))
    inputs = Input((4,))
    model = Model(inputs, TorchModule(inner)(inputs))
    np.testing.assert_allclose(
        model.predict(x.numpy()), inner.eval()(x).detach().numpy(), rtol=1e-5
    )
    model.compile("sgd", "mse")
    before = inner[0].weight.detach().clone()
    model.train_on_batch(x.numpy(), np.zeros((5, 2)))
    assert not torch.equal(before, inner[0].weight)


def test_torch_functions_are_recorded_in_lambdas(x):
    inputs = Input((4,))
    spectrum = Lambda(lambda t: torch.abs(torch.fft.fft(t)))(inputs)
    both = Lambda(lambda t: torch.cat([t, torch.nn.functional.gelu(t)], dim=-1))(spectrum)
    model = Model(inputs, Lambda(lambda t: t.view(-1, 2, 4))(both))
    wanted = torch.fft.fft(x).abs()
    wanted = torch.cat([wanted, torch.nn.functional.gelu(wanted)], -1).view(-1, 2, 4)
    np.testing.assert_allclose(model.predict(x.numpy()), wanted, rtol=1e-4)


def test_opaque_function_keeps_its_own_derivative(x):
    inputs = Input((4,))
    clipped = torch_op(lambda t: t.clamp(0.2, 0.4))(inputs)
    (slope,) = K.gradients(K.sum(clipped), [inputs])
    inside = (x > 0.2) & (x < 0.4)
    np.testing.assert_array_equal(K.function([inputs], [slope])([x])[0], inside.float())


class Branching(Layer):
    """Computes with one of two formulas, by the values it sees."""

    dynamic = True

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", (input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        if float(inputs.sum()) > 0:
            return inputs * self.kernel * 2.0
        return inputs * self.kernel


def test_dynamic_layer_branches_on_values_and_is_trained(x):
    model = Sequential([Branching(input_shape=(4,))])
    np.testing.assert_allclose(model.predict(x.numpy()), 2 * x.numpy())
    np.testing.assert_allclose(model.predict(-x.numpy()), -x.numpy())
    model.compile("sgd", "mse")
    model.train_on_batch(x.numpy(), np.zeros((5, 4)))
    assert (model.get_weights()[0] < 1.0).all()


def test_a_copy_is_a_model_of_its_own(model, x):
    twin = copy.deepcopy(model)
    np.testing.assert_allclose(twin.predict(x.numpy()), model.predict(x.numpy()))
    twin.set_weights([w * 0 for w in twin.get_weights()])
    assert model.predict(x.numpy()).any()
