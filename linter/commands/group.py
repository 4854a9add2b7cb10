"""A group of commands, each imported when it is used."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Mapping
from typing import Any

import click


class CommandGroup(click.Group):
    """Knows its commands by name; module `PACKAGE.NAME` holds the function `command`."""

    def __init__(self, *args: Any, package: str = "", table: Mapping[str, str] | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.package = package
        self.table = dict(table or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names in the order in which they are used."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return a command, or None when there is none of that name."""
        if cmd_name not in self.table:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"{self.package}.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for an unknown one."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            from linter.suggest import did_you_mean

            ctx.fail(f"no command `{args[0]}`{did_you_mean(args[0], self.table)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))
