"""What is written takes its place as a whole; what the killed have left is cleared."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from keras_on_torch.utils import atomic
from keras_on_torch.utils.atomic import replaced_path, temporary_beside


@pytest.fixture
def target(tmp_path):
    return tmp_path / "file.txt"


def write(target, text):
    with replaced_path(target) as path:
        path.write_text(text)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_killed_write_leaves_one_file_which_the_next_one_clears(target):
    source = Path(atomic.__file__)
    program = f"""
        import importlib.util, os, signal
        spec = importlib.util.spec_from_file_location("atomic", {str(source)!r})
        atomic = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(atomic)
        with atomic.replaced_path({str(target)!r}) as path:
            path.write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    target.write_text("old")
    for _ in range(2):
        killed = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
        assert killed.returncode == -signal.SIGKILL
        assert len(names_in(target.parent)) == 2
    assert target.read_text() == "old"
    write(target, "new")
    assert target.read_text() == "new"
    assert names_in(target.parent) == ["file.txt"]


def test_what_others_are_writing_is_left_alone(target):
    with temporary_beside(target) as own:
        own.write_text("in another thread")
        parents = own.with_name(own.name.replace(f"-{os.getpid()}-", f"-{os.getppid()}-"))
        parents.write_text("in another process")
        elsewhere = own.with_name(own.name.replace(atomic._place(), "another_"))
        elsewhere.write_text("on another machine")
        write(target, "new")
        assert own.exists()
        assert parents.exists()
        assert elsewhere.exists()
        os.utime(elsewhere, (0, 0))
        write(target, "newer")
        assert not elsewhere.exists()
    assert not own.exists()


def test_a_file_in_a_folder_that_is_not_writable_is_filled_anew(target, monkeypatch):
    target.write_text("old")
    inode = target.stat().st_ino
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != target.parent and access(path, mode)
    )
    with pytest.raises(TypeError):
        write(target, 3)
    assert target.read_text() == "old"
    write(target, "new")
    assert target.read_text() == "new"
    assert target.stat().st_ino == inode
    assert names_in(target.parent) == ["file.txt"]
