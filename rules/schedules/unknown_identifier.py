"""What something is run for must exist: data sources, segments, measures.

Of other operations it isn't known what their identifiers name."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, NotChecked, Replacement, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.workflow_runs import WorkflowRun
from linter.project.project import Project
from linter.rulekit.lacks import doubted, undeclared
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, did_you_mean, surest

RULE = Rule(
    "SH107",
    "unknown-identifier",
    "what something is run for must exist",
    "service error invalidJobIdentifiers",
    service_errors=("invalidJobIdentifiers",),
    sources=(Stated("service-error", "invalidJobIdentifiers"),),
    inferred=True,
    kinds=(
        "schedule",
        "job",
    ),
    needs=("snapshot",),
)


_NAMES: Final = {
    "ingestion": "dataSources",
    "segmentation": "segments",
    "segmentmembership": "segments",
    "measures": "measures",
    "entitymeasures": "measures",
    "attributemeasures": "measures",
}
_ONE: Final = {"dataSources": "data source", "segments": "segment", "measures": "measure"}


def check(project: Project) -> Says:
    for kind in RULE.kinds:
        for payload in project.payloads(kind):
            for run in payload.items:
                part = _NAMES.get(str(run.operation))
                snapshot = payload.request.snapshot
                if part is not None and snapshot is not None:
                    yield from _unknown(project, snapshot, run, part)


def _unknown(project: Project, snapshot: Snapshot, run: WorkflowRun, part: str) -> Says:
    known = _known(project, snapshot, part)
    for name, at in run.identifiers:
        if not known.has_folded(name):
            yield from _said(snapshot, part, name, at, known)


def _known(project: Project, snapshot: Snapshot, part: str) -> KnownNames:
    """Return what identifiers may say: IDs or names of data sources, names of the others."""
    return snapshot.known_sources if part == "dataSources" else project.made.names(snapshot, part)


def _said(snapshot: Snapshot, part: str, name: str, at: Location, known: KnownNames) -> Says:
    if part != "dataSources" and not snapshot.declares(part):
        yield NotChecked(at, undeclared(part, snapshot))
        return
    said = Finding(
        at,
        f"{_ONE[part]} `{name}` {snapshot.lacks(part)}{did_you_mean(name, known)}",
        label=f"no such {_ONE[part]}",
        help=f"name a {_ONE[part]} of the instance, or leave it out",
        severity=snapshot.severity_of_absence(part),
        missed_in=snapshot.broken_at(part),
        repairs=tuple(Replacement(one, f"Replace with `{one}`") for one in surest(name, known)),
    )
    yield doubted(said, snapshot.doubt if part == "dataSources" else None)
