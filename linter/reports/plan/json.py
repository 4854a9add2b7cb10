"""The plan as JSON, version 1: fields may be added, but none is changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from linter.diagnostic import json_pointer
from linter.planning.cycles import Cycle
from linter.planning.plan import Plan, Sending, Step
from linter.text.source import Text


def plan_json(plan: Plan, texts: Mapping[str, Text]) -> str:
    """Return the plan; `reasons` says for each of `after` why, `cycles` are the shortest ones."""
    report = {
        "version": 1,
        "steps": [_step(step, texts) for step in plan.steps],
        "cycles": [_cycle(cycle, plan.requests, texts) for cycle in plan.cycles],
        "blocked": [_named(request, texts) for request in plan.blocked],
    }
    return (
        json.dumps(report, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"
    )


def _step(step: Step, texts: Mapping[str, Text]) -> dict[str, Any]:
    after = sorted({reason.step for reason in step.after})
    return {
        "number": step.number,
        "stage": step.stage,
        **_named(step.request, texts),
        "after": after,
        "noop": step.noop,
        "reasons": [
            f"step {number} " + "; it ".join(one.words for one in step.after if one.step == number)
            for number in after
        ],
    }


def _cycle(cycle: Cycle, requests: tuple[Sending, ...], texts: Mapping[str, Text]) -> dict[str, Any]:
    return {
        "path": [
            {**_named(requests[link.before], texts), "reason": f"the next waits for it: it {link.words}"}
            for link in cycle.links
        ],
        "waysOut": list(cycle.ways_out),
    }


def _named(request: Sending, texts: Mapping[str, Text]) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url,
        "file": request.at.document,
        "pointer": json_pointer(texts[request.at.document].path(request.at)),
    }
