"""Circles of segments and measures that are made of one another."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from linter.diagnostic import Location
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple
from linter.project.outputs import Output, Outputs, OutputUse
from linter.project.project import Project

_Key: TypeAlias = tuple[str, str]


class Circle(NamedTuple):
    """Outputs each of which uses the next, and the last the first; with the last one's use of the first."""

    members: tuple[Output, ...]
    use: OutputUse


def circles(project: Project, snapshot: Snapshot) -> Iterator[Circle]:
    """Yield the circles that have something planned in them, each once; the last member is the latest."""
    outputs = project.outputs(snapshot)
    told: set[frozenset[_Key]] = set()
    settled: set[_Key] = set()  # from which the only way leads along a circle that is told
    left = _on_circles(outputs)
    ways = {key: _ways(outputs, one, left) for key, one in left.items()}
    for key in left:
        way = _shortest(ways, key) if key not in settled else None
        if way is None or frozenset(way) in told:
            continue
        told.add(frozenset(way))
        settled.update(way if all(len(ways[one]) == 1 for one in way) else ())
        found = [left[one] for one in way]
        if any(one.is_planned for one in found):
            latest = max(range(len(found)), key=lambda number: _order(found[number]))
            members = (*found[latest + 1 :], *found[: latest + 1])
            yield Circle(members, _use(outputs, members[-1], members[0]))


def _key(one: Output) -> _Key:
    return one.kind, one.name


def _order(one: Output) -> tuple[bool, str, tuple[str, ...]]:
    at: Location = one.at
    return one.is_planned, at.document, tuple(f"{step:>9}" for step in at.path)


def _uses(outputs: Outputs, one: Output) -> list[OutputUse]:
    return outputs.uses(one.view) if one.view is not None else []


def _use(outputs: Outputs, user: Output, used: Output) -> OutputUse:
    return next(one for one in _uses(outputs, user) if _key(one.used) == _key(used))


def _on_circles(outputs: Outputs) -> dict[_Key, Output]:
    """Return what is left once all is taken away, again and again, that uses nothing that is left."""
    left = {_key(one): one for one in outputs.all if _uses(outputs, one)}
    users: dict[_Key, list[_Key]] = {}
    count: dict[_Key, int] = {}
    for key, one in left.items():
        used = [_key(each.used) for each in _uses(outputs, one) if _key(each.used) in left]
        count[key] = len(used)
        for each in used:
            users.setdefault(each, []).append(key)
    waiting = [key for key, number in count.items() if not number]
    while waiting:
        gone = waiting.pop()
        del left[gone]
        for user in users.get(gone, ()):
            count[user] -= 1
            waiting += [user] if not count[user] else []
    return left


def _ways(outputs: Outputs, one: Output, left: Collection[_Key]) -> list[_Key]:
    """Return what an output uses of what is left."""
    return [key for key in dict.fromkeys(_key(use.used) for use in _uses(outputs, one)) if key in left]


def _shortest(ways: Mapping[_Key, list[_Key]], start: _Key) -> list[_Key] | None:
    came: dict[_Key, _Key] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in ways[here]:
            if there == start:
                return _back(came, start, here)
            if there not in came:
                came[there] = here
                waiting.append(there)
    return None


def _back(came: dict[_Key, _Key], start: _Key, key: _Key) -> list[_Key]:
    found = [key]
    while key != start:
        key = came[key]
        found.append(key)
    return found[::-1]
