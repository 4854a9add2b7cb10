"""What contracts find in requests to other APIs, in the words that their rules share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from linter.contracts.mistakes import Mistake, MistakeKind
from linter.diagnostic import Finding, NotChecked, Related, Replacement
from linter.project.project import Project
from linter.rulekit.rule import Says
from linter.suggest import nearest, suggestion
from linter.wording import quoted

if TYPE_CHECKING:
    from linter.contracts.call import Call


def found(project: Project, kind: MistakeKind, worded: Callable[[Mistake], Finding]) -> Says:
    """Yield the mistakes of a kind as findings, and what isn't judged for that."""
    for call in project.calls:
        for one in call.judgements:
            if one.kind != kind:
                continue
            yield (
                _placed(worded(one), one, call) if isinstance(one, Mistake) else NotChecked(one.at, one.lack)
            )


def _placed(finding: Finding, one: Mistake, call: Call) -> Finding:
    """Return a finding that also says where the contract declares what the mistake is about."""
    if one.declared is None:
        return finding
    there = Related(call.where(one.declared), f"`{one.declared.name}` is declared here")
    return finding._replace(related=(there,))


def unknown(one: Mistake) -> Finding:
    """Return the finding about a name that its owner doesn't have."""
    near = list(one.near)
    return Finding(
        one.at,
        f"{one.owner} has no {one.what} `{one.name}`{suggestion(near)}",
        label="not in the contract",
        help=_repair(one),
        repairs=tuple(Replacement(name, f"Replace with `{name}`") for name in near if "{" not in name),
        severity=one.severity,
    )


def unfit(one: Mistake) -> Finding:
    """Return the finding about a value that isn't what its owner takes."""
    near = nearest(one.name, one.known)
    return Finding(
        one.at,
        f"{one.owner} is `{one.name}`, but {one.what} is expected{suggestion(near)}",
        label=f"not {one.what}",
        help=f"give it {one.what}",
        repairs=tuple(Replacement(name, f"Replace with `{name}`") for name in near),
    )


def _repair(one: Mistake) -> str:
    if one.near:
        return f"replace it with {' or '.join(quoted(one.near))}"
    if one.known:
        return f"use one of {', '.join(quoted(one.known))}"
    return "correct it, or renew the contract's file if it is older than the API"
