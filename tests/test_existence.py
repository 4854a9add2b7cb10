"""What is said of entities, data sources and attributes that aren't ingested, and of entities without a key.

All of it is in `tests/existence/`; `UPDATE_PAGES=1 python -m pytest tests/test_existence.py` writes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from linter.diagnostic import Cause, Finding, Location, NotChecked
from linter.kinds.references import Column, Mention, SourceMention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of, unread
from linter.rulekit.existence import (
    any_unknown,
    deleted_measure,
    unknown_attribute,
    unknown_attributes,
    unknown_entities,
    without_deleted,
    without_key,
)
from linter.rulekit.made import unknown_made
from linter.rulekit.named_in_paths import NamedInPath, made_in_time
from linter.rulekit.sql import unknown_tables
from tests.projects import INFO_FILE, INFORMATION_FILE, PLAN_FILE, plan, project_of, snapshot, step
from tests.saying import lines, repair, short

URL = "/api/instances/main/manage/relationships"


def request_in(stored: Any, url: str = f"{URL}/VisitsToBuyers") -> Request:
    """Return a request to an instance; None is one without a snapshot."""
    files = {"requests.json": [{"method": "DELETE", "url": url}]}
    (found,) = project_of({**files, **({"snapshot.json": stored} if stored else {})}).requests
    return found


class Name(NamedTuple):
    """How a document names an entity, and perhaps its data source; `apart` is where the source stands."""

    name: str | None
    source: str | None = None
    by: str = "name"
    apart: int | None = None

    def mention(self, request: Request, number: int) -> Mention:
        place = Location("a.json", (number if self.apart is None else self.apart, "dataSourceName"))
        source = SourceMention(self.source, self.by, place) if self.source is not None else None
        return Mention(None, request.snapshot, self.name, Location("a.json", (number, "entityName")), source)


def of_entities(
    *names: str | Name | None, stored: Any = None, url: str = f"{URL}/VisitsToBuyers", sources: Any = ()
) -> list[str]:
    request = request_in(stored or snapshot(), url)
    named = [one if isinstance(one, Name) else Name(one) for one in names]
    mentions = [one.mention(request, number) for number, one in enumerate(named)]
    return lines(unknown_entities(request, mentions, sources))


class Attribute(NamedTuple):
    """How a column names an attribute and its entity ("" is none at all), and which one it is joined with."""

    name: str | None
    entity: str | None
    other: int | None = None


def of_attributes(*named: Attribute, stored: Any = None) -> list[str]:
    request = request_in(stored or snapshot())
    columns = []
    for number, one in enumerate(named):
        at, where = (Location("a.json", (number, what)) for what in ("entityName", "attributeName"))
        mention = Mention(None, request.snapshot, one.entity, at) if one.entity != "" else None
        columns.append(Column(one.name, where, mention, own=True))
    for column, one in zip(columns, named, strict=True):
        column.other = columns[one.other] if one.other is not None else None
    return lines(unknown_attributes(request, columns))


INFO = "manage/datasources/crm-1/entities/entityInfo.json"
LEADS = {"entityName": "Leads", "primaryKey": "Id"}
MISSPELT, FILLED = {**LEADS, "entityName": "Laeds"}, {**LEADS, "entityName": "{{who}}"}


def informed(entity: Any) -> dict[str, Any]:
    return {INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Crm", "entities": [entity]}]}}


def of_keys(folder: Path, files: Any = (), stored: Any = None, *, anywhere: bool = True) -> list[str]:
    requests = {"requests.json": [{"method": "DELETE", "url": f"{URL}/VisitsToBuyers"}]}
    whole = {"snapshot.json": stored or snapshot(), **requests, **dict(files)}
    project = project_of(whole, str(folder))
    request = next(one for one in project.requests if one.document == "requests.json")
    names = ("Crm_Leads", "Crm_Leads", "Shop_Buyers", "Nowhere")
    mentions = [Name(one).mention(request, number) for number, one in enumerate(names)]
    return lines(without_key(project, request, mentions, anywhere=anywhere))


def more(number: int, *entities: Any, **changes: Any) -> Any:
    """Return the snapshot with further entities in one of its data sources."""
    stored = snapshot(**changes)
    stored["dataSources"][number]["entities"] += entities
    return stored


VISITS = {"name": "Visits", "attributes": {}}
TWO = more(1, VISITS)
THREE: Any = more(1, VISITS)
THREE["dataSources"].append({"dataSourceId": "far-2", "name": "Far", "entities": []})
EMPTY = {"dataSourceId": "empty-1", "name": "Empty", "entities": []}
NAMELESS: Any = snapshot()
NAMELESS["dataSources"].append({"dataSourceId": "far-1", "entities": [{"name": "Orders", "attributes": {}}]})
WIDE = snapshot(entity="Leads", attributes={"Id": "string", "Code": "string", "Day": "date", "Age": "int64"})
BARE = snapshot(entity="Leads", attributes=None)
MANY = snapshot(entity="Leads", attributes={f"A{number}": "string" for number in range(6)})
PARTIAL = snapshot(entity="Leads", complete=False)
SOME = snapshot(complete={"entities": False})
SOME_SOURCES = snapshot(complete={"dataSources": False})
SOME_OF_SHOP: Any = snapshot()
SOME_OF_SHOP["dataSources"][0]["complete"] = {"entities": False}
BUYER = more(1, {"name": "Buyer", "attributes": {}})
ORDERS = {"name": "Orders", "attributes": {}}
FOUR: Any = more(1, ORDERS)
FOUR["dataSources"] += [
    {"dataSourceId": f"{one}-1", "name": one, "entities": [ORDERS]} for one in ("Web", "Old")
]
ODD: Any = snapshot()
ODD["dataSources"].append({"dataSourceId": "none_1", "entities": [{"name": "Invoices", "attributes": {}}]})
ALIKE: Any = snapshot()
ALIKE["dataSources"] += [
    {"dataSourceId": identifier, "name": name, "entities": [{"name": entity, "attributes": {}}]}
    for identifier, name, entity in (
        ("s-2", "Shops", "People"),
        ("Fara", "Farb", "Trips"),
        ("Nerb", "Nera", "Trips"),
    )
]
LATER = Location("a.json", (9, "source"))


Cases = Iterator[tuple[str, list[str]]]


def cases_of_entities() -> Cases:
    """Yield what each case is, and what is said in it."""
    yield "known entities", of_entities("Shop_Buyers", Name("Buyers", "Shop"), Name("Buyers", "shop-1", "id"))
    yield (
        "a slip, twice, and in a data source",
        of_entities("Shop_Buyrs", "Shop_Buyrs", Name("Buyrs", "Shop")),
    )
    yield "a slip in a plain name", of_entities("Buyrs")
    yield "a slip in a plain name that two have", of_entities("Visit", stored=TWO)
    yield "a plain name that two have", of_entities("Visits", stored=TWO)
    yield "a name that is like none", of_entities("Nothing", None)
    yield "a qualified name of another data source's", of_entities("Crm_Buyers")
    yield "a qualified name of two others'", of_entities("Far_Visits", stored=THREE)
    yield "a qualified name that is like none", of_entities("Shop_Nothing", "shop-1_Nothing")
    yield "a slip in a qualified name", of_entities("shop_Visit", "shop-1_Visit")
    yield "a slip in a data source", of_entities(Name("Byers", "Shop"), Name("Nothing", "Shop"))
    yield "another source's, twice", of_entities(Name("Buyers", "Crm"), Name("Buyers", "crm-1", "id"))
    yield "another source's, by its ID", of_entities(Name("Buyers", "crm-1", "id"))
    yield "another source's, by either", of_entities(Name("Buyers", "Crm", "either"))
    yield "another source's", of_entities(Name("Leads", "Shop"))
    yield "another source's, named apart", of_entities(Name("Leads", "Shop", apart=7))
    yield "two others'", of_entities(Name("Visits", "Far"), stored=THREE)
    yield "a nameless source's", of_entities(Name("Orders", "Shop"), stored=NAMELESS)
    yield "a nameless source's, by its ID", of_entities(Name("Orders", "shop-1", "id"), stored=NAMELESS)
    yield "qualified beside a source", of_entities(Name("Crm_People", "Shop"), Name("Shop_Buyers", "Shop"))
    yield "unknown sources", of_entities(Name("Buyers", "Shp"), Name("People", "Shp"), Name("Buyers", "None"))
    yield "unknown sources, by ID", of_entities(Name("Buyers", "Shop", "id"), Name("Buyers", "shop-2", "id"))
    yield "unknown, by either", of_entities(Name("Buyers", "shop-2", "either"))
    yield (
        "a source that is named by itself",
        of_entities(
            Name("Buyers", "Shp"),
            sources=[SourceMention("Shp", "name", LATER), SourceMention("Shop", "name", LATER)],
        ),
    )
    yield "not all entities are known", of_entities("Nothing", "Buyrs", Name("Nothing", "Shop"), stored=SOME)
    yield (
        "not all sources are known",
        of_entities(Name("Buyers", "Shp"), Name("Buyers", "None"), stored=SOME_SOURCES),
    )
    part = ("Nothing", "Shop_Nothing", Name("Nothing", "Shop"), Name("Nothing", "Crm"))
    yield "not all entities of a data source are known", of_entities(*part, stored=SOME_OF_SHOP)
    yield "not all sources are known, nor what is in them", of_entities(*part, stored=SOME_SOURCES)
    yield "three others'", of_entities(Name("Orders", "Shop"), "Shop_Orders", stored=FOUR)
    yield "a slip of what another source has", of_entities(Name("Peple", "Shop"))
    yield (
        "what no data source has",
        of_entities(Name("Customer", "Shop"), stored=snapshot(systemEntities=[{"name": "Customer"}])),
    )
    yield (
        "a slip, or another source's",
        of_entities(Name("Buyers", "Crm"), "Crm_Buyers", "crm-1_Buyers", stored=BUYER),
    )
    yield "slips of which nobody is sure", of_entities("BuyersOfShop", "Shop_shop-1_Buyers")
    yield "what another source has, behind a nameless one's ID", of_entities("none_1_Buyers", stored=ODD)
    yield "a name with words of a source's own in it", of_entities("Shop_AllNewBuyers")
    yield "a slip of what a source of a longer name has", of_entities("Shop_Peple", stored=ALIKE)
    yield (
        "a slip of a source that is called in two ways",
        of_entities("Farc_Trips", "Nerc_Trips", stored=ALIKE),
    )
    yield (
        "nothing is ingested",
        of_entities("Buyers", Name("Buyers", "Shp"), None, stored=snapshot(dataSources=[])),
    )
    yield "a path that says the same", of_entities("Shop_Buyrs", url=f"{URL}/Shop_Buyrs")


def cases_of_attributes() -> Cases:
    """Yield those of attributes."""
    here, there = Attribute("Mail", "Crm_Leads", 1), Attribute("Code", "Shop_Buyers", 0)
    yield "known attributes", of_attributes(Attribute("Mail", "Shop_Buyers"), Attribute(None, "Shop_Buyers"))
    yield "a slip in an attribute", of_attributes(Attribute("Mial", "Shop_Buyers"))
    yield "an attribute of another entity", of_attributes(Attribute("Code", "Shop_Buyers"), stored=WIDE)
    yield "one that is like none, of four", of_attributes(Attribute("Nothing", "Crm_Leads"), stored=WIDE)
    keyed = snapshot(entity="Leads", primaryKey="Code", attributes={"Id": "string", "Code": "string"})
    yield (
        "one that is like none, beside a key",
        of_attributes(Attribute("Nothing", "Crm_Leads"), stored=keyed),
    )
    other = more(1, {"name": "Others", "attributes": {"Mial": "string"}})
    yield "a slip that another entity has", of_attributes(Attribute("Mial", "Shop_Buyers"), stored=other)
    yield "one that is like none, of six", of_attributes(Attribute("Nothing", "Crm_Leads"), stored=MANY)
    for joined in ("Mail", "Born", "Odd"):
        yield (
            f"one that is joined with {joined}",
            of_attributes(
                Attribute("Nothing", "Crm_Leads", 1), Attribute(joined, "Shop_Buyers", 0), stored=WIDE
            ),
        )
    yield "two that are exchanged", of_attributes(here, there, stored=WIDE)
    yield "three that are exchanged", of_attributes(here, there, here, stored=WIDE)
    yield "two of which one is there", of_attributes(Attribute("Id", "Crm_Leads", 1), there, stored=WIDE)
    yield (
        "two of which one is like none",
        of_attributes(here, Attribute("Nothing", "Shop_Buyers", 0), stored=WIDE),
    )
    yield (
        "two of which both are like none",
        of_attributes(Attribute("Nothing", "Crm_Leads", 1), there, stored=WIDE),
    )
    may_have = snapshot(entity="Leads", attributes={"Code": "string"}, complete=False)
    yield "two of which one may be there", of_attributes(here, there, stored=may_have)
    may_be = snapshot(entity="Buyers", complete=False)
    may_be["dataSources"][1]["entities"][1]["attributes"] = {"Code": "string"}
    yield "two of which the other may be there", of_attributes(here, there, stored=may_be)
    yield "two of which one's entity isn't", of_attributes(here, Attribute("Code", "Nowhere", 0), stored=WIDE)
    yield "two of which one has no name", of_attributes(here, Attribute(None, "Shop_Buyers", 0), stored=WIDE)
    yield "attributes that aren't declared", of_attributes(Attribute("Mail", "Crm_Leads"), stored=BARE)
    yield "attributes of which one's aren't declared", of_attributes(here, there, stored=BARE)
    yield "an attribute of nothing", of_attributes(Attribute("Mail", ""), Attribute("Mail", None))
    yield "an attribute of what isn't ingested", of_attributes(Attribute("Mail", "Nowhere"))
    yield (
        "not all attributes are known",
        of_attributes(Attribute("Mial", "Crm_Leads"), Attribute("Nothing", "Crm_Leads"), stored=PARTIAL),
    )


def cases_of_keys(folder: Path) -> Cases:
    """Yield those of keys."""
    yield "no key", of_keys(folder)
    yield "a key by entityInfo", of_keys(folder, {INFO: LEADS})
    yield "entityInfo without a key", of_keys(folder, {INFO: {"entityName": "Leads"}})
    yield "a key by entityInformation", of_keys(folder, informed(LEADS))
    yield "a key by entityInformation that doesn't count", of_keys(folder, informed(LEADS), anywhere=False)
    yield "entityInfo of a misspelt name", of_keys(folder, {INFO: MISSPELT})
    yield "entityInformation of a misspelt name", of_keys(folder, informed(MISSPELT))
    yield "the same that doesn't count", of_keys(folder, informed(MISSPELT), anywhere=False)
    yield "a name that a pipeline fills", of_keys(folder, {INFO: FILLED})
    yield "one in entityInformation", of_keys(folder, informed(FILLED))
    yield "one in entityInformation that doesn't count", of_keys(folder, informed(FILLED), anywhere=False)
    yield "a key that a pipeline fills", of_keys(folder, {INFO: {**LEADS, "primaryKey": "{{key}}"}})
    yield "a key that may be there", of_keys(folder, stored=PARTIAL)
    yield "a key that can't be read", of_keys(folder, stored=snapshot(entity="Leads", primaryKey=5))
    yield "keys that nobody knows", of_keys(folder, stored=snapshot(complete={"entityInfo": False}))
    open_: Any = {"complete": {"conflations": False}}
    lost, listed = snapshot(**open_, conflations=[]), snapshot(**open_)
    yield "no key, of a conflation that isn't listed, where not all are", of_keys(folder, stored=lost)
    yield "the same where entityInformation doesn't count", of_keys(folder, stored=lost, anywhere=False)
    yield "no key, of a conflation that is listed, though not all are", of_keys(folder, stored=listed)
    yield "entityInfo that can't be read", of_keys(folder, {INFO: "{"})


DERIVED = "/api/instances/main/manage/derivedEntities"
DERIVED_FILE = "manage/derivedEntities.json"
ALL_LISTS = {"segments": True, "measures": True, "derivedEntities": True, "entities": True}


def lists(number: int = 0, *entities: Any, **changes: Any) -> Any:
    """Return the snapshot with lists of what is made, all of them whole."""
    whole = {
        "segments": [{"name": "Loyal"}, {"name": "Visitors"}],
        "measures": [],
        "derivedEntities": [{"name": "Sums"}],
        "complete": ALL_LISTS,
    }
    return more(number, *entities, **{**whole, **changes})


def request_among(files: Any, folder: Path, url: str) -> tuple[Project, Request]:
    """Return the project of files with a request that deletes what a url names, and that request."""
    project = project_of({**files, "requests.json": [{"method": "DELETE", "url": url}]}, str(folder))
    return project, next(one for one in project.requests if one.document == "requests.json")


def of_made(
    folder: Path, *names: str | Name | None, stored: Any = None, part: str = "segments", files: Any = ()
) -> list[str]:
    laid = {"snapshot.json": stored or lists(), **dict(files)}
    project, request = request_among(laid, folder, f"{DERIVED}/Sums")
    named = [one if isinstance(one, Name) else Name(one) for one in names]
    mentions = [one.mention(request, number) for number, one in enumerate(named)]
    return lines(unknown_made(project, request, mentions, part))


def of_path(folder: Path, name: str, stored: Any = None, files: Any = ()) -> list[str]:
    laid = {"snapshot.json": stored or lists(), **dict(files)}
    project, request = request_among(laid, folder, DERIVED + name)
    named = NamedInPath(request, "derivedEntityName", "derivedEntities", "derivedEntity")
    return lines(made_in_time(project, named))


def cases_of_made(folder: Path) -> Cases:
    """Yield those of names that may be an entity's or a segment's."""
    known = ("Loyal", "loyal", "Sums", "Shop_Buyers", "Customer", None, " ")
    yield "segments and entities", of_made(folder, *known)
    yield "a name that two entities have", of_made(folder, "Visits", stored=lists(1, VISITS))
    yield "slips in all of them", of_made(folder, "Loyl", "Loyl", "Shop_Byers", "Smus")
    yield "a slip of a segment or an entity", of_made(folder, "Visitrs")
    rivals = more(
        0, {"name": "Shipments", "attributes": {}}, {"name": "Shipmentz", "attributes": {}}, segments=[]
    )
    yield "a slip of one of two entities", of_made(folder, "Shipmants", stored=rivals)
    segments = lists(segments=[{"name": "Shipments"}, {"name": "Shipmentz"}])
    yield "a slip of one of two segments", of_made(folder, "Shipmants", stored=segments)
    yield "a name like no segment", of_made(folder, "Nothing", "Nothing")
    yield "a name like no measure", of_made(folder, "Nothing", part="measures")
    yield "an entity of a data source", of_made(folder, Name("Byers", "Shop"))
    yield (
        "nothing is ingested, nor made",
        of_made(folder, "Nothing", stored=lists(dataSources=[EMPTY])),
    )
    yield (
        "segments aren't declared",
        of_made(folder, "Nothing", "Shop_Byers", stored=lists(segments=None, complete={})),
    )
    for one in ("segments", "entities"):
        stored = lists(complete={**ALL_LISTS, one: False})
        yield f"not all {one} are declared", of_made(folder, "Nothing", stored=stored)
    nameless: dict[str, Any] = {"manage/segments.json": {"segmentQueryExpression": {}}}
    yield "a segment without a name", of_made(folder, "Nothing", "Loyl", files=nameless)

    yield "a path to a derived entity", [*of_path(folder, "/Sums"), *of_path(folder, "/sums")]
    yield "a slip in a path", of_path(folder, "/Smus")
    two = lists(derivedEntities=[{"name": "Sumts"}, {"name": "Sumte"}])
    yield "a slip of two in a path", of_path(folder, "/Sumt", two)
    yield "a path that leads nowhere", of_path(folder, "/Nothing")
    yield (
        "derived entities aren't declared",
        of_path(folder, "/Smus", lists(derivedEntities=None, complete={})),
    )
    some = lists(complete={**ALL_LISTS, "derivedEntities": False})
    yield "not all derived entities are declared", of_path(folder, "/Nothing", some)
    planned = {DERIVED_FILE: {"name": "New", "query": "SELECT 1"}}
    yield "a derived entity that is planned", of_path(folder, "/New", files=planned)
    yield "derived entities that can't be read", of_path(folder, "/Nothing", files={DERIVED_FILE: "{"})
    yield (
        "the same where none is declared",
        of_path(folder, "/Nothing", lists(derivedEntities=None, complete={}), files={DERIVED_FILE: "{"}),
    )


def of_tables(folder: Path, *names: str | Name, stored: Any = None) -> list[str]:
    project, request = request_among({"snapshot.json": stored or lists()}, folder, f"{DERIVED}/Sums")
    named = [one if isinstance(one, Name) else Name(one) for one in names]
    return lines(
        unknown_tables(project, request, [one.mention(request, number) for number, one in enumerate(named)])
    )


def cases_of_tables(folder: Path) -> Cases:
    """Yield those of names that queries read, which may be an entity's or of what the service makes."""
    yield "what there is", of_tables(folder, "Shop_Buyers", "loyal", "Customer", "Deduplication_X")
    yield "a slip of an entity, or of a segment", of_tables(folder, "Shop_Buyrs", "Loyl", stored=lists())
    beside = lists(segments=[{"name": "Shop_Buyrz"}, {"name": "BuyersOfShops"}])
    yield "a slip of an entity, beside a segment", of_tables(folder, "Shop_Buyrs", stored=beside)
    elsewhere = Name("AllBuyers", "Crm", "either")
    there = lists(0, {"name": "AllBuyers"}, segments=[{"name": "AllBuyerz"}])
    yield "what another source has, beside a segment", of_tables(folder, elsewhere, stored=there)
    yield "a segment that is nearer than an entity", of_tables(folder, "BuyersOfShop", stored=beside)
    undeclared = lists(segments=None, complete={})
    yield "segments aren't declared", of_tables(folder, "Nothing", "Shop_Nothing", stored=undeclared)
    none = lists(segments=None, measures=None, derivedEntities=None, complete={})
    yield "nothing that is made is declared", of_tables(folder, "Nothing", stored=none)


