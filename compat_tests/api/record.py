"""Write the manifest of public names: python -m compat_tests.api.record keras-2.2.4.json.

The file it reads lists what real Keras 2.2.4 has, extracted from its wheel; what is written is the
part that the tests need, a line for each module and for each object.
"""

import json
import sys
from pathlib import Path

MANIFEST = Path(__file__).with_name("manifest.json")
COUNTED = ("core", "public")


def line(signature):
    """Return a signature as text: "x, axis=-1, *args, **kwargs"."""
    if signature is None:
        return None
    words = ["=".join(argument) for argument in signature["args"]]
    words += [f"*{signature['varargs']}"] if "varargs" in signature else []
    words += [f"**{signature['varkw']}"] if "varkw" in signature else []
    return ", ".join(words)


def compact(manifest):
    """Return what is tested: names by module, and for each object signatures and members."""
    modules = {
        path.removeprefix("keras").removeprefix("."): {
            name: entry.get("is", f"{path}.{name}").removeprefix("keras.")
            for name, entry in sorted(module["names"].items())
            if entry["weight"] in COUNTED
        }
        for path, module in manifest["modules"].items()
    }
    wanted = {target for names in modules.values() for target in names.values()}
    objects = {}
    for path, entry in sorted(manifest["objects"].items()):
        if path.removeprefix("keras.") not in wanted:
            continue
        kept = {"signature": line(entry.get("init", entry.get("signature")))}
        if "methods" in entry:
            kept["methods"] = {
                name: line(method)
                for name, method in sorted(entry["methods"].items())
                if "from" not in method
            }
            kept["properties"] = sorted(entry.get("properties", []))
        objects[path.removeprefix("keras.")] = kept
    return {"modules": modules, "objects": objects}


def lines(table, indent):
    return ",\n".join(f"{indent}{json.dumps(key)}: {json.dumps(table[key])}" for key in table)


def main():
    read = json.loads(Path(sys.argv[1]).read_text("utf8"))
    kept = compact(read)
    parts = [f'"{part}": {{\n{lines(kept[part], " ")}\n}}' for part in kept]
    MANIFEST.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf8")


if __name__ == "__main__":
    main()
