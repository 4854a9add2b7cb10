"""Faults in relationships (RL)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import Path, Project, build_relationship, build_url
from planting import (
    SNAPSHOT,
    Edit,
    Expected,
    Plant,
    misspelt,
    needed_links,
    pick,
    unknown_entity,
)
from ways import Ways

if TYPE_CHECKING:
    import random

    from world import Entity


def planned(project: Project) -> list[tuple[str, Path]]:
    """The planned relationships that create: file and place."""
    found: list[tuple[str, Path]] = []
    for request in project.of_kind("relationships"):
        body = project.body(request)
        places = [(*request.at, n) for n in range(len(body))] if isinstance(body, list) else []
        found += [(request.file, place) for place in places or [request.at]]
    return found


def free(project: Project, *, updates: bool = True) -> list[tuple[str, Path]]:
    """The planned relationships that nothing else in the project needs or names."""
    named = {request.param("name") for request in project.of_kind("read", "delete")}
    needed = needed_links(project) | (named - {None})
    places = planned(project)
    if updates:
        places += [(one.file, one.at) for one in project.of_kind("relationship")]
    edit = Edit(project)
    return [place for place in places if edit.get(*place)["name"] not in needed]


def new_ends(rng: random.Random, project: Project) -> tuple[Entity, Entity]:
    """Two entities for a further relationship, by which none gets a second way to Customer if possible."""
    ways, world = Ways(project), project.world
    usual = [*world.members, *world.events]
    loose = [one for one in [*usual, world.outsider] if not ways.joined(one)]
    loose = loose or [one for one in [world.spare] if not ways.joined(one)]
    first = rng.choice(loose or usual)
    second = rng.choice([one for one in usual if one is not first])
    return (first, second) if rng.random() < 0.5 else (second, first)


def send_new(rng: random.Random, edit: Edit, body: Any) -> tuple[str, Path]:
    """Adds a relationship to create."""
    lists = [r for r in edit.project.of_kind("relationships") if isinstance(edit.get(r.file, r.at), list)]
    if lists and rng.random() < 0.5:
        request = rng.choice(lists)
        return request.file, edit.append(request.file, request.at, body)
    file, at = edit.send(rng, "PATCH", "manage/relationships", body=body)
    return file, (*at, "body")


# RL01


def bad_characters(rng: random.Random, project: Project) -> Plant:
    """A name with characters other than letters, digits and underscores."""
    name = rng.choice(("Rel-A", "Rel A", "a.b", "x'y", "wer→wen", "a/b", "Rel_B "))
    return _named(rng, project, name, "error")


def other_letters(rng: random.Random, project: Project) -> Plant:
    """A name with letters beyond ASCII: a warning."""
    return _named(rng, project, rng.choice(("Käufe_1", "Связь", "naïve")), "warning")


def _named(rng: random.Random, project: Project, name: str, severity: str) -> Plant:
    edit = Edit(project)
    body = build_relationship(rng, project.world, name, new_ends(rng, project))
    file, at = send_new(rng, edit, body)
    return edit.plant(Expected("RL01", file, (*at, "name"), severity=severity))


def bad_characters_in_update(rng: random.Random, project: Project) -> Plant:
    """An update of a relationship whose name the snapshot already has wrong."""
    edit, name = Edit(project), rng.choice(("Old-Rel", "old.rel"))
    ends = new_ends(rng, project)
    for file in (SNAPSHOT, f"manage/relationships/{name}.json"):
        body = build_relationship(rng, project.world, name, ends)
        if file == SNAPSHOT:
            edit.append(SNAPSHOT, ("relationships",), body)
        else:
            edit.add(file, body)
    return edit.plant(Expected("RL01", f"manage/relationships/{name}.json", ("name",)))


# RL02


def already_in_snapshot(rng: random.Random, project: Project) -> Plant | None:
    """A new relationship with a name that the snapshot has."""
    edit = Edit(project)
    gone = {request.param("name") for request in project.of_kind("delete")}
    names = {one["name"] for one in project.snapshot["relationships"]} - gone
    names -= needed_links(project)
    if not names:
        return None
    name = rng.choice(sorted(names))
    file, at = send_new(rng, edit, build_relationship(rng, project.world, name, new_ends(rng, project)))
    return edit.plant(Expected("RL02", file, (*at, "name")))


def already_planned(rng: random.Random, project: Project) -> Plant | None:
    """Two new relationships of one name; the later file, or the later place, has the finding."""
    if not (first := pick(rng, free(project, updates=False))):
        return None
    edit = Edit(project)
    name = edit.get(*first)["name"]
    body = build_relationship(rng, project.world, name, new_ends(rng, project))
    second = send_new(rng, edit, body)
    early, late = sorted((first, second), key=lambda one: _place(edit, *one))
    related = ((early[0], (*early[1], "name")),)
    return edit.plant(Expected("RL02", late[0], (*late[1], "name"), related=related))


def planned_thrice(rng: random.Random, project: Project) -> Plant:
    """Three new relationships of one name: all but the first have the finding."""
    edit, ends = Edit(project), new_ends(rng, project)
    bodies = [build_relationship(rng, project.world, "Thrice", ends) for _ in range(3)]
    places = sorted((send_new(rng, edit, body) for body in bodies), key=lambda one: _place(edit, *one))
    first, *rest = ((file, (*at, "name")) for file, at in places)
    return edit.plant(*(Expected("RL02", *one, related=(first,)) for one in rest))


def _place(edit: Edit, file: str, path: Path) -> tuple[str, list[int]]:
    """A key that sorts places by file, then by the order of the text."""
    value, order = edit.root(file), []
    for step in path:
        order.append(step if isinstance(step, int) else list(value).index(step))
        value = value[step]
    return file, order


# RL03, RL04


def cardinality_not_allowed(rng: random.Random, project: Project) -> Plant | None:
    """A cardinality that the document doesn't allow."""
    value = rng.choice(("oneToOne", "OneToOne", "manyToMany", "many", ""))
    return _replaced(rng, project, "cardinality", value, "RL03")