SAID = Path(__file__).with_name("existence")
GROUPS: dict[str, Callable[[Path], Cases]] = {
    "entities": lambda _: cases_of_entities(),
    "attributes": lambda _: cases_of_attributes(),
    "keys": cases_of_keys,
    "made": cases_of_made,
    "tables": cases_of_tables,
}


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_said_of_what_is_not_there_is_what_the_file_has(group: str, tmp_path: Path) -> None:
    cases = GROUPS[group](tmp_path)
    said = "\n".join("".join(f"{line}\n" for line in (f"## {title}", *told)) for title, told in cases)

    file = SAID / f"{group}.txt"
    if os.environ.get("UPDATE_PAGES"):
        file.write_text(said, "utf-8")
    assert said == file.read_text("utf-8")


def test_a_document_may_name_something_unknown_where_a_snapshot_lacks_it() -> None:
    for stored, names, is_so in (
        (snapshot(), ["Shop_Buyers", "Nothing"], True),
        (snapshot(), ["Shop_Buyers"], False),
        (snapshot(), [], False),
        (None, ["Nothing"], False),
    ):
        request = request_in(stored)
        assert any_unknown(request, [Name(one).mention(request, 0) for one in names]) is is_so


def test_a_path_can_be_repaired_where_it_is_the_path_that_is_wrong() -> None:
    request = request_in(snapshot(), f"{URL}/Shop_Buyrs")
    mention = Mention(None, request.snapshot, "Shop_Buyrs", request.at)

    (found,) = unknown_entities(request, [mention])

    assert isinstance(found, Finding)
    assert [repair(one) for one in found.repairs] == ["Replace `Shop_Buyrs` with `Shop_Buyers`"]


