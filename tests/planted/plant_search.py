"""Faults in search configurations (SC): each in the only one of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench import planters
from outputs import DATES, NUMBERS, build_search
from planting import SNAPSHOT, misspelt

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench import Bench, Fault, Found
    from generator import Path, Value
    from planting import Planter

ENTITIES: Path = ("entityConfig",)
ATTRIBUTES: Path = (*ENTITIES, 0, "attributes")


def _alone(bench: Bench) -> Value | None:
    """A configuration, where the project has none: there is only one."""
    return None if bench.edit.project.of_kind("searchConfiguration") else build_search(bench.rng, bench.root)


def _changed(change: Callable[[Bench, Value], Path], **said: Any) -> Fault:
    """A fault that changes a configuration, and tells where."""

    def fault(bench: Bench) -> Found:
        body = _alone(bench)
        return (body, change(bench, body), dict(said)) if body is not None else None

    fault.__name__ = change.__name__
    return fault


def _index(body: Value, name: str, **properties: Any) -> Path:
    """Indexes one more attribute, in place of what is said of it; returns its place."""
    attributes = body["entityConfig"][0]["attributes"]
    attributes[:] = [one for one in attributes if one["name"] != name]
    attributes.append({"name": name, "properties": properties})
    return (*ATTRIBUTES, len(attributes) - 1)


def another_entity(bench: Bench, body: Value) -> Path:
    """An entity besides Customer."""
    entity = bench.rng.choice(bench.world.ingested)
    more = {"qualifiedEntityName": bench.made.spell(entity), "attributes": [{"name": "Label"}]}
    body["entityConfig"].append(more)
    return (*ENTITIES, 1, "qualifiedEntityName")


def small_customer(_bench: Bench, body: Value) -> Path:
    """Customer in small letters."""
    body["entityConfig"][0]["qualifiedEntityName"] = "customer"
    return (*ENTITIES, 0, "qualifiedEntityName")


def no_entity(_bench: Bench, body: Value) -> Path:
    """No entity."""
    body["entityConfig"] = []
    return ENTITIES


def unknown_attribute(bench: Bench, body: Value) -> Path:
    """An attribute that Customer hasn't."""
    name = misspelt(bench.rng, bench.rng.choice(list(bench.root.types)), bench.root.types)
    return (*_index(body, name, isSearchable=True), "name")


def nothing_indexed(_bench: Bench, body: Value) -> Path:
    """No attributes."""
    body["entityConfig"][0]["attributes"] = []
    return ATTRIBUTES


def blank_name(bench: Bench, body: Value) -> Path:
    """A name that is blank."""
    return (*_index(body, bench.rng.choice(("", "  ")), isSearchable=True), "name")


def searched_number(bench: Bench, body: Value) -> Path:
    """A search in what isn't text."""
    name = bench.rng.choice([one for one, type_ in bench.root.types.items() if type_ != "String"])
    return (*_index(body, name, isSearchable=True), "name")


def _new(bench: Bench, name: str, type_: str) -> None:
    entities = bench.edit.project.snapshot["systemEntities"]
    number = next(number for number, one in enumerate(entities) if one["name"] == "Customer")
    bench.edit.set(SNAPSHOT, ("systemEntities", number, "attributes", name), type_)


def sorted_list(bench: Bench, body: Value) -> Path:
    """An order by a list."""
    _new(bench, "Tags", "Collection(Edm.String)")
    return (*_index(body, "Tags", isSortable=True), "name")


def filtered_picture(bench: Bench, body: Value) -> Path:
    """A filter by a picture."""
    _new(bench, "Picture", "binary")
    return (*_index(body, "Picture", isFilterable=True), "name")


def counted_picture(bench: Bench, body: Value) -> Path:
    """Pictures that are counted."""
    _new(bench, "Picture", "binary")
    return (*_index(body, "Picture", isFacetable=True), "name")


def text_in_steps(_bench: Bench, body: Value) -> Path:
    """Texts in intervals."""
    at = _index(body, "Country", isFacetable=True, facetSpecification="interval:10")
    return (*at, "properties", "facetSpecification")


def malformed_facet(bench: Bench, body: Value) -> Path:
    """A facet that can't be read."""
    numbers = [one for one, type_ in bench.root.types.items() if type_ in (*NUMBERS, *DATES)]
    name = bench.rng.choice(numbers)
    wrong = bench.rng.choice(
        ("count:few", "intervall:10", "values:3|2", f"{name},count:5", "interval:1,values:2")
    )
    at = _index(body, name, isFacetable=True, facetSpecification=wrong)
    return (*at, "properties", "facetSpecification")


def never_counted(_bench: Bench, body: Value) -> Path:
    """A facet of what isn't counted."""
    at = _index(body, "Country", isFilterable=True, facetSpecification="count:5")
    return (*at, "properties", "facetSpecification")


def none_searchable(_bench: Bench, body: Value) -> Path:
    """Filters alone."""
    body["entityConfig"][0]["attributes"] = [{"name": "Country", "properties": {"isFilterable": True}}]
    return ATTRIBUTES


def counted_key(_bench: Bench, body: Value) -> Path:
    """A facet of the key."""
    return (*_index(body, "CustomerId", isFacetable=True), "name")


PLANTS: dict[str, tuple[Planter, ...]] = planters(
    "manage/search",
    {
        "SC101": tuple(map(_changed, (another_entity, small_customer, no_entity))),
        "SC102": (_changed(unknown_attribute),),
        "SC103": (_changed(nothing_indexed),),
        "SC104": (_changed(blank_name),),
        "SC105": (_changed(searched_number),),
        "SC106": (_changed(sorted_list),),
        "SC107": (_changed(filtered_picture),),
        "SC108": (_changed(counted_picture), _changed(text_in_steps)),
        "SC109": (_changed(malformed_facet), _changed(never_counted)),
        "SC110": (_changed(none_searchable),),
        "SC111": (_changed(counted_key),),
    },
    {"SC109": "warning", "SC110": "warning", "SC111": "recommendation"},
    method="PUT",
)
