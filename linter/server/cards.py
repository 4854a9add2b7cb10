"""The cards of the rules that have found something."""

from __future__ import annotations

from linter.diagnostic import Diagnostic
from linter.rulekit.rule import Rule


def card_of(one: Diagnostic) -> Rule:
    """Return the card of the rule whose finding it is."""
    from rules import ALL

    module = ALL.named(one.code)
    if module is None:
        raise LookupError(f"no rule {one.code}")
    return module.RULE
