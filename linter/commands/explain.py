"""c360lint explain: a rule's page."""

from __future__ import annotations

import os
import re
import sys

import click

from linter.reports.output import print_err, print_out
from linter.rulekit.pages import page_of


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME|SERVICE-ERROR")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(rule: str, format_: str) -> None:
    """Print the page of a rule, by its code or name; a prefix such as CP prints a family's.

    An error code of the service, such as conflationPlanMissingRules, leads to the rules that find
    its cause beforehand; the pairing is inferred from the names.
    """
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
        print_err(f"c360lint: no rule `{rule}`{did_you_mean(rule, known)}\n")
        sys.exit(2)
    if format_ == "json":
        import json

        pages = [{**module.RULE.published(), "page": page_of(module)} for module in found]
        print_out(json.dumps({"version": 1, "rules": pages}, indent=2, ensure_ascii=False) + "\n")
        return
    text = "\n".join(page_of(module) for module in found)
    print_out(
        _styled(text)
        if sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        else text
    )


def _styled(page: str) -> str:
    """Make a page's headings bold, and its code blocks' fences faint."""
    page = re.sub(r"^#+ .*$", lambda found: click.style(found[0], bold=True), page, flags=re.MULTILINE)
    return re.sub(r"^```.*$", lambda found: click.style(found[0], dim=True), page, flags=re.MULTILINE)
