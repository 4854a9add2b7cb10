"""The plan as a Mermaid flow chart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from linter.planning.plan import Plan, Step
from linter.reports.mermaid_text import mermaid_text


def plan_mermaid(plan: Plan) -> str:
    """Return a flow chart: a box a stage, an arrow a reason, what is in a cycle apart and red."""
    return "".join(f"{line}\n" for line in _lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield "flowchart TD"
    for stage, steps in groupby(plan.steps, key=lambda step: step.stage):
        yield f'  subgraph stage{stage}["stage {stage}"]'
        for step in steps:
            kind = ":::noop" if step.noop else ""
            yield f'    s{step.number}["{_label(step)}"]{kind}'
        yield "  end"
    for step in plan.steps:
        for reason in step.after:
            yield f'  s{reason.step} -->|"{mermaid_text(reason.words)}"| s{step.number}'
    yield from _cycles(plan)
    yield "  classDef noop stroke-dasharray: 4 4"
    yield "  classDef cycle stroke:#c00,stroke-width:2px"


def _label(step: Step) -> str:
    request = f"{step.number}. {step.request.method} {step.request.name}"
    return mermaid_text(request) + ("<br/>no-op" if step.noop else "")


def _cycles(plan: Plan) -> Iterator[str]:
    members = sorted({link.before for cycle in plan.cycles for link in cycle.links})
    for member in members:
        request = plan.requests[member]
        yield f'  c{member}["{mermaid_text(f"{request.method} {request.name}")}"]:::cycle'
    for cycle in plan.cycles:
        for link in cycle.links:
            yield f'  c{link.before} -->|"{mermaid_text(link.words)}"| c{link.after}'
