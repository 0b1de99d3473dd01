"""Readers of many variables wait for steps, and steps for readers; nobody waits for himself."""

import os
import threading

import pytest

from keras_on_torch.graph.step_lock import between_steps, step


def begun(context):
    """Enter a context in another thread; return what tells that it is in, and what lets it out."""
    is_in, out = threading.Event(), threading.Event()

    def run():
        with context():
            is_in.set()
            out.wait(10)

    thread = threading.Thread(target=run)
    thread.start()

    def end():
        out.set()
        thread.join()

    return is_in, end


@pytest.mark.parametrize(("first", "second"), [(step, between_steps), (between_steps, step)])
def test_the_one_waits_for_the_other(first, second):
    with first():
        is_in, end = begun(second)
        assert not is_in.wait(0.05)
    assert is_in.wait(10)
    end()


@pytest.mark.parametrize("kind", [step, between_steps])
def test_those_of_one_kind_go_on_together(kind):
    with kind():
        is_in, end = begun(kind)
        assert is_in.wait(10)
        end()


def test_a_thread_does_not_wait_for_its_own_step():
    with step(), between_steps(), step():
        pass
    with between_steps():
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_process_does_not_wait_for_threads_that_it_does_not_have():
    is_in, end = begun(step)
    assert is_in.wait(10)
    child = os.fork()
    if child == 0:
        with between_steps():
            os._exit(7)
    end()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