def test_what_a_path_says_of_a_data_source_is_not_found_again_in_an_entity_of_it() -> None:
    request = request_in(snapshot(), "/api/instances/main/manage/datasources/far-1/entities/Buyers")
    mentions = [Name("Buyers", "Shp").mention(request, 0).within(request), Name("Buyers").mention(request, 1)]

    assert lines(unknown_entities(request, [one.within(request) for one in mentions])) == [
        "0/entityName held back: data source far-1",
        "1/entityName held back: data source far-1",
    ]


@pytest.mark.parametrize(
    ("stored", "told", "missed_in"),
    [
        (
            {"insights": [{"name": "Sums"}]},
            "insight `Smus` is not in the snapshot, which is not complete",
            None,
        ),
        ({"insights": None}, "the snapshot declares no insights", None),
        (
            {"insights": 5, "complete": {"insights": True}},
            "insight `Smus` is not in the snapshot, which is not complete",
            "insights",
        ),
    ],
)
def test_what_a_path_names_and_nobody_has_is_told_at_its_name(
    stored: Any, told: str, missed_in: str | None, tmp_path: Path
) -> None:
    url = "/api/instances/main/manage/insights/Smus"
    project, request = request_among({"snapshot.json": snapshot(**stored)}, tmp_path, url)

    (said,) = made_in_time(project, NamedInPath(request, "insightName", "insights", "insightInput"))

    assert said.at.slice == (url.index("Smus"), len(url))
    if isinstance(said, NotChecked):
        assert said.lack.reason == told
        return
    assert isinstance(said, Finding)
    assert said.message.partition(";")[0] == told
    assert (short(said.missed_in) if said.missed_in is not None else None) == missed_in


