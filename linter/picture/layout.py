"""Where everything goes: columns along the relationships, a lane for each data source.

A relationship starts at its own row of the from-entity's card and ends at the row of the attribute
that it points to, so no label stands on a line.  Lines run between the columns, and past the cards
in slots that are kept free; all that lead to one attribute share their way.  Pure arithmetic over
lists: the same scene always gives the same picture.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from linter.named_tuple import NamedTuple
from linter.picture.scene import Box, Line, Scene
from linter.reports.visible import visible

HEAD: Final = 44  # of a card: its name, and its key
ROW: Final = 18
_GAP: Final = 14  # between cards of a column
_SLOT: Final = 9  # what a line that passes a column takes
_TRACK: Final = 7  # between lines side by side
_MARGIN: Final = 16
_LANE_HEAD: Final = 26
_TOP: Final = 76  # title and legend
_MANY: Final = 60  # boxes: a picture of more is seen from afar first, and has larger titles
_WIDEST: Final = 360
_NARROWEST: Final = 150
_SHAPE: Final = 1.6  # a screen's width by its height
_SWEEPS: Final = 6
_COLUMN_AREA: Final = 210.0  # the height of cards that makes a picture a column wider
_PARITIES: Final = 3  # neighbouring columns are shifted, so that lines at equal heights don't touch


class Row(NamedTuple):
    """A line of a card's text, where relationships begin or end."""

    y: float  # its middle
    text: str
    name: str  # of the relationship that begins here, shortened
    right: str
    lines: tuple[int, ...]  # of the scene, that begin here; none where they end
    absent: bool  # the entity has no such attribute


class Card(NamedTuple):
    """A box at its place."""

    box: int
    x: float
    y: float
    width: float
    height: float
    title: str
    rows: tuple[Row, ...]


class Lane(NamedTuple):
    """The frame of a data source."""

    name: str
    y: float
    height: float


class Layout(NamedTuple):
    """A picture's measures; titles are as many times larger as the picture asks for."""

    scale: float
    width: float
    height: float
    lanes: tuple[Lane, ...]
    cards: tuple[Card, ...]
    routes: tuple[tuple[tuple[float, float], ...], ...]  # of each line, from its start; none for a loop


class _Port(NamedTuple):
    """Where a line leaves or reaches a card: a row, or the head."""

    box: int
    row: int  # -1: the head


class _Item:
    """A card or a slot in a column."""

    __slots__ = ("box", "height", "lane", "near", "y")

    def __init__(self, lane: int, height: float, box: int = -1) -> None:
        self.lane = lane
        self.height = height
        self.box = box
        self.y = 0.0
        self.near: list[_Item] = []

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class _Texts(NamedTuple):
    """The rows of a card before it has a place."""

    title: str
    rows: list[tuple[str, str, str, tuple[int, ...], bool]]

    @property
    def height(self) -> float:
        return HEAD + ROW * len(self.rows) + (6 if self.rows else 0)


def layout_of(scene: Scene) -> Layout:
    """Return the layout of a scene of a few hundred boxes: of several, the one that is seen largest."""
    texts, ports = _texts(scene)
    onward = _onward(scene)
    sources = sorted({box.source for box in scene.boxes}, key=lambda name: _lane_key(scene, name))
    number = {name: place for place, name in enumerate(sources)}
    lane_of = [number[box.source] for box in scene.boxes]
    heights = [text.height for text in texts]
    tried = []
    for count in _counts(heights):
        column = _columns(onward, lane_of, heights, count)
        tried.append(_Plane(scene, texts, ports, column, lane_of, sources).layout())
    return min(tried, key=lambda layout: max(layout.width, layout.height * _SHAPE))


def wrapped(text: str, width: float, size: float, between: str = " ") -> list[str]:
    """Return a text as lines that are no wider, as far as its parts aren't."""
    lines: list[str] = []
    for part in text.split(between):
        if lines and text_width(f"{lines[-1]}{between}{part}", size) <= width:
            lines[-1] += between + part
        else:
            lines.append(part)
    return lines


def lowered(layout: Layout, by: float) -> Layout:
    """Return the layout with so much more room above all that it places."""
    return layout._replace(
        height=layout.height + by,
        lanes=tuple(lane._replace(y=lane.y + by) for lane in layout.lanes),
        cards=tuple(
            card._replace(y=card.y + by, rows=tuple(row._replace(y=row.y + by) for row in card.rows))
            for card in layout.cards
        ),
        routes=tuple(tuple((x, y + by) for x, y in route) for route in layout.routes),
    )


