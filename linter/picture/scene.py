"""What the picture shows: entities and relationships of snapshots and payloads, conflations, findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from linter.diagnostic import Diagnostic, Location, pointer_steps
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.conflation_plan import ConflationPlan, MatchStep
from linter.kinds.references import Column, Mention
from linter.kinds.relationships import Relationship
from linter.kinds.request import saved_request
from linter.named_tuple import NamedTuple
from linter.picture.items import LAYERS, NOUNS, Item, Key, items_of
from linter.project.conflations import conflation_id, conflation_key
from linter.project.names import Link, Name
from linter.project.project import Project
from linter.project.saved import saved_plan
from linter.project.uses import uses

SYSTEM = "made by the service"
NOT_INGESTED = "not ingested"
PLACEHOLDER = "placeholder"

ALL_LAYERS: Final = ("relationships", "conflation", *LAYERS)
"""What can be shown: relationships, what is matched in which order, and items with what they use."""

DEFAULT_LAYERS: Final = ("relationships", "conflation")


class DrawnFinding(NamedTuple):
    """A finding about something in the picture."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    pointer: str


class Box(NamedTuple):
    """An entity, or an item such as a segment; or, where there are too many, all of a data source."""

    name: str
    source: str
    kind: str  # "profile", "activity", "missing", "system", "group" or ""
    key: str = ""  # the primary key
    planned: bool = False  # a payload changes what it is
    notes: tuple[DrawnFinding, ...] = ()
    many: int = 1  # entities, in a group
    qualified: str = ""
    item: str = ""  # the kind of an item, such as "segment"; "" for entities
    state: str = ""  # of an item: "planned" …; of a segment in use "active" or "inactive"


class Line(NamedTuple):
    """A relationship; or, in layers of their own, a pair of entities that is matched, a use of an item."""

    name: str
    start: int  # the place of the from-entity among the boxes
    end: int
    start_attribute: str = ""
    end_attribute: str = ""
    cardinality: str = ""  # "n:1", "1:n", "1:1" or ""
    state: str = "ingested"  # "ingested", "planned", "changed" or "deleted"
    layer: str = "relationship"  # or "match", "use"
    notes: tuple[DrawnFinding, ...] = ()
    many: int = 1  # relationships, between groups
    start_absent: bool = False  # the from-entity has no such attribute
    end_absent: bool = False
    attributes: tuple[str, ...] = ()  # that an item uses


_Drawn = TypeVar("_Drawn", Box, Line)


class Order(NamedTuple):
    """In which order a conflation takes its entities."""

    conflation: str
    planned: bool
    boxes: tuple[int, ...]


