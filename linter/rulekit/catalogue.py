"""The rules by family: a family is imported when one of its rules is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from linter.diagnostic import SEVERITIES
from linter.named_tuple import NamedTuple
from linter.rulekit.rule import rule_matches

if TYPE_CHECKING:
    from linter.rulekit.rule import Removed, RuleModule


_GROUPS: Final = ("ADVICE", *(one.upper() for one in SEVERITIES))
"""Words that may mean rules of any family."""


class Family(NamedTuple):
    """Rules whose codes begin alike, and what a project must have for them to have anything to say."""

    prefix: str
    package: str
    kinds: tuple[str, ...]  # one of them has to occur: see `occurring`
    names: tuple[str, ...]  # of its modules, in the order of the documentation
    custom: tuple[RuleModule, ...] = ()  # rules that nothing has to be imported for, as a team's own

    def rules(self) -> tuple[RuleModule, ...]:
        """Return the rules."""
        return self.custom or _imported(self.package, self.names)

    def may_hold(self, selector: str) -> bool:
        """Tell whether a selector could mean one of the rules, without a look at them."""
        upper = selector.upper()
        alike = upper.startswith(self.prefix) or self.prefix.startswith(upper)
        named = selector.lower().replace("-", "_") in self.names
        return upper in ("ALL", *_GROUPS) or alike or named


@cache  # a server and the tests ask again and again
def _imported(package: str, names: tuple[str, ...]) -> tuple[RuleModule, ...]:
    return tuple(cast("RuleModule", import_module(f"{package}.{name}")) for name in names)


class Catalogue:
    """All rules, in the order of the documentation; it takes imports to go through them."""

    def __init__(self, families: tuple[Family, ...], removed: tuple[Removed, ...] = ()) -> None:
        self.families = families
        self.removed = removed

    def __iter__(self) -> Iterator[RuleModule]:
        for family in self.families:
            yield from family.rules()

    def __len__(self) -> int:
        return sum(len(family.names) for family in self.families)

    def __contains__(self, module: object) -> bool:
        return any(one is module for one in self)

    def about(self, kinds: Set[str]) -> Iterator[RuleModule]:
        """Yield the rules of the families that speak of one of these kinds."""
        for family in self.families:
            if not kinds.isdisjoint(family.kinds):
                yield from family.rules()

    def meant_by(self, selector: str) -> Iterator[RuleModule]:
        """Yield the rules that a selector means; an empty one would be the prefix of all codes."""
        for family in self.families if selector else ():
            if family.may_hold(selector):
                yield from (module for module in family.rules() if rule_matches(module.RULE, [selector]))

    def named(self, word: str) -> RuleModule | None:
        """Return the rule of which a word is the whole code or name, as it is written."""
        found = (one for one in self.meant_by(word) if word in (one.RULE.code, one.RULE.name))
        return next(found, None)

    def chosen(self, selector: str) -> RuleModule | None:
        """Return the rule that a selector means by its whole code or name, in any case."""
        if selector.upper() in ("ALL", *_GROUPS):  # no use to import them all
            return None
        return self.named(selector.upper()) or self.named(selector.lower())

    def gone(self, selector: str) -> Removed | None:
        """Return the rule of which a selector was the code or the name, if it has been removed."""
        words = (selector.upper(), selector.lower())
        return next((one for one in self.removed if one.code in words or one.name in words), None)


Rules: TypeAlias = Catalogue | tuple["RuleModule", ...]
