"""The picture as one HTML file that works offline: pan, zoom, search, the findings beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from linter.picture.items import NOUNS
from linter.picture.scene import DrawnFinding, Scene, problems
from linter.picture.svg import drawing, part_of_page, summary
from linter.reports.page_policy import policy
from linter.reports.visible import markup
from linter.wording import counted

_STYLE: Final = re.compile("<style>(.*?)</style>", re.DOTALL)  # a picture has its own


def draw(scene: Scene) -> str:
    """Return the page; nothing in it is fetched from anywhere."""
    style = part_of_page("page.css") + "".join(_hidden(kind) for kind in _items(scene))
    script, picture = part_of_page("page.js"), drawing(scene)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            '<meta http-equiv="Content-Security-Policy" content="'
            f'{policy([style, *_STYLE.findall(picture)], script)}">',
            f"<title>Relationships: {markup(summary(scene))}</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            *_header(scene),
            f"<main>{picture}</main>",
            *_findings(scene),
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _header(scene: Scene) -> Iterator[str]:
    yield '<header><input type="search" placeholder="Find entity, relationship, key …" aria-label="Find">'
    layers = {"ingested": "ingested", "planned": "planned", "match": "match pairs"}
    layers |= {kind: NOUNS[kind][1] for kind in _items(scene)}
    for layer, words in layers.items():
        yield f'<label><input type="checkbox" data-layer="{layer}" checked> {words}</label>'
    yield '<span><button id="in" title="Zoom in">+</button> <button id="out" title="Zoom out">−</button>'
    yield '<button id="fit" title="Show all">Show all</button></span></header>'


def _items(scene: Scene) -> Iterable[str]:
    return dict.fromkeys(box.item for box in scene.boxes if box.item)


def _hidden(kind: str) -> str:
    """Return the style by which a page leaves out items of a kind, and what leads from or to them."""
    return f".no-{kind} .card.{kind}, .no-{kind} .way.of-{kind} {{ display: none; }}\n"


def _findings(scene: Scene) -> Iterator[str]:
    about: dict[DrawnFinding, list[str]] = {}
    for number, box in enumerate(scene.boxes):
        for note in box.notes:
            about.setdefault(note, []).append(f"b{number}")
    for number, line in enumerate(scene.lines):
        for note in line.notes:
            about.setdefault(note, []).append(f"l{number}")
    found = list(problems(scene))
    yield f"<aside><p>{markup(summary(scene))}</p>"
    yield from (f"<p>{markup(remark)}</p>" for remark in scene.remarks)
    yield '<ol id="joined"></ol>'  # what the lit entity or relationship joins
    yield f"<h2>{counted(len(found), 'problem')}</h2>"
    yield '<p id="shown"></p>' if found else "<p>Nothing was found.</p><p id=shown></p>"
    yield '<ol id="problems">'
    for note in found:
        place = f"{markup(note.file)}:{note.line}:{note.column}"
        yield (
            f'<li data-about="{" ".join(about.get(note, ()))}"><button>'
            f'<b class="{note.severity}">{note.code}</b> {markup(note.message)}<br><small>{place}</small>'
            "</button></li>"
        )
    yield "</ol></aside>"
