"""Queries in SQL against the planned state: what the rules of several kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Finding, Lack, Replacement
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.kinds.sql_query import SqlQuery
from linter.project.outputs import CUSTOMER_MEASURE, Output
from linter.project.project import Project
from linter.rulekit.existence import unknown_entities, without_deleted
from linter.rulekit.lacks import doubted
from linter.rulekit.rule import Says
from linter.rulekit.unread import may_be_made
from linter.suggest import KnownNames, closest, suggestion
from linter.wording import joined

if TYPE_CHECKING:
    from linter.kinds.measure_body import Measure
    from linter.sql.reading import ReadSelect

KINDS: Final = ("segment", "measure", "derivedEntity")
"""The kinds whose payloads may hold a query in SQL."""

CUSTOMER: Final = "customerid"
"""The column by which customers are told apart, folded."""

_MADE: Final = ("segment", "measure", "derivedEntity")
_PARTS: Final = {"segments": "segments", "measures": "measures", "derivedEntities": "derived entities"}
_NAME_ONE: Final = "name the one that is meant"
_OF_UNIFICATION: Final = ("deduplication_", "conflationmatchpair")
"""How tables begin that the service writes while it unifies; nobody lists them."""


def sql_queries(project: Project, *kinds: str) -> Iterator[SqlQuery]:
    """Yield the queries in SQL of some kinds, of all without one."""
    for kind in kinds or KINDS:
        for payload in project.payloads(kind):
            yield from (one.sql_query for one in payload.items if one.sql_query is not None)


def holding_sql(project: Project) -> Iterator[Request]:
    """Yield the requests that hold queries in SQL."""
    return (one.request for one in sql_queries(project))


def customer_selects(project: Project) -> Iterator[tuple[Measure, SqlQuery, ReadSelect]]:
    """Yield the measures of each customer with their queries in SQL, and what those select."""
    for payload in project.payloads("measure"):
        for one in payload.items:
            query = one.sql_query if one.is_profile else None
            if query is not None and query.reading is not None:
                yield from ((one, query, select) for select in query.reading.selects)


def unknown_tables(project: Project, request: Request, mentions: Iterable[Mention]) -> Says:
    """Yield a finding for each name that is neither an entity nor of what the service makes."""
    snapshot = request.snapshot
    if snapshot is None:
        return
    nowhere = (one for one in mentions if not is_table(project, request, one))
    deleted, strange = without_deleted(project, request, nowhere)
    yield from deleted
    named, alike_of = {one.at: str(one.name) for one in strange}, _by_name(strange)
    for said in unknown_entities(request, strange):
        alike = alike_of.get(named.get(said.at, ""), [])
        told = _among_all(project, snapshot, said, alike) if isinstance(said, Finding) else said
        yield doubted(told, may_be_made(project, request, *_MADE))


def is_table(project: Project, request: Request, mention: Mention) -> bool:
    """Tell whether a name is that of something that a request's query can read, as far as is known."""
    name, snapshot = str(mention.name), request.snapshot
    if snapshot is None or mention.entity is not None or mention.resolution.status == "ambiguous":
        return True
    if name.lower().startswith(_OF_UNIFICATION) or project.outputs(snapshot).namesakes(name, request):
        return True
    return is_systems_own(project, name) or project.made.has(snapshot, "insights", name)


