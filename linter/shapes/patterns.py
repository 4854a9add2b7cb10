"""Patterns of somebody else's schema, in bounded time: Python's engine can't be stopped once it goes astray.

What may lead it astray is followed in all its ways at once, which takes time to a text's length and no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from linter.named_tuple import NamedTuple

_LONGEST: Final = 1000  # characters of a pattern
_MANY: Final = 10  # a repeat that may come more often counts as endless
_TRIES: Final = 1_000_000
_STEPS: Final = 20_000  # of a pattern, whose bounded repeats are written out
MOMENTS: Final = 2_000_000
"""Steps that following patterns may take, if nothing else is said."""


_ONE_CHARACTER: Final = ("LITERAL", "NOT_LITERAL", "IN", "ANY")
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT")


class _TooHard(Exception):  # noqa: N818  # it names the situation
    """A pattern that can't be followed, or not in good time."""


class _Step(NamedTuple):
    """A step of a pattern: a character that fits, a place that fits, or other steps to go on with."""

    fits: Callable[[str], bool] | None = None
    holds: Callable[[str, int, list[int]], bool] | None = None
    ways: tuple[int, ...] = ()


def is_found(pattern: str, text: str, left: list[int] | None = None) -> bool | None:
    """Tell whether a pattern is found in a text; None where it is none, or can't be told in good time.

    What is left of that time is taken from, if it is given.
    """
    if not may_be_endless(pattern, len(text)):
        return re.search(pattern, text) is not None
    try:
        return _follow(_steps(pattern), text, [MOMENTS] if left is None else left)
    except (_TooHard, re.error, OverflowError, RecursionError):
        return None


@lru_cache(1024)
def may_be_endless(pattern: str, length: int) -> bool:
    """Tell whether a pattern isn't Python's, or may be tried in too many ways on a text of that length.

    So it is where a repeat has another one in it, or a choice, or where one stands beside another.
    """
    if len(pattern) > _LONGEST:
        return True
    try:
        parsed = _parsed(pattern)
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return True
    beside = sum(1 for _, lot in _repeats(parsed) if lot > _MANY)
    return _repeats_itself(parsed) or length ** (beside + 1) > _TRIES


def _parsed(pattern: str) -> Any:
    return re._parser.parse(pattern)  # type: ignore[attr-defined]  # there is no other way to its parts


def _repeats_itself(part: Any) -> bool:
    """Tell whether there is more than one way through what a repeat repeats."""
    return any(
        lot > 1 and (any(_repeats(inner)) or "BRANCH" in map(_name, _walk(inner)))
        for inner, lot in _repeats(part)
    )


def _repeats(part: Any) -> Iterator[tuple[Any, int]]:
    """Yield what is repeated in a part, and how often at most; what always comes as often is none."""
    for operator, argument in _walk(part):
        if _name((operator, argument)) in _REPEATS and argument[0] != argument[1]:
            yield argument[2], int(argument[1])


def _walk(part: Any) -> Iterator[tuple[Any, Any]]:
    for operator, argument in part:
        yield operator, argument
        for one in _inner(argument):
            yield from _walk(one)


def _inner(argument: Any) -> list[Any]:
    """Return the parts of a pattern that lie in the argument of another one."""
    found = []
    for one in argument if isinstance(argument, (tuple, list)) else ():
        if isinstance(one, re._parser.SubPattern):  # type: ignore[attr-defined]
            found.append(one)
        elif isinstance(one, list):  # of a choice
            found += one
    return found


def _name(node: tuple[Any, Any]) -> str:
    return str(node[0])


@lru_cache(256)
def _steps(pattern: str) -> tuple[_Step, ...]:
    """Return the steps of a pattern; raises _TooHard."""
    if len(pattern) > _LONGEST:
        raise _TooHard
    steps: list[_Step] = []
    _put(_parsed(pattern), steps)
    return tuple(steps)


