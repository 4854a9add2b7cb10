"""What a request needs of others that come before it, and who gives it.

A need is met by any one of its givers.  What the snapshot holds, and keeps, is no need; what
nobody gives is none either, but a finding of a rule.  Needs are firm when the service would refuse
the request otherwise; the others are the custom that an order keeps where it can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from linter import kinds
from linter.diagnostic import Location, Path
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds import activity, activity_body
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.data_source import KIND
from linter.kinds.entity_information import EntityInformation, Listed
from linter.kinds.naming import named_in
from linter.kinds.query import query_of
from linter.kinds.references import Mention, path_mention, path_source
from linter.kinds.request import Request
from linter.planning.creations import Creations, CreationsIn, word
from linter.planning.need import Giver, Need, Numbers, need_of, numbered
from linter.planning.timelines import Ends, RelationshipChange, Timeline, scope_of, timelines
from linter.project.conflations import conflation_key, saved_conflation
from linter.project.effects import Effect, addressed, effects_of
from linter.project.outputs import Outputs
from linter.project.project import Project
from linter.project.saved import saved_information, saved_plan

_LATE: Final = ("segments", "measures", "search")


def needs(project: Project, creations_in: CreationsIn) -> list[Need]:
    """Return what the project's requests need of each other, in no particular order.

    What comes before a deletion by custom alone, `endings` tells.
    Requests go by their place in `project.requests`.  The order within a list of envelopes is no
    need: `sequences` has it.
    """
    number = numbered(project.requests)
    return [
        *_ingestion(project, number),
        *_keys(project, number),
        *_information(project, number),
        *_relationships(project, number),
        *_conflations(project, number),
        *_made(project, creations_in, number),
        *_source_rooms(project, number),
    ]


def sequences(project: Project) -> list[list[int]]:
    """Return what is sent in turn: the numbers of each list's requests, in the order of the text."""
    found: dict[tuple[str, int], list[int]] = {}
    for index, request in enumerate(project.requests):
        found.setdefault(request.sequence, []).append(index)
    return list(found.values())


def _ingestion(project: Project, number: Numbers) -> Iterator[Need]:
    """Entities and data sources that payloads plan: what names them comes after those."""
    if all(one.declared is one for one in project.snapshots):
        return
    makers: dict[tuple[str, Path], list[Request]] = {}
    for one in (one for one in project.requests if one.route.kind == KIND.name):
        makers.setdefault((one.document, one.body_path), []).append(one)
    for request in project.requests:
        told: set[Giver] = set()
        for at, thing, declared in _planned_names(request):
            words = f"makes data source `{thing}`" if isinstance(thing, DataSource) else f"ingests `{thing}`"
            givers = {Giver(number[one], declared, words) for one in _around(declared, makers)}
            for giver in givers - told:
                yield Need(number[request], at, (giver,))
            told |= givers


def _planned_names(request: Request) -> Iterator[tuple[Location, object, Location]]:
    """Yield where a request names what no snapshot has yet, that thing, and where a payload makes it."""
    snapshot = request.snapshot
    if snapshot is None or request.route.kind == KIND.name:
        return
    source = path_source(snapshot, request)
    if source is not None and source.at.document != snapshot.file:
        yield request.at, source, source.at
    for at, mention in _mentions(request):
        entity = mention.entity
        if entity is not None and entity.at.document != snapshot.file:
            yield at, entity, entity.at


def _mentions(request: Request) -> Iterator[tuple[Location, Mention]]:
    """Yield the entities that a request names, by its path, by what it asks of rows, and in its body."""
    query = query_of(request)
    for one in (path_mention(request), query.mention if query is not None else None):
        if one is not None:
            yield request.at, one
    for named in named_in(request.root, request):
        if isinstance(named.value, Mention):
            yield named.at, named.value


def _around(at: Location, makers: Mapping[tuple[str, Path], list[Request]]) -> Iterator[Request]:
    """Yield the requests in whose bodies a place is."""
    for length in range(len(at.path) + 1):
        yield from makers.get((at.document, at.path[:length]), ())