class Scene(NamedTuple):
    """All that is shown."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    orders: tuple[Order, ...]
    elsewhere: tuple[DrawnFinding, ...]  # findings about nothing that is shown
    remarks: tuple[str, ...] = ()  # what was left out, and how to see it


def scene_of(
    project: Project, diagnostics: Iterable[Diagnostic], layers: Sequence[str] = DEFAULT_LAYERS
) -> Scene:
    """Return the scene of a project with its findings.

    With relationships all entities are shown, else those that another layer leads to.
    """
    return _Painter(project, tuple(diagnostics)).scene(layers)


class _Painter:
    """Collects boxes and lines, and remembers which place of a document is about which of them.

    Only places of documents with findings are asked for, so only these are remembered.
    """

    def __init__(self, project: Project, diagnostics: Sequence[Diagnostic]) -> None:
        self.project = project
        self.diagnostics = diagnostics
        self.blamed = {one.file for one in diagnostics}
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.orders: list[Order] = []
        self.box_of: dict[object, int] = {}
        self.entity_of: dict[int, Entity] = {}
        self.about: dict[tuple[str, tuple[str, ...]], set[tuple[str, int]]] = {}
        self.used_at: set[Location] = set()  # what items name there, they are about
        self.snapshot_of = {entity: one for one in project.snapshots for entity in one.entities}
        self.items: dict[Key, Item] = {}
        self.retyped = {
            info.mention.entity: info
            for payload in project.entity_infos
            for info in payload.infos
            if info.mention.entity is not None
        }

    def scene(self, layers: Sequence[str]) -> Scene:
        if "relationships" in layers:
            for entity in self.snapshot_of:
                self._box_of(entity)
            self._add_relationships()
        if "conflation" in layers:
            self._add_conflations()
        if any(one in LAYERS for one in layers):
            self._add_items([LAYERS[one] for one in LAYERS if one in layers])
        self._note_uses()
        return self._with_notes()

    # Entities

    def _box_of(self, entity: Entity) -> int | None:
        snapshot = self.snapshot_of.get(entity)
        if entity not in self.box_of and snapshot is not None:
            self._add_entity(snapshot, entity)
        return self.box_of.get(entity)

    def _add_entity(self, snapshot: Snapshot, entity: Entity) -> None:
        source = str(entity.data_source) if entity.data_source else SYSTEM
        if len(self.project.snapshots) > 1:
            source = f"{snapshot.instance_id or snapshot.file}: {source}"
        info = self.retyped.get(entity)
        kind = self.project.entity_type(entity) or ""
        key = entity.primary_key or (info.node.text("primaryKey") if info else None) or ""
        self.box_of[entity] = len(self.boxes)
        self.entity_of[len(self.boxes)] = entity
        shown = kind if kind in ("profile", "activity") else ""
        self.boxes.append(Box(entity.name, source, shown, key, info is not None, qualified=str(entity)))
        self._note_place(entity.node.at(), "box", self.box_of[entity])

    def _box(self, mention: Mention) -> int | None:
        """The box of what is mentioned; what isn't ingested has one, too."""
        if mention.entity is not None:
            return self._box_of(mention.entity)
        opened = self.project.opened_at(mention.at)
        if mention.name is None and opened is None:
            return None
        if opened is None and self._is_systems_own(mention):
            return self._system(str(mention.name))
        name = opened or mention.spelled
        key = ("missing", opened or mention.key())
        if key not in self.box_of:
            self.box_of[key] = len(self.boxes)
            where = NOT_INGESTED if opened is None else PLACEHOLDER
            self.boxes.append(Box(name, where, "missing", qualified=name))
        return self.box_of[key]

    def _is_systems_own(self, mention: Mention) -> bool:
        """Whether the service makes it, though no snapshot declares it."""
        made, is_bare = self.project.made, mention.spelled == mention.name
        return is_bare and any(made.is_made(one, mention, "insights") for one in self.project.snapshots)

    def _system(self, name: str) -> int:
        key = "system", name.lower()
        if key not in self.box_of:
            self.box_of[key] = len(self.boxes)
            self.boxes.append(Box(name, SYSTEM, "system", qualified=name))
        return self.box_of[key]

    # Relationships

    def _add_relationships(self) -> None:
        saved = self._add_saved()
        for planned in self.project.planned_relationships():
            file = planned.request.snapshot.file if planned.request.snapshot else ""
            old = saved.get((file, planned.update)) if planned.update is not None else None
            if old is None:
                self._add_line(planned, None, "planned")
            else:
                self.lines[old] = self._line(planned, self.lines[old], "changed") or self.lines[old]
                self._note_place(planned.node.at(), "line", old)
        self._mark_deleted(saved)

    def _add_saved(self) -> dict[tuple[str, str], int]:
        """Draw the relationships of the snapshots; return their lines, by snapshot and name."""
        saved: dict[tuple[str, str], int] = {}
        for snapshot in self.project.snapshots:
            request = saved_request(snapshot)
            for node in snapshot.root.nodes("relationships"):
                relationship = Relationship(node, request)
                number = self._add_line(relationship, None, "ingested")
                if number is not None:
                    saved[snapshot.file, relationship.name or ""] = number
        return saved

    def _mark_deleted(self, saved: Mapping[tuple[str, str], int]) -> None:
        for request in self.project.requests:
            name = request.parameter("relationshipName")
            if request.method == "DELETE" and request.snapshot is not None and name is not None:
                gone = saved.get((request.snapshot.file, name))
                if gone is not None:
                    self.lines[gone] = self.lines[gone]._replace(state="deleted")
                    self._note_place(request.at, "line", gone)

    def _add_line(self, relationship: Relationship, old: Line | None, state: str) -> int | None:
        line = self._line(relationship, old, state)
        if line is None:
            return None
        self.lines.append(line)
        self._note_place(relationship.node.at(), "line", len(self.lines) - 1)
        for end in relationship.ends:
            box = self._box(end.mention)
            if box is not None and self.boxes[box].kind == "missing":
                self._note_place(end.mention.at, "box", box)
                self._note_place(end.mention.at, "line", len(self.lines) - 1)
        return len(self.lines) - 1

    def _line(self, relationship: Relationship, old: Line | None, state: str) -> Line | None:
        """The line of a relationship; an update leaves what it doesn't give as it was."""
        start, end = (self._box(one.mention) for one in relationship.ends)
        if old is not None:
            start = old.start if start is None else start
            end = old.end if end is None else end
        if start is None or end is None:
            return None
        first, second = (one.attribute for one in relationship.ends)
        start_attribute = first or (old.start_attribute if old else "")
        end_attribute = second or (old.end_attribute if old else "")
        return Line(
            relationship.name or relationship.update or self._opened_name(relationship, old),
            start,
            end,
            start_attribute,
            end_attribute,
            _cardinality(relationship.node.text("cardinality")) or (old.cardinality if old else ""),
            state,
            start_absent=self._is_absent(start, start_attribute),
            end_absent=self._is_absent(end, end_attribute),
        )

    def _opened_name(self, relationship: Relationship, old: Line | None) -> str:
        """What to call a relationship of which it isn't known what it is called."""
        opened = self.project.opened_at(relationship.name_at)
        return opened or relationship.request.spelled("relationshipName") or (old.name if old else "")

    def _is_absent(self, box: int, attribute: str) -> bool:
        """Whether an entity, as far as its attributes are declared, has no such one."""
        entity = self.entity_of.get(box)
        return entity is not None and attribute != "" and entity.lacks(attribute)

    # Conflations

    def _add_conflations(self) -> None:
        planned = {conflation_key(plan.request) for plan in self.project.plans}
        for snapshot in self.project.snapshots:
            request = saved_request(snapshot)
            for node in snapshot.root.nodes("conflations"):
                name = node.text("conflationId") or ""
                plan = saved_plan(node, request)
                if plan is not None and (snapshot.file, name) not in planned:
                    self._add_plan(plan, name, planned=False)
        for plan in self.project.plans:
            self._add_plan(plan, conflation_id(plan.request) or "", planned=True)

    def _add_plan(self, plan: ConflationPlan, name: str, *, planned: bool) -> None:
        boxes = [self._box(mention) for mention in plan.order]
        self.orders.append(
            Order(name, planned, tuple(dict.fromkeys(one for one in boxes if one is not None)))
        )
        for number, step in enumerate(plan.steps, 1):
            self._add_step(step, number, name, planned=planned)

    def _add_step(self, step: MatchStep, number: int, name: str, *, planned: bool) -> None:
        end = self._box(step.right) if step.right is not None else None
        for left in step.lefts:
            start = self._box(left)
            if start is None or end is None:
                continue
            pairs = _pairs(step, left)
            absent = [one for one in pairs if self._is_absent(start, one[0]) or self._is_absent(end, one[1])]
            self.lines.append(
                Line(
                    f"match {number} of {name}",
                    start,
                    end,
                    _shown([*absent, *pairs][:1], len(pairs)),
                    state="planned" if planned else "ingested",
                    layer="match",
                    start_absent=bool(absent),
                )
            )
            for at in _places_of_match(step, left):
                self._note_place(at, "line", len(self.lines) - 1)

    # Items

    def _add_items(self, shown: Collection[str]) -> None:
        self.items = items_of(self.project)
        chosen = [item for item in self.items.values() if item.kind in shown]
        for item in sorted(chosen, key=lambda one: list(LAYERS.values()).index(one.kind)):
            self._item(item)
        for item in chosen:
            self._add_uses(item)

    def _item(self, item: Item) -> int:
        if item.key not in self.box_of:
            source = NOUNS[item.kind][1].capitalize()
            if len(self.project.snapshots) > 1:
                source = f"{self._instance_of(item)}: {source}"
            state = item.state if item.is_active is None else ("inactive", "active")[item.is_active]
            self.box_of[item.key] = len(self.boxes)
            self.boxes.append(
                Box(
                    item.name,
                    source,
                    "",
                    planned=item.state in ("planned", "changed"),
                    qualified=f"{NOUNS[item.kind][0]} {item.name}",
                    item=item.kind,
                    state=state,
                )
            )
            for node, _ in item.bodies:
                self._note_place(node.at(), "box", self.box_of[item.key])
        return self.box_of[item.key]

    def _instance_of(self, item: Item) -> str:
        named = (one.instance_id for one in self.project.snapshots if one.file == item.instance)
        return next(named, None) or item.instance or "no instance"

    def _add_uses(self, item: Item) -> None:
        """Draw a line to each thing that an item uses, with the attributes of it."""
        start = self.box_of[item.key]
        used: dict[int, list[Name]] = {}
        for name in item.names(self.project):
            end = self._used(name, item)
            if end is not None:
                used.setdefault(end, []).append(name)
        for end, names in used.items():
            attributes = tuple(dict.fromkeys(filter(None, map(_attribute, names))))
            absent = [one for one in attributes if self._is_absent(end, one)]
            first = _first([*absent, *attributes][:1], len(attributes))
            line = Line(
                "", start, end, first, state=item.state, layer="use", start_absent=bool(absent)
            )._replace(attributes=attributes)
            self.lines.append(line)
            for name in names:
                self._note_place(name.at, "line", len(self.lines) - 1)
                self._note_place(name.at, "box", start)
                self.used_at.add(name.at)

    def _used(self, name: Name, item: Item) -> int | None:
        """The box of what a place of an item names; a relationship is none."""
        if isinstance(name.thing, Link):
            made = self.items.get((name.thing.what, item.instance, name.thing.name))
            return self._item(made) if made is not None else None
        mention = name.wants.mention if isinstance(name.wants, Column) else name.wants
        if not isinstance(mention, Mention):
            return None
        is_ingested = mention.entity is not None and mention.entity.data_source is not None
        made = None if is_ingested else self._made(mention.name or "", item.instance)
        return self._item(made) if made is not None else self._box(mention)

    def _made(self, name: str, instance: str) -> Item | None:
        """The item that makes an entity of a name: in that case, or else the only one in any."""
        snapshot = next((one for one in self.project.snapshots if one.file == instance), None)
        if snapshot is None:  # what is planned makes entities nevertheless
            found = (
                self.items.get((kind, instance, name)) for kind in ("segment", "measure", "derivedEntity")
            )
            return next(filter(None, found), None)
        outputs = self.project.outputs(snapshot)
        alike = [one for one in outputs.namesakes(name) if not one.is_attribute]
        output = outputs.entity(name) or (alike[0] if len(alike) == 1 else None)
        return self.items.get((output.kind, instance, output.name)) if output is not None else None

    # Findings

    def _note_uses(self) -> None:
        # where an attribute is declared, its entity stands around it, and is noted already
        for use in uses(self.project, ()) if self.blamed else ():
            if use.at in self.used_at or "relationship" in use.role:
                continue
            if use.entity in self.box_of:
                self._note_place(use.at, "box", self.box_of[use.entity])

    def _note_place(self, at: Location, what: str, number: int) -> None:
        if at.document not in self.blamed:
            return
        steps = tuple(map(str, at.path))
        self.about.setdefault((at.document, steps), set()).add((what, number))
        if steps and steps[-1].lower() == "entityname":
            self.about.setdefault((at.document, steps[:-1]), set()).add((what, number))

    def _with_notes(self) -> Scene:
        notes: dict[tuple[str, int], list[DrawnFinding]] = {}
        elsewhere = []
        for one in self.diagnostics:
            note = _note(one)
            about = self._subject(one.file, tuple(pointer_steps(one.pointer)))
            for subject in about:
                notes.setdefault(subject, []).append(note)
            if not about:
                elsewhere.append(note)
        return Scene(
            tuple(_noted(self.boxes, notes, "box")),
            tuple(_noted(self.lines, notes, "line")),
            tuple(self.orders),
            tuple(elsewhere),
        )

    def _subject(self, file: str, steps: tuple[str, ...]) -> list[tuple[str, int]]:
        """What a place is about: what stands there, or nearest around it."""
        while True:
            found = self.about.get((file, steps))
            if found or not steps:
                return sorted(found or ())
            steps = steps[:-1]


