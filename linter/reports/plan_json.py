"""The plan as JSON, version 1: fields may be added, but none is changed."""

from __future__ import annotations

import json
from typing import Any

from linter.cycles import Cycle
from linter.diagnostic import Location
from linter.payloads.request import Request
from linter.plan import Plan, Step


def plan_json(plan: Plan) -> str:
    """Return the plan of schemas/plan.schema.json."""
    report = {
        "version": 1,
        "steps": [_step(step) for step in plan.steps],
        "cycles": [_cycle(cycle, plan.requests) for cycle in plan.cycles],
        "blocked": [_named(request) for request in plan.blocked],
    }
    return (
        json.dumps(report, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"
    )


def _step(step: Step) -> dict[str, Any]:
    after = sorted({reason.step for reason in step.after})
    return {
        "number": step.number,
        "stage": step.stage,
        "method": step.request.method,
        "url": step.url,
        "file": step.request.document,
        "pointer": _pointer(step.at),
        "after": after,
        "noop": step.noop,
        "reasons": [
            f"step {number} " + "; it ".join(one.words for one in step.after if one.step == number)
            for number in after
        ],
    }


def _cycle(cycle: Cycle, requests: tuple[Request, ...]) -> dict[str, Any]:
    return {
        "path": [
            {**_named(requests[link.before]), "reason": f"the next waits for it: it {link.words}"}
            for link in cycle.links
        ],
        "waysOut": list(cycle.ways_out),
    }


def _named(request: Request) -> dict[str, Any]:
    at = request.envelope.at() if request.envelope is not None else Location(request.document)
    return {"method": request.method, "file": request.document, "pointer": _pointer(at)}


def _pointer(at: Location) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in at.path)