def test_attributes_that_would_do_are_proposed_by_whoever_knows_them() -> None:
    request = request_in(snapshot())
    assert request.snapshot is not None
    mention = Name("Shop_Buyers").mention(request, 0)
    assert mention.entity is not None
    column = Column("Nothing", LATER, mention, own=True)

    def proposed(*fitting: str) -> str:
        return unknown_attribute(request.snapshot, column, mention.entity, list(fitting)).help  # type: ignore[arg-type]  # as asserted

    rest = ", or refresh the snapshot"
    assert (
        proposed("Born", "On") == f"use one of the attributes of `Shop_Buyers` that fit (`Born`, `On`){rest}"
    )
    assert proposed() == f"use one of the attributes of `Shop_Buyers`{rest}"


def test_without_a_snapshot_nothing_is_said() -> None:
    request = request_in(None)
    mention = Name("Nothing", "Nowhere").mention(request, 0)

    files = project_of({})
    assert list(unknown_entities(request, [mention])) == []
    assert list(unknown_attributes(request, [Column("A", LATER, mention, own=True)])) == []
    assert list(unknown_made(files, request, [mention], "segments")) == []
    assert list(unknown_tables(files, request, [mention])) == []
    assert list(made_in_time(files, NamedInPath(request, "relationshipName", "segments", "segment"))) == []


