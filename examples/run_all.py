"""Run the examples, each as a program of its own, and say what ran.

python examples/run_all.py [words]: those whose path contains one of the words; none runs all.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The package beside the examples is used, whether it is installed or not.
SEARCHED = {
    "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH")]))
}


def scripts(words=()):
    """Give the examples' paths by name, the page's listings first."""
    every = [*sorted(HERE.glob("page/*.py")), *sorted(HERE.glob("*.py"))]
    names = {path.relative_to(HERE).as_posix(): path for path in every if path.name != "run_all.py"}
    return {
        name: path
        for name, path in names.items()
        if not words or any(word in name for word in words)
    }


def run(path, **options):
    """Run a script in an empty folder, as its user would."""
    command = [sys.executable, "-m", "keras_on_torch", str(path)]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            command, check=False, cwd=folder, env=os.environ | SEARCHED, **options
        )


def main():
    good, lines = 0, []
    for name, path in scripts(sys.argv[1:]).items():
        print(f"\n---- {name}", flush=True)
        start = time.perf_counter()
        ran = run(path).returncode == 0
        good += ran
        lines.append(f"{'ran' if ran else 'FAILED':6} {time.perf_counter() - start:5.1f} s  {name}")
    print("\n" + "\n".join(lines))
    print(f"examples: {good}/{len(lines)} ran")
    return 0 if lines and good == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
