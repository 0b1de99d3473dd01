"""Write the list of TensorFlow's names: python -m compat_tests.api.record_tensorflow FILE.json.

FILE.json holds what TensorFlow 1.15 has, read off it by inspection; what is written is what the
tests need, a line for each name. `--missing` instead rewrites tensorflow_missing.txt: lines of
names that are there by now go, names that are not there and have no line come with the reason "?".
"""

import json
import sys
from pathlib import Path

__all__ = ["main"]

FOLDER = Path(__file__).parent
MANIFEST = FOLDER / "tensorflow.json"


def line(signature):
    """Return a signature as text: "x, axis=-1, *args, **kwargs"."""
    return ", ".join("=".join(argument) for argument in signature)


def main():
    if sys.argv[1] == "--missing":
        from compat_tests.api import test_tensorflow  # noqa: PLC0415 - it needs the package.

        test_tensorflow.rewrite_missing()
        return
    read = json.loads(Path(sys.argv[1]).read_text("utf8"))
    functions = {
        path: {"kind": entry["kind"], "signature": line(entry["signature"])}
        if entry.get("signature") is not None
        else {"kind": entry["kind"], "signature": None}
        for path, entry in sorted(read["functions"].items())
    }
    parts = []
    for part, table in (("used", dict(sorted(read["used"].items()))), ("functions", functions)):
        lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(table[key])}" for key in table)
        parts.append(f'"{part}": {{\n{lines}\n}}')
    MANIFEST.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf8")


if __name__ == "__main__":
    main()