def _keys(project: Project, number: Numbers) -> Iterator[Need]:
    """Primary keys: entity information needs them from entityInfo, plans and rules from anywhere."""
    defined: dict[Entity, list[Giver]] = {}
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.mention.entity is not None and info.node.text("primaryKey") is not None:
                giver = _key_giver(number[payload.request], info.node.at("primaryKey"), info.mention.entity)
                defined.setdefault(info.mention.entity, []).append(giver)
    anywhere = {entity: list(givers) for entity, givers in defined.items()}
    for request, listed in _listed(project):
        if listed.mention.entity is not None and listed.primary_key is not None:
            giver = _key_giver(number[request], listed.mention.at, listed.mention.entity)
            anywhere.setdefault(listed.mention.entity, []).append(giver)

    for information in project.entity_information:
        mentions = [listed.mention for listed in information.entities]
        yield from _keyless(number[information.request], mentions, defined)
    saved = project.keys.of_saved_information
    for plan in project.plans:
        yield from _keyless(number[plan.request], plan.mentions, anywhere, saved)
    for rules in project.resolutions:
        yield from _keyless(number[rules.request], rules.mentions, anywhere, saved)


def _listed(project: Project) -> Iterator[tuple[Request, Listed]]:
    """Yield the entities whose information payloads give, with the keys in it."""
    for payload in project.entity_information:
        yield from ((payload.request, listed) for listed in payload.entities)
    for plan in project.plans:
        yield from ((plan.request, listed) for listed in plan.information)


def _key_giver(request: int, at: Location, entity: Entity) -> Giver:
    return Giver(request, at, f"defines the primary key of `{entity}`")


def _keyless(
    request: int,
    mentions: Iterable[Mention],
    givers: Mapping[Entity, list[Giver]],
    keyed: Collection[Entity] = (),
) -> Iterator[Need]:
    for entity, at in _entities(mentions):
        has_key = entity.primary_key is not None or entity.key_unknown or entity in keyed
        if not has_key:
            yield from need_of(request, at, givers.get(entity))


def _entities(mentions: Iterable[Mention]) -> Iterator[tuple[Entity, Location]]:
    """Yield every entity once, at its first mention."""
    seen: set[Entity] = set()
    for mention in mentions:
        if mention.entity is not None and mention.entity not in seen:
            seen.add(mention.entity)
            yield mention.entity, mention.at


def _information(project: Project, number: Numbers) -> Iterator[Need]:
    """Entity information: a plan needs it for every entity of its order."""
    given: dict[tuple[tuple[str, str], Entity], list[Giver]] = {}
    for payload in project.entity_information:
        key = conflation_key(payload.request)
        for entity, at in _entities(listed.mention for listed in payload.entities):
            giver = Giver(number[payload.request], at, f"gives the entity information of `{entity}`")
            given.setdefault((key, entity), []).append(giver)
    for plan in project.plans:
        key, saved = conflation_key(plan.request), saved_conflation(plan.request)
        informed = {listed.mention.entity for listed in plan.information}
        if saved is not None and plan.request.snapshot is not None:
            informed |= {entity for entity, _ in saved_information(saved, plan.request.snapshot)}
        for entity, at in _entities(plan.order):
            if entity not in informed:
                yield from need_of(number[plan.request], at, given.get((key, entity)))


class _Conflation:
    """The requests about one conflation."""

    def __init__(self) -> None:
        self.information: list[EntityInformation] = []
        self.plans: list[ConflationPlan] = []
        self.rules: list[ConflictResolutionRules] = []

    def last(self) -> list[Request]:
        """The requests after which the conflation is as it is to be."""
        return [one.request for one in self.rules or self.plans[-1:] or self.information]


def _conflations(project: Project, number: Numbers) -> Iterator[Need]:
    """A conflation's information comes before its plan, that before its rules, those before queries."""
    found: defaultdict[tuple[str, str], _Conflation] = defaultdict(_Conflation)
    for information in project.entity_information:
        found[conflation_key(information.request)].information.append(information)
    for plan in project.plans:
        found[conflation_key(plan.request)].plans.append(plan)
    for rules in project.resolutions:
        found[conflation_key(rules.request)].rules.append(rules)
    for conflation in found.values():
        yield from _order_of(conflation, number)
    yield from _late(project, found.values(), number)


