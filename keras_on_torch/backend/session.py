"""What of TensorFlow's sessions old programs touch: there is nothing to configure here."""

import warnings
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch

from keras_on_torch import config
from keras_on_torch.backend import name_scopes
from keras_on_torch.graph import (
    DEFAULT_GRAPH,
    LEARNING_PHASE,
    FirstValue,
    Function,
    Group,
    Update,
    forget_variables,
    in_place,
    is_symbolic,
)
from keras_on_torch.graph import Graph as Graph

__all__ = [
    "_get_available_gpus",
    "clear_session",
    "get_session",
    "image_dim_ordering",
    "learning_phase",
    "learning_phase_scope",
    "manual_variable_initialization",
    "set_image_dim_ordering",
    "set_learning_phase",
    "set_session",
]


class _Phase:
    value: int | None = None


class Session:
    """What stands for TensorFlow's session: it runs tensors, and takes settings without effect.

    Args:
        target: where TensorFlow would run; refused where it names a place.
        graph: any graph; there is one.
        config: settings, which have no effect; the first time they are warned of.

    Raises:
        ValueError: `target` names a server.
    """

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        if target:
            raise ValueError(
                f"Session(target={target!r}): there is no TensorFlow here, nothing runs on its"
                " servers. See torch.distributed for training on several machines"
            )
        self.graph = DEFAULT_GRAPH
        self._functions: dict[Any, Function] = {}
        if config is not None:
            warn_of_settings()

    def run(
        self, fetches: Any, feed_dict: Any = None, options: Any = None, run_metadata: Any = None
    ) -> Any:
        """Compute tensors.

        Args:
            fetches: a tensor or an operation, or lists, tuples and dicts of them, nested as it may
                be.
            feed_dict: the values of placeholders, or of other tensors, by tensor.
            options: TensorFlow's settings, which have no effect; the first time they are warned of.
            run_metadata: likewise; nothing is written into it.

        Raises:
            TypeError: a fetch is neither a tensor nor a number.
        """
        if options is not None or run_metadata is not None:
            warn_of_settings()
        leaves: list[Any] = []
        effects: list[Any] = []
        filled = _plan(fetches, leaves, effects)
        feeds = _feeds(feed_dict)
        key = (*leaves, None, *effects, None, *feeds)
        function = self._functions.get(key)
        if function is None:
            while len(self._functions) >= _REMEMBERED:
                self._functions.pop(next(iter(self._functions)), None)
            function = Function(list(feeds), leaves, effects, name="session")
            self._functions[key] = function
        return filled(function(list(feeds.values())))

    def make_callable(
        self, fetches: Any, feed_list: Any = None, accept_options: bool = False
    ) -> Callable[..., Any]:
        """Return a function that runs `fetches`; its arguments are fed to `feed_list`.

        Args:
            fetches: as of `run`.
            feed_list: the tensors that are fed, in order.
            accept_options: whether the function takes `options` and `run_metadata`, as `run` does.
        """
        feeds = list(feed_list or [])

        def call(*values: Any, **settings: Any) -> Any:
            if settings and not accept_options:
                raise TypeError(f"the function takes no {sorted(settings)}: accept_options is off")
            if len(values) != len(feeds):
                raise ValueError(f"the function takes {len(feeds)} values, got {len(values)}")
            return self.run(fetches, dict(zip(feeds, values, strict=True)), **settings)

        return call

    def as_default(self) -> AbstractContextManager["Session"]:
        """Return a context in which nothing is different."""
        return nullcontext(self)

    def list_devices(self) -> list["Device"]:
        """Return the devices that PyTorch has, by TensorFlow's names."""
        places = [f"GPU:{number}" for number in range(torch.cuda.device_count())]
        return [Device(place) for place in ["CPU:0", *places]]

    def close(self) -> None:
        """Forget what has been run: there is no session to close."""
        self._functions.clear()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"Session.{name} is TensorFlow's, and there is no TensorFlow here. session.run, or"
            " K.function(inputs, outputs, updates), computes tensors"
        )


class Device:
    """A device as TensorFlow's session lists it.

    Args:
        place: kind and number, such as "GPU:0".
    """

    def __init__(self, place: str) -> None:
        self.name = f"/job:localhost/replica:0/task:0/device:{place}"
        self.device_type = place.partition(":")[0]


