"""The plan, to be read: stages, steps, reasons, cycles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from linter.planning.cycles import Cycle
from linter.planning.plan import Plan, Sending, Step
from linter.reports.visible import visible
from linter.wording import counted


def plan_text(plan: Plan) -> str:
    """Return the plan as lines."""
    return "".join(f"{visible(line)}\n" for line in _lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    for stage, members in groupby(plan.steps, key=lambda step: step.stage):
        steps = list(members)
        parallel = f" ({len(steps)} steps that may run in parallel)" if len(steps) > 1 else ""
        yield f"Stage {stage}{parallel}"
        for step in steps:
            yield from _step(step, len(str(len(plan.steps))))
        yield ""
    for cycle in plan.cycles:
        yield from _cycle(cycle, plan.requests)
    yield from _waiting(plan)
    yield _summary(plan)


def _step(step: Step, width: int) -> Iterator[str]:
    indent = " " * (width + 4)
    yield f"  {step.number:>{width}}. {step.request.method} {step.request.url}"
    yield f"{indent}{step.request.name}"
    if step.noop:
        yield f"{indent}no-op: the snapshot holds this already"
    for reason in step.after:
        yield f"{indent}after {reason.step}: it {reason.words}"
    if not step.after:
        yield f"{indent}needs no other step; {step.custom}"


def _cycle(cycle: Cycle, requests: tuple[Sending, ...]) -> Iterator[str]:
    yield f"A cycle of {len(cycle.links)} requests: each waits for the one before it"
    for link in cycle.links:
        request = requests[link.before]
        yield f"  {request.method} {request.name}"
        yield f"    it {link.words}"
    first = requests[cycle.links[0].before]
    yield f"  {first.method} {first.name} (again)"
    for way in cycle.ways_out:
        yield f"  way out: {way}"
    if not cycle.ways_out:
        yield "  no way out was found: one of these payloads has to change"
    yield ""


def _waiting(plan: Plan) -> Iterator[str]:
    """Yield the requests that are in no cycle and wait for one."""
    knotted = {plan.requests[link.before] for cycle in plan.cycles for link in cycle.links}
    waiting = [request for request in plan.blocked if request not in knotted]
    if waiting:
        yield "Waiting for what can't be sent in any order"
        yield from (f"  {request.method} {request.name}" for request in waiting)
        yield ""


def _summary(plan: Plan) -> str:
    stages = plan.steps[-1].stage if plan.steps else 0
    noops = sum(step.noop for step in plan.steps)
    said = f"{counted(len(plan.steps), 'step')} in {counted(stages, 'stage')}"
    said += f", {noops} of them no-op" if noops else ""
    if plan.blocked:
        said += f"; {counted(len(plan.blocked), 'request')} can't be sent in any order"
    return f"{said}."