def _counts(heights: Sequence[float]) -> list[int]:
    """Return how many columns are worth a try."""
    wanted = math.sqrt(sum(heights) / _COLUMN_AREA)
    return sorted({max(2, round(wanted * share)) for share in (0.35, 0.5, 0.7, 1.0, 1.3)})


def text_width(text: str, size: float = 12) -> float:
    """Return about how wide a text is; wide characters count double, and it is never too little."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    capitals = sum(one.isupper() or one in "mwMW@%" for one in text)
    return size * (0.575 * len(text) + 0.5 * wide + 0.14 * capitals)


def shortened(text: str, width: float, size: float = 12) -> str:
    """Return a text that fits, as it is shown, its middle left out where it must be."""
    text = visible(text)
    if text_width(text, size) <= width:
        return text
    kept = min(len(text), int(width / (size * 0.4)) + 3)  # no character is narrower
    while kept > 2 and text_width(_cut(text, kept), size) > width:
        kept -= 1
    return _cut(text, kept)


def _cut(text: str, kept: int) -> str:
    tail = kept // 2 - 1
    return f"{text[: kept - tail - 1]}…{text[len(text) - tail :] if tail > 0 else ''}"


def _lane_key(scene: Scene, source: str) -> tuple[int, int]:
    """Data sources in the order of the snapshot, what isn't ingested last."""
    first = next(number for number, box in enumerate(scene.boxes) if box.source == source)
    return (scene.boxes[first].kind == "missing", first)


# Cards


def _texts(scene: Scene) -> tuple[list[_Texts], list[tuple[_Port, _Port]]]:
    """Return the cards' texts, and the ports of every line."""
    texts = [_Texts(box.name, []) for box in scene.boxes]
    ends: dict[tuple[int, str], int] = {}
    for line in scene.lines:
        key = (line.end, line.end_attribute)
        if line.end_attribute and key not in ends:
            ends[key] = len(texts[line.end].rows)
            is_key = line.end_attribute == scene.boxes[line.end].key
            texts[line.end].rows.append(
                (line.end_attribute, "", "key" if is_key else "", (), line.end_absent)
            )
    ports = []
    for number, line in enumerate(scene.lines):
        rows = texts[line.start].rows
        start = _Port(line.start, len(rows))
        rows.append((*_row(scene, line), (number,), line.start_absent))
        ports.append((start, _Port(line.end, ends.get((line.end, line.end_attribute), -1))))
    return texts, ports


def _row(scene: Scene, line: Line) -> tuple[str, str, str]:
    sign = {"planned": "+ ", "changed": "~ ", "deleted": "− "}.get(line.state, "")
    if line.layer == "match":
        return sign + (line.start_attribute or "match"), line.name, ""
    end = scene.boxes[line.end].name
    if line.layer == "use" and line.many == 1:
        return line.start_attribute or end, f"of {end}" if line.start_attribute else "", ""
    loop = " ↺" if line.start == line.end else ""
    many = f"{line.many} " if line.many > 1 else ""
    if many:
        return f"{sign}{line.name}", f"to {end}", ""
    return f"{sign}{line.start_attribute or line.name}{loop}", line.name, line.cardinality


def _marks(box: Box) -> int:
    """Return what stands beside a card's title, and around it: what it is, and how many findings it has."""
    if box.kind not in ("profile", "activity"):
        return 24
    return 100 if box.notes else 80


def _width(box: Box, text: _Texts) -> float:
    """Return what a card needs, within reason."""
    needed = [text_width(text.title, 13) * 1.08 + _marks(box)]
    for attribute, name, right, *_ in text.rows:
        needed.append(text_width(attribute) + text_width(name, 10.5) + text_width(right, 10.5) + 46)
    return min(_WIDEST, max(_NARROWEST, *needed))


# Columns


def _ranks(scene: Scene) -> list[int]:
    """Return a number for each box that grows along relationships, as far as they make no circle."""
    onward: list[list[int]] = [[] for _ in scene.boxes]
    for line in scene.lines:
        if line.layer != "match" and line.start != line.end:
            onward[line.start].append(line.end)
    state = [0] * len(scene.boxes)
    finished: list[int] = []
    for root in range(len(scene.boxes)):
        stack = [(root, iter(onward[root]))] if not state[root] else []
        state[root] = 1
        while stack:
            here, rest = stack[-1]
            other = next((one for one in rest if not state[one]), None)
            if other is None:
                finished.append(here)
                stack.pop()
            else:
                state[other] = 1
                stack.append((other, iter(onward[other])))
    rank = [0] * len(scene.boxes)
    for place, box in enumerate(reversed(finished)):
        rank[box] = place
    return rank