def test_what_is_wrong_where_a_name_leads_nowhere() -> None:
    whole, without = request_in(snapshot()), request_in(None)
    nothing = request_in(snapshot(dataSources=[]))
    of_source = request_in(snapshot(), "/api/instances/main/manage/datasources/far-1/entities/Buyers")
    in_path = Name("Buyers").mention(of_source, 0).within(of_source)
    beside = Name("Buyers", "Shop").mention(of_source, 0).within(of_source)

    told = [
        cause_of(Name("Lost").mention(whole, 0), whole),
        cause_of(Name("Lost").mention(without, 0), without),
        cause_of(Name("Lost").mention(nothing, 0), nothing),
        cause_of(Name(None).mention(whole, 3), whole),
        cause_of(Name("Lost", "Shp").mention(whole, 0), whole),
        cause_of(in_path, of_source),
        cause_of(beside, of_source),
    ]

    assert told == [
        Cause("entity", "Lost"),
        Cause("entity", "Lost"),
        Cause("instance", "snapshot.json"),
        Cause("value", "a.json/3/entityName"),
        Cause("data source", "Shp"),
        Cause("data source", "far-1"),
        Cause("data source", "far-1"),
    ]


MANAGE = "/api/instances/main/manage"


def test_what_requests_delete_is_told_apart_from_what_there_never_was() -> None:
    customer = {"name": "Customer_Measure", "attributes": {"Spend": "double"}}
    named = [{"name": "Vip"}, {"name": "Shop_Buyers"}, {"name": "Loyal"}]
    measures = [{"name": "Spend"}, {"name": "Loyal"}]
    stored = lists(segments=named, measures=measures, systemEntities=[customer])
    gone = ("segments/Vip", "segments/Shop_Buyers", "measures/Spend", "measures/Loyal")
    sent: list[Any] = [{"method": "DELETE", "url": f"{MANAGE}/{one}"} for one in gone]
    sent += [{"method": "POST", "url": f"{MANAGE}/segments", "body": {"name": "New"}}]
    project = project_of({"snapshot.json": stored, "requests.json": sent})
    reader = project.requests[-1]
    names = ("Vip", "Lost", "Vip", "Shop_Buyers", "Loyal")
    mentions = [Name(one).mention(reader, number) for number, one in enumerate(names)]

    deleted, others = without_deleted(project, reader, mentions)

    assert lines(deleted) == [
        "0/entityName error: `Vip` is deleted by a request",
        "  deleted; name another one, or keep it",
        "  see 0/url: deleted here",
        "  cause: entity Vip",
    ]
    assert [one.name for one in others] == ["Lost", "Shop_Buyers", "Loyal"]

    def of_measure(attribute: str, entity: str) -> list[str]:
        mention = Name(entity).mention(reader, 0)
        found = deleted_measure(project, reader, Column(attribute, LATER, mention, own=True))
        return lines([found]) if found is not None else []

    assert of_measure("Spend", "Customer_Measure") == [
        "9/source error: measure `Spend`, which makes `Customer_Measure.Spend`, is deleted by a request",
        "  deleted; name another measure, or keep this one",
        "  see 2/url: deleted here",
    ]
    assert of_measure("Spend", "Shop_Buyers") == of_measure("Spend", "Lost") == []
    assert of_measure("Lost", "Customer_Measure") == []


