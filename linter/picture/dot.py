"""The picture as DOT, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from linter.picture.mermaid import box_label, line_label
from linter.picture.scene import Box, Line, Scene, by_source
from linter.picture.svg import severity
from linter.reports.visible import visible


def draw(scene: Scene) -> str:
    """Return a directed graph with a cluster for each data source."""
    return "".join(f"{line}\n" for line in _lines(scene))


def _lines(scene: Scene) -> Iterator[str]:
    yield "digraph relationships {"
    yield "  rankdir=LR; node [shape=box, style=rounded];"
    yield from (f"  // {visible(remark)}" for remark in scene.remarks)
    for number, (source, members) in enumerate(by_source(scene)):
        yield f"  subgraph cluster{number} {{ label={_quoted(source)};"
        for place, box in members:
            yield f"    b{place} [{_box(box)}];"
        yield "  }"
    for line in scene.lines:
        yield f"  b{line.start} -> b{line.end} [{_line(line)}];"
    yield "}"


def _box(box: Box) -> str:
    label = "\\n".join(map(_escaped, box_label(box)))
    return f'label="{label}"{_colour(severity(box.notes), planned=box.planned)}'


def _line(line: Line) -> str:
    is_solid = line.layer == "relationship" and line.state != "deleted"
    style = "" if is_solid else ", style=dotted" if line.layer == "use" else ", style=dashed"
    colour = _colour(severity(line.notes), planned=line.state != "ingested")
    return f"label={_quoted(line_label(line))}{style}{colour}"


def _colour(kind: str, *, planned: bool) -> str:
    if kind:
        return f', color="{"#c81e1e" if kind == "bad" else "#9a6700"}", penwidth=3'
    return ', color="#0a7d55", penwidth=2' if planned else ""


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Backslashes, too: `\\N` and the like have a meaning in labels."""
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