def _order_of(conflation: _Conflation, number: Numbers) -> Iterator[Need]:
    informing = [one.request for one in conflation.information]
    gives = "gives entity information of the same conflation"
    for before, plan in zip([None, *conflation.plans], conflation.plans, strict=False):
        if before is None:
            yield from _customs(plan.request, informing, gives, number)
        else:
            words = "is a plan of the same conflation, in a file (or place) before"
            yield from _customs(plan.request, [before.request], words, number)
    for rules in conflation.rules:
        if conflation.plans:
            last = conflation.plans[-1].request
            giver = Giver(number[last], last.at, "is the plan whose matches the rules resolve")
            yield Need(number[rules.request], rules.request.at, (giver,), _needs_new_plan(rules))
        else:
            yield from _customs(rules.request, informing, gives, number)


def _needs_new_plan(rules: ConflictResolutionRules) -> bool:
    """Tell whether the plan that the snapshot has lacks an entity of the rules' policies."""
    saved = saved_conflation(rules.request)
    plan = saved_plan(saved, rules.request) if saved is not None else None
    if plan is None:
        return True
    taking_part = {mention.entity for mention in (*plan.order, *plan.step_mentions)}
    return any(mention.entity not in taking_part for mention in rules.policy_mentions)


def _late(project: Project, conflations: Iterable[_Conflation], number: Numbers) -> Iterator[Need]:
    """Segments, measures and what is asked of the master dataset come when all is conflated."""
    last: dict[str, list[Request]] = {}
    for conflation in conflations:
        for request in conflation.last():
            last.setdefault(scope_of(request), []).append(request)
    for request in project.requests:
        if is_late(request) or _asks_master(project, request):
            before = last.get(scope_of(request), [])
            yield from _customs(request, before, "conflates what this builds on", number)


def is_late(request: Request) -> bool:
    """Tell whether a request builds on what is conflated, as its kind or its path says."""
    kind = kinds.named(request.route.kind)
    if kind is not None:
        return kind.is_late
    segments = request.route.segments
    return len(segments) > 1 and segments[0] == "manage" and segments[1].startswith(_LATE)


def _asks_master(project: Project, request: Request) -> bool:
    query = query_of(request)
    return query is not None and (
        query.dataset == project.settings.master_dataset or query.dataset in SYSTEM_NAMES
    )


def _customs(request: Request, before: Iterable[Request], words: str, number: Numbers) -> Iterator[Need]:
    for other in before:
        giver = Giver(number[other], other.at, words)
        yield Need(number[request], request.at, (giver,), firm=False)


def _made(project: Project, creations_in: CreationsIn, number: Numbers) -> Iterator[Need]:
    """What the service makes: what it is made of comes first, and what changes it after its creation."""
    if not any(effects_of(one) or addressed(one) for one in project.requests):
        return
    for snapshot in project.snapshots:
        creations = creations_in(snapshot)
        yield from _of_makers(project.outputs(snapshot), creations, number)
        yield from _of_paths(project, snapshot, creations, number)
        yield from _rooms(creations, number)


def _of_makers(outputs: Outputs, creations: Creations, number: Numbers) -> Iterator[Need]:
    turned = {one.name: one for one in outputs.changes if one.verb == "activates"}
    for one in outputs.planned:
        if one.view is None or one.request is None:
            continue
        request = number[one.request]
        for use in outputs.uses(one.view):
            used = use.used.kind, use.used.name
            yield from need_of(request, use.at, _givers(creations.giving(*used, one.request), number))
            yield from _anew(creations.anew(*used, one.request), one.request, use.at, number)
            change = turned.get(use.used.name) if use.used.turned is not None else None
            if change is not None and not use.used.is_planned and use.used.state == "active":
                words = f"activates segment `{use.used.name}`"
                yield from need_of(
                    request, use.at, (Giver(number[change.request], change.request.at, words),)
                )


def _of_paths(project: Project, snapshot: Snapshot, creations: Creations, number: Numbers) -> Iterator[Need]:
    """What is named by a path is created before; it need not be, where it may be there."""
    for request in project.requests:
        named = addressed(request)
        if named is not None and request.snapshot is snapshot:
            at = request.at_parameter(named.parameter)
            givers = _givers(creations.giving(named.kind, named.name, request), number)
            is_firm = creations.knows_all(named.kind)
            yield from (one._replace(firm=is_firm) for one in need_of(number[request], at, givers))
            yield from _anew(creations.anew(named.kind, named.name, request), request, at, number)


