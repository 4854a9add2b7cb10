"""A snapshot that is read by its outline is the one that is read as a whole, and all that is said of it."""

from __future__ import annotations

import copy
import json
import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules
from linter.cache.outlines import outline_of
from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.diagnostic import Location, Result
from linter.instance.snapshot import Snapshot
from linter.reading import outlines, snapshots
from linter.reading.inputs import Inputs
from linter.reading.outlines import SnapshotOutline, by_outline, snapshot_outline
from linter.reading.project_root import configuration_of, home_of
from linter.reading.snapshots import read_snapshot
from linter.refusal import CannotRun
from linter.shapes.node import Node
from linter.shapes.outlined import Outlined
from linter.text import json_text
from linter.text.source import Text
from tests.projects import (
    ACTIVITY,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    plan,
    resolution,
    write,
)
from tests.test_json_text import paths, spaced

REPO = Path(__file__).parent.parent
PROJECTS = [
    *(one.parent for one in sorted(REPO.glob("examples/*/snapshot.json"))),
    REPO / "rules" / "world",
    REPO / "tests" / "hotel",
]

CUSTOMER = {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}
RICH: dict[str, Any] = {
    **SNAPSHOT,
    "systemEntities": [CUSTOMER],
    "relationships": [{**RELATIONSHIP, "name": f"Rüböl{number}"} for number in range(3)],
    "segments": [{"name": "Loyal", "query": "SELECT 1"}],
    "complete": {"relationships": True},
}
CHANCES = st.integers(0, 2**32).map(random.Random)
JUNK: tuple[Any, ...] = (
    None,
    7,
    "",
    "x",
    [],
    {},
    [None],
    [7, {}],
    {"name": None},
    {"name": "Buyers", "attributes": {"Id": {"type": "int", "more": 1}, "{{x}}": "string", "n": 4}},
    {"Name": "Ünsal", "primarykey": "Id", "ATTRIBUTES": {"${y}": "date"}, "entitytype": "profil"},
    "[[z]]",
    {"name": "Torn", "primaryKey": "Gone", "attributes": {"Id": "int"}},
    {
        "name": "Part",
        "primaryKey": "Gone",
        "attributes": {},
        "complete": {"attributes": False, "because": "x"},
    },
    {"name": "Odd", "attributes": {}, "complete": False},
)


@pytest.fixture(autouse=True)
def _all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 0)
    monkeypatch.setattr(outlines, "_LONG", 0)


class Remembered:
    """Outlines that are remembered as the cache does it, and counts how often one was recalled."""

    def __init__(self) -> None:
        self._kept: dict[bytes, str] = {}
        self._asked = b""
        self.recalled = 0

    def recall(self, data: bytes) -> SnapshotOutline | None:
        self._asked = data
        if data not in self._kept:
            return None
        self.recalled += 1
        return outline_of(json.loads(self._kept[data]))

    def remember(self, outline: SnapshotOutline) -> None:
        self._kept[self._asked] = json.dumps(outline)


def changed(value: Any, chance: random.Random) -> Any:
    """Return a value with some of what is in it left out, spoilt, written otherwise or there twice."""
    value = copy.deepcopy(value)
    for _ in range(chance.choice([0, 0, 1, 2, 5])):
        path = chance.choice([path for path, _ in paths(value) if path])
        owner = value
        for step in path[:-1]:
            owner = owner[step]
        change = chance.randrange(5)
        if change == 0:
            del owner[path[-1]]
        elif change == 1 and isinstance(owner, dict):
            owner[chance.choice([str.upper, str.lower, str.title])(str(path[-1]))] = owner.pop(path[-1])
        elif change == 2 and isinstance(owner, list):
            owner.insert(0, copy.deepcopy(owner[path[-1]]))
        elif change == 3:
            owner[path[-1]] = copy.deepcopy(chance.choice([each for _, each in paths(value)]))
        else:
            owner[path[-1]] = copy.deepcopy(chance.choice(JUNK))
    return value


def snapshot_bytes(chance: random.Random) -> bytes:
    """Return the bytes of a snapshot that may have anything wrong with it."""
    written = spaced(changed(RICH, chance), chance)
    if chance.random() < 0.2:
        written = written.replace('"name"', '"name": "Twice", "name"', 1)
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + written.encode()


def both(data: bytes) -> tuple[tuple[Text, Snapshot], tuple[Text, Snapshot]] | None:
    """Return a snapshot read as a whole and by its outline; None where it can't be read or has none."""
    try:
        whole = read_snapshot("snapshot.json", data)
    except CannotRun:
        return None
    outline = snapshot_outline(*whole)
    if outline is None:
        return None
    return whole, by_outline("snapshot.json", data, outline_of(json.loads(json.dumps(outline))))


def nodes(node: Node) -> Iterator[tuple[Any, ...]]:
    """Yield all that can be asked of the objects of a tree."""
    for one in node.walk():
        kids = {name: repr(kid) for name, kid in one.values.items() if not isinstance(kid, (Node, list))}
        yield one.path, one.shape.name, dict(one.keys), one.count, kids, one.broken, one.literal, one.at()