def type_not_allowed(rng: random.Random, project: Project) -> Plant | None:
    """A relationship type that the document doesn't allow."""
    value = rng.choice(("singleKeyRelationship", "DataSourceLineage", "manyKeys", ""))
    return _replaced(rng, project, "relationshipType", value, "RL04")


def _replaced(rng: random.Random, project: Project, key: str, value: Any, code: str) -> Plant | None:
    if not (found := pick(rng, free(project))):
        return None
    file, place = found
    edit = Edit(project)
    at = edit.set(file, (*place, key), value)
    return edit.plant(Expected(code, file, at))


# RL05, RL06


def unknown_end(rng: random.Random, project: Project) -> Plant | None:
    """An end that isn't an entity of the instance."""
    entity = rng.choice(project.world.ingested)
    assert entity.source
    name = unknown_entity(rng, project.world, entity)
    text = rng.choice((name, f"{entity.source.name}_{name}", f"{entity.source.id}_{name}"))
    key = rng.choice(("fromEntityName", "toEntityName"))
    return _replaced(rng, project, key, text, "RL05")


def unknown_end_softly(rng: random.Random, project: Project) -> Plant | None:
    """An unknown end while the snapshot's entities are not the whole truth: a warning."""
    if not (plant := unknown_end(rng, project)):
        return None
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("entities")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


def unknown_attribute(rng: random.Random, project: Project) -> Plant | None:
    """An attribute that its end hasn't got, misspelt or belonging to the other end."""
    if not (found := pick(rng, free(project))):
        return None
    body = Edit(project).get(*found)
    ends = {side: project.world.resolve(body[f"{side}EntityName"]) for side in ("from", "to")}
    side = rng.choice(("from", "to"))
    mine, other = ends[side], ends["to" if side == "from" else "from"]
    assert mine
    assert other
    key = f"{side}AttributeName"
    foreign = [name for name in other.types if name not in mine.types]
    name = misspelt(rng, body[key], mine.types)
    edit = Edit(project)
    at = edit.set(found[0], (*found[1], key), rng.choice([name, name, *foreign]))
    return edit.plant(Expected("RL06", found[0], at))


# RL07


def update_of_unknown(rng: random.Random, project: Project) -> Plant:
    """An update, as a file of the layout, of a relationship that isn't there."""
    edit, name = Edit(project), _unknown(rng, project)
    file = f"manage/relationships/{name}.json"
    edit.add(file, build_relationship(rng, project.world, name, new_ends(rng, project)))
    return edit.plant(Expected("RL07", file, ()))


def _unknown(rng: random.Random, project: Project) -> str:
    edit = Edit(project)
    known = {one["name"] for one in project.snapshot["relationships"]}
    known |= {edit.get(*place)["name"] for place in planned(project)}
    return misspelt(rng, rng.choice(sorted(known)), known)


def request_of_unknown(rng: random.Random, project: Project) -> Plant:
    """A request about a relationship that isn't there; with its own name right in the body."""
    edit, name = Edit(project), _unknown(rng, project)
    method = rng.choice(("GET", "DELETE", "PATCH"))
    body = build_relationship(rng, project.world, name, new_ends(rng, project))
    rest = {"body": body} if method == "PATCH" else {}
    file, at = edit.send(rng, method, f"manage/relationships/{name}", **rest)
    return edit.plant(Expected("RL07", file, (*at, "url"), part="inside", fragment=name))


def request_softly(rng: random.Random, project: Project) -> Plant:
    """An unknown relationship while the snapshot's are not the whole truth: a warning."""
    plant = rng.choice((update_of_unknown, request_of_unknown))(rng, project)
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("relationships")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


