"""Files of real Keras, damaged in every way, are loaded or refused: nothing else happens.

    python -m compat_tests.saving.fuzz --files 2000 --seed 0

A child process with a memory limit loads one mutated file after another. Allowed are a model, a
ValueError, a TypeError and an OSError; a hang only where libhdf5 itself hangs.
"""

import argparse
import faulthandler
import json
import resource
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from pathlib import Path

import h5py
import numpy as np

import keras_on_torch as keras

FILES = Path(__file__).parents[1] / "golden" / "hdf5"
CASES = json.loads((FILES / "index.json").read_text())
ALLOWED = ("loaded", "ValueError", "TypeError", "OSError")
MEMORY = 4 * 2**30
PATIENCE = 30
COMMAND = (sys.executable, "-m", "compat_tests.saving.fuzz")

# ---- what takes the place of what was there
ODD_VALUES = (
    None,
    True,
    -1,
    0,
    4.5,
    2**40,
    10**400,
    float("nan"),
    "",
    "Dense",
    "x" * 100_000,
    [],
    {},
    [[]],
    [None, 2**40],
    {"class_name": "Dense"},
    {"class_name": "Sequential", "config": {}},
    {"class_name": "Model", "config": {"layers": []}},
)


def odd_attributes():
    """Return values of attributes that no writer of Keras gives."""
    return [
        1.5,
        np.arange(3),
        b"\xff\xfe",
        "text",
        b"",
        np.zeros((0,), "S1"),
        np.array([b"dense_1", b"\xff"]),
        np.zeros(2, "f4,i4"),
        h5py.Empty("f4"),
        np.array([b"../../x", b"/", b"."]),
        "[" * 20_000,
    ]


# ---- ways to damage a file
def damage_bytes(path, rng):
    """Change, cut or repeat bytes."""
    content = bytearray(path.read_bytes())
    how = rng.integers(4)
    if how == 0:
        del content[rng.integers(len(content)) :]
    elif how == 1:
        start = rng.integers(len(content))
        content[start : start + 64] = rng.bytes(64)
    else:
        for place in rng.integers(len(content), size=rng.integers(1, 20)):
            content[place] = rng.integers(256)
    path.write_bytes(content)


def objects_of(file):
    """Return the groups and datasets of a file."""
    found = [file]
    file.visititems(lambda name, each: found.append(each))
    return found


def damage_attributes(path, rng):
    """Take an attribute away, or give it another value."""
    with h5py.File(path, "r+") as file:
        places = [(each, name) for each in objects_of(file) for name in each.attrs]
        owner, name = places[rng.integers(len(places))]
        del owner.attrs[name]
        values = odd_attributes()
        choice = rng.integers(len(values) + 2)
        if choice < len(values):
            owner.attrs[name] = values[choice]
        elif choice == len(values):
            owner.attrs[name] = file.ref


def damage_datasets(path, rng):
    """Let an array have another shape or kind, or lie elsewhere."""
    with h5py.File(path, "r+") as file:
        arrays = [each for each in objects_of(file) if isinstance(each, h5py.Dataset)]
        old = arrays[rng.integers(len(arrays))]
        group, name, shape = old.parent, old.name.rpartition("/")[2], old.shape
        whole = np.asarray(old)
        del group[name]
        how = rng.integers(12)
        if how == 0:
            group[name] = h5py.SoftLink("/model_weights")
        elif how == 1:
            group[name] = h5py.ExternalLink(str(path.parent / "other.h5"), "/x")
        elif how == 2:
            group.create_dataset(name, shape, "f4", external=[("/etc/passwd", 0, 2**20)])
        elif how == 3:
            layout = h5py.VirtualLayout(shape or (1,), "f4")
            layout[:] = h5py.VirtualSource(str(path.parent / "other.h5"), "x", shape or (1,))
            group.create_virtual_dataset(name, layout)
        elif how == 4:
            group.create_dataset(name, (2**20, 2**20), "f4", chunks=(1024, 1024))
        elif how == 5:
            group.create_dataset(name, (2, 2), "f4", maxshape=(None, None), chunks=(16384, 16384))
        elif how == 6:
            group.create_group(name)
        elif how == 7:
            group[name] = whole.astype(complex)
        elif how == 8:
            group[name] = np.zeros(shape, "S3")
        elif how == 9:
            group[name] = np.zeros(shape, "f4,i4")
        elif how == 10:
            group.create_dataset(name, shape, h5py.ref_dtype)
        else:
            group[name] = whole.reshape(-1)[: max(whole.size - 1, 0)]


