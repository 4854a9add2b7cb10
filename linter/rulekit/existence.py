"""Whether what payloads name is ingested: what the rules of several payloads have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import (
    Cause,
    Finding,
    HeldBack,
    Lack,
    Location,
    NotChecked,
    Related,
    Replacement,
    cause_at,
)
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import NOT_THERE, Snapshot
from linter.kinds.references import Column, Mention, SourceMention, is_addressed_to_another
from linter.kinds.request import Request
from linter.placeholders import why_open
from linter.project.conflations import saved_conflation
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.rulekit.causes import cause_of, misnamed, unread
from linter.rulekit.lacks import doubted, no_attributes
from linter.rulekit.rule import Says
from linter.suggest import Close, suggestion
from linter.wording import counted, either, first_few, quoted

_FEW: Final = 5  # so many names are listed
_OPEN_COLUMN: Final = Lack(
    "a column does not say which of several left entities it is of", "add `entityName` to the column"
)

_NO_ENTITY: Final = Lack(
    "a column does not say which entity it is of", "add `entityName` (and `dataSourceName`) to the column"
)


def any_unknown(request: Request, mentions: Iterable[Mention]) -> bool:
    """Tell whether there may be something to say of entities that aren't ingested."""
    return request.snapshot is not None and any(one.entity is None for one in mentions)


def unknown_entities(
    request: Request, mentions: Iterable[Mention], sources: Iterable[SourceMention] = ()
) -> Says:
    """Yield one finding for every entity, and every data source, that isn't ingested.

    Sources are those that the payload names apart from its mentions.
    """
    snapshot = request.snapshot
    if snapshot is None:
        return
    if snapshot.nothing_ingested:
        yield from (HeldBack(mention.at, cause_of(mention, request)) for mention in mentions)
        return
    mentions = [one for one in mentions if one.name is not None and one.entity is None]
    sources = [one for one in sources if one.find(snapshot) is None]
    places = _Places(request, mentions, sources)
    seen: set[object] = set()
    for source in sources:
        for said in places.everywhere(_unknown_source(snapshot, source, seen)):
            yield doubted(said, snapshot.doubt)
    for mention in mentions:
        for said in places.everywhere(_unknown_entity(request, snapshot, mention, seen)):
            yield doubted(said, snapshot.doubt)


class _Places:
    """Where a document says the same: a repair is one only if it is made everywhere."""

    def __init__(self, request: Request, mentions: list[Mention], sources: list[SourceMention]) -> None:
        self._in_path = set(request.parameters.values())
        self._path = request.at
        self._same: dict[object, list[Location]] = {}
        self._keys: dict[Location, tuple[object, str | None]] = {}
        for mention in mentions:
            self._add((mention.key(), mention.name), mention.name, mention.at)
        for source in [*sources, *(one.source for one in mentions if one.source is not None)]:
            self._add((source.value, source.by), source.value, source.at)

    def everywhere(self, says: Says) -> Says:
        """Let repairs be made wherever the document says the same; there is none where the path does, too."""
        for said in says:
            if not isinstance(said, Finding):
                yield said
                continue
            key, name = self._keys[said.at]
            also = tuple(at for at in dict.fromkeys(self._same[key]) if at != said.at)
            repairs = (
                one._replace(also=also)
                for one in said.repairs
                if isinstance(one, Replacement) and (one.at is None or not also)
            )
            is_tied = name in self._in_path and said.at != self._path
            yield said._replace(repairs=() if is_tied else tuple(repairs))

    def _add(self, key: object, name: str | None, at: Location) -> None:
        self._same.setdefault(key, []).append(at)
        self._keys[at] = (key, name)


def unknown_attributes(request: Request, columns: Iterable[Column]) -> Says:
    """Yield a finding for every mention of an attribute that its entity doesn't have.

    Of two that are joined and stand in each other's place the first has it.
    """
    snapshot = request.snapshot
    if snapshot is None:
        return
    exchanged: set[Column] = set()
    for column in columns:
        if column.attribute is None:
            continue
        known = column.entity.attributes if column.entity is not None else None
        if known is not None and column.attribute in known:
            continue
        if column.entity is None:
            yield from _not_judged(column, request)
        elif column.other is not None and _are_exchanged(column, column.entity, column.other):
            if column.other in exchanged:
                yield HeldBack(column.at, cause_at(column.other.at))
            else:
                exchanged.add(column)
                yield _exchanged(snapshot, column, column.entity, column.other)
        elif known is None:
            yield NotChecked(column.at, no_attributes(column.entity))
        else:
            yield unknown_attribute(snapshot, column, column.entity)


def _are_exchanged(column: Column, here: Entity, other: Column) -> bool:
    """Tell whether two columns that are joined have each an attribute that only the other's entity has."""
    there, one, another = other.entity, str(column.attribute), str(other.attribute)
    if there is None:
        return False
    return here.lacks(one) and there.lacks(another) and there.has(one) and here.has(another)


