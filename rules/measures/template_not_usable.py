"""A measure of a template needs the template, and what that counts on."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Lack, Location, NotChecked, Related
from linter.instance.snapshot import Snapshot, is_guid
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure
from linter.kinds.references import Column
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, limits, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import first_few, quoted

RULE = Rule(
    "ME132",
    "template-not-usable",
    "a measure of a template needs the template, and what that counts on",
    "service error templateNotFound",
    service_errors=(
        "templateNotFound",
        "templateEntityMissing",
        "templateAttributeMissing",
    ),
    sources=(
        *errors("templateNotFound", "templateEntityMissing", "templateAttributeMissing"),
        *limits("K16"),
    ),
    inferred=True,
    local=True,
    kinds=("measure",),
    needs=("snapshot",),
)

_ACTIVITIES: Final = "UnifiedActivity"


def check(project: Project) -> Says:
    for one in each_measure(project):
        snapshot = one.request.snapshot
        if snapshot is None or not one.is_templated or one.node.get("isTemplate") is True:
            continue
        templates = [each for each in snapshot.root.nodes("measures") if each.get("isTemplate") is True]
        named = settled(one.node.text("templateId"))
        known = {(each.text("templateId") or "").lower(): each for each in templates}
        template = known.get(named.lower()) if named is not None else None
        if named is not None and template is None:
            yield from _unknown(one, snapshot, named, list(filter(None, known)))
        yield from _needs(one, snapshot, template)


def _unknown(one: Measure, snapshot: Snapshot, named: str, known: list[str]) -> Says:
    at = one.node.at("templateId")
    if known or not is_guid(named):
        finding = Finding(
            at,
            f"`{named}` is the ID of no template that the snapshot has"
            if is_guid(named)
            else f"`{named}` is no ID of a template",
            label="no such template",
            help=f"name one of {first_few(quoted(sorted(known)))}"
            if known
            else "write the template's ID, a GUID",
            severity="recommendation",
        )
        yield predicting(finding, "templateNotFound")
    else:
        yield NotChecked(at, _no_templates(snapshot))


def _no_templates(snapshot: Snapshot) -> Lack:
    return Lack(
        "the snapshot declares no template of measures",
        f"write those that there are into `measures` of {snapshot.file}, with `isTemplate`",
    )


def _needs(one: Measure, snapshot: Snapshot, template: Node | None) -> Says:
    at = one.node.at("templateId" if one.node.written("templateId") else "isCreatedFromTemplate")
    stored = Measure(template, saved_request(snapshot)) if template is not None else None
    named = [str(each.name) for each in stored.entities if each.name] if stored is not None else []
    lacking = next((each for each in (_ACTIVITIES, *named) if _lacks(snapshot, each)), None)
    if lacking is not None:
        limit = "K16" if lacking == _ACTIVITIES else ""
        yield predicting(_without_entity(one, snapshot, at, lacking), "templateEntityMissing", limit=limit)
        return
    for column in (each.column for each in stored.all_outputs) if stored is not None else ():
        if column is not None and column.entity is not None and column.entity.lacks(str(column.attribute)):
            yield predicting(_without_attribute(one, at, column), "templateAttributeMissing")


def _lacks(snapshot: Snapshot, name: str) -> bool:
    return snapshot.resolve_name(name).status == "unknown"


def _without_entity(one: Measure, snapshot: Snapshot, at: Location, name: str) -> Finding:
    return Finding(
        at,
        f"{called(one)} is made of a template that counts on `{name}`, which {snapshot.lacks('entities')}",
        label=f"needs `{name}`",
        help="map activities first" if name == _ACTIVITIES else "ingest it first",
        severity=snapshot.severity_of_absence("entities"),
        missed_in=snapshot.broken_at("entities"),
    )


def _without_attribute(one: Measure, at: Location, column: Column) -> Finding:
    return Finding(
        at,
        f"{called(one)} is made of a template that counts `{column.entity}.{column.attribute}`, "
        "which does not exist",
        label=f"needs `{column.attribute}`",
        related=(Related(column.at, "the template counts it here"),),
        help="map it first",
    )
