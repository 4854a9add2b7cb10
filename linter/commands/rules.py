"""c360lint rules: the list of rules."""

from __future__ import annotations

import click

from linter.reports.output import print_out


@click.command("rules")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(format_: str) -> None:
    """List the rules."""
    import rules

    cards = [module.RULE for module in rules.ALL]
    if format_ == "json":
        import json

        listed = [{**card.published(), "family": card.code[:2]} for card in cards]
        print_out(json.dumps({"version": 1, "rules": listed}, indent=2, ensure_ascii=False) + "\n")
        return
    width = max(len(card.name) for card in cards)
    lines = [f"{card.code}  {card.name:<{width}}  {card.severity:<7}  {card.limitation}\n" for card in cards]
    print_out("".join(lines))
