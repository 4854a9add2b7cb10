"""A value with named fields is what typing's would be."""

from __future__ import annotations

import copy
import inspect
import typing
from typing import Any

import pytest

from linter import named_tuple

BODY = '''
from __future__ import annotations

class Place(NamedTuple):
    """A place."""

    file: str
    line: int | Unknown = 1
    text: str = ""

    @property
    def told(self) -> str:
        """In words."""
        return f"{self.file}:{self.line}"
'''


def made_with(kind: Any) -> Any:
    names = {"NamedTuple": kind, "__name__": "places"}
    exec(BODY, names)
    return names["Place"]


OURS, TYPINGS = made_with(named_tuple.NamedTuple), made_with(typing.NamedTuple)


@pytest.mark.parametrize(
    "ask",
    [
        lambda place: place("a"),
        lambda place: place("a", text="b", line=3),
        lambda place: repr(place("a")),
        lambda place: place("a") == ("a", 1, ""),
        lambda place: hash(place("a", 2)),
        lambda place: place("a", 7).told,
        lambda place: place("a")._replace(line=2, text="x"),
        lambda place: place("a")._asdict(),
        lambda place: place._make(iter(("a", 2, "c"))),
        lambda place: copy.deepcopy(place("a", 2)),
        lambda place: copy.copy(place("a")) == place("a"),
        lambda place: place("a").__getnewargs__(),
        lambda place: (
            place._fields,
            place._field_defaults,
            place.__match_args__,
            place.__annotations__.keys(),
        ),
        lambda place: (
            place.__name__,
            place.__qualname__,
            place.__module__,
            place.__doc__,
            place.__mro__[1:],
        ),
        lambda place: list(inspect.signature(place).parameters),
    ],
)
def test_a_value_does_what_one_of_typing_does(ask: Any) -> None:
    assert ask(OURS) == ask(TYPINGS)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lambda place: place(), TypeError),
        (lambda place: place("a", 1, "", "more"), TypeError),
        (lambda place: place("a", column=1), TypeError),
        (lambda place: place._make(("a", 1)), TypeError),
        (lambda place: place("a")._replace(column=1), (ValueError, TypeError)),  # since Python 3.13
        (lambda place: setattr(place("a"), "line", 2), AttributeError),
        (lambda place: setattr(place("a"), "column", 2), AttributeError),
    ],
)
def test_a_value_refuses_what_one_of_typing_refuses(wrong: Any, refusal: Any) -> None:
    for place in (OURS, TYPINGS):
        with pytest.raises(refusal):
            wrong(place)