class Nothing:
    """What a session runs to no effect, such as the giving of first values."""

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Do nothing."""


at_clearing: list[Callable[[], None]] = []
"""What else begins anew with `clear_session`: rooms above put their own functions here."""

_REMEMBERED = 64  # functions of a session: enough for a program's own, few enough to be held.


def warn_of_settings() -> None:
    """Say, once in a process, that settings of TensorFlow have no effect."""
    if _Said.settings:
        return
    _Said.settings = True
    warnings.warn(
        "Settings of a TensorFlow session (GPU options, threads, placement) have no effect: there"
        " is no TensorFlow here. PyTorch takes memory as it needs it; torch.set_num_threads() sets"
        " threads; keras_on_torch.config.set_device() or KERAS_ON_TORCH_DEVICE chooses the device."
        " This is said once",
        stacklevel=3,  # The program's line: all that call this are called by programs.
    )


class _Said:
    settings: bool = False


class _Current:
    session: Session | None = None


def _plan(fetch: Any, leaves: list[Any], effects: list[Any]) -> Callable[[list[Any]], Any]:
    """Put what a fetch computes into lists, and return what makes its value of theirs.

    A fetch of several parts (a sparse tensor, a summary) has `session_parts`, what is fetched in
    its place, and `session_value`, which takes their values.
    """
    if isinstance(fetch, dict):
        plans = {key: _plan(one, leaves, effects) for key, one in fetch.items()}
        return lambda values: _dict_of(type(fetch), plans, values)
    if isinstance(fetch, (list, tuple)):
        parts = [_plan(one, leaves, effects) for one in fetch]
        return lambda values: _nested_as(fetch, [part(values) for part in parts])
    if hasattr(fetch, "session_parts"):
        inner = _plan(list(fetch.session_parts), leaves, effects)
        return lambda values: fetch.session_value(inner(values))
    if isinstance(fetch, Group):
        # What must come before a group counts, even where it has no members.
        for member in (*getattr(fetch, "after", ()), *fetch.args, *fetch.others):
            if isinstance(member, Update):
                effects.append(member)
            else:
                _plan(member, leaves, effects)
        return _nothing
    if getattr(fetch, "fn", None) is in_place:
        effects.append(fetch)
        return _nothing
    if isinstance(fetch, (Nothing, FirstValue)):
        fetch.run()
        return _nothing
    if is_symbolic(fetch) or isinstance(fetch, (int, float, torch.Tensor)):
        place = len(leaves)
        leaves.append(fetch)
        return lambda values: values[place]
    raise TypeError(
        f"session.run: {fetch!r} is no tensor. Give tensors of Keras; what TensorFlow itself"
        " has made is not known here"
    )


def _nothing(values: list[Any]) -> None:
    """Return None: an operation has no value."""


def _dict_of(kind: type, plans: dict[Any, Callable[[list[Any]], Any]], values: list[Any]) -> Any:
    filled = kind()
    filled.update((key, plan(values)) for key, plan in plans.items())
    return filled


def _nested_as(fetch: Any, values: list[Any]) -> Any:
    if isinstance(fetch, list):
        return values
    return type(fetch)(*values) if hasattr(fetch, "_fields") else tuple(values)


def _feeds(feed_dict: Any) -> dict[Any, Any]:
    """Return what is fed by tensor; `session_feeds` tells of what has several parts."""
    feeds: dict[Any, Any] = {}
    for tensor, value in (feed_dict or {}).items():
        if hasattr(tensor, "session_feeds"):
            feeds.update(tensor.session_feeds(value))
        else:
            feeds[tensor] = value
    return feeds


def _get_available_gpus() -> list[str]:
    """Return the names of the GPUs, as TensorFlow has them."""
    return [f"/device:GPU:{number}" for number in range(torch.cuda.device_count())]


def get_session() -> Session:
    """Return an object that runs tensors, as a TensorFlow session does."""
    if _Current.session is None:
        _Current.session = Session()
    return _Current.session


def set_session(session: Any) -> None:
    """Take a session; one of TensorFlow's own is left alone, with a warning the first time."""
    if isinstance(session, Session):
        _Current.session = session
    else:
        warn_of_settings()


def clear_session() -> None:
    """Begin anew: layer numbers count from 1, names are free, the learning phase is open."""
    name_scopes.reset_uids()
    name_scopes.forget_names()
    forget_variables()
    for forget in at_clearing:
        forget()
    _Phase.value = None
    _Current.session = None


def manual_variable_initialization(value: bool) -> None:
    """Take note; variables have their first value from the beginning, whatever is said."""
    if value:
        warnings.warn(
            "manual_variable_initialization(True): variables get their first values when they are"
            " made; what the initializer gave is there to be overwritten",
            stacklevel=2,
        )


def learning_phase() -> Any:
    """Return the learning phase: a tensor that is 1 in training, or the number that was set."""
    return LEARNING_PHASE if _Phase.value is None else _Phase.value


def set_learning_phase(value: int) -> None:
    """Fix the learning phase for everything that is built from now on.

    Args:
        value: 0 for testing, 1 for training.

    Raises:
        ValueError: it is neither.
    """
    if value not in (0, 1):
        raise ValueError(f"Expected learning phase to be 0 or 1, got {value!r}.")
    _Phase.value = int(value)


@contextmanager
def learning_phase_scope(value: Any) -> Iterator[None]:
    """Fix the learning phase for what is built while the context lasts.

    Args:
        value: 0 for testing, 1 for training; None or the phase itself leaves it open.

    Raises:
        ValueError: it is none of these.
    """
    before = _Phase.value
    if value is not None and value is not LEARNING_PHASE:
        set_learning_phase(value)
    try:
        yield
    finally:
        _Phase.value = before


class LearningPhases(MutableMapping[Any, Any]):
    """`_GRAPH_LEARNING_PHASES`: the learning phase by graph, of which there is one."""

    def __getitem__(self, graph: Any) -> Any:
        return learning_phase()

    def __setitem__(self, graph: Any, value: Any) -> None:
        _Phase.value = None if value is LEARNING_PHASE else int(value)

    def __delitem__(self, graph: Any) -> None:
        _Phase.value = None

    def __iter__(self) -> Iterator[Any]:
        return iter([DEFAULT_GRAPH])

    def __len__(self) -> int:
        return 1


def image_dim_ordering() -> str:
    """Return Keras 1's name for the axis order of images: "tf" or "th"."""
    return "th" if config.image_data_format() == "channels_first" else "tf"


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Choose the axis order of images by Keras 1's name, "tf" or "th".

    Raises:
        ValueError: it is neither.
    """
    if dim_ordering not in ("tf", "th"):
        raise ValueError(f"Unknown dim_ordering: {dim_ordering}. Choose 'tf' or 'th'")
    config.set_image_data_format("channels_first" if dim_ordering == "th" else "channels_last")
