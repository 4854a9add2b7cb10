"""The command line: which commands there are; each is imported when it is used."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Final

import click

from linter import __version__

COMMANDS: Final = {
    "check": "Check payloads against the snapshot.",
    "explain": "Print the page of a rule.",
    "rules": "List the rules.",
    "schema": "Print the JSON Schema of a payload kind.",
    "init": "Write a commented c360lint.toml.",
    "server": "Answer an editor, as a language server.",
}


class _Commands(click.Group):
    """Imports a command's module on demand, and turns our own mistakes into exit status 3."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"linter.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from linter.suggest import did_you_mean

            ctx.fail(f"no command `{args[0]}`{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an interrupt ends with 130, as in a shell, since 1 would mean findings."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("c360lint: interrupted", err=True)
            sys.exit(130)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; an exception that nobody expected is a bug of ours."""
        try:
            return super().main(*args, **kwargs)
        except Exception as error:
            if not kwargs.get("standalone_mode", True):
                raise
            _report_bug(error)
            sys.exit(3)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="c360lint")
def main() -> None:
    """Find what Dynamics 365 Customer Insights would refuse in configuration files, offline.

    Exit status: 0 nothing found, 1 findings, 2 the job could not be done, 3 a bug in the linter.
    """


def _report_bug(error: Exception) -> None:
    import platform
    import traceback

    from linter.reports.visible import visible

    notes = "".join(f"  {visible(note)}\n" for note in getattr(error, "__notes__", ()))
    trace = "\n".join(map(visible, "".join(traceback.format_exception(error)).split("\n")))
    home = os.path.expanduser("~")
    if len(home) > 1:  # a container's home may be the root
        trace = trace.replace(home, "~")
    click.echo(
        f"c360lint: internal error: {type(error).__name__}: {visible(str(error))}\n{notes}"
        f"  This is a bug in c360lint {__version__} (Python {platform.python_version()}, "
        f"{platform.system()}), not a mistake of yours.\n  Please report it with what follows:\n\n{trace}",
        err=True,
    )
