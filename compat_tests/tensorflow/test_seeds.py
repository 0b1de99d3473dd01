"""Seeds: what makes random numbers repeatable, and how they spread."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.tensorflow import tf
from keras_on_torch.tensorflow.random import seeds


def run(fetches):
    return K.get_session().run(fetches)


@pytest.fixture(autouse=True)
def _without_seed(monkeypatch):
    monkeypatch.setattr(seeds.Program, "seed", None)


DRAWN = {
    "random_normal": lambda: tf.random_normal([4]),
    "random_uniform": lambda: tf.random_uniform([4]),
    "truncated_normal": lambda: tf.truncated_normal([4]),
    "random_shuffle": lambda: tf.random_shuffle(list(range(20))),
    "multinomial": lambda: tf.multinomial([[0.0] * 9], 9),
    "random_gamma": lambda: tf.random_gamma([4], 1.0),
    "random_poisson": lambda: tf.random_poisson(9.0, [9]),
    "dropout": lambda: tf.nn.dropout(tf.ones([20]), 0.5),
}


@pytest.mark.parametrize("name", DRAWN)
def test_the_programs_seed_makes_runs_repeatable(name):
    drawn = []
    for seed in (7, 7, 8):
        tf.set_random_seed(seed)
        drawn.append(run(DRAWN[name]()).tolist())
    assert drawn[0] == drawn[1] != drawn[2]


def test_each_function_and_each_run_draws_others():
    tf.set_random_seed(7)
    first, second = tf.random_normal([4]), tf.random_normal([4])
    runs = [run(each).tolist() for each in (first, second, first)]
    assert len({tuple(each) for each in runs}) == 3


def test_a_functions_own_seed_is_enough():
    one, other = tf.random_uniform([4], seed=3), tf.random_uniform([4], seed=3)
    np.testing.assert_array_equal(run(one), run(other))


def test_numpys_generator_is_left_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the one that programs seed.
    tf.random_normal([4])
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_a_stateless_function_draws_the_same_in_each_run():
    drawn = tf.random.stateless_uniform([4], seed=[1, 2])
    np.testing.assert_array_equal(run(drawn), run(drawn))
    assert run(drawn).tolist() != run(tf.random.stateless_uniform([4], seed=[1, 3])).tolist()


def test_get_seed_pairs_the_two_seeds():
    tf.set_random_seed(7)
    assert tf.random.get_seed(3) == (7, 3)


def test_shares_are_those_of_the_logits(close):
    classes = run(tf.multinomial(np.log([[0.2, 0.3, 0.5]]).astype("float32"), 20000, seed=1))
    close(np.bincount(classes[0]) / 20000, np.array([0.2, 0.3, 0.5]), atol=0.02)


def test_gamma_has_the_mean_and_variance_of_its_law():
    drawn = run(tf.random_gamma([20000], 3.0, 2.0, seed=1))
    assert abs(drawn.mean() - 1.5) < 0.05
    assert abs(drawn.var() - 0.75) < 0.06
