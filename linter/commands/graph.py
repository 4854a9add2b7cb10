"""c360lint graph: the relationships of snapshot and payloads as a picture."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from linter.commands.project_options import Meant, deliver, opened, project_options
from linter.commands.refusal import refuse
from linter.files import content_of
from linter.named_tuple import NamedTuple
from linter.picture import part
from linter.picture.scene import ALL_LAYERS, DEFAULT_LAYERS, Scene, scene_of
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.suggest import did_you_mean
from linter.wording import either

_WRITERS = {
    "svg": "linter.picture.svg",
    "html": "linter.picture.html",
    "mermaid": "linter.picture.mermaid",
    "dot": "linter.picture.dot",
    "json": "linter.picture.graph_json",
}
_OF_ENDINGS = {".svg": "svg", ".mmd": "mermaid", ".dot": "dot", ".json": "json"}
_PICTURES = ("svg", "html", "mermaid", "dot")
_NO_TEXTS = ("svg", "html")  # of no use on a terminal
_OURS = (b"<title>Relationships: ", b'class="picture"')  # such a file of ours begins with


class Wanted(NamedTuple):
    """Which part of the picture is drawn."""

    start: str | None
    end: str | None
    hops: int | None
    only_problems: bool


@click.command("graph")
@project_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(tuple(_WRITERS)),
    help="html, unless the output's ending says another.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice((*ALL_LAYERS, "all")),
    help="What to show; may be repeated. Relationships and conflation unless said.",
)
@click.option("--from", "start", metavar="ENTITY", help="Show what is around this entity.")
@click.option("--to", "end", metavar="ENTITY", help="With --from: show the shortest ways between the two.")
@click.option("--hops", type=click.IntRange(0), help="How far to go from an entity; 2 unless said.")
@click.option("--only-problems", is_flag=True, help="Show what findings are about, and nothing else.")
def command(meant: Meant, format_: str | None, layers: tuple[str, ...], **options: Any) -> None:
    """Draw the entities and relationships of snapshot and payloads, with findings in red.

    Further layers are segments, measures and the like, with lines to what they use.  Without
    relationships only the entities are shown that another layer leads to.

    Relationships and uses are followed in both directions.  More than 300 entities are drawn as one box
    for each data source.  On a terminal html and svg are written to relationships.html or .svg.
    """
    from linter.checking.engine import judge

    request, loaded = opened(meant)
    chosen = ALL_LAYERS if "all" in layers else layers or DEFAULT_LAYERS
    scene = scene_of(loaded.project, judge(request, loaded).diagnostics, chosen)
    scene = _part(scene, Wanted(**options))
    for remark in scene.remarks:
        print_err(f"note: {visible(remark)}\n")
    ending = os.path.splitext(meant.output or "")[1].lower()
    format_ = format_ or _OF_ENDINGS.get(ending, "html")
    if format_ in _PICTURES:
        scene = part.folded(part.grouped(scene))
    picture = importlib.import_module(_WRITERS[format_]).draw(scene)
    output = meant.output or _file_for_terminal(format_)
    deliver(picture, output, loaded, request.root)
    if output != meant.output:
        print_out(visible(f"Wrote {output}.") + "\n")


def _file_for_terminal(format_: str) -> str | None:
    """Return the file to write where a terminal would get what only a browser can show."""
    if format_ not in _NO_TEXTS or sys.stdout is None or not sys.stdout.isatty():
        return None
    name = f"relationships.{format_}"
    if os.path.lexists(name) and not _is_ours(name):
        refuse(f"{name} exists already, and is no picture of c360lint; -o names another file")
    return name


def _is_ours(path: str) -> bool:
    start = content_of(path, 1000) or b""
    return any(one in start for one in _OURS)


def _part(scene: Scene, wanted: Wanted) -> Scene:
    start, end = (_box(scene, name) for name in (wanted.start, wanted.end))
    if start is not None and end is not None:
        scene = part.between(scene, start, end, wanted.hops)
    elif start is not None or end is not None:
        chosen = start if start is not None else end
        assert chosen is not None
        scene = part.around(scene, chosen, 2 if wanted.hops is None else wanted.hops)
    elif wanted.hops is not None:
        refuse("--hops goes with --from or --to")
    return part.with_problems(scene) if wanted.only_problems else scene


def _box(scene: Scene, name: str | None) -> int | None:
    """Return the box of an entity by its qualified name, or by its bare one where that is unique."""
    if name is None:
        return None
    found = [number for number, box in enumerate(scene.boxes) if name == box.qualified]
    found = found or [number for number, box in enumerate(scene.boxes) if name == box.name]
    if len(found) > 1:
        names = either(scene.boxes[one].qualified for one in found)
        refuse(f"several entities are called `{name}`: {names}")
    if not found:
        known = [name for box in scene.boxes for name in (box.qualified, box.name)]
        refuse(f"no entity is called `{name}`{did_you_mean(name, known)}")
    return found[0]