def read_too_early(rng: random.Random, project: Project) -> Plant:
    """In a list of requests, reading or updating what only a later one creates."""
    edit, name = Edit(project), "BrandNew_1"
    ends = new_ends(rng, project)
    one = build_url(rng, project.world, f"manage/relationships/{name}")
    early: dict[str, Any] = {"method": "GET", "url": one}
    if rng.random() < 0.5:
        early = {"method": "PATCH", "url": one, "body": build_relationship(rng, project.world, name, ends)}
    create = {
        "method": "PATCH",
        "url": build_url(rng, project.world, "manage/relationships"),
        "body": build_relationship(rng, project.world, name, ends),
    }
    edit.add("requests/early.json", [early, create])
    at = (0, "url")
    return edit.plant(Expected("RL07", "requests/early.json", at, part="inside", fragment=name))


# RL101, RL102, RL103, RL104, RL105


def same_again(rng: random.Random, project: Project) -> Plant | None:
    """A relationship once more, under another name."""
    if not (first := pick(rng, free(project, updates=False))):
        return None
    edit = Edit(project)
    body = {**edit.get(*first), "name": "Another_1"}
    ends = [value for name, value in body.items() if name.endswith("AttributeName")]
    rest = [edit.get(*one) for one in planned(project) if one != first]
    if any(sorted(ends) == sorted((one["fromAttributeName"], one["toAttributeName"])) for one in rest):
        return None  # they may be the same already
    second = send_new(rng, edit, body)
    at = max(first, second, key=lambda one: _place(edit, *one))
    return edit.plant(Expected("RL101", at[0], (*at[1], "name"), severity="recommendation"))


def other_case(rng: random.Random, project: Project) -> Plant | None:
    """A new relationship whose name differs from another one only in case."""
    if not (first := pick(rng, free(project, updates=False))):
        return None
    edit = Edit(project)
    body = build_relationship(rng, project.world, edit.get(*first)["name"].swapcase(), new_ends(rng, project))
    second = send_new(rng, edit, body)
    at = max(first, second, key=lambda one: _place(edit, *one))
    return edit.plant(Expected("RL102", at[0], (*at[1], "name"), severity="warning"))


def of_the_system(rng: random.Random, project: Project) -> Plant | None:
    """An update of a relationship that the system made."""
    updates = project.of_kind("relationship")
    if not (request := pick(rng, updates)):
        return None
    edit, saved = Edit(project), project.snapshot["relationships"]
    number = next(n for n, one in enumerate(saved) if one["name"] == request.param("name"))
    edit.set(SNAPSHOT, ("relationships", number, "source"), rng.choice(("system", "System")))
    if request.envelope is None:
        return edit.plant(Expected("RL103", request.file, ()))
    at = (*request.envelope, "url")
    name = str(request.param("name"))
    return edit.plant(Expected("RL103", request.file, at, part="inside", fragment=name))


def no_key(rng: random.Random, project: Project) -> Plant | None:
    """A new relationship from many to an attribute that is not the key."""
    first, second = new_ends(rng, project)
    if not second.key or second.key_from == "plan":
        return None
    kind = second.types[second.key]
    others = [name for name in second.of(kind) if name != second.key]
    mine = first.of(kind)
    if not others or not mine:
        return None
    body = build_relationship(rng, project.world, "Keyless_1", (first, second), "manyToOne")
    body |= {"fromAttributeName": rng.choice(mine), "toAttributeName": rng.choice(others)}
    body["relationshipType"] = "singleKeyRelationshipOrigin"
    edit = Edit(project)
    file, at = send_new(rng, edit, body)
    return edit.plant(Expected("RL104", file, (*at, "toAttributeName"), severity="warning"))


def other_type(rng: random.Random, project: Project) -> Plant | None:
    """A new relationship from a number to a text."""
    first, second = new_ends(rng, project)
    numbers = first.of("Decimal", "Boolean", "Double")
    texts = second.of("String")
    if not numbers or not texts:
        return None
    body = build_relationship(rng, project.world, "Uneven_1", (first, second))
    body |= {"fromAttributeName": rng.choice(numbers), "toAttributeName": rng.choice(texts)}
    body["relationshipType"] = "singleKeyRelationshipOrigin"
    edit = Edit(project)
    file, at = send_new(rng, edit, body)
    related = ((file, (*at, "fromAttributeName")),)
    return edit.plant(Expected("RL105", file, (*at, "toAttributeName"), severity="warning", related=related))


PLANTS = {
    "RL01": (bad_characters, other_letters, bad_characters_in_update),
    "RL02": (already_in_snapshot, already_planned, planned_thrice),
    "RL03": (cardinality_not_allowed,),
    "RL04": (type_not_allowed,),
    "RL05": (unknown_end, unknown_end_softly),
    "RL06": (unknown_attribute,),
    "RL07": (update_of_unknown, request_of_unknown, request_softly, read_too_early),
    "RL101": (same_again,),
    "RL102": (other_case,),
    "RL103": (of_the_system,),
    "RL104": (no_key,),
    "RL105": (other_type,),
}
