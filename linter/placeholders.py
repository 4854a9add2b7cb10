"""Placeholders that a pipeline fills, such as `$(X)` and `{{x}}`: where they stand, and what they stand for.

They are those of Azure and make `$(X)`; of shells, envsubst and Terraform `${X}` and `$X` in capitals;
of GitHub `${{ X }}`; of Postman, Jinja and Helm `{{x}}`; of tasks that replace tokens `#{X}#`, `#{X}` and
`__X__`; of path templates `{x}`.  What a reader sees them in has to name something, or to be one of few
values: in a text that says anything they are text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final, TypeGuard

from linter.diagnostic import Lack
from linter.named_tuple import NamedTuple

Scalar = str | int | float | bool

_FORM: Final = r"""
      \$\{\{ ([^{}\n]{1,200}) \}\}
    | \{\{\{ ([^{}\n]{1,200}) \}\}\}
    | \{\{ ([^{}\n]{1,200}) \}\}
    | \#\{ ([^{}\n]{1,200}) \}\#?
    | \$\{ ([^{}\n]{1,200}) \}
    | \$\( \ * ([A-Za-z_][\w.-]{0,200}) \ * \)
    | (?<![A-Za-z0-9]) __ ([A-Za-z] (?: _? [A-Za-z0-9.-] ){0,200} ) __ (?![A-Za-z0-9])
    | \$ (?! (?: APPLY|COMPUTE|COUNT|EXPAND|FILTER|FORMAT|ORDERBY|SEARCH|SELECT|SKIP|TOP ) = )  # of OData
      ([A-Z][A-Z0-9_]{0,200}) \b
    | (?<! [{$#] ) \{ (?! [0-9a-fA-F]{8}- ) ([A-Za-z_][\w.-]{0,200}) \} (?! \} )
"""
LONGEST: Final = 210
"""More characters than a placeholder has."""
_LONGEST_VALUE: Final = 10_000  # forty values that hold the next one twice would fill the memory

_MOST_PARTS: Final = 100  # so many values, itself among them, may a value be made of
_MOST_PUT_IN: Final = 20_000  # characters that values put into a file, however short it is
_MOST_BY_LENGTH: Final = 10  # and so many for each of its own

_FIRST_LETTER: Final = 0x20000  # of a script that nothing is written in which has placeholders
_LETTERS: Final = 40_000  # that it has

_BEGUN: Final = r"\$\(|\$\{|\{\{|\#\{"
_DOLLAR: Final = r"\$[A-Z(]"  # OData has a `$` before small letters
_BARE: Final = r"[A-Za-z0-9_-]+\Z"  # what TOML takes for a key without quotes
_DEFAULT: Final = r"([A-Za-z_]\w*):?[-=?+]"  # of shells: `${X:-this}`


class Placeholder(NamedTuple):
    """A placeholder in a text: as it is written, what it is called, where it stands."""

    written: str
    name: str
    start: int
    end: int

    def meets(self, part: tuple[int, int]) -> bool:
        """Tell whether it has something in common with a part of the text."""
        return self.start < part[1] and part[0] < self.end


class Part(NamedTuple):
    """A placeholder in a text, and what it stands for; None where nobody says so."""

    placeholder: Placeholder
    value: Scalar | None
    beyond: str = ""  # the bound that its value is beyond, where one is said

    @property
    def lack(self) -> Lack:
        """Why it isn't known what it stands for."""
        if not self.beyond:
            return why_open(self.placeholder.written)
        return Lack(f"`{self.placeholder.written}` stands for what {self.beyond}", "give it a shorter value")


class Filled(NamedTuple):
    """A text of which the placeholders are filled, as far as there are values for them."""

    value: Any  # a text, or what a placeholder stands for that is all of it
    parts: tuple[Part, ...]
    unclosed: tuple[int, int] | None = None  # where one begins that has no end

    @property
    def is_open(self) -> bool:
        """Whether it isn't known what the text will be."""
        return self.unclosed is not None or any(part.value is None for part in self.parts)

    @property
    def lack(self) -> Lack:
        """Why it isn't known what the text will be."""
        first = next((part for part in self.parts if part.value is None), None)
        return why_open(str(self.value)) if first is None else first.lack


class Overfilled(Exception):  # noqa: N818  # no mistake of ours: its reader makes a fault of it
    """Raised where values would put more characters into a file than may be."""

    def __init__(self, placeholder: Placeholder, most: int) -> None:
        super().__init__(
            f"what its placeholders stand for would add more than {most:,} characters to the file"
        )
        self.placeholder = placeholder  # the first that would


class Allowance:
    """How many characters values may put into the texts of one file, by its length."""

    def __init__(self, length: int) -> None:
        self._most = self._left = _MOST_PUT_IN + _MOST_BY_LENGTH * length

    def take(self, characters: int, placeholder: Placeholder) -> None:
        """Take room for so many characters on behalf of a placeholder; raises Overfilled."""
        self._left -= characters
        if self._left < 0:
            raise Overfilled(placeholder, self._most)


class ValueLayer:
    """What names stand for in one place: a table, a file, a part of it."""

    def __init__(self, values: Mapping[str, Scalar]) -> None:
        self.values = values
        self._parts: dict[str, tuple[Placeholder, ...]] = {}

    def parts_of(self, name: str) -> tuple[Placeholder, ...]:
        """Return the placeholders in a value, of which the scopes of a file ask again and again."""
        if name not in self._parts:
            value = self.values[name]
            text = value if isinstance(value, str) and len(value) <= _LONGEST_VALUE else ""
            self._parts[name] = tuple(placeholders_in(text))
        return self._parts[name]

    @cached_property
    def folded(self) -> dict[str, str]:
        """The names by what they are in small letters, the last of each."""
        return {name.lower(): name for name in self.values}


class Values:
    """What placeholders stand for; what is `known` by a name is called so, however that looks.

    In a value a placeholder may stand for another one. It is worked out for who asks: of several layers,
    the first of which counts most, many texts may have the outer ones in common. With an `allowance` they
    raise Overfilled where more would be put in than it has.
    """

    def __init__(
        self,
        given: Mapping[str, Scalar] | Sequence[ValueLayer] = (),
        known: Callable[[], Collection[str]] = frozenset,
        allowance: Allowance | None = None,
    ) -> None:
        self._known = known
        self._allowance = allowance
        self._layers = (ValueLayer(given),) if isinstance(given, Mapping) else tuple(given)
        self._values: dict[str, Scalar | None] = {}  # by names as they are given
        self._beyond: dict[str, str] = {}  # the bounds that some of them are beyond

    def of(self, name: str) -> Scalar | None:
        """Return the value of a placeholder: by its whole name, or by what follows the last dot of it.

        What an answer holds, or a client makes, goes by no other name.
        """
        is_whole = name[:1] == "$" or ".response." in name or ".request." in name
        own = (name,) if is_whole else names_of(name)
        values = (self._value_of(given) for one in own if (given := self._given(one)) is not None)
        return next((one for one in values if one is not None), None)

    def part(self, placeholder: Placeholder) -> Part:
        """Return a placeholder with what is put in its place."""
        value = self.of(placeholder.name)
        if value is None:
            return Part(placeholder, None, self._beyond_of(placeholder.name))
        if self._allowance is not None:
            self._allowance.take(len(in_text(value)), placeholder)
        return Part(placeholder, value)

    def _given(self, name: str) -> str | None:
        """Return how a name is given, in the same spelling or else another one."""
        if any(name in layer.values for layer in self._layers):
            return name
        return next((found for layer in self._layers if (found := layer.folded.get(name.lower()))), None)

    def _value_of(self, given: str) -> Scalar | None:
        """Return what a name stands for as it is given; None where another one keeps that open."""
        if given not in self._values:
            self._values[given] = None  # as long as it isn't known: it may lead to itself
            self._values[given] = self._worked_out(given)
        return self._values[given]

    def _worked_out(self, given: str) -> Scalar | None:
        layer = self._layer_of(given)
        written, inner = layer.values[given], layer.parts_of(given)
        if len(self._made_of(given)) > _MOST_PARTS:
            self._beyond[given] = f"is made of more than {_MOST_PARTS} values"
            return None
        parts = tuple(Part(one, self.of(one.name), self._beyond_of(one.name)) for one in inner)
        if _length(written, parts) > _LONGEST_VALUE:
            self._beyond[given] = f"is longer than {_LONGEST_VALUE:,} characters"
            return None
        if not isinstance(written, str) or not inner:
            return written
        return self._filled_in(given, written, parts)

    def _filled_in(self, given: str, written: str, parts: tuple[Part, ...]) -> Scalar | None:
        """Return a value with those in it put in; None where one of them is open."""
        if self._allowance is not None:  # each request of a file may have its own
            self._allowance.take(len(written) + _length(written, parts), parts[0].placeholder)
        value: Scalar = put_in(written, parts) if written not in self._known() else written
        if isinstance(value, str) and any(placeholders_in(value)):
            self._beyond[given] = next((one.beyond for one in parts if one.beyond), "")
            return None
        return value

    def _beyond_of(self, name: str) -> str:
        given = filter(None, map(self._given, names_of(name))) if self._beyond else ()
        return next((self._beyond[one] for one in given if one in self._beyond), "")

    def _layer_of(self, given: str) -> ValueLayer:
        return next(layer for layer in self._layers if given in layer.values)

    def _made_of(self, given: str) -> set[str]:
        """Return the names that a value may be made of, and its own; no more are looked for than may be."""
        found, waiting = {given}, [given]
        while waiting and len(found) <= _MOST_PARTS:
            name = waiting.pop()
            for one in self._layer_of(name).parts_of(name):
                new = {each for each in map(self._given, names_of(one.name)) if each is not None} - found
                found |= new
                waiting += new
        return found

    def fill(self, text: str) -> Filled | None:
        """Return a text with the values put in; None for one that has no placeholders."""
        if not may_have_any(text):
            return None
        found = list(placeholders_in(text))
        unclosed = _unclosed(text)
        if (not found and unclosed is None) or text in self._known():
            return None
        parts = tuple(map(self.part, found))
        return Filled(put_in(text, parts), parts, unclosed)

    def fill_all(self, value: Any) -> Any:
        """Return a JSON value with the values put into all of its texts."""
        if isinstance(value, dict):
            return {key: self.fill_all(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.fill_all(one) for one in value]
        filled = self.fill(value) if isinstance(value, str) else None
        return value if filled is None else filled.value

    def leave_open(self, text: str) -> bool:
        """Tell whether it isn't known what a text will be."""
        filled = self.fill(text)
        return filled is not None and filled.is_open


def why_open(text: str) -> Lack:
    """Return why it isn't known what a text is that has placeholders without values."""
    first = next(placeholders_in(text), None)
    if first is None:
        return Lack(f"a placeholder that begins in `{text}` is not whole", "close it")
    key = first.name if re.match(_BARE, first.name) else f'"{first.name}"'
    return Lack(
        f"`{first.written}` is a placeholder without a value",
        f"say what it stands for: `{key}` in [placeholders] of c360lint.toml",
    )


@cache
def _form() -> re.Pattern[str]:
    """The forms, compiled when there may be one: it takes milliseconds."""
    return re.compile(_FORM, re.VERBOSE)


@cache
def _dollar() -> re.Pattern[str]:
    return re.compile(_DOLLAR)


def may_have_any(text: str) -> bool:
    """Tell whether it takes a closer look to know that a text has no placeholders."""
    return "{" in text or "__" in text or ("$" in text and _dollar().search(text) is not None)


def placeholders_in(text: str) -> Iterator[Placeholder]:
    """Yield the placeholders in a text."""
    for found in _form().finditer(text) if may_have_any(text) else ():
        inner = next(filter(None, found.groups()), "").strip()
        default = re.match(_DEFAULT, inner) if _is_of_shell(found[0]) else None
        yield Placeholder(found[0], default[1] if default else inner, *found.span())


def _is_of_shell(written: str) -> bool:
    return written[:2] == "${" and written[2:3] != "{"


def placeholder_at(text: str, offset: int) -> Placeholder | None:
    """Return the placeholder in which an offset of a text lies."""
    return next((one for one in placeholders_in(text) if one.start < offset < one.end), None)


def is_begun(text: str, offset: int) -> bool:
    """Tell whether an offset of a text lies in a placeholder, or in one that is being typed."""
    return placeholder_at(text, offset) is not None or _unclosed(text[:offset]) is not None


def masked(text: str) -> str:
    """Return a text of the same length, in which placeholders are letters: nothing in them separates."""
    if not may_have_any(text):
        return text
    return _form().sub(lambda found: "_" * len(found[0]), text)


def with_letters(text: str, found: Iterable[Placeholder]) -> tuple[str, dict[str, Placeholder]]:
    """Return a text of the same length with a letter instead of each placeholder, and whose letter is whose.

    Of very many some have one in common, the last of which it is: no text is read closely that has so many.
    """
    made, end, owners = [], 0, {}
    for number, one in enumerate(found):
        letter = chr(_FIRST_LETTER + number % _LETTERS)
        owners[letter] = one
        made += [text[end : one.start], letter * (one.end - one.start)]
        end = one.end
    return "".join([*made, text[end:]]), owners


def as_written(part: tuple[int, int], parts: tuple[Part, ...]) -> tuple[int, int]:
    """Return where a stretch of a filled text is written; all of a placeholder where it is in its value."""
    return _offset(part[0], parts, at_end=False), _offset(part[1], parts, at_end=True)


def _offset(offset: int, parts: tuple[Part, ...], *, at_end: bool) -> int:
    moved = 0  # by how much what is filled stands behind what is written
    for placeholder, value, _ in parts:
        start = placeholder.start + moved
        length = len(placeholder.written if value is None else in_text(value))
        if offset < start or (offset == start and at_end):
            break
        if offset < start + length or (offset == start + length and at_end):
            return placeholder.end if at_end else placeholder.start
        moved += length - len(placeholder.written)
    return offset - moved


def is_value(value: Any) -> TypeGuard[Scalar]:
    """Tell whether a placeholder may stand for a value: a scalar, and no empty text."""
    return isinstance(value, (str, int, float, bool)) and value != ""


def in_text(value: Scalar) -> str:
    """Return a value as it stands in a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def names_of(name: str) -> tuple[str, str]:
    """Return by which names a placeholder may be given: its own, and what follows the last dot of it."""
    return name, name.rpartition(".")[2]


def _length(written: Scalar, parts: Iterable[Part]) -> int:
    """Return how long a value is with those put in that are known."""
    known = [(one.placeholder.written, in_text(one.value)) for one in parts if one.value is not None]
    return len(in_text(written)) + sum(len(value) - len(place) for place, value in known)


def put_in(text: str, parts: tuple[Part, ...]) -> Any:
    """Return a text with the values of its placeholders; what is one placeholder is its value."""
    if len(parts) == 1 and parts[0].placeholder.written == text and parts[0].value is not None:
        return parts[0].value
    made, end = [], 0
    for placeholder, value, _ in parts:
        made += [text[end : placeholder.start], placeholder.written if value is None else in_text(value)]
        end = placeholder.end
    return "".join([*made, text[end:]])


def _unclosed(text: str) -> tuple[int, int] | None:
    found = re.search(_BEGUN, masked(text))
    return (found.start(), len(text)) if found else None
