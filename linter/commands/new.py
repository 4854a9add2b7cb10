"""c360lint new: the skeleton of a payload."""

from __future__ import annotations

import os
from typing import Final

import click

from linter.commands.project_options import CONFIG, ENV, Meant, meaning, opened
from linter.commands.refusal import refuse, write_or_refuse
from linter.files import relative
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.reports.output import print_data, print_out
from linter.reports.visible import visible
from linter.skeletons import skeleton_names, skeleton_of
from linter.skeletons.wish import NothingFits, Skeleton, Wish
from linter.suggest import did_you_mean

_NO_SNAPSHOT: Final = (
    "a skeleton is filled from a snapshot, and there is none here: "
    "`c360lint snapshot import SOURCE -o snapshot.json` makes one"
)


@click.command("new")
@click.argument("kind")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="An entity; may be repeated.")
@click.option("--from", "start", metavar="NAME", help="Where a relationship begins.")
@click.option("--to", "end", metavar="NAME", help="Where a relationship leads.")
@click.option("--conflation", metavar="ID", help="The conflation; the snapshot's first one unless named.")
@meaning(
    click.option("--snapshot", "snapshots", multiple=True, metavar="FILE", help="The snapshot."),
    ENV,
    CONFIG,
    click.option("-o", "--output", metavar="FILE", help="The file to write, or `-`; else its place."),
)
def command(
    meant: Meant,
    kind: str,
    entities: tuple[str, ...],
    start: str | None,
    end: str | None,
    conflation: str | None,
) -> None:
    """Write a commented skeleton of a payload of KIND, filled from the snapshot.

    Comments say `decide` where a person must.  An existing file is left as it is.
    """
    kind = _kind(kind)
    request, loaded = opened(meant, _NO_SNAPSHOT)
    if len(loaded.project.snapshots) != 1:
        refuse("a skeleton is filled from one snapshot: name it with --snapshot")
    snapshot = loaded.project.snapshots[0]
    wish = Wish(
        snapshot,
        tuple(_entity(snapshot, name) for name in entities),
        _entity(snapshot, start) if start else None,
        _entity(snapshot, end) if end else None,
        conflation or _first_conflation(snapshot),
        loaded.project.settings.master_dataset,
    )
    try:
        made = skeleton_of(kind, wish)
    except NothingFits as nothing:
        refuse(str(nothing))
    if meant.output == "-":
        print_data(made.text)
        return
    if request.configuration.dialect(kind) is not None:
        refuse(
            f"a skeleton has the documented names, and [dialects.{kind}] says that files here have others; "
            "`-o -` prints it"
        )
    _write(made, meant.output, request.root)


def _kind(kind: str) -> str:
    found = next((name for name in skeleton_names() if name.lower() == kind.lower()), None)
    if found is None:
        hint = did_you_mean(kind, skeleton_names()) or f"; there are {', '.join(skeleton_names())}"
        refuse(f"no payload kind `{kind}`{hint}")
    return found


def _entity(snapshot: Snapshot, name: str) -> Entity:
    entity = snapshot.resolve_name(name).entity
    if entity is None:
        several = [str(one) for one in snapshot.named(name)]
        if len(several) > 1:
            refuse(f"`{name}` is several entities: {', '.join(several)}")
        refuse(f"{snapshot.file} has no entity `{name}`{did_you_mean(name, snapshot.all_names())}")
    return entity


def _first_conflation(snapshot: Snapshot) -> str:
    nodes = snapshot.root.nodes("conflations")
    return (nodes[0].text("conflationId") if nodes else None) or "default"


def _write(made: Skeleton, output: str | None, root: str) -> None:
    target = os.path.abspath(output) if output is not None else os.path.join(root, made.file)
    shown = relative(target)
    if os.path.lexists(target):
        refuse(f"{shown} exists already and was left as it is; -o names another file, or `-`")
    if not target.lower().endswith((".yaml", ".yml")):
        refuse(f"{shown} is no YAML file: comments say what is to be decided, and JSON has none")
    write_or_refuse(target, made.text, makes_folder=True)
    print_out(visible(f"Wrote {shown}.") + "\n")