def _givers(creations: Iterable[Effect], number: Numbers) -> list[Giver]:
    return [Giver(number[one.request], one.at, _creates(one)) for one in creations]


def _creates(one: Effect) -> str:
    return f"creates {word(one.kind)} `{one.name}`"


def _anew(creations: Iterable[Effect], request: Request, at: Location, number: Numbers) -> Iterator[Need]:
    """What is deleted and created anew is there again before what needs it, where that can be."""
    for one in creations:
        giver = Giver(number[one.request], one.at, f"{_creates(one)} anew")
        yield Need(number[request], at, (giver,), firm=False)


def _rooms(creations: Creations, number: Numbers) -> Iterator[Need]:
    """What is deleted comes before what takes its name."""
    for room in creations.rooms():
        giver = Giver(number[room.deletion], room.deletion.at, room.words)
        yield Need(number[room.creation.request], room.creation.at, (giver,), firm=room.is_sure)


def _source_rooms(project: Project, number: Numbers) -> Iterator[Need]:
    """A data source is deleted before another one takes its name, or its ID."""
    taken = {one: _by_names(one.declared.data_sources) for one in project.snapshots}
    for payload in project.payloads(KIND.name):
        request = payload.request
        for one in payload.items if request.snapshot is not None else ():
            names = () if one.is_update else filter(None, (one.id, one.name))
            found = (each for name in names for each in taken[request.snapshot].get(name.lower(), ()))
            for source in dict.fromkeys(found):
                for deletion in project.deletions.making_room_for(request, source):
                    if deletion.sequence != request.sequence:
                        giver = Giver(number[deletion], deletion.at, f"deletes data source `{source}`")
                        yield Need(number[request], one.node.at(), (giver,))


def _by_names(sources: Iterable[DataSource]) -> Mapping[str, list[DataSource]]:
    """Return data sources by their IDs and names, in small letters."""
    found: dict[str, list[DataSource]] = {}
    for source in sources:
        for name in filter(None, (source.id, source.name)):
            found.setdefault(name.lower(), []).append(source)
    return found


def _relationships(project: Project, number: Numbers) -> Iterator[Need]:
    """What is read or changed must exist, what is deleted is used before, activities must be joined."""
    found = timelines(project)
    for timeline in found:
        yield from _chain(project, timeline)
    yield from _uses(project, found)
    yield from _activities(project, found, number)


def _chain(project: Project, timeline: Timeline) -> Iterator[Need]:
    for before, after in pairwise(timeline.changes):
        if project.requests[before.request].sequence != project.requests[after.request].sequence:
            giver = Giver(before.request, before.at, f"{before.verb} relationship `{timeline.name}`")
            yield Need(after.request, after.at, (giver,))


def _uses(project: Project, found: Iterable[Timeline]) -> Iterator[Need]:
    """The requests that name a relationship, in path or activity: after its creation, before its end."""
    by_name = {(one.scope, one.name): one for one in found if one.changes}
    created = {key: [c for c in one.changes if c.verb == "creates"] for key, one in by_name.items()}
    for index, request in enumerate(project.requests):
        for name in _named_links(request):
            key = (scope_of(request), name)
            if key in by_name:
                yield from _creation(project, index, by_name[key], created[key])
                yield from _end(project, index, by_name[key])


def _named_links(request: Request) -> Iterator[str]:
    """Yield the relationships that a request uses by their names, each once."""
    name = request.parameter("relationshipName")
    if name is not None:
        yield name
    if request.route.kind == activity.KIND.name and request.reading is not None:
        links = (one.relationship for one in activity_body.Activities(request, request.root).items)
        yield from dict.fromkeys(link.text("name") or "" for link in links if link is not None)


