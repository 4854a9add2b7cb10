"""c360lint plan: the order in which the payloads can be sent."""

from __future__ import annotations

import sys

import click

from linter.commands.project_options import Meant, deliver, opened, project_options
from linter.planning.plan import Plan
from linter.reading.taken import Loaded
from linter.reports.output import print_err
from linter.reports.visible import visible

FORMATS = ("text", "json", "mermaid", "shell")


@click.command("plan")
@project_options
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
def command(meant: Meant, format_: str) -> None:
    """Print an order in which the requests of a project can be sent, and why.

    Nothing is sent.  Exit status: 0 an order was found for all, 1 some requests wait for each
    other or can't be read, 2 the job could not be done.
    """
    from linter.planning.plan import plan_of

    request, loaded = opened(meant)
    plan = plan_of(loaded.project)
    deliver(_rendered(plan, loaded, format_), meant.output, loaded, request.root)
    unread = [f"{one.document}: {one.message}" for one in loaded.project.unread]
    for line in unread:
        print_err(visible(f"not planned: {line}") + "\n")
    sys.exit(1 if plan.cycles or unread else 0)


def _rendered(plan: Plan, loaded: Loaded, format_: str) -> str:
    if format_ == "json":
        from linter.reports.plan.json import plan_json

        return plan_json(plan, loaded.texts)
    if format_ == "mermaid":
        from linter.reports.plan.mermaid import plan_mermaid

        return plan_mermaid(plan)
    if format_ == "shell":
        from linter.reports.plan.shell import plan_shell

        return plan_shell(plan, loaded.texts)
    from linter.reports.plan.text import plan_text

    return plan_text(plan)
