"""{conflationId} must be the ID of an existing conflation of the instance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, NotChecked
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.path_names import repairs_in_url
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest
from linter.wording import first_few, quoted

_FEW: Final = 10  # conflations that a message lists


def _naming_one(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if one.parameter("conflationId") is not None)


_NONE_AT_ALL: Final = (
    "conflationMetadataDoesNotExist",
    "refreshConflationConfigurationNotFound",
    "refreshConflationMetadataNotFound",
)

RULE = Rule(
    "IN05",
    "unknown-conflation",
    "{conflationId} must be the ID of an existing conflation of the instance",
    "Limitations by field, all APIs",
    service_errors=("conflationNotFound", *_NONE_AT_ALL),
    local=True,
    kinds=("requests",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        named = request.parameter("conflationId")
        if named is None:
            continue
        snapshot = request.snapshot
        if snapshot is None or snapshot.conflation(named) is not None:
            continue
        if not snapshot.declares("conflations"):
            yield NotChecked(request.at_parameter("conflationId"), undeclared("conflations", snapshot))
            continue
        known = snapshot.known_conflations
        yield Finding(
            request.at_parameter("conflationId"),
            f"conflation `{named}` {snapshot.lacks('conflations')}{did_you_mean(named, known)}",
            label="no such conflation",
            help=_help(named, known.names),
            severity=snapshot.severity_of_absence("conflations"),
            missed_in=snapshot.broken_at("conflations"),
            service_errors=("conflationNotFound", *(() if known.names else _NONE_AT_ALL)),
            repairs=repairs_in_url(request, "conflationId", named, surest(named, known)),
        )


def _help(named: str, known: list[str]) -> str:
    if known:
        return f"use a conflation of the instance: {first_few(quoted(known), _FEW)}"
    return (
        f"the snapshot says that there is none; if there is, it goes into its `conflations`, or the "
        f"overrides of its import say so: `[conflations.{named}]`"
    )
