"""A part of a scene: around an entity, between two, what has problems; and data sources as one box each."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator

from linter.picture.scene import Box, Line, Scene
from linter.wording import counted

MOST_BOXES = 300  # more can't be told apart: data sources are drawn as one box each
_MOST_WITH_PROBLEMS = 60  # that many entities keep a box of their own then
_MOST_LINES = 400  # between the boxes of such a picture
MOST_ROWS = 200  # lines that begin at a row of their own; of more, those between the same two are one


def around(scene: Scene, box: int, hops: int) -> Scene:
    """Return what is within so many relationships of an entity, in either direction."""
    return _of(scene, {one for one, distance in _distances(scene, box).items() if distance <= hops})


def between(scene: Scene, start: int, end: int, hops: int | None) -> Scene:
    """Return the shortest ways from one entity to another, over relationships in either direction.

    Where there is none, a remark says so.
    """
    near, far = _distances(scene, start), _distances(scene, end)
    length = near.get(end)
    if length is None or (hops is not None and length > hops):
        apart = _of(scene, {start, end})
        return apart._replace(remarks=(*scene.remarks, _no_way(scene, start, end, length)))
    return _of(scene, {one for one in near if one in far and near[one] + far[one] == length})


def _no_way(scene: Scene, start: int, end: int, length: int | None) -> str:
    ends = f"from `{scene.boxes[start].qualified}` to `{scene.boxes[end].qualified}`"
    if length is None:
        return f"no relationships lead {ends}"
    return f"the shortest way {ends} has {counted(length, 'relationship')}"


def with_problems(scene: Scene) -> Scene:
    """Return the entities and relationships that findings are about, with what they join."""
    lines = [line for line in scene.lines if line.notes]
    kept = {number for number, box in enumerate(scene.boxes) if box.notes}
    kept |= {end for line in lines for end in (line.start, line.end)}
    return _of(scene._replace(lines=tuple(lines)), kept)


def grouped(scene: Scene, most: int = MOST_BOXES) -> Scene:
    """Return the scene with a box for each data source, if it has too many entities."""
    if len(scene.boxes) <= most:
        return scene
    kept = [number for number, box in enumerate(scene.boxes) if box.notes or box.kind == "missing"]
    apart = set(kept[:_MOST_WITH_PROBLEMS])
    number, boxes = _groups(scene, apart)
    rows = max(2, min(8, _MOST_LINES // len(boxes)))
    lines = list(_group_lines(scene, number, rows))
    cards = "entities and items" if any(box.item for box in scene.boxes) else "entities"
    remark = (
        f"{len(scene.boxes)} {cards} are too many for one picture: each data source is one box, "
        f"with its {rows} most frequent relationships; --from ENTITY shows a part"
    )
    total = sum(line.many for line in scene.lines)
    if total > sum(line.many for line in lines):
        remark += f"; {sum(line.many for line in lines)} of {total} lines are shown"
    if len(kept) > len(apart):
        remark += f"; {len(apart)} of {len(kept)} entities with problems stand apart"
    orders = tuple(
        order._replace(boxes=tuple(dict.fromkeys(number[one] for one in order.boxes)))
        for order in scene.orders
    )
    return Scene(tuple(boxes), tuple(lines), orders, scene.elsewhere, (*scene.remarks, remark))


def folded(scene: Scene, most: int = MOST_ROWS) -> Scene:
    """Return the scene with one line for all from one entity to another, if it has too many lines.

    What is planned, changed or has problems stays apart.
    """
    if len(scene.lines) <= most:
        return scene
    groups: dict[object, list[Line]] = {}
    for number, line in enumerate(scene.lines):
        plain = line.state == "ingested" and not line.notes
        groups.setdefault((line.start, line.end, line.layer) if plain else number, []).append(line)
    lines = tuple(
        _merged(group, group[0].start, group[0].end, group[0].layer) if len(group) > 1 else group[0]
        for group in groups.values()
    )
    remark = (
        f"{len(scene.lines)} lines are many for one picture: those from one entity to another are drawn as "
        "one; --from ENTITY --hops 1 shows a part"
    )
    return scene._replace(lines=lines, remarks=(*scene.remarks, remark))


def _of(scene: Scene, kept: Collection[int]) -> Scene:
    numbers = sorted(kept)
    new = {old: place for place, old in enumerate(numbers)}
    lines = [
        line._replace(start=new[line.start], end=new[line.end])
        for line in scene.lines
        if line.start in new and line.end in new
    ]
    orders = [
        order._replace(boxes=tuple(new[one] for one in order.boxes if one in new)) for order in scene.orders
    ]
    return scene._replace(
        boxes=tuple(scene.boxes[old] for old in numbers),
        lines=tuple(lines),
        orders=tuple(order for order in orders if order.boxes),
    )


def _distances(scene: Scene, start: int) -> dict[int, int]:
    near: dict[int, list[int]] = {}
    for line in scene.lines:
        if line.layer != "match":
            near.setdefault(line.start, []).append(line.end)
            near.setdefault(line.end, []).append(line.start)
    distances = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for other in near.get(here, ()):
            if other not in distances:
                distances[other] = distances[here] + 1
                queue.append(other)
    return distances


def _groups(scene: Scene, apart: set[int]) -> tuple[dict[int, int], list[Box]]:
    """Return where each box went, and the new boxes."""
    number: dict[int, int] = {}
    members: list[list[Box]] = []
    home: dict[str, int] = {}
    for old, box in enumerate(scene.boxes):
        if old in apart or box.source not in home:
            number[old] = len(members)
            members.append([])
            if old not in apart:
                home[box.source] = number[old]
        else:
            number[old] = home[box.source]
        members[number[old]].append(box)
    groups = set(home.values())
    return number, [
        _group(boxes) if place in groups else _apart(boxes[0]) for place, boxes in enumerate(members)
    ]


def _apart(box: Box) -> Box:
    return box._replace(name=box.qualified or box.name, source="entities with problems")


def _group(boxes: list[Box]) -> Box:
    source = boxes[0].source
    notes = tuple(note for box in boxes for note in box.notes)
    planned = any(box.planned for box in boxes)
    return Box(source, "data sources", "group", "", planned, notes, len(boxes), source, boxes[0].item)


def _group_lines(scene: Scene, number: dict[int, int], rows: int) -> Iterator[Line]:
    merged: dict[tuple[int, int, str], list[Line]] = {}
    for line in scene.lines:
        key = (number[line.start], number[line.end], line.layer)
        merged.setdefault(key, []).append(line)
    shown: Counter[int] = Counter()
    ranked = sorted(merged.items(), key=lambda item: (-_weight(item[1]), item[0]))
    for (start, end, layer), lines in ranked:
        if start == end or shown[start] >= rows:
            continue
        shown[start] += 1
        if len(lines) == 1:
            yield lines[0]._replace(start=start, end=end)
        else:
            yield _merged(lines, start, end, layer)


def _weight(lines: list[Line]) -> int:
    """Problems go before planned ones, these before many."""
    return (
        len(lines)
        + 10_000 * any(line.notes for line in lines)
        + 100 * any(line.state != "ingested" for line in lines)
    )


def _merged(lines: list[Line], start: int, end: int, layer: str) -> Line:
    words = {"relationship": "relationships", "use": "uses"}.get(layer, "match pairs")
    states = {line.state for line in lines}
    state = next(iter(states)) if len(states) == 1 else "changed"
    notes = tuple(note for line in lines for note in line.notes)
    return Line(f"{len(lines)} {words}", start, end, state=state, layer=layer, notes=notes, many=len(lines))
