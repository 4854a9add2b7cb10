"""What is wrong with the names and values of data queries: what their rules have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.diagnostic import HeldBack, Lack, Location, NotChecked, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.entity_record import EntityRecord
from linter.kinds.query import Option, Query
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.lacks import no_attributes

if TYPE_CHECKING:
    from linter.contracts.mistakes import Mistake
    from linter.odata import Tree

_PREDICTED = "OOB"  # as in OOBModelOutputTable
_MOST_TOLD = 200  # of one query: each costs by the length of its url, and nobody reads more
_NAMED_IN = ("firstMemberExpr", "selectStep", "expandStep")


def unavailable(project: Project, query: Query) -> Iterator[str]:
    """Yield the options that a dataset can't be asked with, in the generation of the API at hand.

    What is wrong within them follows from that: they have to go.
    """
    is_master = query.dataset == project.settings.master_dataset
    if project.settings.api == "2020-04" and is_master and not query.may_be_csv:
        yield from ("$search",) if query.searches else ()
        yield from ("$filter",) if query.filters else ()
    entity = query.mention.entity
    is_ingested = entity is not None and entity.data_source is not None and not is_master
    if project.settings.api == "current" and is_ingested and query.filters and not query.is_csv:
        yield "$filter"


def in_unavailable(project: Project, query: Query, at: Location) -> HeldBack | None:
    """Return why a part of a query's url isn't judged that lies in an option which has to go."""
    return _held_back([query.options[name] for name in unavailable(project, query)], at)


def _held_back(options: list[Option], at: Location) -> HeldBack | None:
    if at.slice is not None and any(one.start <= at.slice[0] <= one.end for one in options):
        return HeldBack(at, cause_at(at._replace(slice=None)))
    return None


def mistakes(project: Project, kind: str) -> Iterator[tuple[Query, Mistake | NotChecked | HeldBack]]:
    """Yield the mistakes of a kind with their queries, and what isn't judged for that."""
    for query in project.queries:
        found = [one for one in project.queried.judged(query) if one.kind == kind]
        gone = [query.options[name] for name in unavailable(project, query)] if found else []
        for one in found[:_MOST_TOLD]:
            from linter.contracts.mistakes import Unjudged

            told = NotChecked(one.at, one.lack) if isinstance(one, Unjudged) else one
            yield query, _held_back(gone, one.at) or told


def alternate_keys(project: Project, query: Query) -> Iterator[tuple[Tree, Entity]]:
    """Yield the names of a query of the master dataset that are of the form of alternate keys.

    They come with the entities whose keys they would be; what is declared of the dataset is none.
    """
    tree, snapshot, entity = project.queried.tree(query), query.request.snapshot, query.mention.entity
    if tree is None or snapshot is None or query.dataset != project.settings.master_dataset:
        return
    from linter.project.queryable import alternate_key_of

    declared = (entity.attributes or {}) if entity is not None else {}
    for node in names_in_options(tree):
        of = alternate_key_of(snapshot, node.text) if node.text not in declared else None
        if of is not None:
            yield node, of


def prediction_keys(project: Project, query: Query) -> Iterator[Tree]:
    """Yield the names by which a query filters a prediction's output as if they were alternate keys.

    Which entities are such outputs is told by how the documentation calls them.
    """
    entity, tree = query.mention.entity, project.queried.tree(query)
    is_ingested = entity is not None and entity.data_source is not None
    if tree is None or is_ingested or not query.dataset.startswith(_PREDICTED):
        return
    declared = (entity.attributes or {}) if entity is not None else {}
    for option in tree.all("filter"):
        for node in option.all("firstMemberExpr"):
            name = node.parts[0]
            is_key = name.text.lower().endswith("id") and name.text.lower() != "customerid"
            if len(node.parts) == 1 and is_key and name.text not in declared:
                yield name


def names_in_options(tree: Tree) -> Iterator[Tree]:
    """Yield the names that options ask for, each of which the dataset would have to have."""
    for option in tree.all("queryOptions"):
        for node in option.all(*_NAMED_IN):
            named, *more = node.parts or (node,)
            is_called = any(one.rule == "callOrKey" for one in more)
            if named.rule == "qualifiedName" and not is_called:
                yield named


def naming(project: Project) -> Iterator[Request]:
    """Yield the requests whose options name what their dataset would have to have."""
    for query in project.queries:
        tree = project.queried.tree(query)
        if tree is not None and any(names_in_options(tree)):
            yield query.request


def why_not_judged(project: Project, query: Query) -> NotChecked | HeldBack | None:
    """Return why the names of a query can't be judged, where its dataset isn't known or says nothing."""
    entity, tree = query.mention.entity, project.queried.tree(query)
    if tree is None or (entity is not None and entity.attributes is not None):
        return None
    keys = {node.text for node, _ in alternate_keys(project, query)}
    read = project.queried.read(query)
    names = [one.text for one in names_in_options(tree) if not read or not read.within(one.start, one.end)]
    names = [one for one in names if one.lower() != "customerid" and one not in keys]
    if not names:
        return None
    if entity is not None:
        return NotChecked(query.request.at, no_attributes(entity))
    if query.dataset in SYSTEM_NAMES or query.dataset == project.settings.master_dataset:
        return NotChecked(query.request.at, undeclared_dataset(query))
    return HeldBack(query.request.at, cause_of(query.mention, query.request))


def undeclared_dataset(query: Query | EntityRecord) -> Lack:
    """Return what isn't known of an entity of the service's own that no snapshot declares."""
    snapshot = query.request.snapshot
    file = snapshot.file if snapshot is not None else "the snapshot"
    return Lack(
        f"the snapshot doesn't declare the attributes of `{query.dataset}`, which the service makes",
        f"write `{query.dataset}` with its `attributes` into `systemEntities` of {file}",
    )
