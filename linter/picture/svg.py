"""The picture as SVG: colours for light and dark, everything escaped, no script and no outside resource."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from linter.picture.items import NOUNS
from linter.picture.layout import HEAD, Card, Layout, Row, layout_of, lowered, shortened, text_width, wrapped
from linter.picture.scene import Box, DrawnFinding, Line, Scene, problems
from linter.reports.visible import markup
from linter.wording import counted

_SAMPLES: Final = (
    ("line", "relationship"),
    ("line planned", "+ planned, ~ changed"),
    ("line deleted", "− deleted"),
    ("line match", "match pair"),
    ("line use", "use"),
    ("line bad", "problem"),
    ("absent", "no such attribute"),
)
_TITLE_LINE: Final = 20
_LEGEND_LINE: Final = 18
_REMARK_LINE: Final = 15
_ARROW: Final = 7


def draw(scene: Scene) -> str:
    """Return a stand-alone SVG document."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + drawing(scene)


def drawing(scene: Scene) -> str:
    """Return the `svg` element; cards have the ids `b0`, `b1` …, lines the class `l0`, `l1` …"""
    layout = layout_of(scene)
    legend, more = _legend(scene, layout.width / layout.scale - 32)
    layout = lowered(layout, more * layout.scale)
    width, height = round(layout.width), round(layout.height)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img">',
            f"<title>{markup(summary(scene))}</title>",
            f"<style>{part_of_page('picture.css')}</style>",
            f'<rect class="paper" width="{width}" height="{height}"/>',
            f'<g transform="scale({layout.scale:g})">',
            *legend,
            "</g>",
            *_lanes(layout),
            *_lines(scene, layout),
            *(part for card in layout.cards for part in _card(scene, card)),
            "</svg>\n",
        ]
    )


def summary(scene: Scene) -> str:
    """Return one line: how many of what."""
    entities = sum(box.many for box in scene.boxes if box.kind != "missing" and not box.item)
    items = Counter(box.item for box in scene.boxes for _ in range(box.many) if box.item)
    related = [line for line in scene.lines if line.layer == "relationship"]
    matches = sum(line.many for line in scene.lines if line.layer == "match")
    parts = [
        counted(entities, "entity", "entities"),
        *(_related(related) if related or not items else ()),
        *([counted(matches, "match pair")] if matches else []),
        *(counted(many, *NOUNS[kind]) for kind, many in items.items()),
        counted(len(list(problems(scene))), "problem"),
    ]
    return " · ".join(parts)


def _related(lines: Sequence[Line]) -> Iterator[str]:
    yield counted(sum(line.many for line in lines), "relationship")
    yield f"{sum(line.many for line in lines if line.state != 'ingested')} of them planned or changed"


def item_words(box: Box) -> str:
    """Return what an item is, and its state unless that is the usual one."""
    noun = NOUNS[box.item][0]
    return noun if box.state == "ingested" else f"{box.state} {noun}"


def how_many(box: Box) -> str:
    """Return how many entities, or items, a box stands for."""
    return counted(box.many, *(NOUNS[box.item] if box.item else ("entity", "entities")))


def part_of_page(name: str) -> str:
    """Return a file that lies beside this module, to be put into a page."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def severity(notes: tuple[DrawnFinding, ...]) -> str:
    """Return "bad" where there is an error among findings, "doubt" where there are others, else nothing."""
    if any(note.severity == "error" for note in notes):
        return "bad"
    return "doubt" if notes else ""


def _legend(scene: Scene, width: float) -> tuple[list[str], float]:
    """Return title, samples and remarks, and how much more room they take than a line of each."""
    titles = wrapped(summary(scene), width / 1.08, 15, " · ")
    parts = [
        f'<text class="title" x="16" y="{24 + _TITLE_LINE * number}">{markup(line)}</text>'
        for number, line in enumerate(titles)
    ]
    more = _TITLE_LINE * (len(titles) - 1)
    x, y = 16.0, 48.0 + more
    for kind, words in _samples(scene):
        if x + 32 + text_width(words, 10.5) > width:
            x, y, more = 16.0, y + _LEGEND_LINE, more + _LEGEND_LINE
        parts.append(f'<path class="{kind}" d="{_sample(kind, x, y - 4)}"/>')
        parts.append(f'<text class="faint" x="{x + 32:g}" y="{y:g}">{words}</text>')
        x += 52 + text_width(words, 10.5)
    remarks = [line for one in scene.remarks for line in wrapped(one, width, 10.5)]
    for number, line in enumerate(remarks, 1):
        at = y + 3 + _REMARK_LINE * number
        parts.append(f'<text class="faint" x="16" y="{at:g}">{markup(line)}</text>')
    return parts, more + _REMARK_LINE * max(0, len(remarks) - 1)


def _samples(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield what the legend shows: lines of a layer that can be chosen where there are some."""
    for kind, words in _SAMPLES:
        if kind != "line use" or any(line.layer == "use" for line in scene.lines):
            yield kind, words