def _onward(scene: Scene) -> list[tuple[int, set[int]]]:
    """Return all boxes with those that they lead to: first what leads nowhere, last what isn't joined."""
    rank = _ranks(scene)
    onward: dict[int, set[int]] = defaultdict(set)
    joined: set[int] = set()
    for line in scene.lines:
        if line.start != line.end:
            first, second = sorted((line.start, line.end), key=rank.__getitem__)
            onward[first].add(second)
            joined |= {first, second}
    order = sorted(range(len(scene.boxes)), key=lambda box: (box not in joined, -rank[box]))
    return [(box, onward[box]) for box in order]


def _columns(
    onward: Sequence[tuple[int, set[int]]], lane_of: Sequence[int], heights: Sequence[float], count: int
) -> list[int]:
    """Return a column for each box: left of all that it leads to, as far as there are columns and room."""
    lanes: dict[int, float] = defaultdict(float)
    for lane, height in zip(lane_of, heights, strict=True):
        lanes[lane] += height + _GAP
    highest = {lane: height / count + HEAD + 2 * ROW for lane, height in lanes.items()}
    filled = {lane: [0.0] * count for lane in lanes}
    steps = _steps(onward, count)
    from_right = [0] * len(lane_of)
    for box, _ in onward:
        column = filled[lane_of[box]]
        room = highest[lane_of[box]] - heights[box]
        near = sorted(range(count), key=lambda at: (abs(at - steps[box]), -at))  # used at once
        place = next((at for at in near if column[at] <= max(room, 0)), column.index(min(column)))
        column[place] += heights[box] + _GAP
        from_right[box] = place
    last = max(from_right, default=0)
    return [last - place for place in from_right]