def _exchanged(snapshot: Snapshot, column: Column, entity: Entity, other: Column) -> Finding:
    """Return the finding about two attributes that stand in each other's place."""
    said = unknown_attribute(snapshot, column, entity)
    return said._replace(
        message=f"`{entity}` has no attribute `{column.attribute}`, but `{other.entity}` has, and `{entity}` "
        f"has `{other.attribute}`: the two stand in each other's place",
        label="exchanged",
        related=(Related(other.at, "with this one"), *said.related),
        help="exchange the attributes, or the entities",
        repairs=(),
    )


def unknown_attribute(
    snapshot: Snapshot, column: Column, entity: Entity, fitting: list[str] | None = None
) -> Finding:
    """Return the finding about an attribute that an entity lacks; `fitting` are those that would do."""
    name, known = str(column.attribute), entity.known_attributes
    close, sure = known.close(name)
    elsewhere = "" if close else _exists_on(snapshot, name)
    sure_of_it = entity.attributes_complete
    lacking = f"attribute `{name}`"
    said = f"`{entity}` has no {lacking}" if sure_of_it else entity.not_there(lacking)
    return Finding(
        column.at,
        f"{said}{suggestion(close)}{elsewhere}",
        label="not an attribute of this entity" if sure_of_it else "not in the snapshot",
        severity=None if sure_of_it else "warning",
        related=(
            Related(entity.at, f"`{entity}` is declared here, with {counted(len(known.names), 'attribute')}"),
        ),
        help=_help(close, _fitting(column, entity) if fitting is None else _one_of(entity, fitting)),
        repairs=_replacements(name, sure),
    )


def without_deleted(
    project: Project, request: Request, mentions: Iterable[Mention]
) -> tuple[list[Finding], list[Mention]]:
    """Return findings about what the service made and requests delete, one each, and the other mentions."""
    deleted: dict[object, Finding] = {}
    others = []
    for one in mentions:
        said = _deleted_output(project, request, one)
        if said is None:
            others.append(one)
        else:
            deleted.setdefault(one.key(), said)
    return list(deleted.values()), others


def _deleted_output(project: Project, request: Request, mention: Mention) -> Finding | None:
    name, snapshot = str(mention.name), request.snapshot
    if snapshot is None or mention.entity is not None:
        return None
    outputs = project.outputs(snapshot)
    gone = (outputs.deletion(kind, name, request) for kind in ("measure", "segment", "derivedEntity"))
    deletion = next(filter(None, gone), None)
    if deletion is None or outputs.entity(name, request) is not None:
        return None
    said = _deleted(mention.at, f"`{name}`", deletion.at, "name another one, or keep it")
    return said._replace(causes=(Cause("entity", str(mention.key())),))


def deleted_measure(project: Project, request: Request, column: Column) -> Finding | None:
    """Return the finding about an attribute of Customer_Measure whose measure a request deletes."""
    name, snapshot = str(column.attribute), request.snapshot
    if column.entity is None or column.entity.name != CUSTOMER_MEASURE:
        return None
    assert snapshot is not None  # the entity is of it
    deletion = project.outputs(snapshot).deletion("measure", name, request)
    if deletion is None:
        return None
    what = f"measure `{name}`, which makes `{CUSTOMER_MEASURE}.{name}`,"
    return _deleted(column.at, what, deletion.at, "name another measure, or keep this one")


def _deleted(at: Location, what: str, deletion: Location, help_: str) -> Finding:
    return Finding(
        at,
        f"{what} is deleted by a request",
        label="deleted",
        help=help_,
        related=(Related(deletion, "deleted here"),),
    )


def _fitting(column: Column, entity: Entity) -> str:
    """Return which attributes would do: those of the type of what the column is compared or joined with."""
    other = column.other.canonical_type if column.other is not None else None
    fits = entity.of_type(other) if other is not None else entity.attributes or ()
    few = fits if len(fits) <= _FEW else ()
    return _one_of(entity, sorted(few, key=lambda one: one != entity.primary_key))


def _one_of(entity: Entity, fitting: list[str]) -> str:
    if 0 < len(fitting) <= _FEW:
        fits = " that fit" if len(fitting) < len(entity.attributes or ()) else ""
        listed = ", ".join(quoted(fitting))
        return f"use one of the attributes of `{entity}`{fits} ({listed}), or refresh the snapshot"
    return f"use one of the attributes of `{entity}`, or refresh the snapshot"