def of_entities(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    for one in snapshot.entities:
        names = list(one.attributes or ())
        types = [(one.attribute_at(name), one.declared_type(name), one.guessed_from(name)) for name in names]
        yield str(one), one.at, one.primary_key, one.key_unknown, one.entity_type, names, types


@given(CHANCES)
def test_a_snapshot_by_its_outline_says_what_it_says_as_a_whole(chance: random.Random) -> None:
    found = both(snapshot_bytes(chance))
    if found is None:
        return
    (_, whole), (_, other) = found

    assert other.problems == whole.problems
    assert [(str(one), str(first)) for one, first in other.repeated] == [
        (str(one), str(first)) for one, first in whole.repeated
    ]
    assert list(other.all_names()) == list(whole.all_names())
    assert other.lookalikes == whole.lookalikes
    assert (other.instance_id, other.data_sources) == (whole.instance_id, whole.data_sources)
    assert [other.complete(name) for name in ("entities", "relationships", "conflations")] == [
        whole.complete(name) for name in ("entities", "relationships", "conflations")
    ]
    assert list(of_entities(other)) == list(of_entities(whole))
    assert other.relationship_names == whole.relationship_names
    assert list(nodes(other.root)) == list(nodes(whole.root))
    assert other.root.plain() == whole.root.plain()


@given(CHANCES)
def test_a_text_by_its_outline_has_every_value_where_it_stands(chance: random.Random) -> None:
    found = both(snapshot_bytes(chance))
    if found is None:
        return
    (whole, _), (other, _) = found
    places = [path for path, _ in paths(whole.value)]
    chance.shuffle(places)

    for path in places:
        for part in ("value", "key"):
            at = Location("snapshot.json", path, part)
            assert other.range(at) == whole.range(at)
        assert other.chain(Location("snapshot.json", path)) == whole.chain(Location("snapshot.json", path))
    assert other.value == whole.value
    assert (other.text, other.duplicates, list(other.walk())) == (whole.text, (), list(whole.walk()))


def judged(folder: Path, remembered: Remembered | None) -> tuple[Result, dict[str, str]] | str:
    """Return what a check of a folder finds, or why it finds nothing; and what files hold."""
    home = home_of(str(folder), (str(folder),), any_snapshot=True)
    assert home is not None
    configuration = configuration_of(home)
    inputs = Inputs(home.root, configuration, home.file, outlines=remembered)
    if configuration.snapshots:
        inputs = inputs.over(*configuration.snapshots)
    try:
        result, texts = run(CheckRequest(inputs, rules.ALL))
    except CannotRun as error:
        return str(error)
    return result, {name: text.text for name, text in texts.items()}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda one: one.name)
def test_a_project_is_judged_alike_with_and_without_outlines(project: Path) -> None:
    remembered = Remembered()
    alone = judged(project, None)

    assert [judged(project, remembered) for _ in range(2)] == [alone, alone]
    assert remembered.recalled


PAYLOADS: tuple[dict[str, Any], ...] = (
    {RELATIONSHIPS_FILE: [RELATIONSHIP, {**RELATIONSHIP, "name": "Rüböl1", "toAttributeName": "Mial"}]},
    {RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromEntityName": "Shop_Vists", "toEntityName": "Leads"}},
    {INFORMATION_FILE: {"Shop": ["Buyers", "Vists"], "Crm": ["People"]}},
    {INFO_FILE: ACTIVITY},
    {PLAN_FILE: plan(), RULES_FILE: resolution("Shop_Buyers", "Crm_Peple")},
    {"manage/delete.json": {"method": "DELETE", "url": "/api/instances/main/manage/datasources/shop-1"}},
    {
        "manage/query.json": {
            "method": "GET",
            "url": "/api/instances/main/data/Shop_Visits?$select=Id,Mial",
        }
    },
    {RELATIONSHIPS_FILE: [{**RELATIONSHIP, "fromEntityName": "Shop_{{x}}", "name": "${y}"}]},
)


@settings(max_examples=20)
@given(CHANCES, st.lists(st.sampled_from(PAYLOADS), min_size=1, max_size=3))
def test_whatever_is_wrong_with_snapshot_and_payloads_is_said_alike_with_an_outline(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, payloads: Iterable[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("project")
    files = {name: content for one in payloads for name, content in one.items()}
    write(folder, {"snapshot.json": snapshot_bytes(chance), **files})
    remembered = Remembered()
    alone = judged(folder, None)

    assert [judged(folder, remembered) for _ in range(2)] == [alone, alone]
    shutil.rmtree(folder)


@pytest.mark.parametrize("entities", [None, [], [{"name": "A"}]])
def test_a_data_source_may_have_no_entities(entities: Any) -> None:
    sources = [{"dataSourceId": "a", "entities": entities, "name": "A"}, *SNAPSHOT["dataSources"]]
    found = both(json.dumps({**RICH, "dataSources": sources}).encode())
    assert found is not None
    (_, whole), (_, other) = found

    assert list(of_entities(other)) == list(of_entities(whole))
    assert list(nodes(other.root)) == list(nodes(whole.root))


def test_a_snapshot_in_yaml_has_no_outline() -> None:
    assert snapshot_outline(*read_snapshot("snapshot.yaml", json.dumps(RICH).encode())) is None


def test_only_the_entities_that_are_asked_for_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = both(json.dumps(RICH).encode())
    assert found is not None
    snapshot = found[1][1]
    read: list[str] = []
    value_at = json_text.value_at

    def watched(written: str, start: int) -> Any:
        value = value_at(written, start)
        read.append(next(iter((value[0] if isinstance(value, list) else value).values())))
        return value

    monkeypatch.setattr(json_text, "value_at", watched)
    buyers = snapshot.resolve_name("Shop_Buyers").entity
    assert buyers is not None
    assert buyers.attributes is not None
    assert snapshot.complete("relationships")

    assert read == ["Buyers"]
    assert list(snapshot.relationships) == ["Rüböl2", "Rüböl1", "Rüböl0"]
    assert read == ["Buyers", "Rüböl0", "default"]


def test_an_object_of_an_outline_has_no_other_fields() -> None:
    found = both(json.dumps(RICH).encode())
    assert found is not None
    root = found[1][1].root

    assert isinstance(root, Outlined)
    with pytest.raises(AttributeError):
        root.nothing  # noqa: B018  # it is asked for
    with pytest.raises(KeyError):
        root.get("nothing")
