"""Somebody else's JSON Schema, judged in bounded time: jsonschema goes on for ever where a schema does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from linter.shapes.patterns import MOMENTS, is_found, may_be_endless
from linter.wording import bounded as shortened

STEPS: Final = 100_000
STEPS_A_VALUE: Final = 50
"""How many keywords of a schema are asked about a value, at least and for each value in it.  A few anyOf
that lead to one another ask more often than there is time for."""

_PAIRS: Final = 1000
"""As many words of a schema, each beside one value or name, are a step more."""

_LETTERS: Final = 1000
"""So many letters of what is said of a value are a step more."""


_REFERENCES: Final = {"$ref", "$dynamicRef"}
_UNEVALUATED: Final = ("unevaluatedProperties", "unevaluatedItems")


class EndlessError(Exception):
    """A schema that asks for ever."""


class Steps:
    """How many keywords may still be asked, and how far patterns may still be followed."""

    def __init__(self, least: int = STEPS) -> None:
        self._least = least
        self._all = self._left = least
        self._moments = [MOMENTS]

    def begin(self, value: Any) -> None:
        """Begin to judge a value."""
        self._all = self._left = self._least + STEPS_A_VALUE * size_of(value)
        self._moments = [self._all * MOMENTS // self._least]

    def take(self, number: int = 1) -> None:
        """Take some; raises EndlessError where none is left."""
        self._left -= number
        if self._left < 0:
            raise EndlessError(f"after {self._all:,} steps it has come to no end, as where its anyOf double")

    def found(self, pattern: str, text: str) -> bool | None:
        """Tell whether a pattern is found in a text; None where it is none, or too little time is left."""
        return is_found(pattern, text, self._moments)

    def finds(self, pattern: str, text: str) -> bool:
        """Tell whether a pattern is found in a text; raises EndlessError where that can't be told."""
        found = self.found(pattern, text)
        if found is None:
            raise _astray(pattern)
        return found


