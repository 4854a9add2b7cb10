"""The card of a team's own rule: what there is to know of it before it runs."""

from __future__ import annotations

import re
from typing import Final

from linter import kinds
from linter.diagnostic import SEVERITIES, Stated
from linter.named_tuple import NamedTuple
from linter.rulekit.rule import Rule
from linter.suggest import did_you_mean
from linter.wording import joined

CODE: Final = re.compile(r"X[A-Z]{0,7}[0-9]{2,4}")
"""What codes of teams are like: no rule of c360lint has one that begins with X, nor ever will."""

_OTHERS: Final = ("documents", "requests", "queries")
"""What a rule may speak of besides kinds of payloads."""


class RuleCard(NamedTuple):
    """The card: it is read and never run, so all of it is written out, as plain values.

    The rule's name is that of its file.
    """

    code: str  # XSEG01: X, letters, digits
    limitation: str  # one sentence: what must hold
    source: str = "a rule of the team"  # where the team has agreed on it
    severity: str = "error"
    kinds: tuple[str, ...] = ("documents",)  # what it speaks of: kinds of payloads, "requests", "queries"
    needs_snapshot: bool = False  # whether it isn't checked of what no snapshot is known
    default: bool = True  # whether it is on unless its code or name is selected
    url: str = ""  # where its page can be read by those who see a report

    def fault(self) -> str:
        """Return what is wrong with it, "" where nothing is."""
        for name, kind in _TYPES.items():
            if not isinstance(getattr(self, name), kind):
                return f"`{name}` is expected to be {_IN_WORDS[kind]}"
        if not CODE.fullmatch(self.code):
            return (
                f"`{self.code}` is no code of a custom rule: X is expected, up to seven more capital letters "
                "and two to four digits, such as XSEG01"
            )
        if not self.limitation.strip():
            return "`limitation` is empty; a sentence is expected that says what must hold"
        if self.severity not in SEVERITIES:
            expected = joined(list(SEVERITIES))
            return (
                f"`severity` is `{self.severity}`; one of {expected} is expected"
                f"{did_you_mean(self.severity, SEVERITIES)}"
            )
        return self._fault_of_texts() or self._fault_of_kinds()

    def _fault_of_texts(self) -> str:
        """Return what could do harm where it is shown: the card of a stranger is read, too."""
        for name in ("limitation", "source", "url"):
            if not getattr(self, name).isprintable():
                return f"`{name}` has characters that can't be printed"
        if self.url and not self.url.startswith(("https://", "http://")):
            return f"`url` is `{self.url}`; an address that begins with https:// is expected"
        return ""

    def _fault_of_kinds(self) -> str:
        known = (*kinds.names(), *_OTHERS)
        for one in self.kinds:
            if one not in known:
                return f"`kinds`: there is no kind `{one}`{did_you_mean(str(one), known)}"
        if self.needs_snapshot and not set(self.kinds) <= {*kinds.names(), "requests"}:
            return "`needs_snapshot` goes with `kinds` that are sent to an instance: payloads, or requests"
        return ""

    def rule(self, name: str, file: str) -> Rule:
        """Return the card that the engine knows, for the rule in a file of the project."""
        return Rule(
            self.code,
            name,
            self.limitation,
            self.source,
            self.severity,
            self.url,
            kinds=tuple(self.kinds),
            needs=("snapshot",) if self.needs_snapshot else (),
            sources=(Stated("convention", self.source),),
            default=self.default,
            since="",
            custom=file,
        )


_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "code": str,
    "limitation": str,
    "source": str,
    "severity": str,
    "kinds": (tuple, list),
    "needs_snapshot": bool,
    "default": bool,
    "url": str,
}
_IN_WORDS: Final = {str: "a text", bool: "True or False", (tuple, list): "a tuple of texts"}
