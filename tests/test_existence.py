"""What is said of entities, data sources and attributes that aren't ingested, and of entities without a key.

All of it is in `tests/existence.txt`; `UPDATE_PAGES=1 python -m pytest tests/test_existence.py` writes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from linter.diagnostic import Cause, Finding, HeldBack, Location, NotChecked, Removal, Reordering
from linter.kinds.references import Column, Mention, SourceMention
from linter.kinds.request import Request
from linter.rulekit.causes import cause_of, unread
from linter.rulekit.existence import any_unknown, unknown_attributes, unknown_entities, without_key
from tests.projects import INFORMATION_FILE, PLAN_FILE, plan, project_of, snapshot, step

URL = "/api/instances/main/manage/relationships"


def request_in(stored: Any, url: str = f"{URL}/VisitsToBuyers") -> Request:
    """Return a request to an instance; None is one without a snapshot."""
    files = {"requests.json": [{"method": "DELETE", "url": url}]}
    (found,) = project_of({**files, **({"snapshot.json": stored} if stored else {})}).requests
    return found


def lines(said: Any) -> list[str]:
    """Return all that is said, in lines."""
    return [line for one in said for line in _lines(one)]


def _lines(one: Any) -> list[str]:
    if isinstance(one, HeldBack):
        return [f"{_at(one.at)} held back: {_cause(one.cause)}"]
    if isinstance(one, NotChecked):
        return [f"{_at(one.at)} not checked: {one.lack.reason}{''.join(map(_waits, one.causes))}"]
    assert isinstance(one, Finding)
    return [
        f"{_at(one.at)} {one.severity or 'error'}: {one.message}",
        f"  {one.label}; {one.help}",
        *(f"  see {_at(other.at)}: {other.message}" for other in one.related),
        *(f"  repair: {_repair(each)}" for each in one.repairs),
        *(f"  cause: {_cause(cause)}" for cause in one.causes),
    ]


def _repair(one: Any) -> str:
    assert not isinstance(one, (Removal, Reordering))
    at = f" at {_at(one.at)}" if one.at is not None else ""
    also = f" also {', '.join(map(_at, one.also))}" if one.also else ""
    return f"{one.title}{at}{also}"


def _waits(cause: Cause) -> str:
    return f", {_cause(cause)} waits"


def _cause(cause: Cause) -> str:
    return f"{cause.what} {cause.which}"


def _at(at: Location) -> str:
    return "/".join(map(str, at.path)) or at.document


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
NAMELESS: Any = snapshot()
NAMELESS["dataSources"].append({"dataSourceId": "far-1", "entities": [{"name": "Orders", "attributes": {}}]})
WIDE = snapshot(entity="Leads", attributes={"Id": "string", "Code": "string", "Day": "date", "Age": "int64"})
BARE = snapshot(entity="Leads", attributes=None)
MANY = snapshot(entity="Leads", attributes={f"A{number}": "string" for number in range(6)})
PARTIAL = snapshot(entity="Leads", complete=False)
SOME = snapshot(complete={"entities": False})
SOME_SOURCES = snapshot(complete={"dataSources": False})
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
    yield "keys that nobody knows", of_keys(folder, stored=snapshot(complete={"entityInfo": False}))
    yield "entityInfo that can't be read", of_keys(folder, {INFO: "{"})


SAID = Path(__file__).with_name("existence.txt")


def test_what_is_said_of_what_is_not_there_is_what_the_file_has(tmp_path: Path) -> None:
    cases = (*cases_of_entities(), *cases_of_attributes(), *cases_of_keys(tmp_path))
    said = "\n".join("".join(f"{line}\n" for line in (f"## {title}", *told)) for title, told in cases)

    if os.environ.get("UPDATE_PAGES"):
        SAID.write_text(said, "utf-8")
    assert said == SAID.read_text("utf-8")


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
    assert [_repair(one) for one in found.repairs] == ["Replace `Shop_Buyrs` with `Shop_Buyers`"]


def test_without_a_snapshot_nothing_is_said() -> None:
    request = request_in(None)
    mention = Name("Nothing", "Nowhere").mention(request, 0)

    assert list(unknown_entities(request, [mention])) == []
    assert list(unknown_attributes(request, [Column("A", LATER, mention, own=True)])) == []


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

    assert [_at(one) for one in unread(found.mention)] == [f"dataSources/0/{one}" for one in places]


def test_a_reference_names_its_data_source_itself() -> None:
    lefts = ({"dataSourceId": 5, "entityName": 7}, 8)
    body = plan(step({"dataSourceName": 5, "entityName": "People"}, *lefts))
    (found,) = project_of({"snapshot.json": snapshot(), PLAN_FILE: body}).plans

    assert [[_at(one).partition("/0/")[2] for one in unread(each)] for each in found.step_mentions] == [
        ["leftEntities/0/entityName", "leftEntities/0/dataSourceId"],
        ["rightEntity/dataSourceName"],
    ]
