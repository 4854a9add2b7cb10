"""The service's error codes, as they stand in a log or in the body of an answer."""

from __future__ import annotations

import re
from typing import Final

from linter.commands.coverage import Predictable, coverage, outside, service_error
from linter.rulekit.rule import RuleModule

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{5,}")  # no code is shorter


def codes_in(text: str) -> list[str]:
    """Return the error codes in a text, each once, in the service's spelling; any case will do."""
    found = map(service_error, _WORD.findall(text))
    return list(dict.fromkeys(code for code in found if code is not None))


def predicting(codes: list[str]) -> list[RuleModule]:
    """Return the rules that predict one of the codes, in the order of the documentation."""
    from rules import ALL

    if not codes:  # then no card need be read
        return []
    return [module for module in ALL if not set(codes).isdisjoint(module.RULE.service_errors)]


def page_of_code(code: str) -> str:
    """Return what there is to say of a code that no rule predicts, in Markdown."""
    from rules import ALL

    named = next((one for one in coverage(ALL) if one.name == code), None)
    about = f"It is about {outside(code)}." if named is None else f"{named.meaning} Its area: {named.area}."
    return "\n\n".join([f"# {code}", "An error code of the service.", about, _why_unpredicted(named)]) + "\n"


def _why_unpredicted(named: Predictable | None) -> str:
    if named is None:
        return "No rule predicts it: no payload that this linter reads can cause it."
    if named.why_not:
        return f"Nothing offline can predict it: {named.why_not}."
    return "No rule predicts it yet."
