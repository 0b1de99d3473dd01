"""`tf.flags`, also `tf.app.flags`: arguments of a program's command line."""

import sys
from typing import Any

__all__ = [
    "FLAGS",
    "DEFINE_bool",
    "DEFINE_boolean",
    "DEFINE_enum",
    "DEFINE_float",
    "DEFINE_integer",
    "DEFINE_list",
    "DEFINE_multi_float",
    "DEFINE_multi_integer",
    "DEFINE_multi_string",
    "DEFINE_string",
    "mark_flag_as_required",
    "mark_flags_as_required",
]


class DuplicateFlagError(Exception):
    """A flag of the name is there."""


class UnrecognizedFlagError(Exception):
    """There is no flag of the name."""


class IllegalFlagValueError(Exception):
    """A flag can not have the value."""


class _Flag:
    """A flag: how its text becomes a value, and which value it has."""

    def __init__(self, name: str, default: Any, words: str | None, kind: str) -> None:
        self.name = name
        self.help = words
        self.kind = kind
        self.choices: Any = None
        self.present = 0
        self.value = None if default is None else self.parsed(default)
        self.default = self.value

    def parsed(self, value: Any) -> Any:
        """Return the value that a text means.

        Raises:
            IllegalFlagValueError: it means none.
        """
        try:
            found = _PARSERS[self.kind](value)
        except ValueError as error:
            raise IllegalFlagValueError(
                f"flag --{self.name}={value}: {error}. Expected {self.kind}"
            ) from None
        if self.choices is not None and found not in self.choices:
            raise IllegalFlagValueError(
                f"flag --{self.name}={value}: value should be one of <{'|'.join(self.choices)}>"
            )
        return found


def _boolean(value: Any) -> bool:
    if isinstance(value, (bool, int)):
        return bool(value)
    word = str(value).lower()
    if word in ("true", "t", "1"):
        return True
    if word in ("false", "f", "0"):
        return False
    raise ValueError("Non-boolean argument to boolean flag")


def _integer(value: Any) -> int:
    if isinstance(value, float):
        raise ValueError("a whole number is expected")
    return int(value, 0) if isinstance(value, str) else int(value)


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [each.strip() for each in value.split(",")] if value else []
    return list(value)


def _several(kind: Any) -> Any:
    return lambda value: [kind(each) for each in (value if isinstance(value, list) else [value])]


_PARSERS: dict[str, Any] = {
    "string": str,
    "integer": _integer,
    "float": float,
    "boolean": _boolean,
    "list": _list,
    "enum": str,
    "multi string": _several(str),
    "multi integer": _several(_integer),
    "multi float": _several(float),
}


