"""`tf.app`: how scripts start."""

import sys
from collections.abc import Callable
from typing import Any

from keras_on_torch.tensorflow.flags import (
    FLAGS,
    IllegalFlagValueError,
    UnrecognizedFlagError,
)

__all__ = ["run"]


def run(main: Callable[[Any], Any] | None = None, argv: Any = None) -> None:
    """Read the command line, call a function with what is left of it, and exit with its result.

    Args:
        main: the function; None calls `main` of the script.
        argv: the command line; None is the program's own.
    """
    words = list(sys.argv if argv is None else argv)
    if any(word in ("--help", "-h") for word in words):
        sys.stdout.write(f"{words[0]}:\n{FLAGS.get_help()}\n")
        sys.exit(1)
    try:
        left = FLAGS(words)
    except (IllegalFlagValueError, UnrecognizedFlagError) as error:
        sys.stderr.write(
            f"FATAL Flags parsing error:\n  {error}\nPass --help to see help on flags.\n"
        )
        sys.exit(1)
    called = main or sys.modules["__main__"].main  # The script's.
    sys.exit(called(left))
