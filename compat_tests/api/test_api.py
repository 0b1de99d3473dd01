"""Every public name of Keras 2.2.4 is there with its signature, but for those in missing.txt."""

import ast
import importlib
import inspect
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent
MANIFEST = json.loads((FOLDER / "manifest.json").read_text("utf8"))
LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (FOLDER / "missing.txt").read_text("utf8").splitlines()
    if line.strip() and not line.startswith("#")
]
ABSENT = object()
# Where an object can be had: the first path in the manifest that shows it.
SHOWN_AT = {
    target: (path, name)
    for path, names in reversed(MANIFEST["modules"].items())
    for name, target in names.items()
}


@cache
def module_at(path):
    """Return the module of a path of Keras, None where there is none."""
    try:
        return importlib.import_module(f"keras_on_torch.{path}" if path else "keras_on_torch")
    except ModuleNotFoundError:
        return None


def listed(what):
    return any(what == line[0] or what.startswith(line[0] + ".") for line in LINES)


# ---- signatures
def parameters(function, method):
    found = list(inspect.signature(inspect.unwrap(function)).parameters.values())
    named = inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD
    if method and found and found[0].kind in named:
        found = found[1:]
    kinds = {parameter.kind for parameter in found}
    return [p for p in found if p.kind in named], kinds


def value_of(text):
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return tuple(value) if isinstance(value, list) else value


def text_of(default):
    if inspect.isfunction(default) or inspect.isclass(default):
        kind = "class" if inspect.isclass(default) else "function"
        return f"<{kind} {default.__name__}>"
    return value_of(repr(default))


def difference(wanted, function, method=False):
    """Say where a signature is not the wanted one; None where it is. Ours may take more."""
    own, kinds = parameters(function, method)
    words = [word for word in wanted.split(", ") if not word.startswith("*")] if wanted else []
    words = joined(words)
    for index, word in enumerate(words):
        name, has_default, default = word.partition("=")
        if index >= len(own) or own[index].name != name:
            return f"argument {index + 1} must be {word}"
        given = own[index].default
        if bool(has_default) != (given is not inspect.Parameter.empty):
            return f"{name} must {'have a' if has_default else 'have no'} default"
        if has_default and not same(value_of(default), text_of(given)):
            return f"{word}, not {given!r}"
    if any(more.default is inspect.Parameter.empty for more in own[len(words) :]):
        return "takes more arguments without a default"
    if "**" in wanted and inspect.Parameter.VAR_KEYWORD not in kinds and len(own) == len(words):
        return "takes no further keywords"
    return None


def joined(words):
    """Put together again the defaults that hold commas."""
    whole = []
    for word in words:
        if whole and any(whole[-1].count(a) > whole[-1].count(b) for a, b in ("()", "[]", "{}")):
            whole[-1] += f", {word}"
        else:
            whole.append(word)
    return whole


def same(wanted, given):
    return wanted == given and isinstance(wanted, bool) == isinstance(given, bool)


# ---- what is not as in Keras
def faults_of_module(path):
    """Return the names that a module lacks, and those that are not the object they should be."""
    module = module_at(path)
    for name, target in MANIFEST["modules"][path].items():
        what = f"{path}.{name}".lstrip(".")
        value = getattr(module, name, ABSENT)  # Keras: an optional package may be None.
        if value is ABSENT and not isinstance(module_at(what), ModuleType):
            yield what, "is not there"
        elif (path, name) != SHOWN_AT[target] and target in MANIFEST["objects"]:
            home, own_name = SHOWN_AT[target]
            if getattr(module_at(home), own_name, value) is not value:
                yield what, f"is not {home}.{own_name}"


def faults_of_object(target):
    """Return what a function or class takes otherwise than Keras, and the members it lacks."""
    path, name = SHOWN_AT[target]
    value = getattr(module_at(path), name, None)
    if value is None:
        return  # That is a fault of its module.
    entry = MANIFEST["objects"][target]
    if entry["signature"] is not None and not entry["signature"].startswith("*args"):  # Open.
        is_class = inspect.isclass(value)
        why = difference(entry["signature"], value.__init__ if is_class else value, is_class)
        if why:
            yield target, why
    for method, wanted in entry.get("methods", {}).items():
        own = inspect.getattr_static(value, method, None)
        if own is None:
            yield f"{target}.{method}", "is not there"
            continue
        is_static = isinstance(own, staticmethod)
        own = own.__func__ if isinstance(own, (staticmethod, classmethod)) else own
        why = callable(own) and wanted is not None and difference(wanted, own, not is_static)
        if why:
            yield f"{target}.{method}", why
    for attribute in entry.get("properties", []):
        if not hasattr(value, attribute) and attribute not in names_in_constructors(value):
            yield f"{target}.{attribute}", "is not there"


def names_in_constructors(cls):
    """Return the attributes that a class and its bases set when an object is made."""
    makers = [vars(base).get("__init__") for base in cls.__mro__]
    codes = [getattr(inspect.unwrap(maker), "__code__", None) for maker in makers if maker]
    return {name for code in codes if code for name in code.co_names}


@pytest.mark.parametrize("path", MANIFEST["modules"])
def test_a_module_shows_its_names(path):
    faults = dict(faults_of_module(path))
    assert {what: why for what, why in faults.items() if not listed(what)} == {}


@pytest.mark.parametrize("target", MANIFEST["objects"])
def test_an_object_takes_and_has_what_it_should(target):
    faults = dict(faults_of_object(target)) if target in SHOWN_AT else {}
    assert {what: why for what, why in faults.items() if not listed(what)} == {}


def test_no_line_of_missing_is_stale():
    modules = (faults_of_module(path) for path in MANIFEST["modules"])
    objects = (faults_of_object(target) for target in MANIFEST["objects"] if target in SHOWN_AT)
    faults = [what for group in (*modules, *objects) for what, _ in group]
    lines = [line[0] for line in LINES]
    stale = [
        line for line in lines if not any(f == line or f.startswith(line + ".") for f in faults)
    ]
    assert stale == []


def test_each_line_of_missing_gives_a_reason():
    assert [line for line in LINES if len(line) != 2 or not line[1]] == []
