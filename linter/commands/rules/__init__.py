"""c360lint rules: the list of rules, and which errors and limits of the service they predict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from linter.commands.group import CommandGroup
from linter.commands.own_rules import own_rules
from linter.reports.output import print_out
from linter.wording import in_brackets

if TYPE_CHECKING:
    from linter.commands.coverage import Predictable
    from linter.rulekit.rule import Rule


COMMANDS: Final = {
    "new": "Write a custom rule and its page, to begin with.",
    "test": "Run the examples on the pages of custom rules.",
}


@click.group(
    "rules",
    cls=CommandGroup,
    package="linter.commands.rules",
    table=COMMANDS,
    invoke_without_command=True,
)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="List the service's error codes and the product's limits.")
@click.pass_context
def command(context: click.Context, format_: str, coverage: bool) -> None:
    """List the rules: ours, and the custom ones of the working folder's project.

    With --coverage: every error code of the service and every limit of the product's pages, with the
    rules that predict it, or why nothing offline can.
    """
    import rules

    if context.invoked_subcommand is not None:
        return
    if coverage:
        from linter.commands.coverage import coverage as covered

        _print_coverage(list(covered(rules.ALL)), format_)
        return
    cards = [module.RULE for module in own_rules()]
    if format_ == "json":
        listed = [{**card.published(), "family": card.family} for card in cards]
        _print_json("rules", listed, removed=[one._asdict() for one in rules.ALL.removed])
        return
    width = max(len(card.name) for card in cards)
    lines = [
        f"{card.code}  {card.name:<{width}}  {card.severity:<7}  {card.limitation}{aside(card)}\n"
        for card in cards
    ]
    print_out("".join([*lines, *(f"removed: {one.told}\n" for one in rules.ALL.removed)]))


def aside(card: Rule) -> str:
    """Return in brackets what sets a rule apart: it is off, is not there to stay, or is a team's own."""
    off = "" if card.default else "off unless selected"
    return in_brackets("; ".join(filter(None, (off, card.standing_if_not_stable, card.custom))))


def _print_coverage(named: Sequence[Predictable], format_: str) -> None:
    if format_ == "json":
        _print_json("coverage", [_as_json(one) for one in named])
        return
    width = max(len(one.name) for one in named)
    lines = [f"{one.name:<{width}}  {_state(one)}\n" for one in named]
    print_out("".join([*lines, *_totals(named)]))


def _as_json(one: Predictable) -> dict[str, Any]:
    told = {"kind": one.kind, "name": one.name, "area": one.area, "meaning": one.meaning}
    return {**told, "status": one.status, "rules": list(one.rules), "whyNot": one.why_not}


def _state(one: Predictable) -> str:
    return ", ".join(one.rules) or (f"not decidable: {one.why_not}" if one.why_not else "open")


def _totals(named: Sequence[Predictable]) -> Iterator[str]:
    for kind, title in (("service-error", "error codes"), ("product-limit", "limits")):
        states = [one.status for one in named if one.kind == kind]
        counts = (f"{states.count(state)} {state}" for state in ("rule", "not decidable", "open"))
        yield f"{len(states)} {title}: {', '.join(counts)}\n"


def _print_json(what: str, listed: list[dict[str, Any]], **others: list[dict[str, Any]]) -> None:
    import json

    print_out(json.dumps({"version": 1, what: listed, **others}, indent=2, ensure_ascii=False) + "\n")
