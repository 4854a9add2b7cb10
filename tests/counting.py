"""How much work something is: in calls, which are the same on every machine."""

from __future__ import annotations

import cProfile
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(work: Callable[..., Any], *arguments: Any, **named: Any) -> int:
    """Return how many calls it takes to do something."""
    counted = cProfile.Profile()
    counted.runcall(work, *arguments, **named)
    return sum(entry.callcount for entry in counted.getstats())


def lines(work: Callable[..., Any], *arguments: Any) -> int:
    """Return how many lines are run to do something: a loop in which nothing is called counts, too."""
    count = 0

    def traced(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work(*arguments)
    finally:
        sys.settrace(before)
    return count


def grows_evenly(cost: Callable[[int], int], number: int) -> bool:
    """Tell whether twice as much costs twice as much, from a number on."""
    cost(2)  # what is done once a process
    few, some, many = (cost(times * number) for times in (1, 2, 4))
    return many - some < 2.6 * (some - few)
