"""Data sets of small files, fetched from this machine, are what real Keras 2.2.4 makes of them."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.datasets.record_loaders import RECORDED, loaded, requests
from compat_tests.datasets.small_files import CALLS, FILES, batch, described, things_of_10
from keras_on_torch.datasets import (
    boston_housing,
    cifar,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    reuters,
)

FILE_OF = {  # Where a module says what it fetches: file, name of the address, name of the sum.
    boston_housing: [("boston_housing.npz", "ORIGIN", "FILE_HASH")],
    cifar10: [("cifar-10-batches-py.tar.gz", "ORIGIN", None)],
    cifar100: [("cifar-100-python.tar.gz", "ORIGIN", None)],
    imdb: [
        ("imdb.npz", "ORIGIN", "FILE_HASH"),
        ("imdb_word_index.json", "WORDS_ORIGIN", "WORDS_HASH"),
    ],
    mnist: [("mnist.npz", "ORIGIN", "FILE_HASH")],
    reuters: [
        ("reuters.npz", "ORIGIN", "FILE_HASH"),
        ("reuters_word_index.json", "WORDS_ORIGIN", "WORDS_HASH"),
    ],
}


@pytest.fixture
def served(web, home, monkeypatch):
    """Serve the small files in place of the real ones; return the folder that they lie in."""
    for name, content in FILES.items():
        (web.folder / Path(name).name).write_bytes(content())
    monkeypatch.setattr(fashion_mnist, "ORIGIN", web.address)
    for module, files in FILE_OF.items():
        for name, origin, file_hash in files:
            monkeypatch.setattr(module, origin, web.address + name)
            if file_hash:
                content = (web.folder / name).read_bytes()
                monkeypatch.setattr(module, file_hash, hashlib.sha256(content).hexdigest())
    return web.folder


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("call", CALLS)
def test_gives_what_keras_gives(call):
    assert loaded(keras, call) == json.loads(RECORDED.read_text("utf8"))["loaded"][call]


def test_asks_for_the_files_that_keras_asks_for():
    assert requests(keras) == json.loads(RECORDED.read_text("utf8"))["requests"]


@pytest.mark.usefixtures("served")
def test_files_lie_where_keras_puts_them(home, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_BATCH", 2)
    for module in (*FILE_OF, fashion_mnist):
        module.load_data()
    folder = home / "datasets"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {name for name in FILES if "word_index" not in name} <= there
    assert {"cifar-10-batches-py/test_batch", "cifar-100-python/train"} <= there
    assert not [name for name in there if name.endswith(".part")]


def test_files_are_fetched_once(served):
    first = described(mnist.load_data())
    (served / "mnist.npz").unlink()
    assert described(mnist.load_data()) == first
    assert described(mnist.load_data(path=str(served.parent / "home/.keras/datasets/mnist.npz")))


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("order", ["channels_last", "channels_first"])
def test_cifar10_is_its_batches_one_after_the_other(order, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_BATCH", 2)
    keras.backend.set_image_data_format(order)
    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    assert (y_train.dtype, y_train.shape, y_test.shape) == ("uint8", (10, 1), (2, 1))
    channels = -1 if order == "channels_last" else 1
    assert (x_train.shape[0], x_train.shape[channels], x_train.dtype) == (10, 3, "uint8")
    fourth = x_train[6:8]
    fourth = fourth if order == "channels_first" else np.moveaxis(fourth, -1, 1)
    data = batch("data_batch_4", 2, b"labels")
    for image in fourth:
        assert image.tobytes() in data
    np.testing.assert_array_equal(
        x_test if order == "channels_first" else np.moveaxis(x_test, -1, 1),
        cifar.load_batch(Path("~/.keras/datasets/cifar-10-batches-py/test_batch").expanduser())[0],
    )


@pytest.mark.usefixtures("served")
def test_the_keras_1_name_of_num_words_is_taken_with_a_warning():
    for module in (imdb, reuters):
        with pytest.warns(UserWarning, match="renamed `num_words`") as warned:
            found = module.load_data(nb_words=30)
        assert warned[0].filename == __file__
        assert described(found) == described(module.load_data(num_words=30))
        with pytest.raises(TypeError, match="Unrecognized keyword arguments"):
            module.load_data(words=30)


@pytest.mark.usefixtures("served")
def test_arrays_may_be_written_to():
    for module in (mnist, fashion_mnist, cifar100):
        (x_train, _), _ = module.load_data()
        x_train[0] = 0


# ---- arguments that do not fit
@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: cifar100.load_data("middle"), ValueError, "got 'middle'"),
        (lambda: boston_housing.load_data(test_split=1), AssertionError, "got 1"),
        (lambda: boston_housing.load_data(test_split=-0.1), AssertionError, "got -0.1"),
        (lambda: imdb.load_data(maxlen=1), ValueError, "no sequence was kept"),
        (lambda: reuters.load_data(maxlen=1), ValueError, "Increase maxlen"),
        (lambda: imdb.load_data(path="/nowhere/x.npz"), OSError, "nowhere"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(call, error, said):
    with pytest.raises(error, match=said):
        call()


# ---- files that are damaged
def test_a_file_with_another_sum_is_not_kept(served, home):
    (served / "mnist.npz").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"mnist\.npz was fetched, but its sha256 sum is not"):
        mnist.load_data()
    assert list((home / "datasets").iterdir()) == []


def test_an_outdated_file_is_fetched_again(served, home, capsys):
    (home / "datasets").mkdir(parents=True)
    (home / "datasets" / "mnist.npz").write_bytes(b"something else")
    mnist.load_data()
    assert "A local file was found" in capsys.readouterr().out
    assert (home / "datasets" / "mnist.npz").read_bytes() == (served / "mnist.npz").read_bytes()


def test_a_truncated_archive_is_not_kept(served, home):
    whole = things_of_10(20)
    (served / "cifar-10-batches-py.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EOFError, match=r"cifar-10-batches-py\.tar\.gz is no whole archive"):
        cifar10.load_data()
    assert list((home / "datasets").iterdir()) == []


def test_a_batch_of_another_size_is_named(served, home):
    with pytest.raises(ValueError, match=r"data_batch_1 must hold 10000 images and labels, got 2"):
        cifar10.load_data()


def test_a_batch_that_is_not_there_is_named(served, home):
    (home / "datasets" / "cifar-100-python").mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match=r"there is no file .*cifar-100-python.train"):
        cifar100.load_data()


def test_a_word_index_that_is_truncated_is_named(served, home, monkeypatch):
    (served / "imdb_word_index.json").write_bytes(b'{"the": 1')
    monkeypatch.setattr(imdb, "WORDS_HASH", hashlib.md5(b'{"the": 1').hexdigest())
    with pytest.raises(ValueError, match=r"imdb_word_index\.json is no whole JSON file"):
        imdb.get_word_index()
