"""Faults in queries of the Open Data Protocol (OD)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import world as w
from generator import Project, dataset
from planting import Edit, Expected, Plant
from world import Names

if TYPE_CHECKING:
    import random

    from world import Entity


def _query(
    rng: random.Random, project: Project, code: str, tail: str, query: str, fragment: str, csv: bool
) -> Plant:
    """One further request for data, with the finding it is to yield."""
    edit = Edit(project)
    type_ = rng.choice(("text/csv", "TEXT/CSV", "text/csv; charset=utf-8"))
    headers = {"headers": Names({"Content-Type": type_})} if csv else {}
    method = rng.choice(("GET", "PUT"))
    file, at = edit.send(rng, method, f"data/{tail}", query=query, **headers)
    return edit.plant(Expected(code, file, (*at, "url"), part="inside", fragment=fragment))


def _text(entity: Entity) -> str:
    return next(name for name in entity.of("String") if " " not in name)


def customer_id_missing(rng: random.Random, project: Project) -> Plant:
    """A search, a filter or an export of a dataset without Customer ID."""
    without = [one for one in project.world.ingested if not w.has_customer_id(one)]
    entity = rng.choice(without)
    name = dataset(rng, project.world, entity)
    query, csv = rng.choice(
        (
            ("?$search=Anna", False),
            ("?$search=Anna", True),
            ("", True),
            (f"?$filter={_text(entity)}%20eq%20'x'&$top=3", False),
            (f"?$top=3&%24Search={_text(entity)}", False),
        )
    )
    return _query(rng, project, "OD01", name, query, "", csv)


def export_combined(rng: random.Random, project: Project) -> Plant | None:
    """An export that filters too."""
    with_id = [one for one in project.world.ingested if w.has_customer_id(one)]
    if not with_id:
        return None
    entity = rng.choice(with_id)
    condition = f"$filter={_text(entity)}%20eq%20'x'"
    query = rng.choice((f"?{condition}", f"?$search=a&{condition}", f"?{condition}&$search=b"))
    name = dataset(rng, project.world, entity)
    return _query(rng, project, "OD02", name, query, "", True)


def master_search(rng: random.Random, project: Project) -> Plant:
    """A search of the master dataset that isn't an export."""
    query = rng.choice(("?$search=Anna", "?$top=5&$SEARCH=Anna%20B", "?%24search=Anna&$skip=5"))
    return _query(rng, project, "OD03", "Customer", query, "earch", False)


def master_filter(rng: random.Random, project: Project) -> Plant:
    """A filter of the master dataset by an attribute."""
    query = rng.choice(("?$filter=Country%20eq%20'ES'", "?$top=5&$Filter=WholeName%20ne%20null"))
    return _query(rng, project, "OD04", "Customer", query, "ilter", False)


PLANTS = {
    "OD01": (customer_id_missing,),
    "OD02": (export_combined,),
    "OD03": (master_search,),
    "OD04": (master_filter,),
}