def _put(part: Any, steps: list[_Step]) -> None:
    for node in part:
        if len(steps) > _STEPS:
            raise _TooHard
        name, argument = _name(node), node[1]
        if name in _ONE_CHARACTER:
            steps.append(_Step(fits=_fitting(_alone(node, part))))
        elif name == "AT":
            steps.append(_Step(holds=_holding(_alone(node, part))))
        elif name == "SUBPATTERN" and not (argument[1] or argument[2]):
            _put(argument[3], steps)
        elif name == "BRANCH":
            _put_choice(argument[1], steps)
        elif name in _REPEATS:
            _put_repeat(argument, steps)
        elif name in ("ASSERT", "ASSERT_NOT") and argument[0] > 0:
            _put_ahead(argument[1], steps, wanted=name == "ASSERT")
        else:  # what was found before, what lies behind
            raise _TooHard


def _alone(node: Any, part: Any) -> re.Pattern[str]:
    one = re._parser.SubPattern(part.state, [node])  # type: ignore[attr-defined]
    return re._compiler.compile(one)  # type: ignore[attr-defined,no-any-return]


def _fitting(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return cache(lambda character: pattern.fullmatch(character) is not None)


def _holding(pattern: re.Pattern[str]) -> Callable[[str, int, list[int]], bool]:
    return lambda text, at, _: pattern.match(text, at) is not None


def _put_choice(choices: list[Any], steps: list[_Step]) -> None:
    begin = len(steps)
    steps.append(_Step())
    begins, ends = [], []
    for one in choices:
        begins.append(len(steps))
        _put(one, steps)
        ends.append(len(steps))
        steps.append(_Step())
    steps[begin] = _Step(ways=tuple(begins))
    for end in ends:
        steps[end] = _Step(ways=(len(steps),))


def _put_repeat(repeat: tuple[int, int, Any], steps: list[_Step]) -> None:
    least, most, part = repeat
    for _ in range(least):
        _put(part, steps)
    if most is re._constants.MAXREPEAT:  # type: ignore[attr-defined]
        begin = len(steps)
        steps.append(_Step())
        _put(part, steps)
        steps.append(_Step(ways=(begin,)))
        steps[begin] = _Step(ways=(begin + 1, len(steps)))
        return
    begins = []
    for _ in range(most - least):
        begins.append(len(steps))
        steps.append(_Step())
        _put(part, steps)
    for begin in begins:
        steps[begin] = _Step(ways=(begin + 1, len(steps)))


def _put_ahead(part: Any, steps: list[_Step], *, wanted: bool) -> None:
    inner: list[_Step] = []
    _put(part, inner)
    steps.append(
        _Step(holds=lambda text, at, left: _follow(inner, text, left, at, everywhere=False) is wanted)
    )


def _follow(
    steps: tuple[_Step, ...] | list[_Step],
    text: str,
    left: list[int],
    at: int = 0,
    *,
    everywhere: bool = True,
) -> bool:
    """Tell whether the steps lead to their end from any place of a text, or from one; raises _TooHard."""
    reached: set[int] = set()
    for place in range(at, len(text) + 1):
        if everywhere or place == at:
            reached.add(0)
        reached = _ways_on(steps, reached, text, place, left)
        if len(steps) in reached:
            return True
        if place == len(text) or not reached:
            break
        reached = {one + 1 for one in reached if (fits := steps[one].fits) is not None and fits(text[place])}
    return False


def _ways_on(steps: Sequence[_Step], reached: set[int], text: str, place: int, left: list[int]) -> set[int]:
    """Return the steps that are reached without a character more."""
    waiting, seen = list(reached), set(reached)
    while waiting:
        left[0] -= 1
        if left[0] < 0:
            raise _TooHard
        one = waiting.pop()
        step = steps[one] if one < len(steps) else _Step()
        ways = (one + 1,) if step.holds is not None and step.holds(text, place, left) else step.ways
        more = [way for way in ways if way not in seen]
        seen.update(more)
        waiting += more
    return seen
