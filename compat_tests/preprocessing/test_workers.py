"""Every batch is that of keras-preprocessing 1.1.2, whatever the number of workers."""

import pickle
import random
import threading

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.preprocessing import witness
from compat_tests.preprocessing.test_image_data_generator import assert_same
from keras_on_torch.preprocessing import image, sequence
from keras_on_torch.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer

IMAGES = np.random.RandomState(7).uniform(0, 255, (10, 8, 8, 3)).astype("float32")
EPOCHS = 2
WORKERS = [(1, False), (4, False), (2, True)]

pytestmark = pytest.mark.filterwarnings("ignore:.*is multi-threaded, use of fork")


def noisy(x):
    return x + np.random.uniform(size=x.shape)


def one_by_one(flow, epochs=EPOCHS):
    """Return the batches as Keras makes them with one worker."""
    batches = []
    for _ in range(epochs):
        batches += [flow[index] for index in range(len(flow))]
        flow.on_epoch_end()
    return batches


def by_workers(flow, workers, epochs=EPOCHS):
    count, processes = workers
    enqueuer = OrderedEnqueuer(flow, use_multiprocessing=processes)
    enqueuer.start(workers=count, max_queue_size=4)
    given = enqueuer.get()
    try:
        return [next(given) for _ in range(epochs * len(flow))]
    finally:
        enqueuer.stop()


class OwnBatches:
    """What users wrote in an iterator of theirs, which draws from the global stream."""

    def _get_batches_of_transformed_samples(self, index_array):
        return index_array + np.random.uniform(size=len(index_array))


class OwnIterator(OwnBatches, image.Iterator):
    pass


class OwnIteratorOfTheWitness(OwnBatches, witness.image.Iterator):
    pass


@pytest.mark.parametrize("workers", WORKERS, ids=str)
# Without a seed a user's function draws from the one global stream, in no order.
@pytest.mark.parametrize(("seed", "function"), [(5, None), (5, noisy), (None, None)])
def test_of_images_in_an_array(workers, seed, function):
    settings = {
        "zoom_range": 0.3,
        "horizontal_flip": True,
        "preprocessing_function": function,
        "data_format": "channels_last",
    }
    expected = one_by_one(flow_of(witness.image, settings, seed))
    assert_same(by_workers(flow_of(image, settings, seed), workers), expected)


def flow_of(package, settings, seed):
    np.random.seed(3)
    return package.ImageDataGenerator(**settings).flow(IMAGES, batch_size=3, seed=seed)


@pytest.mark.parametrize("workers", WORKERS, ids=str)
def test_of_an_iterator_of_the_users(workers):
    expected = one_by_one(OwnIteratorOfTheWitness(10, 2, True, seed=4))
    assert_same(by_workers(OwnIterator(10, 2, True, seed=4), workers), expected)


@pytest.mark.parametrize("workers", WORKERS, ids=str)
def test_of_windows_drawn_at_random(workers):
    def flow():
        np.random.seed(3)
        steps = np.arange(50)
        return sequence.TimeseriesGenerator(steps, steps, 4, shuffle=True, batch_size=9)

    assert_same(by_workers(flow(), workers), one_by_one(flow()))


def test_a_users_function_draws_otherwise_in_each_batch_of_a_process():
    settings = {"preprocessing_function": noisy}
    flow = image.ImageDataGenerator(**settings).flow(IMAGES * 0, batch_size=2, shuffle=False)
    batches = by_workers(flow, (2, True), epochs=1)
    assert len({batch.tobytes() for batch in batches}) == len(batches)


def test_the_next_workers_go_on_where_the_last_batch_was_taken():
    flow = image.ImageDataGenerator(zoom_range=0.3).flow(IMAGES, batch_size=2, seed=1)
    again = image.ImageDataGenerator(zoom_range=0.3).flow(IMAGES, batch_size=2, seed=1)
    first = by_workers(flow, (3, False), epochs=1)  # Some of a second epoch may be made in vain.
    assert flow.total_batches_seen == len(flow)
    expected = [again[index] for index in (*range(5), 3)]
    assert_same([*first, flow[3]], expected)


def test_threads_that_take_batches_by_next_do_not_disturb_each_other():
    def flow():
        return image.ImageDataGenerator(rotation_range=90).flow(IMAGES, batch_size=2, seed=1)

    shared, alone = flow(), flow()
    taken = []

    def take():
        taken.extend(next(shared).tobytes() for _ in range(5))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(next(alone).tobytes() for _ in range(20))


def test_a_generator_of_batches_goes_through_a_queue():
    flow = image.ImageDataGenerator().flow(IMAGES, batch_size=5, shuffle=False)
    enqueuer = GeneratorEnqueuer(flow)
    enqueuer.start()
    given = enqueuer.get()
    np.testing.assert_array_equal(np.concatenate([next(given), next(given)]), IMAGES)
    enqueuer.stop()


def test_an_iterator_is_sent_to_processes_that_are_not_forked():
    flow = image.ImageDataGenerator(zoom_range=0.2).flow(IMAGES, batch_size=3, seed=2)
    next(flow)
    copy = pickle.loads(pickle.dumps(flow))
    assert_same([next(copy), copy[2]], [next(flow), flow[2]])


@pytest.mark.parametrize("workers", [2, 4])
def test_training_is_the_same(workers):
    assert losses_of_training(workers) == losses_of_training(1)


def losses_of_training(workers):
    """Return the history of two epochs on varied images, validated on others."""
    random.seed(1)
    np.random.seed(1)
    model = keras.models.Sequential(
        [
            keras.layers.Flatten(input_shape=(8, 8, 3)),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ]
    )
    model.compile("sgd", "mae")
    generator = image.ImageDataGenerator(rotation_range=40, rescale=1 / 255)
    train = generator.flow(IMAGES, np.arange(10), batch_size=3, seed=1)
    test = generator.flow(IMAGES, np.arange(10), batch_size=4, seed=2)
    history = model.fit_generator(
        train, epochs=2, validation_data=test, workers=workers, verbose=0, max_queue_size=2
    )
    return history.history
