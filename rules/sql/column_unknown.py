"""A column of a query in SQL must be one that its table has.

It is judged where it is known which table it is of: behind an alias or a table's name, and alone if all
that the query reads is known.  Names don't regard case, as in Spark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.diagnostic import Cause, Finding, HeldBack, Location, NotChecked, Replacement, Stated, cause_at
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.kinds.sql_query import SqlQuery
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.existence import deleted_measure, unknown_attribute
from linter.rulekit.lacks import doubted, no_attributes
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import (
    KINDS,
    QueriedTable,
    QueriedTables,
    holding_sql,
    is_systems_own,
    is_table,
    sql_queries,
    undeclared_table,
)
from linter.rulekit.unread import may_have_more
from linter.suggest import KnownNames, suggestion
from linter.wording import either, joined

if TYPE_CHECKING:
    from linter.sql.reading import ReadColumn

RULE = Rule(
    "SL107",
    "column-unknown",
    "a column of a query in SQL must be one that its table has",
    "service error attributeNotFound",
    service_errors=("attributeNotFound",),
    sources=(Stated("service-error", "attributeNotFound"),),
    kinds=KINDS,
    judges=holding_sql,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    tables = QueriedTables(project)
    for query in sql_queries(project):
        snapshot = query.request.snapshot
        if snapshot is not None:
            yield from _check(project, query, snapshot, tables)


def _check(project: Project, query: SqlQuery, snapshot: Snapshot, tables: QueriedTables) -> Says:
    for column, also in _once_each(query):
        at = query.part(column.start, column.end)
        mentions = [query.mention(one) for one in column.tables]
        strange = next((one for one in mentions if _is_strange(project, query.request, one)), None)
        if strange is not None:
            yield HeldBack(at, cause_of(strange, query.request))
            continue
        found = [tables.of(snapshot, one) for one in mentions]
        unknown = next((one for one in found if one.attributes is None), None)
        if unknown is not None:
            yield from _not_known(project, snapshot, at, unknown)
        elif gone := deleted_measure(project, query.request, query.column(column)):
            yield gone
        elif not any(_has(project, query.request, one, column.name) for one in found):
            cause = _told_where_made(snapshot, tables, found, column.name)
            if cause is not None:
                yield HeldBack(at, cause)
                continue
            said = _lacking(query, snapshot, found, column)
            repairs = (one._replace(also=also) for one in said.repairs if isinstance(one, Replacement))
            lacks = (may_have_more(project, query.request, _called(one)) for one in found)
            yield doubted(said._replace(repairs=tuple(repairs)), next(filter(None, lacks), None))


def _told_where_made(
    snapshot: Snapshot, tables: QueriedTables, found: list[QueriedTable], name: str
) -> Cause | None:
    """Return what is said of a column that a query misspells, where its table would have it otherwise."""
    made = ((table, table.query) for table in found if table.query is not None)
    slips = (_slip(snapshot, tables, query, table.known.close(name).nearest) for table, query in made)
    return next(filter(None, slips), None)


def _slip(snapshot: Snapshot, tables: QueriedTables, query: SqlQuery, names: list[str]) -> Cause | None:
    """Return what is said of one of some columns of a query that its tables don't have."""
    for column, _ in _once_each(query) if names else ():
        owners = (tables.of(snapshot, query.mention(one)) for one in column.tables)
        if column.name in names and not any(_may_have(one, column.name) for one in owners):
            return cause_at(query.part(column.start, column.end))
    return None


def _may_have(table: QueriedTable, name: str) -> bool:
    return table.attributes is None or name.lower() in table.attributes


def _has(project: Project, request: Request, table: QueriedTable, name: str) -> bool:
    assert request.snapshot is not None
    assert table.attributes is not None
    if name.lower() in table.attributes:
        return True
    is_measured = _called(table) == CUSTOMER_MEASURE
    return is_measured and project.outputs(request.snapshot).may_measure(name, request)


def _called(table: QueriedTable) -> str:
    """Return the name of a table, that of the service's own as the service spells it."""
    if table.entity is not None:
        return table.entity.name
    name = str(table.mention.name)
    return CUSTOMER_MEASURE if name.lower() == CUSTOMER_MEASURE.lower() else name


def _once_each(query: SqlQuery) -> Iterator[tuple[ReadColumn, tuple[Location, ...]]]:
    """Yield the columns of a query, each once for its tables, and where else it is named."""
    found: dict[object, list[ReadColumn]] = {}
    for one in query.columns:
        tables = frozenset(each.name.lower() for each in one.tables)
        found.setdefault((one.name, tables), []).append(one)
    for first, *others in found.values():
        yield first, tuple(query.part(one.start, one.end) for one in others)


def _is_strange(project: Project, request: Request, mention: Mention) -> bool:
    """Tell whether it is reported that a name leads to nothing, or to several entities."""
    return mention.resolution.status == "ambiguous" or not is_table(project, request, mention)


def _not_known(project: Project, snapshot: Snapshot, at: Location, table: QueriedTable) -> Says:
    """Yield why the columns of a table aren't judged, where somebody could say what it has."""
    name = str(table.mention.name)
    if table.entity is not None:
        yield NotChecked(at, no_attributes(table.entity))
    elif is_systems_own(project, name):
        yield NotChecked(at, undeclared_table(snapshot, name))


def _lacking(query: SqlQuery, snapshot: Snapshot, found: list[QueriedTable], column: ReadColumn) -> Finding:
    if len(found) == 1 and found[0].entity is not None:
        return unknown_attribute(snapshot, query.column(column), found[0].entity)
    name = column.name
    near, sure = KnownNames(one for table in found for one in table.known.names).close(name)
    called = list(dict.fromkeys(one.called for one in found))
    owners = f"{called[0]} has no" if len(called) == 1 else f"none of {joined(called)} has an"
    entities = (one.entity for one in found if one.entity is not None)
    partial = next((one for one in entities if not one.attributes_complete), None)
    said = f"{owners} attribute `{name}`" if partial is None else partial.not_there(f"attribute `{name}`")
    return Finding(
        query.part(column.start, column.end),
        f"{said}{suggestion(near)}",
        label="no such attribute",
        help=f"replace it with {either(near)}" if near else "correct the name, or renew the snapshot",
        severity=None if partial is None else "warning",
        repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`") for one in sure),
    )
