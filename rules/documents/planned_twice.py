"""Two files or requests must not plan the same thing: which of them counts is open.

The same thing is a conflation's plan or its rules, an entity in two lists of a conflation's entity
information, the entityInfo or the self conflation of an entity, the search configuration, or an update of one
relationship, data source, segment or measure.  Requests of one list are
sent in their order, so that the later one counts; relationships that are created twice are RL02's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.snapshot import fold_id
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.conflations import conflation_key
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "DO105",
    "planned-twice",
    "two files or requests must not plan the same thing",
    "the linter's own: all payloads of a project are applied, in no order that files have",
    severity="warning",
    sources=(Stated("convention", "all payloads of a project are applied, in no order that files have"),),
    inferred=True,
)

_LISTS: Final = ("EntityInformation", "EntityInformationByName")

_SEARCH: Final = "the search configuration"
_UPDATED: Final = (
    ("dataSource", "datasourceId", "the update of data source"),
    ("segment", "segmentName", "the update of segment"),
    ("measure", "measureName", "the update of measure"),
)

Thing = tuple[Hashable, Request, Location, str]
"""What is planned, by which request, where, and in words."""


def check(project: Project) -> Says:
    if project.settings.snapshot_only:
        return
    first: dict[Hashable, Thing] = {}
    told: set[tuple[Request, Request]] = set()
    for thing in _planned(project):
        what, request, at, words = thing
        _, before, there, _ = first.setdefault(what, thing)
        if before.sequence == request.sequence or (before, request) in told:
            continue
        told.add((before, request))
        yield Finding(
            at,
            f"{words} is planned in {before.document} already: which of the two counts is open",
            label="planned twice",
            related=(Related(there, "the first of the two"),),
            help="leave one of them, or put both requests into one list in the order in which they are sent",
        )


def _planned(project: Project) -> Iterator[Thing]:
    """Yield what the payloads of a project plan, by path, then by place."""
    for plan in project.plans:
        yield _of_conflation(plan.request, "the conflation plan")
    for rules in project.resolutions:
        yield _of_conflation(rules.request, "the conflict resolution rules")
    yield from _of_entities(project)
    for payload in project.payloads("searchConfiguration"):
        yield ("search", _instance(payload.request)), payload.request, payload.request.at, _SEARCH
    yield from _updates(project)


def _of_entities(project: Project) -> Iterator[Thing]:
    """Yield what is planned of single entities."""
    for information in project.entity_information:
        key = conflation_key(information.request)
        for listed in information.entities if _is_whole(information) else ():
            yield from _of_entity("the entity information", information.request, listed.mention, key)
    for payload in project.entity_infos:
        for info in payload.infos:
            yield from _of_entity("the entityInfo", payload.request, info.mention)
    for payload in project.payloads("selfConflation"):
        key = conflation_key(payload.request)
        for one in payload.items:
            yield from _of_entity("the self conflation", payload.request, one.entity, key)


def _of_entity(words: str, request: Request, mention: Mention | None, *key: Hashable) -> Iterator[Thing]:
    entity = mention.entity if mention is not None else None
    if mention is not None and entity is not None:
        yield (words, *key, entity), request, mention.at, f"{words} of `{entity}`"


def _updates(project: Project) -> Iterator[Thing]:
    """Yield the updates of what goes by a name or an ID."""
    for kind, parameter, words in _UPDATED:
        for payload in project.payloads(kind):
            request, name = payload.request, payload.request.parameter(parameter)
            if name is not None and isinstance(request.root, Node):
                yield (kind, _instance(request), fold_id(name)), request, request.at, f"{words} `{name}`"
    for relationship in project.planned_relationships():
        name, request = relationship.update, relationship.request
        if name is not None:
            what, words = ("relationship", _instance(request), name), f"the update of relationship `{name}`"
            yield what, request, request.at, words


def _instance(request: Request) -> str:
    return request.snapshot.file if request.snapshot is not None else ""


def _is_whole(information: EntityInformation) -> bool:
    """Tell whether it is a list of entities, which the information on a single one may add to."""
    return isinstance(information.root, Node) and information.root.shape.name in _LISTS


def _of_conflation(request: Request, words: str) -> Thing:
    key = conflation_key(request)
    return (words, key), request, request.at, f"{words} of `{key[1]}`"