def without_key(project: Project, request: Request, mentions: Iterable[Mention], *, anywhere: bool) -> Says:
    """Yield one finding for every ingested entity that has no primary key.

    `anywhere`: a key that entity information gives counts as well.  Whether an entity has a key that is
    misspelt where one is given follows from that.
    """
    giving = ("entityInfo", "entityInformation", "conflationPlan") if anywhere else ("entityInfo",)
    has_key = project.keys.anywhere if anywhere else project.keys.by_entity_info
    seen: set[Entity] = set()
    for mention in mentions:
        entity = mention.entity
        if entity is None or entity in seen or has_key(entity):
            continue
        seen.add(entity)
        unsure = project.key_unsure(entity, request) or next(
            filter(None, (project.unsure(kind, request) for kind in giving)), None
        )
        cause = misnamed(project, entity, *giving)
        if cause is not None:
            yield HeldBack(mention.at, cause)
        elif unsure:
            yield NotChecked(mention.at, unsure)
        elif request.snapshot is not None:
            is_told_all = not anywhere or _knows_information(request, request.snapshot)
            yield _without_key(request.snapshot, mention, entity, is_told_all=is_told_all)


def _knows_information(request: Request, snapshot: Snapshot) -> bool:
    """Tell whether the snapshot says which entity information the request's conflation has, if it has any."""
    return snapshot.complete("conflations") or saved_conflation(request) is not None


def _without_key(snapshot: Snapshot, mention: Mention, entity: Entity, *, is_told_all: bool) -> Finding:
    has_infos = snapshot.complete("entityInfo", entity.data_source) and not snapshot.may_have(entity)
    knows_keys = has_infos and is_told_all
    sure = knows_keys and entity.attributes_complete
    unsure = f"the primary key of `{entity}` {NOT_THERE}"
    if knows_keys:
        unsure = entity.not_there("the primary key")
    tell = f"import it with --primary-key {entity}=ATTRIBUTE"
    return Finding(
        mention.at,
        f"`{entity}` has no primary key" if sure else unsure,
        label="needs a primary key",
        related=(Related(entity.at, f"`{entity}` is declared here, without a primaryKey"),),
        help=f"define one with an entityInfo for `{entity}`; if the instance has one, "
        + ("refresh the snapshot" if sure else tell),
        severity=None if sure else "warning",
    )


def _unknown_source(snapshot: Snapshot, source: SourceMention, seen: set[object]) -> Iterator[Finding]:
    if source.value in seen:
        return
    seen.add(source.value)
    if source.by == "id":
        known = snapshot.known_source_ids
        named = snapshot.data_source_by_name(source.value)
        close, sure = Close([named.id], [named.id]) if named else known.close(source.value)
        hint = f"; it is the name of data source `{named.id}`" if named else suggestion(close)
    else:
        known = snapshot.known_source_names
        close, sure = known.close(source.value)
        hint = suggestion(close)
    yield Finding(
        source.at,
        f"data source `{source.value}` {snapshot.lacks('dataSources')}{hint}",
        label="no such data source" if snapshot.complete("dataSources") else "not in the snapshot",
        help=_help(
            close, "use a data source of the instance: " + first_few(quoted(sorted(known.names)), _FEW)
        ),
        severity=snapshot.severity_of_absence("dataSources"),
        missed_in=snapshot.broken_at("dataSources"),
        repairs=_replacements(source.value, sure),
        causes=(Cause("data source", source.value),),
    )


def _unknown_entity(request: Request, snapshot: Snapshot, mention: Mention, seen: set[object]) -> Says:
    status = mention.resolution.status
    if status == "unknown-source":
        if mention.source is not None and not mention.in_path:
            yield from _unknown_source(snapshot, mention.source, seen)
        yield HeldBack(mention.at, cause_of(mention, request))
    elif status != "ambiguous" and mention.key() not in seen:
        seen.add(mention.key())
        yield unknown_entity(snapshot, mention)


def unknown_entity(snapshot: Snapshot, mention: Mention) -> Finding:
    """Return the finding about an entity that isn't ingested."""
    name, source = str(mention.name), mention.data_source
    close, sure = snapshot.known_names_in(source).close(name) if source else _close(snapshot, name)
    qualified = snapshot.resolve_name(name).entity
    known = [qualified] if qualified is not None else snapshot.named(name)
    others = [one for one in known if one.data_source and one.data_source != source]
    where = f"data source `{source}`" if source else "the instance"
    within = source or snapshot.source_of(name)
    hint = suggestion(close)
    if others:
        hint = "; it exists in " + " and ".join(f"data source `{one.data_source}`" for one in others[:2])
    return Finding(
        mention.at,
        f"entity `{name}` {snapshot.lacks('entities', f'is not ingested in {where}', within)}{hint}",
        label="not ingested" if snapshot.complete("entities", within) else "not in the snapshot",
        help=_help([] if others else close, _elsewhere(others, source, by_path=mention.in_path)),
        severity=snapshot.severity_of_absence("entities", within),
        missed_in=snapshot.broken_at("entities"),
        related=tuple(Related(one.at, f"`{one}` is declared here") for one in others[:2]),
        repairs=_of_source(mention, others) if others else _replacements(name, sure),
        causes=(Cause("entity", str(mention.key())),),
    )


