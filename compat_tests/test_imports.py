"""Files import each other in one direction: no circle, also among imports for the type checker."""

import ast
import graphlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "keras_on_torch"


def modules_of(package):
    """Return the files of a package by their modules' names."""
    names = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imports_of(package):
    """Return for each module of a package those that its file imports, wherever in the file."""
    modules = modules_of(package)
    found = {}
    for name, path in modules.items():
        here = name if path.name == "__init__.py" else name.rpartition(".")[0]
        imported = set()
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                source = _source(node, here)
                for alias in node.names:
                    submodule = f"{source}.{alias.name}"
                    imported.add(submodule if submodule in modules else source)
        found[name] = imported & set(modules)
    return found


def _source(node, here):
    """Return the module that `from ... import` names."""
    if not node.level:
        return node.module
    parts = here.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def circle_in(imports):
    """Return the modules of a circle, the first one again at its end; [] where there is none."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def test_no_files_import_each_other_in_a_circle():
    assert circle_in(imports_of(PACKAGE)) == []


CIRCLES = {
    "two files": {"one": "from house import other", "other": "from house.one import x"},
    "for the type checker": {
        "one": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import house.other",
        "other": "from house.one import x",
    },
    "in a function": {
        "one": "def f():\n    from house.other import x",
        "other": "import house.one",
    },
    "relative": {"one": "from . import other", "other": "from .one import x"},
    "by the folder": {"__init__": "from house.one import *", "one": "from house import x"},
    "of three": {
        "one": "import house.other",
        "other": "import house.third",
        "third": "import house.one",
    },
}


@pytest.mark.parametrize("files", CIRCLES.values(), ids=CIRCLES)
def test_a_circle_is_found(files, tmp_path):
    package = tmp_path / "house"
    package.mkdir()
    for name, text in {"__init__": "", **files}.items():
        (package / f"{name}.py").write_text(text, "utf8")
    assert len(circle_in(imports_of(package))) == len(files) + 1


def test_files_that_import_in_one_direction_are_no_circle(tmp_path):
    package = tmp_path / "house"
    package.mkdir()
    (package / "__init__.py").write_text("from house.one import *\nfrom house.other import *")
    (package / "one.py").write_text("import house.other\nimport os")
    (package / "other.py").write_text("from os import path")
    assert circle_in(imports_of(package)) == []
