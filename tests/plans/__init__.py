"""What is planned of a small project, and what its snapshots are once all of it was sent.

`kept.jsonl` has a case a line: a sentence, what is changed in the snapshot of `tests/projects.py`, the
other files, and what is told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.diagnostic import Location, json_pointer
from linter.kinds.laid import value_at
from linter.kinds.request import Request
from linter.planning.applied import applied, not_laid
from linter.planning.cycles import Cycle
from linter.planning.plan import Plan, Sending, Step, plan_of
from linter.project.project import Project
from tests.projects import Files, project_of, snapshot
from tests.views import differences

KEPT = Path(__file__).parent / "kept.jsonl"


def told(changes: dict[str, Any], others: Files) -> list[str]:
    """Return a line for each step, cycle and request that waits for one, and for all that is changed."""
    files = {"snapshot.json": snapshot(**changes), **others}
    project = project_of(files)
    return [*_planned(plan_of(project)), *_then(project, files)]


def _planned(plan: Plan) -> Iterator[str]:
    for one in plan.steps:
        yield from _step(one)
    for each in plan.cycles:
        yield from _cycle(each)
    yield from (f"blocked: {_sending(one)}" for one in plan.blocked)
    taken = [one.request for one in plan.steps]
    yield from (
        f"sent with another: {one.name}" for one in plan.requests if one not in (*taken, *plan.blocked)
    )


def _step(step: Step) -> Iterator[str]:
    noop = " for nothing" if step.noop else ""
    yield f"{step.number} in stage {step.stage}{noop}: {_sending(step.request)}"
    yield from (f"  after {reason.step}: it {reason.words}" for reason in step.after)
    if not step.after:
        yield f"  {step.custom}"


def _sending(one: Sending) -> str:
    headers = "; ".join(f"{name}: {value}" for name, value in one.headers)
    sent = f", of {_at(one.body)}" if one.body is not None else ""
    whole = f", which is {one.file}" if one.file is not None else ""
    return f"{one.method} {one.url} by {one.name} {_at(one.at)}{sent}{whole} ({headers})"


def _cycle(cycle: Cycle) -> Iterator[str]:
    for link in cycle.links:
        listed = ", listed" if link.listed else ""
        places = f"{_at(link.gives)} {_at(link.needs)}"
        yield f"cycle: {link.after} after {link.before}: it {link.words}{listed}: {places}"
    yield from (f"  {way}" for way in cycle.ways_out)


def _at(at: Location) -> str:
    return f"{at.document}{json_pointer(at.path)}"


def _then(project: Project, files: Files) -> Iterator[str]:
    """Yield what snapshots have else once all was sent, and the requests that leave nothing there."""

    def raw(request: Request) -> object:
        return value_at(files[request.document], request.body_path)

    for one in project.snapshots:
        before = files[one.file]
        after = applied(project, one, copy.deepcopy(before), raw)
        yield from (f"then {one.file} {line}" for line in differences("", before, after))
        yield from (f"not laid: {each.method} {each.document}" for each in not_laid(project, one))