def _creation(
    project: Project, index: int, timeline: Timeline, created: list[RelationshipChange]
) -> Iterator[Need]:
    """The last creation before a request comes first; the next one, where the relationship isn't there.

    What deletes one that is there doesn't wait for another one: it may make room for that.
    """
    request = project.requests[index]
    mine = [one for one in timeline.changes if project.requests[one.request].sequence == request.sequence]
    gone = max((one.request for one in mine if one.verb == "deletes" and one.request < index), default=-1)
    given = [one for one in created if one not in mine or one.request > gone]
    before = [one for one in given if one not in mine or one.request < index]
    is_there = timeline.saved is not None and gone < 0
    if timeline.may_be_there and gone < 0 and request.method == "DELETE":
        return
    for one in before[-1:] or ([] if is_there else given[:1]):
        giver = Giver(one.request, one.at, f"creates relationship `{timeline.name}`")
        yield from need_of(index, request.at, (giver,))


def _end(project: Project, index: int, timeline: Timeline) -> Iterator[Need]:
    last = timeline.changes[-1]
    if last.verb == "deletes" and project.requests[last.request].sequence != project.requests[index].sequence:
        giver = Giver(index, project.requests[index].at, f"uses relationship `{timeline.name}`")
        yield from need_of(last.request, last.at, (giver,))


class _Ways:
    """How an activity comes to be joined with a Profile."""

    def __init__(self) -> None:
        self.held = False  # the snapshot joins it, and nothing changes that
        self.givers: list[Giver] = []  # requests that join it for good
        self.passing: list[tuple[Giver | None, tuple[int, ...]]] = []  # after that one, before those


def _activities(project: Project, found: Iterable[Timeline], number: Numbers) -> Iterator[Need]:
    """An activity needs a relationship to a Profile: one that stays, if there is such a one."""
    activities = [
        (number[payload.request], info, info.mention.entity)
        for payload in project.entity_infos
        for info in payload.infos
        if info.entity_type == "activity" and info.mention.entity is not None
    ]
    ways: dict[Entity, _Ways] = {entity: _Ways() for _, _, entity in activities}
    if ways:
        _join(project, found, number, ways)
    for index, info, entity in activities:
        way = ways[entity]
        at = info.node.at("entityType")
        if way.held:
            continue
        if way.givers:
            yield from need_of(index, at, way.givers)
        elif way.passing:
            yield from _while_it_lasts(index, at, *way.passing[0])


def _while_it_lasts(index: int, at: Location, giver: Giver | None, enders: tuple[int, ...]) -> Iterator[Need]:
    yield from need_of(index, at, (giver,) if giver else None)
    needing = Giver(index, at, "needs its relationship to a Profile as it is before this")
    for ender in enders:
        yield from need_of(ender, at, (needing,))


def _join(project: Project, found: Iterable[Timeline], number: Numbers, ways: Mapping[Entity, _Ways]) -> None:
    """Fill in the ways of all activities."""
    retyped: dict[Entity, list[int]] = {}
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.mention.entity is not None and info.entity_type is not None:
                retyped.setdefault(info.mention.entity, []).append(number[payload.request])
    typed = {one.file: any(e.entity_type is not None for e in one.entities) for one in project.snapshots}
    for timeline in found:
        lasting: dict[Entity, int | None] = {}  # who is joined in the state after, and which request ends it
        following: int | None = None
        for change in (*reversed(timeline.changes), None):
            ends = change.ends if change else timeline.saved
            joined = dict(_joined(ends, ways, typed.get(timeline.scope)))
            lasting = {one: lasting.get(one, following) for one in joined}
            for entity, profile in joined.items():
                words = f"joins the activity `{entity}` with the Profile `{profile}`: `{timeline.name}`"
                ender = lasting[entity]
                enders = (*(() if ender is None else (ender,)), *retyped.get(profile, ()))
                _add(ways[entity], Giver(change.request, change.at, words) if change else None, enders)
            following = change.request if change else None


def _joined(
    ends: Ends | None, ways: Mapping[Entity, _Ways], types_known: bool | None
) -> Iterator[tuple[Entity, Entity]]:
    """Yield the activity at an end, and the Profile at the other."""
    if ends is None:
        return
    for one, other in (ends, ends[::-1]):
        if one.entity in ways and one.entity is not None and other.entity is not None:
            is_profile = other.entity.entity_type == "profile" or not types_known
            if is_profile and other.entity is not one.entity:
                yield one.entity, other.entity


def _add(way: _Ways, giver: Giver | None, enders: tuple[int, ...]) -> None:
    if enders:
        way.passing.append((giver, enders))
    elif giver is None:
        way.held = True
    else:
        way.givers.append(giver)