def _by_name(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for one in mentions:
        found.setdefault(str(one.name), []).append(one)
    return found


def _among_all(project: Project, snapshot: Snapshot, said: Finding, alike: list[Mention]) -> Finding:
    """Return the finding about a name, with what segments, measures and derived entities are called."""
    unknown, hint, _ = said.message.partition("; ")
    if (hint and said.related) or not alike:  # it exists elsewhere
        return said
    name, made = str(alike[0].name), project.outputs(snapshot).names(*_MADE)
    near, sure = closest(name, snapshot.known_names, made)
    is_of_source = snapshot.source_of(name) is not None
    if any(made.has(one) for one in (sure if is_of_source else (*near, *sure))):
        hint, also = suggestion(near), tuple(one.at for one in alike if one.at != said.at)
        said = said._replace(
            message=unknown + hint,
            help=f"replace it with `{near[0]}`" if len(near) == 1 else _NAME_ONE,
            repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`", also=also) for one in sure),
        )
    note = _not_listed(snapshot)
    if not note or said.repairs or is_of_source:
        return said
    return said._replace(message=said.message + ("" if hint else note), severity="warning")


def _not_listed(snapshot: Snapshot) -> str:
    """Return what the snapshot doesn't list that a name may be of; "" where it lists all."""
    missing = [words for part, words in _PARTS.items() if not snapshot.declares(part)]
    if missing:
        return f"; the snapshot doesn't say which {joined(missing)} there are"
    partial = [words for part, words in _PARTS.items() if not snapshot.complete(part)]
    return f"; the snapshot doesn't list all {joined(partial)}" if partial else ""


class QueriedTable:
    """What a name in a query stands for, with its attributes by their names in small letters."""

    def __init__(
        self,
        mention: Mention,
        called: str,
        attributes: Iterable[str] | None,
        query: SqlQuery | None = None,
    ) -> None:
        self.mention = mention
        self.query = query  # of a payload, that makes it
        self.called = called  # such as "segment `Members`"
        self.attributes = None if attributes is None else {one.lower(): one for one in attributes}

    @property
    def entity(self) -> Entity | None:
        """The entity that a snapshot declares or a payload ingests."""
        return self.mention.entity

    @cached_property
    def known(self) -> KnownNames:
        """The names of its attributes, for questions which are close to another one."""
        return KnownNames((self.attributes or {}).values())


class QueriedTables:
    """The tables of a project's queries; each is looked up once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._found: dict[tuple[str, Any], QueriedTable] = {}

    def of(self, snapshot: Snapshot, mention: Mention) -> QueriedTable:
        """Return what a mention stands for."""
        key = snapshot.file, mention.entity or str(mention.name).lower()
        if key not in self._found:
            self._found[key] = self._table(snapshot, mention)
        return self._found[key]

    def _table(self, snapshot: Snapshot, mention: Mention) -> QueriedTable:
        entity = mention.entity
        if entity is None:
            return self._made(snapshot, mention)
        if entity.attributes is None:
            return QueriedTable(mention, f"`{entity}`", None)
        more: Iterable[str] = ()
        if entity.data_source is None:
            more = self._of_system(snapshot, entity)
        return QueriedTable(mention, f"`{entity}`", (*entity.attributes, *more))

    def _of_system(self, snapshot: Snapshot, entity: Entity) -> Iterator[str]:
        """Yield what an entity of the service's own has besides what the snapshot declares."""
        yield "CustomerId"
        if entity.name == self._project.settings.master_dataset:
            yield from self._project.conflations.outputs(snapshot)
            from linter.project.queryable import alternate_keys

            yield from alternate_keys(snapshot)
        elif entity.name == CUSTOMER_MEASURE:
            yield from self._project.outputs(snapshot).measured

    def _made(self, snapshot: Snapshot, mention: Mention) -> QueriedTable:
        name = str(mention.name)
        if name.lower() == CUSTOMER_MEASURE.lower() and snapshot.declares("measures"):
            measured = self._project.outputs(snapshot).measured
            return QueriedTable(mention, f"`{CUSTOMER_MEASURE}`", ("CustomerId", *measured))
        named = self._project.outputs(snapshot).namesakes(name)
        found = next((one for one in named if not one.is_attribute), None)
        if found is None:
            return QueriedTable(mention, f"`{name}`", None)
        what = {"derivedEntity": "derived entity"}.get(found.kind, found.kind)
        query = found.view.sql_query if found.is_planned and found.view is not None else None
        return QueriedTable(mention, f"{what} `{found.name}`", _attributes(found), query)


def _attributes(made: Output) -> tuple[str, ...] | None:
    """Return the attributes of what is made: those of its query, if it has one."""
    view = made.view
    if view is None:
        return None
    query = view.sql_query
    if query is not None:
        return query.reading.outputs if query.reading is not None and not query.placeholders else None
    if made.kind == "segment":
        return ("CustomerId", *_projected(view.query)) if view.type == "structured" else None
    return made.attributes


def _projected(query: Any) -> Iterator[str]:
    """Yield the attributes of other entities that a segment shows."""
    for one in query.nodes("projectedAttributes"):
        yield from (name for name in one.get("attributeNames") or () if isinstance(name, str))
    yield from (name for name in query.get("projections") or () if isinstance(name, str))


def undeclared_table(snapshot: Snapshot, name: str) -> Lack:
    """Return what isn't known of an entity of the service's own whose attributes nobody declares."""
    return Lack(
        f"the snapshot doesn't declare the attributes of `{name}`, which the service makes",
        f"write `{name}` with its `attributes` into `systemEntities` of {snapshot.file}",
    )


def is_systems_own(project: Project, name: str) -> bool:
    """Tell whether the service itself makes an entity of a name."""
    return name.lower() in {one.lower() for one in (*SYSTEM_NAMES, project.settings.master_dataset)}