def test_nothing_is_deleted_of_what_nobody_knows() -> None:
    request = request_in(None)
    mention = Name("Vip").mention(request, 0)

    assert without_deleted(project_of({}), request, [mention]) == ([], [mention])


def test_a_folder_may_be_called_after_a_data_source() -> None:
    files = {"snapshot.json": snapshot(), "infos/Far.json": {"entityName": "Buyers"}}
    path = "PATCH /manage/datasources/{dataSourceName}/entities/entityInfo"
    (payload,) = project_of(files, files=(("infos/{dataSourceName}.json", path),)).entity_infos

    assert cause_of(payload.infos[0].mention, payload.request) == Cause("data source", "Far")


@pytest.mark.parametrize(
    ("source", "entity", "places"),
    [
        ({"dataSourceName": "Shop"}, {"entityName": 5}, ["entities/0/entityName"]),
        ({"dataSourceName": 5}, {"entityName": "Buyers"}, ["dataSourceName"]),
        ({"dataSourceId": 5}, {"entityName": "Buyers"}, ["dataSourceId"]),
        ({"dataSourceName": 5}, {"entityName": 5}, ["entities/0/entityName", "dataSourceName"]),
        ({"dataSourceName": "Shop"}, {"primaryKey": "Id"}, ["entities/0"]),
        ({"dataSourceName": "Shop"}, {"entityName": "Lost"}, []),
    ],
)
def test_names_that_cannot_be_read_are_those_of_the_entity_and_of_its_source(
    source: Any, entity: Any, places: list[str]
) -> None:
    body = {"dataSources": [{**source, "entities": [entity]}]}
    (payload,) = project_of({"snapshot.json": snapshot(), INFORMATION_FILE: body}).entity_information
    (found,) = payload.entities

    assert [short(one) for one in unread(found.mention)] == [f"dataSources/0/{one}" for one in places]


