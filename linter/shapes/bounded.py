"""Somebody else's JSON Schema, judged in bounded time: jsonschema goes on for ever where a schema does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from linter.shapes.patterns import is_found, may_be_endless

STEPS: Final = 100_000
STEPS_A_VALUE: Final = 50
"""How many keywords of a schema are asked about a value, at least and for each value in it.  A few anyOf
that lead to one another ask more often than there is time for."""


_BY_NAMES: Final = frozenset(("patternProperties", "additionalProperties", "unevaluatedProperties"))
"""The keywords that look for patterns in names."""


class EndlessError(Exception):
    """A schema that asks for ever."""


class Steps:
    """How many keywords may still be asked."""

    def __init__(self, least: int = STEPS) -> None:
        self._least = least
        self._all = self._left = 0

    def begin(self, value: Any) -> None:
        """Begin to judge a value."""
        self._all = self._left = self._least + STEPS_A_VALUE * size_of(value)

    def take(self) -> None:
        """Take one; raises EndlessError where none is left."""
        self._left -= 1
        if self._left < 0:
            raise EndlessError(f"after {self._all:,} steps it has come to no end, as where its anyOf double")


def bounded(validator: Any, steps: Steps, **changed: Any) -> Any:
    """Return a class of validators that takes a step for each keyword that it asks.

    `changed` are the further arguments of jsonschema's `extend`; of its `validators`, those that are ours.
    """
    from jsonschema.validators import extend

    ours = {name: _named_in_time(validator.VALIDATORS[name]) for name in _BY_NAMES & {*validator.VALIDATORS}}
    keywords = {**validator.VALIDATORS, **ours, "pattern": _pattern, **changed.pop("validators", {})}
    counted = {name: _counted(ask, steps) for name, ask in keywords.items()}
    return extend(validator, counted, **changed)  # type: ignore[no-untyped-call]  # jsonschema has no types here


def size_of(value: Any) -> int:
    """Return how many values a value holds, itself among them."""
    waiting, size = [value], 0
    while waiting:
        one = waiting.pop()
        size += 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return size


def _counted(ask: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    def asked(*question: Any) -> Any:
        steps.take()
        return ask(*question)

    return asked


def _pattern(validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if not validator.is_type(instance, "string"):
        return
    found = is_found(pattern, instance)
    if found is None:
        raise EndlessError(_astray(pattern))
    if not found:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _named_in_time(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Return a keyword that asks only patterns that lead nowhere astray."""

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Any:
        longest = max(map(len, instance), default=0) if validator.is_type(instance, "object") else 0
        for pattern in schema.get("patternProperties", {}):
            if may_be_endless(pattern, longest):
                raise EndlessError(_astray(pattern))
        return ask(validator, wanted, instance, schema)

    return asked


def _astray(pattern: str) -> str:
    return f"its pattern `{pattern}` can't be tried in good time"
