"""Which patterns of a description may be matched: Python's engine can't be stopped once it goes astray."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

_LONGEST: Final = 1000


@cache
def may_be_endless(pattern: str) -> bool:
    """Tell whether a pattern isn't Python's, or repeats what itself repeats, as `(a+)+` does."""
    if len(pattern) > _LONGEST:
        return True
    try:
        parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]  # there is no other way to its parts
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return True
    return _repeats(parsed, within=False)


def _repeats(part: Any, *, within: bool) -> bool:
    """Tell whether something in a part of a pattern is repeated that lies in what is repeated."""
    for operator, argument in part:
        repeated = str(operator) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] > 1
        if repeated and within:
            return True
        if any(_repeats(one, within=within or repeated) for one in _inner(argument)):
            return True
    return False


def _inner(argument: Any) -> list[Any]:
    """Return the parts of a pattern that lie in the argument of another one."""
    found = []
    for one in argument if isinstance(argument, (tuple, list)) else ():
        if isinstance(one, re._parser.SubPattern):  # type: ignore[attr-defined]
            found.append(one)
        elif isinstance(one, list):
            found += [each for each in one if isinstance(each, re._parser.SubPattern)]  # type: ignore[attr-defined]
    return found