def _steps(onward: Sequence[tuple[int, set[int]]], count: int) -> dict[int, int]:
    """Return how many columns from the right each box would be, if there were room."""
    depths: dict[int, int] = {}
    for box, others in onward:
        depths[box] = max((depths[other] + 1 for other in others), default=0)
    deepest = max(depths.values(), default=0)
    if deepest < count:
        return depths
    return {box: depth * (count - 1) // deepest for box, depth in depths.items()}


# Places


class _Plane:
    """Puts cards and slots into columns and lanes, then draws the lines between them."""

    def __init__(
        self,
        scene: Scene,
        texts: list[_Texts],
        ports: list[tuple[_Port, _Port]],
        column: list[int],
        lane_of: list[int],
        sources: list[str],
    ) -> None:
        self.scene = scene
        self.scale = 1.0 if len(scene.boxes) <= _MANY else 3.0
        self.texts = texts
        self.column = column
        self.lane_of = lane_of
        self.sources = sources
        # from left to right, whatever the direction of the relationship
        self.ways: list[tuple[_Port, _Port] | None] = [
            None
            if one.box == other.box
            else (one, other)
            if column[one.box] < column[other.box]
            else (other, one)
            for one, other in ports
        ]
        self.turned = [way is not None and way != pair for way, pair in zip(self.ways, ports, strict=True)]
        self.cards = [_Item(lane_of[box], texts[box].height, box) for box in range(len(scene.boxes))]
        self.slots: dict[tuple[_Port, int], _Item] = {}
        self.stacks: dict[tuple[int, int], list[_Item]] = defaultdict(list)  # by column and lane

    def layout(self) -> Layout:
        self._stack()
        self._settle()
        lanes, bottom = self._lanes()
        x, widths, tracks, right = self._widths()
        cards = [self._card(box, x, widths) for box in range(len(self.cards))]
        routes = [tuple(self._route(number, x, widths, tracks)) for number in range(len(self.ways))]
        return Layout(self.scale, max(right, 640.0), bottom, tuple(lanes), tuple(cards), tuple(routes))

    def _stack(self) -> None:
        """Give every column its cards, and a slot for each target that lines lead to past it."""
        for box, item in enumerate(self.cards):
            self.stacks[self.column[box], item.lane].append(item)
        for way in self.ways:
            if way is None:
                continue
            start, end = way
            before = self.cards[start.box]
            for column in range(self.column[start.box] + 1, self.column[end.box]):
                slot = self.slots.get((end, column))
                if slot is None:
                    slot = self.slots[end, column] = _Item(self.lane_of[end.box], _SLOT)
                    self.stacks[column, slot.lane].append(slot)
                _join(before, slot)
                before = slot
            _join(before, self.cards[end.box])

    def _settle(self) -> None:
        """Sort every stack by the middle of what its members are joined with, to and fro."""
        self._lanes()
        columns = sorted(self.stacks)
        for sweep in range(_SWEEPS):
            for key in columns if sweep % 2 == 0 else reversed(columns):
                stack = self.stacks[key]
                top = min(item.y for item in stack)
                wanted = {id(item): _wanted(item) for item in stack}
                self.stacks[key] = sorted(stack, key=lambda item: wanted[id(item)])  # used at once
                _pile(self.stacks[key], top)
            self._lanes()

    def _lanes(self) -> tuple[list[Lane], float]:
        """Put the lanes below each other, each as high as its highest column."""
        by_lane: dict[int, list[tuple[int, list[_Item]]]] = defaultdict(list)
        for (column, lane), stack in self.stacks.items():
            by_lane[lane].append((column, stack))
        top, head = _TOP * self.scale, _LANE_HEAD * self.scale
        lanes = []
        for lane, name in enumerate(self.sources):
            inner = top + head
            height = 0.0
            for column, stack in by_lane[lane]:
                end = _pile(stack, inner + 4.0 * (column % _PARITIES))
                height = max(height, end - inner)
            lanes.append(Lane(name, top, head + height + 8))
            top += head + height + 8 + _GAP
        return lanes, top + 2

    def _widths(self) -> tuple[list[float], list[float], dict[tuple[_Port, int], float], float]:
        """Return every column's place and width, and the tracks between them."""
        count = max(self.column, default=-1) + 1
        widths = [float(_NARROWEST)] * count
        for box, column in enumerate(self.column):
            widths[column] = max(widths[column], _width(self.scene.boxes[box], self.texts[box]))
        passing: dict[int, dict[_Port, float]] = defaultdict(dict)  # by the column that they come from
        for way in self.ways:
            if way is not None:
                for column in self._gaps(way):
                    passing[column][way[1]] = self._height(way[1], self._next(way, column))
        x, at = [], float(_MARGIN * 2)
        tracks: dict[tuple[_Port, int], float] = {}
        for column in range(count):
            x.append(at)
            at += widths[column] + _MARGIN
            ordered = sorted(passing[column], key=lambda port: (passing[column][port], port))
            for place, port in enumerate(ordered):
                tracks[port, column] = at + _TRACK * (len(ordered) - 1 - place)
            at += _TRACK * len(ordered) + _MARGIN
        return x, widths, tracks, at + _MARGIN

    def _gaps(self, way: tuple[_Port, _Port]) -> range:
        """Return the columns right of which a line runs upright; within one column it turns back."""
        first, last = self.column[way[0].box], self.column[way[1].box]
        return range(first, max(last, first + 1))

    def _next(self, way: tuple[_Port, _Port], column: int) -> int:
        return min(column + 1, self.column[way[1].box])

    def _height(self, port: _Port, column: int) -> float:
        """Return how high a line to a port is in a column: in its slot, or at the port itself."""
        if column == self.column[port.box]:
            top = self.cards[port.box].y
            return top + (HEAD + 3 + ROW * port.row + ROW / 2 if port.row >= 0 else 14.0)
        return self.slots[port, column].middle

    def _card(self, box: int, x: Sequence[float], widths: Sequence[float]) -> Card:
        item, text, column = self.cards[box], self.texts[box], self.column[box]
        width = widths[column]
        rows = []
        for place, (attribute, name, right, lines, absent) in enumerate(text.rows):
            room = width - 34 - text_width(right, 10.5)
            shown = shortened(attribute, room)
            rest = room - text_width(shown) - 10
            named = shortened(name, rest, 10.5) if rest > 40 else ""
            y = self._height(_Port(box, place), column)
            rows.append(Row(y, shown, named, right, lines, absent))
        title = shortened(text.title, (width - _marks(self.scene.boxes[box])) / 1.08, 13)
        return Card(box, x[column], item.y, width, item.height, title, tuple(rows))

    def _route(
        self,
        number: int,
        x: Sequence[float],
        widths: Sequence[float],
        tracks: dict[tuple[_Port, int], float],
    ) -> Iterable[tuple[float, float]]:
        way = self.ways[number]
        if way is None:
            return ()
        start, end = way
        column = self.column[start.box]
        y = self._height(start, column)
        points = [(x[column] + widths[column], y)]
        for here in self._gaps(way):
            track, below = tracks[end, here], self._height(end, self._next(way, here))
            points += [(track, y), (track, below)]
            y = below
        last = self.column[end.box]
        points.append((x[last] + (widths[last] if last == column else 0), y))
        return reversed(points) if self.turned[number] else points


def _join(one: _Item, other: _Item) -> None:
    one.near.append(other)
    other.near.append(one)


def _wanted(item: _Item) -> float:
    return sum(other.middle for other in item.near) / len(item.near) if item.near else item.middle


def _pile(stack: Iterable[_Item], top: float) -> float:
    """Put a column's items below each other; return where they end."""
    for item in stack:
        item.y = top
        top += item.height + (_GAP if item.box >= 0 else 0)
    return top
