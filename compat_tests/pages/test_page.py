"""The page that the project was made from, typed in block by block, and what it prints compared."""

import contextlib
import io
import re
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

import keras_on_torch as keras

BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
PAGE = BLOCK.findall(Path(__file__).with_name("using-keras.md").read_text("utf8"))
LISTINGS = [number for number, (language, _) in enumerate(PAGE) if language == "python"]
PRINTED = [number for number, (language, _) in enumerate(PAGE) if not language]

# This one computes for half a minute. It is an example to the letter, and runs as that.
CONVNET = next(number for number in LISTINGS if "VGG-like" in PAGE[number][1])
EXAMPLE = Path(__file__).parents[2] / "examples" / "page" / "convnet.py"
QUICK = [number for number in LISTINGS if number != CONVNET]

# Where a listing is a program of its own, it counts its layers anew.
STARTS_ANEW = re.compile(r"#+ ?(Multilayer|Convolutional|Recurrent|Shared|Multiple)")


def one_hot(rows, classes):
    return np.eye(classes)[np.random.randint(classes, size=rows)]


def numbers():
    """Give the arrays that the first listings take as given."""
    return {
        f"{name}_{part}": np.random.random((rows, 100)) if name == "x" else one_hot(rows, 10)
        for part, rows in (("train", 100), ("batch", 32), ("test", 50))
        for name in "xy"
    }


def sentences():
    """Give the arrays that the listing of the LSTM takes as given."""
    return {
        f"{name}_{part}": np.random.randint(high, size=(rows, columns))
        for part, rows in (("train", 64), ("test", 32))
        for name, high, columns in (("x", 1024, 20), ("y", 2, 1))
    }


def ends_of_a_model():
    """Give the tensors of the fragment on several inputs, which the listing after it makes."""
    inputs = [keras.layers.Input(shape=(4,)), keras.layers.Input(shape=(3,))]
    output = keras.layers.Dense(1)(keras.layers.concatenate(inputs))
    return {"visible1": inputs[0], "visible2": inputs[1], "output": output, "Model": keras.Model}


def given_to(listing):
    """Give what the page leaves to its reader, before a listing that needs it."""
    if "Sequence classification" in listing:
        return sentences()
    if listing.startswith("model = Model(inputs=[visible1"):
        return ends_of_a_model()
    if "ModelCheckpoint(filepath" in listing:
        return {"filepath": "weights.{epoch:02d}.h5"}
    return {}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run the whole page in one namespace; give the error and the printed text of each listing."""
    folder = tmp_path_factory.mktemp("page")
    keras.backend.clear_session()
    keras.install()
    told = {}
    space = {"keras": keras, "__name__": "__page__", **numbers()}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number in QUICK:
            told[number] = typed(PAGE[number][1], space)
    keras.uninstall()
    return told, folder


def typed(listing, space):
    """Run a listing; give its error and what it printed."""
    printed = io.StringIO()
    if STARTS_ANEW.match(listing):
        keras.backend.clear_session()
    space.update(given_to(listing))
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plot_model's, where there is no `dot`.
        try:
            exec(compile(listing, "<page>", "exec"), space)
        except Exception as error:
            return error, printed.getvalue()
    return None, printed.getvalue()


@pytest.mark.parametrize("number", QUICK)
def test_the_listing_runs(told, number):
    error, _ = told[0][number]
    if error is not None:
        raise error


def test_the_convnet_is_the_example():
    assert EXAMPLE.read_text("utf8").split("\n", 1)[1] == PAGE[CONVNET][1]


@pytest.mark.parametrize("number", PRINTED)
def test_prints_what_the_page_shows(told, number):
    _, text = told[0][number - 1]
    assert text_of(text).removesuffix("\nNone") == text_of(PAGE[number][1])


def text_of(text):
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_draws_the_models_that_the_page_draws(told):
    names = re.findall(r"to_file='(\w+)\.png'", "".join(text for _, text in PAGE))
    ending = "png" if shutil.which("dot") else "dot"
    assert len(names) == 4
    assert [name for name in names if not (told[1] / f"{name}.{ending}").exists()] == []


def test_the_page_is_whole():
    assert (len(LISTINGS), len(PRINTED)) == (31, 7)
