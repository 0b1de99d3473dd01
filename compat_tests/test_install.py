"""How old programs find the package: install(), python -m, IPython, pytest."""

import importlib
import importlib.util
import inspect
import os
import pickle
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

import keras_on_torch
from keras_on_torch import __main__ as program
from keras_on_torch import _legacy_paths
from keras_on_torch._install import _tensorflow_finder

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def found_by_other_processes(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)


@pytest.fixture
def installed():
    keras_on_torch.install()
    yield
    keras_on_torch.uninstall()


# ---- install()
@pytest.mark.usefixtures("installed")
def test_keras_is_this_package():
    assert importlib.import_module("keras") is keras_on_torch


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("path", [path for path in _legacy_paths.LEGACY_PATHS if path])
def test_a_path_gives_the_very_module(path):
    own = importlib.import_module(f"keras_on_torch.{path}")
    assert importlib.import_module(f"keras.{path}") is own
    assert own.__spec__.name == own.__name__ == f"keras_on_torch.{path}"


# As Keras 2.2.4 prints them.
PRINTED = {
    "layers.LSTM": "<class 'keras.layers.recurrent.LSTM'>",
    "layers.Conv2D": "<class 'keras.layers.convolutional.Conv2D'>",
    "models.Sequential": "<class 'keras.engine.sequential.Sequential'>",
    "models.Model": "<class 'keras.engine.training.Model'>",
    "callbacks.EarlyStopping": "<class 'keras.callbacks.EarlyStopping'>",
    "optimizers.Adam": "<class 'keras.optimizers.Adam'>",
    "initializers.Zeros": "<class 'keras.initializers.Zeros'>",
    "utils.Sequence": "<class 'keras.utils.data_utils.Sequence'>",
    "backend.Function": "<class 'keras.backend.tensorflow_backend.Function'>",
}


def at(path):
    module, _, name = path.partition(".")
    return getattr(importlib.import_module(f"keras_on_torch.{module}"), name)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("path", "printed"), PRINTED.items())
def test_classes_have_keras_paths(path, printed):
    assert str(at(path)) == printed
    assert pickle.loads(pickle.dumps(at(path))) is at(path)


@pytest.mark.parametrize("path", PRINTED)
def test_classes_have_their_own_paths_again(path):
    before = at(path).__module__
    keras_on_torch.install()
    keras_on_torch.uninstall()
    assert at(path).__module__ == before
    assert keras_on_torch.__name__ == "keras_on_torch"
    assert inspect.getsource(at(path)).startswith("class ")


@pytest.mark.usefixtures("installed")
def test_layers_and_the_package_have_keras_names():
    keras = importlib.import_module("keras")
    assert keras.__name__ == "keras"
    assert re.fullmatch(
        r"<keras\.layers\.core\.Dense object at 0x[0-9a-f]+>", repr(keras.layers.Dense(3))
    )
    assert keras.layers.Dense.__module__ == "keras.layers.core"


def test_a_pickled_model_needs_no_install(installed, tmp_path):
    model = keras_on_torch.Sequential([keras_on_torch.layers.Dense(2, input_shape=(3,))])
    (tmp_path / "model").write_bytes(pickle.dumps(model))
    program = f"import pickle; print(pickle.load(open({str(tmp_path / 'model')!r}, 'rb')).name)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == model.name, done.stderr


@pytest.mark.usefixtures("installed")
def test_old_import_lines_work():
    space = {}
    exec(
        """
import keras, keras.backend as K
from keras.engine.topology import Layer, InputSpec, Node
from keras.engine.training import Model
from keras.engine.saving import load_weights_from_hdf5_group
from keras.backend.tensorflow_backend import set_session
from keras.layers.convolutional import MaxPooling2D
from keras.utils.generic_utils import Progbar, get_custom_objects
from keras.utils.vis_utils import plot_model
from keras.objectives import mse
import keras.layers.recurrent as recurrent
""",
        space,
    )
    assert space["Layer"] is space["keras"].layers.Layer
    assert space["mse"] is space["keras"].losses.mean_squared_error
    assert space["keras"].__version__ == "2.2.4"


@pytest.mark.usefixtures("installed")
def test_what_is_not_there_is_missing_under_the_name_asked_for():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'keras\.nonsense'"):
        importlib.import_module("keras.nonsense")


def test_again_does_nothing_and_uninstall_takes_all_back():
    keras_on_torch.install()
    before = list(sys.meta_path)
    keras_on_torch.install()
    assert sys.meta_path == before
    importlib.import_module("keras.layers")
    keras_on_torch.uninstall()
    keras_on_torch.uninstall()
    assert [name for name in sys.modules if name.partition(".")[0] == "keras"] == []
    assert len(sys.meta_path) == len(before) - 2


def test_another_keras_in_use_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    with pytest.raises(ImportError, match="another keras is in use already"):
        keras_on_torch.install()


def test_the_notebook_extension_installs():
    keras_on_torch.load_ipython_extension(None)
    assert importlib.import_module("keras") is keras_on_torch
    keras_on_torch.unload_ipython_extension(None)
    assert "keras" not in sys.modules


