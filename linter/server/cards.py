"""The cards of the rules that have found something."""

from __future__ import annotations

from functools import cache

from linter.diagnostic import Diagnostic
from linter.rulekit.rule import Rule


def card_of(one: Diagnostic) -> Rule:
    """Return the card of the rule whose finding it is."""
    return _card(one.code)


@cache  # a finding is shown anew after every judgement
def _card(code: str) -> Rule:
    from rules import ALL

    module = ALL.named(code)
    if module is None:
        raise LookupError(f"no rule {code}")
    return module.RULE
