"""c360lint snapshot: make one from other files, show it, compare two, lay payloads over one."""

from __future__ import annotations

from typing import Final

import click

from linter.commands.group import CommandGroup

COMMANDS: Final = {
    "import": "Make a snapshot from CDM, $metadata, OpenAPI, API responses, SQL, CSV …",
    "show": "Show what a snapshot declares.",
    "diff": "Compare two snapshots, and find the payloads that break.",
    "apply": "Lay the payloads over a snapshot, as after a deployment.",
}


@click.group("snapshot", cls=CommandGroup, package="linter.commands.snapshot", table=COMMANDS)
def command() -> None:
    """Make a snapshot from other files, show it, compare two, lay payloads over one."""
