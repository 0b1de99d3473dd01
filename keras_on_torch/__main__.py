"""Run an old Keras program as it stands.

python -m keras_on_torch script.py [arguments]
python -m keras_on_torch -m module [arguments]
"""

import builtins
import importlib.util
import io
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any, NoReturn

from keras_on_torch._install import install

__all__ = ["main"]

_INTERRUPTED = 130  # What a shell reports of a program that Ctrl-C ended.


def main(arguments: list[str]) -> None:
    """Run the program that the arguments name, as if Python had been given it.

    Args:
        arguments: a script or "-m" and a module; then the program's own arguments.
    """
    if not arguments or arguments[0] in ("-h", "--help") or arguments == ["-m"]:
        sys.stdout.write(f"usage: {__doc__.split('.', 1)[1].strip()}\n" if __doc__ else "")
        sys.exit(0 if arguments[:1] in (["-h"], ["--help"]) else 2)
    install()
    if arguments[0] == "-m":
        _run_module(arguments[1], arguments[2:])
    else:
        _run_script(arguments[0], arguments[1:])


def _run_script(path: str, arguments: list[str]) -> None:
    sys.argv = [path, *arguments]
    given = Path(path)
    sys.path[0] = str(given.resolve() if given.is_dir() else given.resolve().parent)
    # As in Python: a folder stands for the file in it that is to be run.
    file = str((given / "__main__.py" if given.is_dir() else given).absolute())
    try:
        with io.open_code(file) as opened:
            source = opened.read()
    except OSError as error:
        _reject(2, f"can't open file {file!r}: {error}")
    try:
        code = compile(source, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        _report(error)
    loader = SourceFileLoader("__main__", file)
    _run(code, {"__file__": file, "__loader__": loader, "__package__": None, "__spec__": None})


def _run_module(name: str, arguments: list[str]) -> None:
    sys.argv = ["-m", *arguments]
    sys.path[0] = str(Path.cwd())
    try:
        spec = _spec_of(name)
        code = _code_of(spec)
    except ModuleNotFoundError as error:
        if error.name is None or not (name + ".").startswith(error.name + "."):
            _report(error)
        _reject(1, f"No module named {error.name}")
    except Exception as error:  # Its package may raise anything while it is imported.
        _report(error)
    sys.argv[0] = spec.origin or name
    known = {
        "__file__": spec.origin,
        "__cached__": spec.cached,
        "__loader__": spec.loader,
        "__package__": spec.parent,
        "__spec__": spec,
    }
    _run(code, known)


def _spec_of(name: str) -> ModuleSpec:
    """Find a module to run: of a package, the module in it that is named `__main__`."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name}", name=name)
    if spec.submodule_search_locations is None:
        return spec
    if name.rpartition(".")[2] == "__main__":
        raise ImportError(f"Cannot use package as __main__ module: {name}")
    return _spec_of(f"{name}.__main__")


def _code_of(spec: ModuleSpec) -> CodeType:
    loader: Any = spec.loader
    code = loader.get_code(spec.name) if hasattr(loader, "get_code") else None
    if not isinstance(code, CodeType):
        _reject(1, f"No code object available for {spec.name}")
    return code


def _run(code: CodeType, known: dict[str, Any]) -> None:
    """Run the program's code in a new module `__main__`, which stays for its threads."""
    module = ModuleType("__main__")
    vars(module).update(known, __builtins__=builtins)
    sys.modules["__main__"] = module
    try:
        exec(code, vars(module))
    except SystemExit:
        raise
    except BaseException as error:
        _report(error)


def _report(error: BaseException) -> NoReturn:
    """Show an error as Python would had it run the program itself, and exit."""
    error = error.with_traceback(_own_frames_cut(error.__traceback__))
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    sys.excepthook(type(error), error, error.__traceback__)
    sys.exit(_INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1)


def _own_frames_cut(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace


def _reject(code: int, message: str) -> NoReturn:
    sys.stderr.write(f"{sys.executable}: {message}\n")
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
