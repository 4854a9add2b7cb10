"""What a planted fault is, and the tools to plant one: edits that are noted, and walks over payloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator import Path, Project, build_url, follow, touching
from render import copy_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from world import Entity, World

SNAPSHOT = "snapshot.json"
_ENTITY_KEYS = ("rightEntity", "entity")
_ENTITY_LISTS = ("conflationOrder", "leftEntities")


class Expected(NamedTuple):
    """The finding that a planted fault must yield.

    `part` says what the range covers: the "value", the "key", "either", a slice "inside" the value
    that has to do with `fragment`, or "anywhere". `others` are places that another reading of the
    specification allows. `related` are places that the finding must name besides.
    """

    code: str
    file: str
    at: Path
    severity: str = "error"
    part: str = "value"
    occurrence: int = 0
    fragment: str = ""
    others: tuple[Path, ...] = ()
    related: tuple[tuple[str, Path], ...] = ()


class Plant(NamedTuple):
    """A project with a fault; `touched` are the places that differ from the clean one."""

    project: Project
    expected: tuple[Expected, ...]
    touched: tuple[tuple[str, Path], ...]
    broken: str = ""


if TYPE_CHECKING:
    Planter = Callable[[random.Random, Project], Plant | None]


class Edit:
    """Changes to a copy of a project, each of them noted."""

    def __init__(self, project: Project) -> None:
        self.project = copy_of(project)
        self.touched: list[tuple[str, Path]] = []

    def root(self, file: str) -> Any:
        """The value of a file."""
        return self.project.snapshot if file == SNAPSHOT else self.project.documents[file]

    def get(self, file: str, path: Path) -> Any:
        """The value at a place."""
        return follow(self.root(file), path)

    def set(self, file: str, path: Path, value: Any) -> Path:
        """Puts a value at a place; returns the place."""
        self.touched.append((file, path))
        if path:
            follow(self.root(file), path[:-1])[path[-1]] = value
        else:
            self.project.documents[file] = value
        return path

    def delete(self, file: str, path: Path) -> None:
        """Takes a value away."""
        # What follows in a list moves up, so that all of the list differs.
        self.touched.append((file, path[:-1] if isinstance(path[-1], int) else path))
        del follow(self.root(file), path[:-1])[path[-1]]

    def append(self, file: str, path: Path, value: Any) -> Path:
        """Appends to a list, made if it isn't there; returns the place of the new item."""
        if path and isinstance(path[-1], str):
            follow(self.root(file), path[:-1]).setdefault(path[-1], [])
        items = follow(self.root(file), path)
        items.append(value)
        self.touched.append((file, path))
        return (*path, len(items) - 1)

    def add(self, file: str, value: Any) -> None:
        """Adds a document."""
        assert file not in self.project.documents, file
        self.set(file, (), value)

    def send(self, rng: random.Random, method: str, tail: str, **rest: Any) -> tuple[str, Path]:
        """Adds an envelope, alone or as one of two; returns its file and place."""
        url = build_url(rng, self.project.world, tail, rest.pop("query", ""))
        envelope = {"method": method, "url": url, **rest}
        file = f"requests/{rng.choice('az')}{len(self.project.documents)}.json"
        if rng.random() < 0.6:
            self.add(file, envelope)
            return file, ()
        harmless = build_url(rng, self.project.world, "manage/relationships")
        self.add(file, [{"method": "GET", "url": harmless}, envelope])
        return file, (1,)

    def soften(self, *lists: str) -> None:
        """Declares lists of the snapshot to be incomplete."""
        complete = self.project.snapshot.get("complete", {})
        new = {**complete, **dict.fromkeys(lists, False)}
        self.set(SNAPSHOT, ("complete",), new)

    def plant(self, *expected: Expected, broken: str = "") -> Plant:
        """The finished plant."""
        return Plant(self.project, expected, tuple(self.touched), broken)


class Mention(NamedTuple):
    """A reference to an entity in a payload: where its name stands, and what it means."""

    at: Path
    reference: Any


class Column(NamedTuple):
    """A column of a plan: its place, its entity, and the criterion it is part of."""

    at: Path
    entity: Entity
    criterion: Path
    side: str


def mentions(value: Any, path: Path = ()) -> Iterator[Mention]:
    """All references to entities, in the order of the text."""
    if isinstance(value, dict) and "entityName" in value:
        yield Mention((*path, "entityName"), value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(key, item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from mentions(item, (*path, number))


def _named(key: str, value: Any, path: Path) -> Iterator[Mention]:
    if isinstance(value, str) and key in _ENTITY_KEYS:
        yield Mention(path, value)
    elif isinstance(value, list) and key in _ENTITY_LISTS:
        for number, item in enumerate(value):
            one = (*path, number)
            yield from [Mention(one, item)] if isinstance(item, str) else mentions(item, one)
    else:
        yield from mentions(value, path)


def first_mention(world: World, value: Any, path: Path, entity: Entity) -> Path | None:
    """Where an entity is first named below a place."""
    found = (one.at for one in mentions(value, path) if world.resolve(one.reference) is entity)
    return next(found, None)


def point_at(path: Path, reference: Any) -> Path:
    """The place of the name in a reference."""
    return path if isinstance(reference, str) else (*path, "entityName")


def steps(plan: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    """The steps of a plan with their places."""
    for number, step in enumerate(plan["conflationPlans"]):
        yield (*at, "conflationPlans", number), step


def rules(plan: Any, at: Path, *, active: bool = False) -> Iterator[tuple[Path, Any]]:
    """The rules of a plan with their places."""
    for place, step in steps(plan, at):
        for number, rule in enumerate(step["rules"]):
            if not active or rule.get("isActive", True):
                yield (*place, "rules", number), rule


def criteria(plan: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    """The criteria of a plan, exceptions included, with their places."""
    for place, rule in rules(plan, at):
        lists = [((*place, "criteria"), rule["criteria"])]
        for number, exception in enumerate(rule.get("exceptions", ())):
            lists.append(((*place, "exceptions", number, "criteria"), exception["criteria"]))
        for path, items in lists:
            yield from (((*path, number), item) for number, item in enumerate(items))


def columns(world: World, plan: Any, at: Path) -> Iterator[Column]:
    """The columns of a plan with their entities, bare ones included."""
    for place, criterion in criteria(plan, at):
        step = follow(plan, place[len(at) : len(at) + 2])
        for side in ("leftColumn", "rightColumn"):
            column = criterion[side]
            alone = step["rightEntity"] if side == "rightColumn" else step["leftEntities"][0]
            entity = world.resolve(column if "entityName" in column else alone)
            assert entity
            yield Column((*place, side), entity, place, side)


def needed_links(project: Project) -> set[str]:
    """The relationships without which an activity of a payload has no profile."""
    needed = set()
    for entity in project.active:
        links = touching(project, entity)
        needed |= {link.name for link in links} if len(links) == 1 else set()
    return needed


def misspelt(rng: random.Random, name: str, known: Any) -> str:
    """A name much like this one that isn't known."""
    wrong = (name + "s", name[:-1] + "_", name.swapcase(), "Nope" + name, name.lower())
    return rng.choice([one for one in wrong if one not in known and one != name])


def unknown_entity(rng: random.Random, world: World, like: Entity) -> str:
    """An entity name like this one that no data source has."""
    return misspelt(rng, like.name, {entity.name for entity in world.entities})


def pick(rng: random.Random, items: Any) -> Any:
    """A random one, None if there is none."""
    found = list(items)
    return rng.choice(found) if found else None
