"""The models that are measured: the page's, and a deep residual network; in Keras and by hand."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks import torch_baselines
from keras_on_torch import layers, models, optimizers

SEED = np.random.default_rng(0)


@dataclass
class Workload:
    """One model, in Keras and by hand, with its data."""

    name: str
    keras_model: Callable[[], Any]
    torch_model: Callable[[], nn.Module]
    inputs: np.ndarray
    targets: np.ndarray
    batch: int
    keras_loss: str
    loss: Callable[..., Any]
    keras_optimizer: Callable[[], Any]
    optimizer: Callable[..., Any]
    accuracy: Callable[..., Any] | None = None

    def compiled(self):
        """Return the Keras model, ready to be trained."""
        model = self.keras_model()
        metrics = ["accuracy"] if self.accuracy else None
        model.compile(self.keras_optimizer(), self.keras_loss, metrics=metrics)
        return model

    def data_for_torch(self):
        """Return inputs and targets as PyTorch users have them: channels before rows."""
        x = self.inputs
        if x.ndim in (4, 5):  # Images, or sequences of them.
            x = np.ascontiguousarray(np.moveaxis(x, -1, -3))
        return x, self.targets


# ---- data
def numbers(*shape):
    return SEED.random(shape, dtype=np.float32)


def classes(rows, count):
    return np.eye(count, dtype=np.float32)[SEED.integers(count, size=rows)]


def answers(*shape):
    return SEED.integers(2, size=shape).astype(np.float32)


# ---- optimizers
def keras_sgd():
    return optimizers.SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)


def sgd(parameters, fused):
    return torch.optim.SGD(parameters, 0.01, momentum=0.9, nesterov=True, fused=fused or None)


def rmsprop(parameters, fused):
    if fused:
        return torch_baselines.Rmsprop(parameters, 0.001, 0.9, 1e-7)
    return torch.optim.RMSprop(parameters, 0.001, alpha=0.9, eps=1e-7)


def adam(parameters, fused):
    return torch.optim.Adam(parameters, 0.001, eps=1e-7, fused=fused or None)


# ---- models
def mlp():
    return models.Sequential(
        [
            layers.Dense(64, activation="relu", input_dim=20),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def mlp_by_hand():
    return nn.Sequential(
        nn.Linear(20, 64), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(64, 10), nn.Softmax(-1),
    )  # fmt: skip


def binary_mlp():
    return models.Sequential(
        [layers.Dense(32, activation="relu", input_dim=100), layers.Dense(1, activation="sigmoid")]
    )


def binary_mlp_by_hand():
    return nn.Sequential(nn.Linear(100, 32), nn.ReLU(), nn.Linear(32, 1), nn.Sigmoid())


def convnet():
    return models.Sequential(
        [
            layers.Conv2D(32, (3, 3), activation="relu", input_shape=(100, 100, 3)),
            layers.Conv2D(32, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Dropout(0.25),
            layers.Conv2D(64, (3, 3), activation="relu"),
            layers.Conv2D(64, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def convnet_by_hand():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(),
        nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(30976, 256), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(256, 10), nn.Softmax(-1),
    )  # fmt: skip


def words():
    return models.Sequential(
        [
            layers.Embedding(1024, 256),
            layers.LSTM(128),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def words_by_hand():
    return nn.Sequential(
        nn.Embedding(1024, 256), torch_baselines.Lstm(256, 128), nn.Dropout(0.5),
        nn.Linear(128, 1), nn.Sigmoid(),
    )  # fmt: skip


def functional_cnn():
    visible = layers.Input(shape=(64, 64, 1))
    h = layers.Conv2D(32, kernel_size=4, activation="relu")(visible)
    h = layers.MaxPooling2D(pool_size=(2, 2))(h)
    h = layers.Conv2D(16, kernel_size=4, activation="relu")(h)
    h = layers.MaxPooling2D(pool_size=(2, 2))(h)
    h = layers.Dense(10, activation="relu")(h)
    return models.Model(visible, layers.Dense(1, activation="sigmoid")(h))


def functional_cnn_by_hand():
    return nn.Sequential(
        nn.Conv2d(1, 32, 4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 16, 4), nn.ReLU(), nn.MaxPool2d(2),
        torch_baselines.PerPixel(nn.Linear(16, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid()),
    )  # fmt: skip


def functional_lstm():
    visible = layers.Input(shape=(100, 1))
    h = layers.Dense(10, activation="relu")(layers.LSTM(10)(visible))
    return models.Model(visible, layers.Dense(1, activation="sigmoid")(h))


def functional_lstm_by_hand():
    return nn.Sequential(
        torch_baselines.Lstm(1, 10), nn.Linear(10, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid()
    )


def movie():
    return models.Sequential(
        [
            layers.ConvLSTM2D(32, 3, padding="same", input_shape=(8, 32, 32, 3)),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def movie_by_hand():
    return nn.Sequential(
        torch_baselines.ConvLstm(3, 32, 3), torch_baselines.Mean(), nn.Linear(32, 1), nn.Sigmoid()
    )


def resnet(side=16):
    """Return a residual network of 151 layers for images of `side` x `side`."""

    def conv_norm(x):
        return layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(x))

    image = layers.Input(shape=(side, side, 3))
    h = image
    for _ in range(2):
        h = layers.Activation("relu")(conv_norm(h))
    for _ in range(20):
        inner = conv_norm(layers.Activation("relu")(conv_norm(h)))
        h = layers.Activation("relu")(layers.add([h, inner]))
    h = layers.Dropout(0.1)(layers.GlobalAveragePooling2D()(h))
    model = models.Model(image, layers.Activation("softmax")(layers.Dense(10)(h)))
    assert len(model.layers) == 151
    return model


def resnet_by_hand():
    return nn.Sequential(
        *torch_baselines.conv_norm(3, 16), nn.ReLU(), *torch_baselines.conv_norm(16, 16), nn.ReLU(),
        *(torch_baselines.Residual(16) for _ in range(20)),
        torch_baselines.Mean(), nn.Dropout(0.1), nn.Linear(16, 10), nn.Softmax(-1),
    )  # fmt: skip


def workloads():
    """Return all of them, by name."""
    many = ("categorical_crossentropy", torch_baselines.categorical_crossentropy)
    two = ("binary_crossentropy", torch_baselines.binary_crossentropy)
    by_sgd, by_rmsprop, by_adam = (
        (keras_sgd, sgd),
        (optimizers.RMSprop, rmsprop),
        (
            optimizers.Adam,
            adam,
        ),
    )
    every = [
        Workload(
            "mlp", mlp, mlp_by_hand, numbers(128 * 100, 20), classes(128 * 100, 10), 128,
            *many, *by_sgd, torch_baselines.categorical_accuracy,
        ),
        Workload(
            "binary mlp", binary_mlp, binary_mlp_by_hand, numbers(3200, 100), answers(3200, 1), 32,
            *two, *by_rmsprop, torch_baselines.binary_accuracy,
        ),
        Workload(
            "convnet", convnet, convnet_by_hand, numbers(96, 100, 100, 3), classes(96, 10), 32,
            *many, *by_sgd,
        ),
        Workload(
            "embedding-lstm", words, words_by_hand, SEED.integers(1024, size=(480, 20)),
            answers(480, 1), 16, *two, *by_rmsprop, torch_baselines.binary_accuracy,
        ),
        Workload(
            "functional cnn", functional_cnn, functional_cnn_by_hand, numbers(320, 64, 64, 1),
            answers(320, 13, 13, 1), 32, *two, *by_adam,
        ),
        Workload(
            "functional lstm", functional_lstm, functional_lstm_by_hand, numbers(640, 100, 1),
            answers(640, 1), 32, *two, *by_adam, torch_baselines.binary_accuracy,
        ),
        Workload(
            "conv lstm", movie, movie_by_hand, numbers(16, 8, 32, 32, 3), answers(16, 1), 8,
            *two, *by_adam, torch_baselines.binary_accuracy,
        ),
        Workload(
            "resnet 151", resnet, resnet_by_hand, numbers(80, 16, 16, 3), classes(80, 10), 8,
            *many, *by_sgd,
        ),
        Workload(
            "resnet 151, CIFAR", functools.partial(resnet, 32), resnet_by_hand,
            numbers(128, 32, 32, 3), classes(128, 10), 64, *many, *by_sgd,
        ),
    ]  # fmt: skip
    return {work.name: work for work in every}