def _noted(
    shown: Iterable[_Drawn], notes: Mapping[tuple[str, int], Sequence[DrawnFinding]], what: str
) -> Iterator[_Drawn]:
    """Yield boxes or lines with the findings that are about them."""
    for number, one in enumerate(shown):
        own = notes.get((what, number))
        yield one._replace(notes=tuple(own)) if own else one


def _pairs(step: MatchStep, left: Mention) -> list[tuple[str, str]]:
    """Return the attributes that a step compares of a left entity and the right one."""
    return [
        (one.left.attribute or "", one.right.attribute or "")
        for one in step.criteria
        if one.left and one.right and one.left.mention and one.left.mention.key() == left.key()
    ]


def _shown(shown: list[tuple[str, str]], count: int) -> str:
    """Return what is matched: one pair of attributes, and how many more there are."""
    return _first([f"{left} = {right}" for left, right in shown], count)


def _first(shown: list[str], count: int) -> str:
    """Return the first of so many, and how many more there are; nothing of none."""
    more = f" +{count - 1}" if count > 1 else ""
    return "".join(f"{one}{more}" for one in shown[:1])


def _attribute(name: Name) -> str | None:
    """Return the attribute that a place names of what an item uses."""
    return name.wants.attribute if isinstance(name.wants, Column) else None


