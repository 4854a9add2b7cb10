"""c360lint refs: where a name is declared and used."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from linter.commands.project_options import Meant, deliver, opened, project_options
from linter.commands.refusal import refuse
from linter.diagnostic import json_pointer
from linter.files import relative
from linter.project.uses import Use, named, names_declared
from linter.reading.taken import Loaded
from linter.reports.findings.json_report import range_values
from linter.reports.visible import visible
from linter.suggest import did_you_mean


@click.command("refs")
@click.argument("name", metavar="NAME")
@project_options
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(meant: Meant, name: str, format_: str) -> None:
    """Print where NAME is declared and used.

    It is that of an entity, a relationship, a data source (or its ID) or a conflation, Entity.Attribute,
    or an attribute of any entity.

    Exit status: 0 it is named somewhere, 2 it is named nowhere.
    """
    request, loaded = opened(meant)
    found = named(loaded.project, name)
    if not found:
        refuse(f"nothing is called `{name}`{did_you_mean(name, names_declared(loaded.project))}")
    rendered = _json(found, loaded) if format_ == "json" else _text(found, loaded, request.root)
    deliver(rendered, meant.output, loaded, request.root)


def _text(found: list[Use], loaded: Loaded, root: str) -> str:
    here = relative(root)
    lines = []
    for use in found:
        start = loaded.texts[use.at.document].range(use.at).start
        file = os.path.normpath(os.path.join(here, use.at.document)).replace(os.sep, "/")
        verb = "declares" if use.declares else "uses"
        lines.append(visible(f"{file}:{start.line}:{start.column}: {verb} {_called(use)}{_role(use)}"))
    return "".join(f"{line}\n" for line in lines)


def _role(use: Use) -> str:
    return f": {use.role}" if use.role else ""


def _called(use: Use) -> str:
    if use.what != "entity":
        return f"{use.what} `{use.name}`" + ("" if use.known else " (unknown)")
    entity = str(use.entity or use.name)
    unknown = "" if use.entity else " (not ingested)"
    return f"`{entity}.{use.attribute}`{unknown}" if use.attribute else f"`{entity}`{unknown}"


def _json(found: list[Use], loaded: Loaded) -> str:
    rows = [_row(use, loaded) for use in found]
    text = json.dumps({"version": 1, "references": rows}, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def _row(use: Use, loaded: Loaded) -> dict[str, Any]:
    text = loaded.texts[use.at.document]
    return {
        "file": use.at.document,
        "pointer": json_pointer(text.path(use.at)),
        "range": range_values(text.range(use.at)),
        "declares": use.declares,
        "what": "attribute" if use.attribute else use.what,
        "name": use.name,
        "entity": str(use.entity or use.name) if use.what == "entity" else None,
        "attribute": use.attribute,
        "ingested": use.entity is not None,
        "role": use.role,
    }
