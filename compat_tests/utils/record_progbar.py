"""Write progbar.json: what Keras 2.2.4's bar writes in each case; run in its Python 3.7."""

import io
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from keras.utils import generic_utils  # noqa: E402
from progbar_cases import CASES  # noqa: E402


class Screen(io.StringIO):
    terminal = True

    def isatty(self):
        return self.terminal


def played(options, terminal, calls):
    now = [1000.0]
    generic_utils.time.time = lambda: now[0]
    screen, before = Screen(), sys.stdout
    screen.terminal = terminal
    sys.stdout = screen
    try:
        bar = generic_utils.Progbar(**options)
        for seconds, method, steps, values in calls:
            now[0] = 1000.0 + seconds
            getattr(bar, method)(steps, values)
    finally:
        sys.stdout = before
    return screen.getvalue()


texts = {name: played(*case) for name, case in CASES.items()}
(HERE / "progbar.json").write_text(json.dumps(texts, indent=1, sort_keys=True) + "\n")