# ---- faces
def test_a_face_overwrites_nothing():
    before = keras_on_torch.losses.get
    _legacy_paths.expose_legacy_paths({"losses": ["metrics", "utils.registry"]})
    assert keras_on_torch.losses.get is before


# ---- python -m keras_on_torch
def python(*arguments, cwd):
    command = [sys.executable, "-m", "keras_on_torch", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def main(monkeypatch, capsys):
    """Return the function that runs a program in this process; it gives code, output, errors."""

    def main(*arguments, cwd):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["keras_on_torch", *arguments])
        monkeypatch.setattr(sys, "path", [str(cwd), *sys.path])
        monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
        for name in ("last_type", "last_value", "last_traceback"):
            monkeypatch.setattr(sys, name, None, raising=False)
        before = set(sys.modules)
        code = 0
        try:
            program.main(list(arguments))
        except SystemExit as ended:
            code = ended.code
        finally:
            keras_on_torch.uninstall()
            for name in set(sys.modules) - before:
                del sys.modules[name]
        return (code, *capsys.readouterr())

    return main


def written(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(textwrap.dedent(text), "utf8")
    return path


def test_runs_a_script_as_python_would(tmp_path):
    written(tmp_path, "lib/helper.py", "from keras.layers import Dense\n")
    text = """
        import pickle, sys
        import keras
        from helper import Dense
        class Own: pass
        assert __name__ == "__main__" and sys.modules["__main__"].Own is Own
        assert type(pickle.loads(pickle.dumps(Own()))) is Own
        assert __spec__ is None and __package__ is None
        print(sys.argv, __file__, Dense.__name__, keras.__version__)
        sys.exit(5)
        """
    written(tmp_path, "lib/script.py", text)
    done = python("lib/script.py", "--epochs", "3", cwd=tmp_path)
    assert done.stderr == ""
    file = tmp_path / "lib/script.py"
    assert done.stdout == f"['lib/script.py', '--epochs', '3'] {file} Dense 2.2.4\n"
    assert done.returncode == 5


def test_a_traceback_is_the_one_python_shows(tmp_path):
    text = """
        def f():
            try:
                {}["here"]
            except KeyError as error:
                raise ValueError("there") from error
        f()
        """
    script = str(written(tmp_path, "fails.py", text))
    done = python("fails.py", cwd=tmp_path)
    own = subprocess.run(
        [sys.executable, "fails.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == own.stderr
    assert done.stderr.count(f'File "{script}", line ') == 3
    assert done.returncode == own.returncode == 1


def test_runs_a_folder_as_python_would(tmp_path, main):
    written(tmp_path, "tool/part.py", "from keras.layers import Dense\n")
    written(tmp_path, "tool/__main__.py", "from part import Dense; print(Dense.__name__)")
    assert main("tool", cwd=tmp_path) == (0, "Dense\n", "")


def test_runs_a_module_as_python_would(tmp_path, main):
    written(tmp_path, "tool/__init__.py", "")
    written(tmp_path, "tool/part.py", "from keras.models import Sequential\n")
    text = """
        import sys
        from .part import Sequential
        print(sys.argv[1:], __package__, Sequential.__name__)
        """
    written(tmp_path, "tool/__main__.py", text)
    assert main("-m", "tool", "a", cwd=tmp_path) == (0, "['a'] tool Sequential\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere.py"], 2, "can't open file"),
        (["-m", "nowhere"], 1, "No module named nowhere"),
        ([], 2, ""),
    ],
    ids=str,
)
def test_says_what_it_cannot_run(tmp_path, arguments, code, message, main):
    found, _, errors = main(*arguments, cwd=tmp_path)
    assert message in errors
    assert "Traceback" not in errors
    assert found == code


def test_a_mistake_in_the_syntax_is_shown_alone(tmp_path, main):
    written(tmp_path, "broken.py", "if\n")
    code, _, errors = main("broken.py", cwd=tmp_path)
    assert errors.startswith(f'  File "{tmp_path / "broken.py"}", line 1')
    assert code == 1


# ---- pytest
def test_the_plugin_serves_an_old_test_suite(pytester):
    pytester.makeconftest("import keras\nfrom keras import backend as K")
    pytester.makepyfile("def test_it():\n    from keras.layers import Dense\n    assert Dense(3)")
    result = pytester.runpytest_inprocess("-p", "keras_on_torch.pytest_plugin")
    result.assert_outcomes(passed=1)


# ---- import tensorflow, where there is none
SET_UP = """
import warnings
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    import tensorflow as tf
    from tensorflow import set_random_seed
    import keras.backend as K
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    K.set_session(tf.Session(config=config))
set_random_seed(1)
tf.logging.set_verbosity(tf.logging.ERROR)
assert tf is K.tf and tf.__name__ == "tensorflow"
assert any("import tensorflow" in str(one.message) for one in told)
"""
NO_TENSORFLOW = "there is no TensorFlow here"


@pytest.fixture
def without_tensorflow(installed):
    if importlib.util.find_spec("tensorflow").loader is not _tensorflow_finder:
        pytest.skip("TensorFlow is installed")