def _sample(kind: str, x: float, y: float) -> str:
    return _frame(x, y, 26) if kind == "absent" else f"M{x:g} {y:g}h26"


def _frame(x: float, middle: float, width: float) -> str:
    """Return the path around a row's text."""
    return f"M{x:g} {middle - 8:g}h{width:g}v16h{-width:g}z"


def _lanes(layout: Layout) -> Iterator[str]:
    for lane in layout.lanes:
        yield (
            f'<g class="lane"><rect x="8" y="{lane.y:g}" width="{layout.width - 16:g}" '
            f'height="{lane.height:g}" rx="6"/>'
            f'<text x="18" y="{lane.y + 18 * layout.scale:g}" font-size="{13 * layout.scale:g}">'
            f"{markup(lane.name)}</text></g>"
        )


def _lines(scene: Scene, layout: Layout) -> Iterator[str]:
    """The lines, those that matter most on top."""
    order = sorted(range(len(scene.lines)), key=lambda number: (_weight(scene.lines[number]), number))
    for number in order:
        points = layout.routes[number]
        if points:
            line = scene.lines[number]
            kind = " ".join(filter(None, (line.layer, line.state, severity(line.notes))))
            yield (
                f'<g class="{_way(scene, number)}" data-from="b{line.start}" data-to="b{line.end}">'
                f"<title>{_told(scene, line)}</title>"
                f'<path class="line {kind}" d="{_rounded(points)}"/>'
                f'<path class="head {kind}" d="{_head(points)}"/></g>'
            )


def _way(scene: Scene, number: int) -> str:
    """Return the classes of a line: its own, and the kinds of the items that it joins."""
    line = scene.lines[number]
    kinds = dict.fromkeys(scene.boxes[one].item for one in (line.start, line.end))
    return " ".join(("way", f"l{number}", *(f"of-{kind}" for kind in kinds if kind)))


def _weight(line: Line) -> int:
    return ("", "doubt", "bad").index(severity(line.notes)) * 10 + (line.state != "ingested")


def _told(scene: Scene, line: Line) -> str:
    start, end = scene.boxes[line.start], scene.boxes[line.end]
    if line.layer == "use":
        what = f"{end.qualified}: {', '.join(line.attributes)}" if line.attributes else end.qualified
        told = f"{start.qualified} uses {what} ({line.state})"
        return _tooltip([told, *(f"{note.code} {note.message}" for note in line.notes)])
    ends = f"{start.qualified}.{line.start_attribute} → {end.qualified}.{line.end_attribute}"
    if not line.end_attribute:
        ends = f"{start.qualified} → {end.qualified}"
    told = f"{line.name}: {ends} {line.cardinality} ({line.state})"
    return _tooltip([told, *(f"{note.code} {note.message}" for note in line.notes)])


def _rounded(points: tuple[tuple[float, float], ...]) -> str:
    """Return a path of level and upright stretches with round corners."""
    path = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        one, other = _toward(here, before), _toward(here, after)
        path.append(f"L{one[0]:g} {one[1]:g}Q{here[0]:g} {here[1]:g} {other[0]:g} {other[1]:g}")
    path.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(path)