def places_in(value, found=None):
    """Return all (container, key) of nested dicts and lists."""
    found = [] if found is None else found
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in pairs:
        found.append((value, key))
        if isinstance(each, (dict, list)):
            places_in(each, found)
    return found


def damage_config(path, rng):
    """Take an entry out of a configuration, or put another value there."""
    with h5py.File(path, "r+") as file:
        kinds = [name for name in ("model_config", "training_config") if name in file.attrs]
        if not kinds:
            return
        name = kinds[rng.integers(len(kinds))]
        config = json.loads(file.attrs[name])
        for _ in range(rng.integers(1, 3)):
            places = places_in(config)
            if not places:
                break
            container, key = places[rng.integers(len(places))]
            if rng.integers(4) == 0:
                del container[key]
            else:
                container[key] = ODD_VALUES[rng.integers(len(ODD_VALUES))]
        text = json.dumps(config)
        file.attrs[name] = text if len(text) < 60_000 else text[:60_000]


DAMAGES = (damage_bytes, damage_attributes, damage_datasets, damage_config)


# ---- one file
def mutated(folder, seed, number):
    """Write the file of this number; return its case, how it was damaged, and its path."""
    rng = np.random.default_rng([seed, number])
    case = CASES[number % len(CASES)]
    damage = DAMAGES[rng.integers(len(DAMAGES))]
    path = Path(folder) / "mutated.h5"
    path.write_bytes((FILES / f"{case['name']}.h5").read_bytes())
    damage(path, rng)
    return case, damage.__name__, path


def load(case, path):
    """Load a file as its case says."""
    if case["kind"] == "model":
        return keras.models.load_model(str(path))
    if case["kind"] in ("json", "yaml"):
        text = (FILES / f"{case['name']}.{case['kind']}").read_text()
        model = getattr(keras.models, f"model_from_{case['kind']}")(text)
        return model.load_weights(str(path))
    names = {"K": keras.backend, "np": np}
    for part in (keras.layers, keras.models, keras.optimizers):
        names.update(vars(part))
    for name in ("regularizers", "constraints", "initializers"):
        names[name] = getattr(keras, name)
    exec(case.get("target") or case["build"], names)
    return eval(f"model.load_weights(path, {case.get('how', '')})", {**names, "path": str(path)})


def outcome(case, path):
    """Return what came of loading: "loaded" or the exception's type, and its text."""
    keras.backend.clear_session()
    try:
        load(case, path)
    except Exception as error:
        allowed = [kind for kind in (ValueError, TypeError, OSError) if isinstance(error, kind)]
        if allowed and len(str(error)) < 10_000:
            return allowed[0].__name__, str(error)[:200]
        return type(error).__name__, traceback.format_exc(limit=-4)[-1500:]
    return "loaded", ""


# ---- many files
def run_child(seed, start, stop):
    """Load the files of these numbers; print a line for each."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, stop):
            case, damage, path = mutated(folder, seed, number)
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            kind, text = outcome(case, path)
            faulthandler.cancel_dump_traceback_later()
            line = json.dumps([number, case["name"], damage, kind, text])
            print(line, flush=True)  # noqa: T201


def fuzz(seed, files):
    """Return a list of (number, file, damage, outcome, text); what ended the child counts, too."""
    results = []
    while len(results) < files:
        start = len(results)
        child = subprocess.run(
            [*COMMAND, "--seed", str(seed), "--start", str(start), "--files", str(files)],
            capture_output=True,
            text=True,
            check=False,
        )
        results += [json.loads(line) for line in child.stdout.splitlines()]
        if len(results) < files:
            number = len(results)
            case = CASES[number % len(CASES)]["name"]
            kind = ended(child.stderr)
            results.append([number, case, "?", kind, f"{child.returncode} {child.stderr[-2000:]}"])
    return results


def ended(stderr):
    """Return how a child ended: whether a hang was in libhdf5, which h5py's functions call."""
    if "Timeout" not in stderr:
        return "died"
    frames = [line for line in stderr.splitlines() if line.strip().startswith("File ")]
    here = frames[0] if frames else ""
    return "hang in libhdf5" if "h5py" in here or "hdf5_guard" in here else "hang"


def main():
    """Run a child, or all children and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=int)
    given = parser.parse_args()
    if given.start is not None:
        run_child(given.seed, given.start, given.files)
        return
    results = fuzz(given.seed, given.files)
    wrong = [each for each in results if each[3] not in (*ALLOWED, "hang in libhdf5")]
    for each in wrong:
        print(*each[:4], each[4], sep="\n  ")  # noqa: T201
    print(dict(Counter(each[3] for each in results)))  # noqa: T201
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