@pytest.mark.usefixtures("without_tensorflow")
def test_programs_that_import_tensorflow_can_set_it_up():
    exec(SET_UP, {})


@pytest.mark.usefixtures("without_tensorflow")
@pytest.mark.filterwarnings("ignore:import tensorflow")
@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("import tensorflow as tf; tf.FIFOQueue", AttributeError),
        ("import tensorflow.gibberish", ImportError),
        ("from tensorflow.nn import gibberish", ImportError),
    ],
)
def test_what_needs_tensorflow_says_so(line, error):
    with pytest.raises(error, match=NO_TENSORFLOW):
        exec(line, {})


@pytest.mark.usefixtures("without_tensorflow")
@pytest.mark.filterwarnings("ignore:import tensorflow")
def test_uninstall_forgets_tensorflow():
    importlib.import_module("tensorflow")
    keras_on_torch.uninstall()
    assert "tensorflow" not in sys.modules
    with pytest.raises(ModuleNotFoundError, match="No module named 'tensorflow'"):
        importlib.import_module("tensorflow")


@pytest.mark.usefixtures("without_tensorflow")
def test_tensorboard_does_not_take_it_for_tensorflow():
    compat = pytest.importorskip("tensorboard.compat")
    switch = importlib.import_module(f"{compat.__name__}.notf").__name__
    keras_on_torch.uninstall()
    assert switch not in sys.modules


@pytest.mark.usefixtures("installed")
def test_an_installed_tensorflow_is_the_one_imported(tmp_path, monkeypatch):
    (tmp_path / "tensorflow.py").write_text("real = True")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    assert importlib.import_module("tensorflow").real
    with pytest.raises(ModuleNotFoundError, match="not a package"):
        importlib.import_module("tensorflow.keras")
    del sys.modules["tensorflow"]  # monkeypatch would bring it back.


@pytest.mark.usefixtures("without_tensorflow")
@pytest.mark.filterwarnings("ignore:import tensorflow")
def test_modules_of_tensorflow_can_be_imported():
    space = {}
    lines = """
import tensorflow as tf
import tensorflow.nn
import tensorflow.compat.v1 as tf1
import tensorflow.compat.v1.math as math
from tensorflow.math import reduce_sum
from tensorflow.errors import InvalidArgumentError
"""
    exec(lines, space)
    tf = space["tf"]
    assert space["tf1"] is tf
    assert space["math"] is tf.math
    assert space["reduce_sum"] is tf.reduce_sum
    assert issubclass(space["InvalidArgumentError"], tf.OpError)


def test_the_room_is_loaded_when_it_is_asked_for():
    lines = (
        "import sys, keras_on_torch; room = 'keras_on_torch.tensorflow';"
        " assert room not in sys.modules; keras_on_torch.backend.tf; assert room in sys.modules"
    )
    subprocess.run([sys.executable, "-c", lines], check=True)


# ---- an installed TensorFlow
REAL = """
real = True
functions = {}
def register_tensor_conversion_function(base_type, function, priority=100):
    functions[base_type] = function
def reduce_sum(x):
    for base_type, function in functions.items():
        if isinstance(x, base_type):
            function(x, dtype=None, name=None, as_ref=False)
"""


@pytest.fixture
def installed_tensorflow(tmp_path, monkeypatch):
    (tmp_path / "tensorflow.py").write_text(REAL)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    yield
    keras_on_torch.uninstall()
    sys.modules.pop("tensorflow", None)


@pytest.mark.usefixtures("installed_tensorflow")
@pytest.mark.parametrize("order", ["install, import", "import, install"])
def test_an_installed_tensorflow_refuses_our_tensors(order):
    for step in order.split(", "):
        keras_on_torch.install() if step == "install" else importlib.import_module("tensorflow")
    x = keras_on_torch.Input((2,))
    with pytest.raises(TypeError, match=r'install\(also=\["tensorflow"\]\)'):
        sys.modules["tensorflow"].reduce_sum(x)


@pytest.mark.usefixtures("installed_tensorflow")
@pytest.mark.filterwarnings("ignore:import tensorflow")
def test_ours_comes_before_an_installed_tensorflow_where_it_is_asked_for():
    keras_on_torch.install()
    keras_on_torch.install(also=["tensorflow"])
    assert importlib.import_module("tensorflow") is keras_on_torch.backend.tf
    assert importlib.import_module("tensorflow.keras.layers").Dense is keras_on_torch.layers.Dense
    keras_on_torch.uninstall()
    keras_on_torch.install()
    assert importlib.import_module("tensorflow").real


@pytest.mark.usefixtures("installed_tensorflow")
def test_ours_is_refused_where_another_is_in_use():
    importlib.import_module("tensorflow")
    with pytest.raises(ImportError, match="another tensorflow is in use already"):
        keras_on_torch.install(also=["tensorflow"])


@pytest.mark.parametrize("also", ["tensorflow", ["theano"]])
def test_what_else_could_be_installed_is_nothing(also):
    with pytest.raises(ValueError, match=r"install\(also="):
        keras_on_torch.install(also=also)