class _FlagValues:
    """The values of flags, as attributes; the command line is read when one is first asked for."""

    def __init__(self) -> None:
        object.__setattr__(self, "_flags", {})
        object.__setattr__(self, "_required", [])
        object.__setattr__(self, "_parsed", False)

    def __call__(self, argv: Any, known_only: bool = False) -> list[str]:
        """Take values from a command line; return what is left of it.

        Args:
            argv: the command line, the program's name first.
            known_only: whether unknown flags are left in it.

        Raises:
            UnrecognizedFlagError: a flag is not known.
            IllegalFlagValueError: a value does not fit, or a flag that must be given is not.
        """
        words = list(argv)
        left = words[:1]
        place = 1
        while place < len(words):
            word = words[place]
            place += 1
            if word == "--":
                left += words[place:]
                break
            if not word.startswith("-") or word == "-":
                left.append(word)
                continue
            name, equals, value = word.lstrip("-").partition("=")
            flag = self._flags.get(name)
            if flag is None and name.startswith("no") and name[2:] in self._flags and not equals:
                flag, value, equals = self._flags[name[2:]], "false", "="
            if flag is None:
                if not known_only:
                    raise UnrecognizedFlagError(f"Unknown command line flag {name!r}")
                left.append(word)
                continue
            if not equals and flag.kind == "boolean":
                value = "true"
            elif not equals:
                if place >= len(words):
                    raise IllegalFlagValueError(f"Missing value for flag --{name}")
                value = words[place]
                place += 1
            self._take(flag, value)
        object.__setattr__(self, "_parsed", True)
        self._check_required()
        return left

    def _take(self, flag: _Flag, value: Any) -> None:
        found = flag.parsed(value)
        if flag.kind.startswith("multi") and flag.present:
            found = [*flag.value, *found]  # type: ignore[misc]  # It is a list, then.
        flag.value = found
        flag.present += 1

    def _check_required(self) -> None:
        missing = [name for name in self._required if self._flags[name].value is None]
        if missing:
            raise IllegalFlagValueError(
                f"flag --{missing[0]}=None: Flag --{missing[0]} must have a value other than None."
            )

    def _flag(self, name: str) -> _Flag:
        if name not in self._flags:
            raise AttributeError(name)
        flag: _Flag = self._flags[name]
        return flag

    def __getattr__(self, name: str) -> Any:
        flag = self._flag(name)
        if not self._parsed:
            self(sys.argv, known_only=True)
        return flag.value

    def __setattr__(self, name: str, value: Any) -> None:
        flag = self._flag(name)
        flag.value = value
        flag.present += 1

    def __delattr__(self, name: str) -> None:
        self._flag(name)
        del self._flags[name]

    def __contains__(self, name: object) -> bool:
        return name in self._flags

    def __getitem__(self, name: str) -> _Flag:
        return self._flag(name)

    def __iter__(self) -> Any:
        return iter(list(self._flags))

    def __len__(self) -> int:
        return len(self._flags)

    def __dir__(self) -> list[str]:
        return sorted(self._flags)

    def flag_values_dict(self) -> dict[str, Any]:
        """Return the values by name."""
        return {name: getattr(self, name) for name in self._flags}

    def is_parsed(self) -> bool:
        """Return whether the command line has been read."""
        return bool(self._parsed)

    def mark_as_parsed(self) -> None:
        """Have values taken as they are, without reading the command line."""
        object.__setattr__(self, "_parsed", True)

    def get_help(self) -> str:
        """Return the flags and what is said of them, a line each."""
        lines = [
            f"  --{flag.name}: {flag.help or ''} (default: {flag.default!r})"
            for flag in self._flags.values()
        ]
        return "\n".join(lines)


FLAGS = _FlagValues()


def _define(kind: str, name: str, default: Any, help: str | None, values: _FlagValues) -> _Flag:
    if name in values._flags:
        raise DuplicateFlagError(f"The flag {name!r} is defined twice")
    flag = values._flags[name] = _Flag(name, default, help, kind)
    return flag


def _definer(kind: str) -> Any:
    def define(
        name: str,
        default: Any,
        help: str | None = None,
        flag_values: _FlagValues = FLAGS,
    ) -> None:
        _define(kind, name, default, help, flag_values)

    define.__name__ = define.__qualname__ = f"DEFINE_{kind.replace(' ', '_')}"
    define.__doc__ = f"""Define a flag of kind {kind}.

    Args:
        name: its name.
        default: the value it has where the command line says nothing.
        help: what is said of it.
        flag_values: where it is defined.

    Raises:
        DuplicateFlagError: there is one of the name.
    """
    return define


DEFINE_string = _definer("string")
DEFINE_integer = _definer("integer")
DEFINE_float = _definer("float")
DEFINE_boolean = DEFINE_bool = _definer("boolean")
DEFINE_list = _definer("list")
DEFINE_multi_string = _definer("multi string")
DEFINE_multi_integer = _definer("multi integer")
DEFINE_multi_float = _definer("multi float")


def DEFINE_enum(  # noqa: N802 - TensorFlow's name
    name: str,
    default: Any,
    enum_values: Any,
    help: str | None = None,
    flag_values: _FlagValues = FLAGS,
) -> None:
    """Define a flag that is one of some words.

    Args:
        name: its name.
        default: the value it has where the command line says nothing.
        enum_values: the words.
        help: what is said of it.
        flag_values: where it is defined.
    """
    flag = _define("enum", name, None, help, flag_values)
    flag.choices = list(enum_values)
    flag.value = flag.default = None if default is None else flag.parsed(default)


def mark_flag_as_required(flag_name: str, flag_values: _FlagValues = FLAGS) -> None:
    """Have the command line refused where a flag has no value.

    Args:
        flag_name: the flag.
        flag_values: where it is defined.
    """
    flag_values._required.append(flag_name)


def mark_flags_as_required(flag_names: Any, flag_values: _FlagValues = FLAGS) -> None:
    """Have the command line refused where one of several flags has no value."""
    for name in flag_names:
        mark_flag_as_required(name, flag_values)
