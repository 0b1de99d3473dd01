"""Optimizers as Keras writes their formulas: `t` steps are done before this one.

Each is a generator function: it takes the weight, and for each gradient sent gives the new weight.
"""

import numpy as np

__all__ = ["OPTIMIZERS"]

EPSILON = 1e-7


def decayed(lr, decay, t):
    return lr / (1 + decay * t)


def sgd(p, grads, lr=0.01, momentum=0.0, decay=0.0, nesterov=False):
    m = np.zeros_like(p)
    for t, g in enumerate(grads):
        rate = decayed(lr, decay, t)
        m = momentum * m - rate * g
        p = p + momentum * m - rate * g if nesterov else p + m
        yield p


def rmsprop(p, grads, lr=0.001, rho=0.9, epsilon=EPSILON, decay=0.0):
    a = np.zeros_like(p)
    for t, g in enumerate(grads):
        a = rho * a + (1 - rho) * g**2
        p = p - decayed(lr, decay, t) * g / (np.sqrt(a) + epsilon)
        yield p


def adagrad(p, grads, lr=0.01, epsilon=EPSILON, decay=0.0):
    a = np.zeros_like(p)
    for t, g in enumerate(grads):
        a = a + g**2
        p = p - decayed(lr, decay, t) * g / (np.sqrt(a) + epsilon)
        yield p


def adadelta(p, grads, lr=1.0, rho=0.95, epsilon=EPSILON, decay=0.0):
    a, d = np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads):
        a = rho * a + (1 - rho) * g**2
        u = g * np.sqrt(d + epsilon) / np.sqrt(a + epsilon)
        p = p - decayed(lr, decay, t) * u
        d = rho * d + (1 - rho) * u**2
        yield p


def adam(p, grads, lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=EPSILON, decay=0.0, amsgrad=False):
    m, v, largest = np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads):
        rate = decayed(lr, decay, t) * np.sqrt(1 - beta_2 ** (t + 1)) / (1 - beta_1 ** (t + 1))
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        largest = np.maximum(largest, v)
        p = p - rate * m / (np.sqrt(largest if amsgrad else v) + epsilon)
        yield p


def adamax(p, grads, lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=EPSILON, decay=0.0):
    m, u = np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads):
        m = beta_1 * m + (1 - beta_1) * g
        u = np.maximum(beta_2 * u, np.abs(g))
        p = p - decayed(lr, decay, t) / (1 - beta_1 ** (t + 1)) * m / (u + epsilon)
        yield p


def nadam(p, grads, lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=EPSILON, schedule_decay=0.004):
    m, v, product = np.zeros_like(p), np.zeros_like(p), 1.0
    for t, g in enumerate(grads, 1):
        now = beta_1 * (1 - 0.5 * 0.96 ** (t * schedule_decay))
        then = beta_1 * (1 - 0.5 * 0.96 ** ((t + 1) * schedule_decay))
        product *= now
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        mixed = (1 - now) * g / (1 - product) + then * m / (1 - product * then)
        p = p - lr * mixed / (np.sqrt(v / (1 - beta_2**t)) + epsilon)
        yield p


OPTIMIZERS = {
    "SGD": sgd,
    "RMSprop": rmsprop,
    "Adagrad": adagrad,
    "Adadelta": adadelta,
    "Adam": adam,
    "Adamax": adamax,
    "Nadam": nadam,
}