def test_an_object_of_its_own_has_nothing_around_it() -> None:
    path = "manage/datasources/shop-1/entities/entityInfo.json"
    (payload,) = project_of({"snapshot.json": snapshot(), path: {"entityName": 5}}).entity_infos

    assert [short(one) for one in unread(payload.infos[0].mention)] == ["entityName"]


def test_a_reference_names_its_data_source_itself() -> None:
    lefts = ({"dataSourceId": 5, "entityName": 7}, 8)
    body = plan(step({"dataSourceName": 5, "entityName": "People"}, *lefts))
    (found,) = project_of({"snapshot.json": snapshot(), PLAN_FILE: body}).plans

    assert [[short(one).partition("/0/")[2] for one in unread(each)] for each in found.step_mentions] == [
        ["leftEntities/0/entityName", "leftEntities/0/dataSourceId"],
        ["rightEntity/dataSourceName"],
    ]


LISTED = "body/dataSources/0/entities/0"


@pytest.mark.parametrize(
    ("below", "entity", "told"),
    [
        ("", {}, f"{LISTED}/primaryKey held back: value r.json/{LISTED}"),
        ("", {"entityName": 5}, f"{LISTED}/primaryKey held back: value r.json/{LISTED}/entityName"),
        (
            "",
            {"entityName": "{{who}}"},
            f"{LISTED}/primaryKey not checked: `{{{{who}}}}` is a placeholder without a value",
        ),
        ("", {"entityName": "Lost"}, f"{LISTED}/primaryKey held back: entity ('crm-1', 'Lost')"),
        (
            "datasources/{{which}}",
            None,
            "body/primaryKey not checked: `{{which}}` is a placeholder without a value, "
            "value r.json/url waits",
        ),
    ],
)
def test_an_attribute_waits_for_the_name_of_its_entity(below: str, entity: Any, told: str) -> None:
    key = {"primaryKey": "Id"}
    body = {"dataSources": [{"dataSourceName": "Crm", "entities": [{**key, **entity}]}]} if not below else key
    steps = [below, "entityInformation", *(["Leads"] if below else [])]
    url = "/".join(("/api/instances/main/conflations/default", *filter(None, steps)))
    files = {"snapshot.json": snapshot(), "r.json": {"method": "PATCH", "url": url, "body": body}}
    (payload,) = project_of(files).entity_information

    assert lines(unknown_attributes(payload.request, payload.columns)) == [told]


