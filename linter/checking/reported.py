"""A finding that is wanted."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.named_tuple import NamedTuple
from linter.rulekit.rule import Rule


class Reported(NamedTuple):
    """A finding, whose it is, and how severe."""

    rule: Rule
    finding: Finding
    severity: str