def _elsewhere(others: list[Entity], source: DataSource | None, *, by_path: bool) -> str:
    """Return what to do about an entity that isn't where it is sought, but perhaps elsewhere."""
    if not others or source is None:
        return "ingest it first, or refresh the snapshot if it has been"
    named = either(one.data_source for one in others[:2])
    way = f"send it to data source {named}" if by_path else f"name {named} as its data source"
    return f"{way}, or ingest it in `{source}`, too"


def _of_source(mention: Mention, others: list[Entity]) -> tuple[Replacement, ...]:
    """Return the repair of a data source that is named beside an entity which only another one has."""
    source, found = mention.source, others[0].data_source
    if source is None or found is None or len(others) > 1 or source.by == "either":
        return ()
    if source.at.path[:-1] != mention.at.path[:-1]:
        return ()  # it names the data source of others, too
    name = found.id if source.by == "id" else found.name
    if name is None:
        return ()
    return (Replacement(name, f"Replace `{source.value}` with `{name}`", at=source.at),)


def _close(snapshot: Snapshot, name: str) -> Close:
    """Return the names that are close to a plain one; qualified, if it begins with its data source's."""
    within = snapshot.source_of(name)
    nearest, surest = (_one_each(snapshot, names) for names in snapshot.known_names.close(name))
    if within is None:
        return Close(nearest, surest)
    nearest, surest = (_qualified(snapshot, names) for names in (nearest, surest))
    own = _own_name(within, name)
    elsewhere = [str(one) for one in snapshot.named(own)][:2]
    if elsewhere:
        found = list(dict.fromkeys([*nearest, *elsewhere]))
        return Close(found, found if len(found) == 1 else [])
    if nearest:
        return Close(nearest, surest)
    near = snapshot.known_names_in(within).close(own)
    return Close(*([str(snapshot.entity_in(within, one)) for one in names] for names in near))


def _own_name(source: DataSource, name: str) -> str:
    """Return an entity's name without that of its data source, or its ID, in front."""
    fronts = (f"{one}_" for one in (source.name, source.id) if one is not None)
    return next((name[len(one) :] for one in fronts if name.lower().startswith(one.lower())), name)


def _qualified(snapshot: Snapshot, names: list[str]) -> list[str]:
    return [str(snapshot.resolve_name(one).entity or one) for one in names]


def _one_each(snapshot: Snapshot, close: list[str]) -> list[str]:
    """Return close names, one for each entity: that with its data source's name, if it has several."""
    of: dict[Entity | None, str] = {}
    for one in close:
        entity = snapshot.resolve_name(one).entity
        of[entity] = one if one == str(entity) else of.get(entity, one)
    return list(of.values())


def _not_judged(column: Column, request: Request) -> Says:
    """An attribute whose entity isn't settled."""
    if column.mention is None:
        yield NotChecked(column.at, _OPEN_COLUMN)
    elif column.mention.name is None:
        yield _nameless(column.at, column.mention, request)
    else:
        yield HeldBack(column.at, cause_of(column.mention, request))


def _nameless(at: Location, mention: Mention, request: Request) -> NotChecked | HeldBack:
    """What can't be judged since no entity is named: by a placeholder, by what is reported, or at all."""
    places = list(unread(mention))
    opened = next(filter(None, map(request.why_open_at, places)), None)
    if opened is not None:
        return NotChecked(at, opened)
    if places:
        return HeldBack(at, cause_at(places[0]))
    if mention.node is not None and is_addressed_to_another(mention.node, request):
        return HeldBack(at, cause_at(mention.at))
    if mention.is_made_at(request.at) and mention.node is not None and not request.gives("entityName"):
        return HeldBack(at, cause_at(mention.node.at()))  # where the name is missing
    lack = _open_in_path(mention, request) or _NO_ENTITY
    return NotChecked(at, lack, (cause_of(mention, request),))


def _open_in_path(mention: Mention, request: Request) -> Lack | None:
    """Return why it is open which entity a path means: a placeholder for its name, or for its data source."""
    named = request.route.open.get("entityName") if mention.is_made_at(request.at) else None
    if named is not None:
        return why_open(named)
    return next(request.opened(), None) if mention.in_path else None


def _exists_on(snapshot: Snapshot, name: str) -> str:
    owner = next((one for one in snapshot.entities if name in (one.attributes or ())), None)
    return f"; it exists on `{owner}`" if owner else ""


def _help(close: list[str], otherwise: str) -> str:
    return f"replace it with `{close[0]}`" if len(close) == 1 else otherwise


def _replacements(name: str, sure: list[str]) -> tuple[Replacement, ...]:
    return tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in sure)