def _places_of_match(step: MatchStep, left: Mention) -> Iterator[Location]:
    """Yield the places that are about the match of a step's left entity with its right one."""
    yield step.node.at()
    yield left.at
    if step.right is not None:
        yield step.right.at
    for criterion in step.criteria:
        for column in (criterion.left, criterion.right):
            if column is None or (
                column is criterion.left and column.mention and column.mention.key() != left.key()
            ):
                continue
            yield column.at
            if column.mention is not None:
                yield column.mention.at


def _note(one: Diagnostic) -> DrawnFinding:
    start = one.range.start
    return DrawnFinding(one.code, one.severity, one.message, one.file, start.line, start.column, one.pointer)


def _cardinality(value: str | None) -> str:
    known = {"manytoone": "n:1", "onetomany": "1:n", "onetoone": "1:1", "manytomany": "n:n"}
    return known.get(value.lower(), value) if value is not None else ""


def problems(scene: Scene) -> Iterator[DrawnFinding]:
    """Yield every finding once, by its place."""
    found = {note for box in scene.boxes for note in box.notes}
    found |= {note for line in scene.lines for note in line.notes} | {*scene.elsewhere}
    yield from sorted(found, key=lambda note: (note.file, note.line, note.column, note.code, note.message))


def by_source(scene: Scene) -> Iterator[tuple[str, list[tuple[int, Box]]]]:
    """Yield the data sources by name, each with its boxes and their numbers."""
    groups: dict[str, list[tuple[int, Box]]] = {}
    for number, box in enumerate(scene.boxes):
        groups.setdefault(box.source, []).append((number, box))
    yield from sorted(groups.items())
