"""The cards of the rules that have found something."""

from __future__ import annotations

from functools import lru_cache

from linter.diagnostic import Diagnostic
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.rule import Rule, RuleModule
from linter.server.judged import Judged


def card_of(one: Diagnostic, judged: Judged) -> Rule:
    """Return the card of the rule whose finding it is."""
    return rule_of(one, judged).RULE


def rule_of(one: Diagnostic, judged: Judged) -> RuleModule:
    """Return the rule whose finding it is."""
    return _named(judged.rules, one.code)


@lru_cache(4096)  # a finding is shown anew after every judgement
def _named(rules: Catalogue, code: str) -> RuleModule:
    module = rules.named(code)
    if module is None:
        raise LookupError(f"no rule {code}")
    return module
