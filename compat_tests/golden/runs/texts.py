"""Run a row of the text table in whichever Keras is given."""

import contextlib
import io
import os
import pty
import re
import sys
import tempfile
import termios
import threading
import time
import warnings

import numpy as np

from compat_tests.golden.runs.training import prepared
from compat_tests.golden.store import plain

__all__ = ["blanked", "everything", "written"]


def everything(keras, row):
    """Return what is written to a file and to a terminal."""
    result = {}
    for kind in ["file", "terminal"]:
        keras.backend.clear_session()
        result[kind] = written(keras, row, kind)
    return plain(result)


def written(keras, row, kind):
    """Return what a row's call writes to stdout, times blanked."""
    names = prepared(keras, row)
    capture = to_file if kind == "file" else to_terminal
    np.random.seed(7)  # noqa: NPY002 - Keras shuffles with it
    with in_empty_folder(), steady_clock(), capture() as text, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the clock makes callbacks look slow
        eval(row.call, names)
    return blanked(text[0])


def blanked(text):
    """Return `text` without its times, and without what depends on how wide they were."""
    text = re.sub(r"ETA: [\d:]+s?", "ETA: #", text)
    text = re.sub(r"(?<![\w.])\d+(us|ms|s)(/step)?\b", r"#\2", text)
    text = re.sub("\b+", "\b", text)
    return re.sub(" +(?=[\r\n\b]|$)", "", text)


@contextlib.contextmanager
def steady_clock():
    """Let each look at the clock be a tenth of a second after the last: no state is skipped."""
    real, now = time.time, [1e9]

    def ticking():
        now[0] += 0.1
        return now[0]

    time.time = ticking
    try:
        yield
    finally:
        time.time = real


@contextlib.contextmanager
def in_empty_folder():
    before = os.getcwd()  # noqa: PTH109 - for os.chdir
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


@contextlib.contextmanager
def to_file():
    """Catch what is written to stdout; the text is in the list that is given."""
    text, before = [], sys.stdout
    sys.stdout = io.StringIO()
    try:
        yield text
        text.append(sys.stdout.getvalue())
    finally:
        sys.stdout = before


@contextlib.contextmanager
def to_terminal():
    """Do the same with stdout on a pseudo-terminal."""
    master, slave = pty.openpty()
    modes = termios.tcgetattr(slave)
    modes[1] &= ~termios.OPOST  # line ends as they are written
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    chunks, text, before = [], [], sys.stdout
    reader = threading.Thread(target=_read, args=(master, chunks))
    reader.start()
    sys.stdout = os.fdopen(slave, "w", newline="")
    try:
        yield text
    finally:
        sys.stdout.close()
        sys.stdout = before
        reader.join()
        os.close(master)
    text.append(b"".join(chunks).decode("utf8"))


def _read(master, chunks):
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # nobody has the other end any more
            return
        if not chunk:
            return
        chunks.append(chunk)
