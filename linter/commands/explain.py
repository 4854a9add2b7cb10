"""c360lint explain: a rule's page."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from linter.commands.refusal import refuse
from linter.reports.output import print_out
from linter.rulekit.pages import in_full, page_of, stage_in
from linter.rulekit.rule import RuleModule


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME|SERVICE-ERROR")
@click.option("--full", is_flag=True, help="Show the examples' files whole.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="text is wrapped for a terminal.",
)
def command(rule: str, full: bool, format_: str) -> None:
    """Print the page of a rule, by its code or name; a prefix such as CP prints a family's.

    An error code of the service, such as conflationPlanMissingRules, leads to the rules that find
    its cause beforehand; the pairing is inferred from the names.
    """
    found = _found(rule)
    pages = [in_full(page_of(one), stage_in(_stage())) if full else page_of(one) for one in found]
    if format_ == "json":
        import json

        rules = [{**one.RULE.published(), "page": page} for one, page in zip(found, pages, strict=True)]
        print_out(json.dumps({"version": 1, "rules": rules}, indent=2, ensure_ascii=False) + "\n")
    elif format_ == "markdown":
        print_out("\n".join(pages))
    else:
        print_out(_for_terminal(pages))


def _found(rule: str) -> Sequence[RuleModule]:
    from rules import ALL

    found = list(ALL.meant_by(rule)) or [
        module for module in ALL if rule.lower() in map(str.lower, module.RULE.service_errors)
    ]
    if not found:
        from linter.suggest import did_you_mean

        known = [
            word
            for module in ALL
            for word in (module.RULE.code, module.RULE.name, *module.RULE.service_errors)
        ]
        refuse(f"no rule `{rule}`{did_you_mean(rule, known)}")
    return found


def _stage() -> str:
    import rules

    return os.path.join(os.path.dirname(str(rules.__file__)), "world")


def _for_terminal(pages: Sequence[str]) -> str:
    from shutil import get_terminal_size

    from linter.reports.page import rendered

    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = min(get_terminal_size().columns, 100) if terminal else 80
    color = terminal and not os.environ.get("NO_COLOR")
    return "\n".join(rendered(page, width, color=color) for page in pages)
