"""The picture as a Mermaid flow chart."""

from __future__ import annotations

from collections.abc import Iterator

from linter.picture.scene import Box, Line, Scene, by_source
from linter.picture.svg import how_many, item_words, severity
from linter.reports.mermaid_text import mermaid_text


def draw(scene: Scene) -> str:
    """Return a flow chart with a subgraph for each data source."""
    return "".join(f"{line}\n" for line in _lines(scene))


def _lines(scene: Scene) -> Iterator[str]:
    yield "flowchart LR"
    yield from (f"  %% {mermaid_text(remark)}" for remark in scene.remarks)
    for number, (source, members) in enumerate(by_source(scene)):
        yield f'  subgraph source{number}["{mermaid_text(source)}"]'
        for place, box in members:
            label = "<br/>".join(map(mermaid_text, box_label(box)))
            yield f'    b{place}["{label}"]{_class(box)}'
        yield "  end"
    for line in scene.lines:
        arrow = "-->" if line.layer == "relationship" and line.state != "deleted" else "-.->"
        yield f'  b{line.start} {arrow}|"{mermaid_text(line_label(line))}"| b{line.end}'
    for number, line in enumerate(scene.lines):
        if line.notes or line.state != "ingested":
            yield f"  linkStyle {number} stroke:{'#c81e1e' if line.notes else '#0a7d55'},stroke-width:2px"
    yield "  classDef bad stroke:#c81e1e,stroke-width:3px"
    yield "  classDef doubt stroke:#9a6700,stroke-width:3px"
    yield "  classDef planned stroke:#0a7d55,stroke-width:2px"


def line_label(line: Line) -> str:
    """Return a line's text: its sign, name, keys and cardinality; of a use the attributes."""
    if line.layer == "use" and line.many == 1:
        return line.start_attribute or "uses"
    sign = {"planned": "+ ", "changed": "~ ", "deleted": "- "}.get(line.state, "")
    keys = " to ".join(filter(None, (line.start_attribute, line.end_attribute)))
    return " ".join(filter(None, (f"{sign}{line.name}", keys and f"({keys})", line.cardinality)))


def box_label(box: Box) -> list[str]:
    """Return a box's text: its name, what it is, its key, how many entities it stands for."""
    parts = [box.name]
    parts += [item_words(box)] if box.item and box.many == 1 else []
    parts += [box.kind] if box.kind in ("profile", "activity") else []
    parts += [f"key {box.key}"] if box.key else []
    parts += [how_many(box)] if box.many > 1 else []
    return parts + (["not ingested"] if box.kind == "missing" else [])


def _class(box: Box) -> str:
    kind = severity(box.notes) or ("planned" if box.planned else "")
    return f":::{kind}" if kind else ""