def _toward(here: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the point a little way from here to another one, on a level or upright stretch."""
    across, down = other[0] - here[0], other[1] - here[1]
    length = abs(across) + abs(down)
    step = min(5.0, length / 2) / length if length else 0.0
    return here[0] + across * step, here[1] + down * step


def _head(points: tuple[tuple[float, float], ...]) -> str:
    (x, y), before = points[-1], points[-2]
    way = _ARROW if before[0] < x else -_ARROW
    return f"M{x:g} {y:g}l{-way:g} -4v8z"


def _card(scene: Scene, card: Card) -> Iterator[str]:
    box = scene.boxes[card.box]
    item = f"item {box.item}" if box.item else ""
    kind = " ".join(filter(None, (item, box.kind, "planned" if box.planned else "", severity(box.notes))))
    yield f'<g class="card {kind}" id="b{card.box}" data-name="{markup(box.qualified)}">'
    yield f"<title>{_card_title(scene, card.box)}</title>"
    yield f'<rect x="{card.x:g}" y="{card.y:g}" width="{card.width:g}" height="{card.height:g}" rx="6"/>'
    yield f'<text class="name" x="{card.x + 10:g}" y="{card.y + 19:g}">{markup(card.title)}</text>'
    yield from _marks(box, card)
    below = markup(_subtitle(scene, card))
    yield f'<text class="faint" x="{card.x + 10:g}" y="{card.y + 35:g}">{below}</text>'
    if card.rows:
        yield f'<path class="rule" d="M{card.x:g} {card.y + HEAD:g}h{card.width:g}"/>'
    for row in card.rows:
        yield from _row(scene, card, row)
    yield "</g>"


def _marks(box: Box, card: Card) -> Iterator[str]:
    right, y = card.x + card.width - 8, card.y + 19
    if box.kind in ("profile", "activity"):
        at = right - (20 if box.notes else 0)
        yield f'<text class="kind" x="{at:g}" y="{y:g}" text-anchor="end">{box.kind.capitalize()}</text>'
    if box.notes:
        shown = str(len(box.notes)) if len(box.notes) < 100 else "…"
        yield f'<circle class="mark" cx="{right - 5:g}" cy="{y - 5:g}" r="8"/>'
        yield f'<text class="marked" x="{right - 5:g}" y="{y - 1:g}" text-anchor="middle">{shown}</text>'


def _subtitle(scene: Scene, card: Card) -> str:
    box = scene.boxes[card.box]
    if box.kind == "group":
        return how_many(box)
    if box.item:
        return item_words(box)
    if box.kind == "system":
        return "not declared in the snapshot"
    if box.kind == "missing":
        return "there is no such entity"
    places = [
        f"{order.conflation} #{order.boxes.index(card.box) + 1}"
        for order in scene.orders
        if card.box in order.boxes
    ]
    parts = [f"key {box.key}" if box.key else "no key", *places]
    return shortened(" · ".join(parts), card.width - 20, 10.5)


def _card_title(scene: Scene, number: int) -> str:
    box = scene.boxes[number]
    places = [
        f"{order.conflation}: number {order.boxes.index(number) + 1} of the conflation order"
        for order in scene.orders
        if number in order.boxes
    ]
    notes = [f"{note.code} {note.message}" for note in box.notes]
    changed = [] if not box.planned else ["planned"] if box.item else ["a payload changes its entityInfo"]
    return _tooltip([box.qualified, *changed, *places, *notes])


def _tooltip(lines: list[str]) -> str:
    return "\n".join(map(markup, lines))


def _row(scene: Scene, card: Card, row: Row) -> Iterator[str]:
    line = scene.lines[row.lines[0]] if row.lines else None
    kind = " ".join(filter(None, (line.state, severity(line.notes)))) if line else ""
    if line is not None and line.layer != "relationship":
        kind = f"{line.layer} {kind}"
    if row.absent:
        yield f'<path class="absent" d="{_frame(card.x + 6, row.y, text_width(row.text) + 8)}"/>'
    y = row.y + 4
    yield f'<text class="row {kind}" x="{card.x + 10:g}" y="{y:g}">{markup(row.text)}</text>'
    right = card.x + card.width - 8
    if row.right:
        yield f'<text class="faint" x="{right:g}" y="{y:g}" text-anchor="end">{markup(row.right)}</text>'
    if row.name:
        at = right - text_width(row.right, 10.5) - (8 if row.right else 0)
        yield f'<text class="faint" x="{at:g}" y="{y:g}" text-anchor="end">{markup(row.name)}</text>'