def bounded(validator: Any, steps: Steps, document: Any, **changed: Any) -> Any:
    """Return a class of validators that takes a step for each keyword that it asks.

    The document is what all references of its schemas lead to.  `changed` are the further arguments of
    jsonschema's `extend`; of its `validators`, those that are ours.
    """
    from jsonschema.validators import extend

    led = dict.fromkeys(_REFERENCES & validator.VALIDATORS.keys(), _led)
    keywords = {**validator.VALIDATORS, **led, **_in_time(validator.VALIDATORS, steps, document)}
    keywords |= changed.pop("validators", {})
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
    """Return a keyword that takes steps for what it is asked, and for what it says: that repeats values."""

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[Any]:
        steps.take(1 + _length(wanted) * _length(instance) // _PAIRS)
        for error in ask(validator, wanted, instance, schema) or ():
            steps.take(len(error.message) // _LETTERS)
            error.message = shortened(error.message)
            yield error

    return asked


def _length(value: Any) -> int:
    return len(value) if isinstance(value, (dict, list)) else 1


def _led(validator: Any, reference: Any, instance: Any, _schema: Any) -> Any:
    """Ask what a reference leads to."""
    found = _followed(validator, reference)
    return validator.descend(instance, found.contents, resolver=found.resolver)


def _followed(validator: Any, reference: Any) -> Any:
    """Return what a reference leads to, which has to be a schema: jsonschema takes whatever stands there."""
    from referencing.exceptions import Unresolvable

    if not isinstance(reference, str):
        raise Unresolvable(ref=json.dumps(reference))
    try:
        found = validator._resolver.lookup(reference)  # as jsonschema's own keywords do
    except (TypeError, ValueError) as error:  # it leads into a number, to no item of a list, or is no address
        raise Unresolvable(ref=reference) from error
    if not isinstance(found.contents, (dict, bool)):
        raise Unresolvable(ref=reference)
    return found


def _in_time(given: dict[str, Any], steps: Steps, document: Any) -> dict[str, Any]:
    """Return those of the keywords that jsonschema asks without end, or in a time that grows too fast."""
    ours = {
        "pattern": _pattern(steps),
        "patternProperties": _pattern_properties(steps),
        "additionalProperties": _additional(given["additionalProperties"], steps),
        "uniqueItems": _unique,
        "enum": _enum(),
    }
    if "unevaluatedProperties" in given:
        ours["unevaluatedProperties"] = _unevaluated(given["unevaluatedProperties"], steps, document)
    behind = {
        name: _behind_references(ask) for name, ask in {**given, **ours}.items() if name in _UNEVALUATED
    }
    return ours | behind


def _behind_references(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Return a keyword that follows references beside it by itself, asked once they are known to lead on."""

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Any:
        for name in _REFERENCES & schema.keys():
            _followed(validator, schema[name])
        return ask(validator, wanted, instance, schema)

    return asked


def _pattern(steps: Steps) -> Callable[..., Any]:
    from jsonschema import ValidationError

    def asked(validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
        if validator.is_type(instance, "string") and not steps.finds(pattern, instance):
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    return asked


def _pattern_properties(steps: Steps) -> Callable[..., Any]:
    def asked(validator: Any, wanted: Any, instance: Any, _schema: Any) -> Iterator[Any]:
        for pattern, schema in wanted.items() if validator.is_type(instance, "object") else ():
            for name, value in instance.items():
                steps.take()
                if steps.finds(pattern, name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)

    return asked


def _additional(ask: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    """Return the keyword that is asked about the other properties alone: jsonschema joins all patterns."""

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Any:
        if not validator.is_type(instance, "object"):
            return ()
        known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        steps.take(len(patterns) * len(instance))
        others = {
            name: value
            for name, value in instance.items()
            if name not in known and not any(steps.finds(pattern, name) for pattern in patterns)
        }
        return ask(validator, wanted, others, {})

    return asked


def _unevaluated(ask: Callable[..., Any], steps: Steps, document: Any) -> Callable[..., Any]:
    """Return the keyword that is asked where no pattern of the document may lead astray: it looks for all."""
    patterns = cache(lambda: frozenset(_patterns_of_names(document)))

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Any:
        if not validator.is_type(instance, "object"):
            return ()
        steps.take(len(instance) ** 2 // _PAIRS)
        longest = max(map(len, instance), default=0)
        for pattern in sorted(patterns()):
            if may_be_endless(pattern, longest):
                raise _astray(pattern)
        return ask(validator, wanted, instance, schema)

    return asked


def _patterns_of_names(document: Any) -> Iterator[str]:
    """Yield the patterns that names are looked for by, wherever schemas of a document have some."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            patterns = one.get("patternProperties")
            yield from patterns if isinstance(patterns, dict) else ()
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())


def _unique(validator: Any, wanted: Any, instance: Any, _schema: Any) -> Iterator[Any]:
    """Ask for items that differ, in a time that doesn't grow with their square."""
    from jsonschema import ValidationError

    asked = wanted and validator.is_type(instance, "array")
    if asked and len({_identity(one) for one in instance}) < len(instance):
        yield ValidationError(f"{instance!r} has non-unique elements")


def _enum() -> Callable[..., Any]:
    """Return the keyword that finds a value among others, however many they are, in the same time."""
    from jsonschema import ValidationError

    known: dict[int, tuple[Any, frozenset[Any], str]] = {}  # with the list, so that no other has its identity

    def asked(_validator: Any, values: Any, instance: Any, _schema: Any) -> Iterator[Any]:
        if id(values) not in known:
            known[id(values)] = values, frozenset(map(_identity, values)), shortened(repr(values))
        _, identities, said = known[id(values)]
        if _identity(instance) not in identities:
            yield ValidationError(f"{instance!r} is not one of {said}")

    return asked


def _identity(value: Any) -> Any:
    """Return what only equal values have in common: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, dict):
        return frozenset((name, _identity(one)) for name, one in value.items())
    if isinstance(value, list):
        return tuple(_identity(one) for one in value)
    return type(value) is bool, value


def _astray(pattern: str) -> EndlessError:
    return EndlessError(f"its pattern `{pattern}` can't be tried in good time")
