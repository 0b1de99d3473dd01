"""Batches made in the background arrive whole and in order; mistakes arrive, too."""

# ruff: noqa: NPY002 - Keras draws from NumPy's own random state.

import itertools
import threading
import time

import numpy as np
import pytest

from keras_on_torch.utils import enqueuers
from keras_on_torch.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence


class Counting(Sequence):
    """Batches that tell their index and the epoch."""

    def __init__(self, batches=5):
        self.batches = batches
        self.epoch = 0

    def __len__(self):
        return self.batches

    def __getitem__(self, index):
        time.sleep(0.001 * ((index * 7) % 3))
        return self.epoch * 100 + index

    def on_epoch_end(self):
        self.epoch += 1


class Failing(Counting):
    def __getitem__(self, index):
        if index == 2:
            raise IndexError("batch 2 is bad")
        return index


def taken(enqueuer, count, workers=3, **kwargs):
    enqueuer.start(workers, **kwargs)
    assert enqueuer.is_running()
    try:
        return list(itertools.islice(enqueuer.get(), count))
    finally:
        enqueuer.stop()
        assert not enqueuer.is_running()
        assert not enqueuer.run_thread.is_alive()


each_kind = pytest.mark.parametrize("processes", [False, True], ids=["threads", "processes"])


def test_a_sequence_is_gone_through_once():
    assert list(Counting(3)) == [0, 1, 2]


def test_a_sequence_must_say_what_it_has():
    with pytest.raises(NotImplementedError, match="__getitem__"):
        Sequence()[0]
    with pytest.raises(NotImplementedError, match="__len__"):
        len(Sequence())


@each_kind
def test_batches_come_in_order_epoch_after_epoch(processes):
    batches = taken(OrderedEnqueuer(Counting(4), use_multiprocessing=processes), 12)
    assert batches == [0, 1, 2, 3, 100, 101, 102, 103, 200, 201, 202, 203]


def test_shuffled_batches_each_come_once():
    batches = taken(OrderedEnqueuer(Counting(20), shuffle=True), 20)
    assert sorted(batches) == list(range(20))
    assert batches != list(range(20))


def test_no_epoch_begins_before_the_last_one_is_taken():
    sequence = Counting(2)
    enqueuer = OrderedEnqueuer(sequence)
    enqueuer.start(2)
    batches = enqueuer.get()
    assert next(batches) == 0
    time.sleep(0.05)
    assert sequence.epoch == 0
    assert [next(batches), next(batches)] == [1, 100]
    enqueuer.stop()


@each_kind
def test_an_error_in_a_batch_reaches_who_takes_it(processes):
    enqueuer = OrderedEnqueuer(Failing(4), use_multiprocessing=processes)
    enqueuer.start(2)
    batches = enqueuer.get()
    assert [next(batches), next(batches)] == [0, 1]
    with pytest.raises(IndexError, match="batch 2 is bad"):
        next(batches)
    assert not enqueuer.is_running()


def test_an_error_between_epochs_reaches_who_takes_the_next_batch():
    class Ends(Counting):
        def on_epoch_end(self):
            raise RuntimeError("no more")

    enqueuer = OrderedEnqueuer(Ends(2))
    enqueuer.start()
    with pytest.raises(RuntimeError, match="no more"):
        list(enqueuer.get())


def test_a_full_queue_does_not_keep_it_from_stopping():
    taken(OrderedEnqueuer(Counting(50)), 1, max_queue_size=2)


@pytest.mark.parametrize("workers", [1, 4])
def test_a_generator_is_taken_in_order_and_ends(workers):
    class Locked:
        def __init__(self):
            self.numbers = iter(range(9))
            self.lock = threading.Lock()

        def __next__(self):
            with self.lock:
                return next(self.numbers)

    assert sorted(taken(GeneratorEnqueuer(Locked()), 20, workers)) == list(range(9))


def test_batches_that_are_none_are_left_out():
    batches = taken(GeneratorEnqueuer(iter([1, None, 2])), 5, workers=1)
    assert batches == [1, 2]


def test_a_generator_in_processes_is_copied():
    def numbers():
        yield from itertools.count()

    batches = taken(GeneratorEnqueuer(numbers(), use_multiprocessing=True), 6, workers=2)
    assert set(batches) <= set(range(6))


def test_processes_draw_from_random_states_of_their_own():
    def draws():
        while True:
            time.sleep(0.002)
            yield float(np.random.uniform())

    enqueuer = GeneratorEnqueuer(draws(), use_multiprocessing=True, random_seed=7)
    batches = taken(enqueuer, 8, workers=2)
    assert len(set(batches)) == 8


def test_an_error_in_a_generator_reaches_who_takes_it():
    def bad():
        yield 1
        raise KeyError("lost")

    enqueuer = GeneratorEnqueuer(bad())
    enqueuer.start(1)
    batches = enqueuer.get()
    assert next(batches) == 1
    with pytest.raises(KeyError, match="lost"):
        next(batches)


def test_a_generator_that_several_threads_enter_is_explained():
    failed = threading.Event()

    def waiting():
        while True:
            failed.wait()
            yield 1

    class Entered:
        """Keeps the first thread in the generator until another one has failed to enter it."""

        def __init__(self):
            self.generator = waiting()

        def __next__(self):
            try:
                return next(self.generator)
            except ValueError:
                failed.set()
                raise

    enqueuer = GeneratorEnqueuer(Entered())
    enqueuer.start(4)
    with pytest.raises(RuntimeError, match="NOT thread-safe"):
        list(itertools.islice(enqueuer.get(), 20))


def test_wait_time_is_warned_of():
    with pytest.warns(DeprecationWarning, match="wait_time"):
        GeneratorEnqueuer(iter([]), wait_time=0.1)


def test_it_must_be_started_first():
    with pytest.raises(RuntimeError, match=r"call start\(\) first"):
        OrderedEnqueuer(Counting()).stop()


def test_an_epoch_that_is_asked_for_begins_at_once(monkeypatch):
    monkeypatch.setattr(enqueuers, "_PAUSE", 60.0)
    asked_in_time = []

    class Noting(threading.Event):
        def wait(self, timeout=None):
            asked_in_time.append(super().wait(timeout))
            return asked_in_time[-1]

    class Numbers(Sequence):
        def __len__(self):
            return 3

        def __getitem__(self, index):
            return index

    enqueuer = OrderedEnqueuer(Numbers())
    enqueuer._wanted = Noting()
    enqueuer.start()
    try:
        batches = enqueuer.get()
        assert [next(batches) for _ in range(9)] == [0, 1, 2] * 3
        assert all(asked_in_time)
    finally:
        enqueuer.stop()
