"""The picture as one HTML file that works offline: pan, zoom, search, the findings beside it."""

from __future__ import annotations

from collections.abc import Iterator

from linter.picture.scene import Note, Scene, problems
from linter.picture.svg import drawing, part_of_page, summary, text_of
from linter.wording import counted


def draw(scene: Scene) -> str:
    """Return the page; nothing in it is fetched from anywhere."""
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">",
            f"<title>Relationships: {text_of(summary(scene))}</title>",
            f"<style>{part_of_page('page.css')}</style>\n</head>\n<body>",
            *_header(),
            f"<main>{drawing(scene)}</main>",
            *_findings(scene),
            f"<script>{part_of_page('page.js')}</script>\n</body>\n</html>\n",
        ]
    )


def _header() -> Iterator[str]:
    yield '<header><input type="search" placeholder="Find entity, relationship, key …" aria-label="Find">'
    for layer, words in (("ingested", "ingested"), ("planned", "planned"), ("match", "match pairs")):
        yield f'<label><input type="checkbox" data-layer="{layer}" checked> {words}</label>'
    yield '<span><button id="in" title="Zoom in">+</button> <button id="out" title="Zoom out">−</button>'
    yield '<button id="fit" title="Show all">Show all</button></span></header>'


def _findings(scene: Scene) -> Iterator[str]:
    about: dict[Note, list[str]] = {}
    for number, box in enumerate(scene.boxes):
        for note in box.notes:
            about.setdefault(note, []).append(f"b{number}")
    for number, line in enumerate(scene.lines):
        for note in line.notes:
            about.setdefault(note, []).append(f"l{number}")
    found = list(problems(scene))
    yield f"<aside><p>{text_of(summary(scene))}</p>"
    yield from (f"<p>{text_of(remark)}</p>" for remark in scene.remarks)
    yield '<ol id="joined"></ol>'  # what the lit entity or relationship joins
    yield f"<h2>{counted(len(found), 'problem')}</h2>"
    yield '<p id="shown"></p>' if found else "<p>Nothing was found.</p><p id=shown></p>"
    yield '<ol id="problems">'
    for note in found:
        place = f"{text_of(note.file)}:{note.line}:{note.column}"
        yield (
            f'<li data-about="{" ".join(about.get(note, ()))}"><button>'
            f'<b class="{note.severity}">{note.code}</b> {text_of(note.message)}<br><small>{place}</small>'
            "</button></li>"
        )
    yield "</ol></aside>"