@pytest.mark.parametrize("conflation", ["default", "{{which}}"])
def test_an_attribute_of_an_entity_that_a_path_leaves_open_waits_for_the_path(conflation: str) -> None:
    url = f"/api/instances/main/conflations/{conflation}/entityInformation/{{{{who}}}}"
    request = {"method": "PATCH", "url": url, "body": {"primaryKey": "Id"}}
    (payload,) = project_of({"snapshot.json": snapshot(), "r.json": request}).entity_information

    assert lines(unknown_attributes(payload.request, payload.columns)) == [
        "body/primaryKey not checked: `{{who}}` is a placeholder without a value, value r.json/url waits"
    ]


def test_an_attribute_of_an_entity_that_nobody_names_waits_for_the_name() -> None:
    (payload,) = project_of({"snapshot.json": snapshot(), INFO_FILE: [{"primaryKey": "Id"}]}).entity_infos
    (info,) = payload.infos
    column = Column("Id", (info.node, "primaryKey"), info.mention)

    assert lines(unknown_attributes(payload.request, [column])) == [
        f"0/primaryKey held back: value {INFO_FILE}/0"
    ]


@pytest.mark.parametrize("conflation", ["default", "{{which}}"])
def test_a_column_that_says_of_no_entity_is_not_checked(conflation: str) -> None:
    column = {"dataSourceName": "Crm", "attributeName": "Mail"}
    one = {"name": "Mail", "policy": {"kind": "importance"}, "sourceColumns": [column]}
    body = {"conflatedEntity": "Customer", "attributes": [one]}
    url = f"/api/instances/main/conflations/{conflation}/conflictResolutionRules"
    files = {"snapshot.json": snapshot(), "r.json": {"method": "PATCH", "url": url, "body": body}}
    (payload,) = project_of(files).resolutions

    place = "body/attributes/0/sourceColumns/0"
    assert lines(unknown_attributes(payload.request, payload.columns)) == [
        f"{place}/attributeName not checked: a column does not say which entity it is of, "
        f"value r.json/{place} waits"
    ]
