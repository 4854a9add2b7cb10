"""What a rule is: a card in the catalogue and one check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal, Protocol

from linter.diagnostic import Finding, Grounds, Said, Stated
from linter.instance.generations import GENERATIONS
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.wording import joined

API_PAGE: Final = (
    "https://github.com/MicrosoftDocs/customer-insights/blob/8f65a66c4/ci-docs/audience-insights/apis.md"
)

_PRODUCT_PAGES: Final = "https://github.com/MicrosoftDocs/customer-insights/blob/87b32fe5d/ci-docs/data/"

Says = Iterator[Said]
Need = Literal["snapshot"]
Status = Literal["preview", "stable", "deprecated"]


def product_page(name: str) -> str:
    """Return the address of one of the product's pages, such as "segment-builder.md"."""
    return _PRODUCT_PAGES + name


class Rule(NamedTuple):
    """The card: everything known about a rule before it runs."""

    code: str
    name: str
    limitation: str  # one sentence, as the source states it
    source: str  # where the source states it: the request, and the number there
    severity: str = "error"
    url: str = API_PAGE
    service_errors: tuple[str, ...] = ()  # codes of the service that seem to mean it, by their names
    local: bool = False  # what it says of a document depends on that document and the snapshots alone
    late: bool = False  # asked when all others have spoken: it is about what was made of their findings
    kinds: tuple[str, ...] = ("documents",)  # what it speaks of: see `occurring`
    judges: Callable[[Project], Iterable[Request]] | None = None  # which requests; None: all of its kinds
    needs: tuple[Need, ...] = ()  # what each of them must have; where one lacks it, it is not checked
    generations: tuple[str, ...] = GENERATIONS  # of the API, for which it holds
    suppressible: bool = True
    unread: bool = False  # what it finds was not read, so that nothing in it was judged
    common: bool = False  # of several environments: counts only where it holds in all of them
    superfluous: bool = False  # what it finds nobody reads: an editor may show it faint
    awaits_reason: bool = False  # stands where an editor has put a suppression whose reason is yet to come
    tells_why: bool = False  # what it leaves open is told once: other rules' same reasons follow from it
    mended_by: str | None = None  # the kind of payload that an editor may offer, since it would mend it
    sources: tuple[Stated, ...] = ()  # the same as data; without them it is `source`: see `stated`
    inferred: bool = False  # whether the reading is ours, since no source says it in so many words
    group: str = ""  # a word that selects it, with others of its sort: "advice"
    default: bool = True  # whether it is on where no selector names it: its code, name or group
    since: str = "0.1.0"  # the version in which it came
    status: Status = "stable"  # a preview runs if asked for; one that is deprecated will be removed
    instead: tuple[str, ...] = ()  # the codes of the rules that say what a deprecated one says
    custom: str = ""  # of a team's own rule: its file, as the project calls it

    @property
    def why(self) -> str:
        """The reason, with its source, and for which generations of the API it holds, if not for all."""
        held = "" if self.generations == GENERATIONS else f"; holds for {self.held}"
        return f"{self.limitation} ({self.source}{held})"

    @property
    def family(self) -> str:
        """The letters that it shares with the rules of its family; a team's own rules are one."""
        return self.code[:1] if self.custom else self.code[:2]

    @property
    def held(self) -> str:
        """The generations of the API for which it holds, in words."""
        one = len(self.generations) == 1
        return f"the API's generation{'' if one else 's'} {joined(list(self.generations))}"

    @property
    def stated(self) -> tuple[Stated, ...]:
        """Where the limitation is stated, as data."""
        return self.sources or (Stated("api-page" if self.url == API_PAGE else "convention", self.source),)

    def grounds(self, finding: Finding) -> Grounds:
        """Return what a finding of the rule rests on."""
        predicted = self.service_errors if finding.service_errors is None else finding.service_errors
        sources = self.stated if finding.sources is None else finding.sources
        return Grounds(predicted, sources, self.inferred, self.status)

    @property
    def standing(self) -> str:
        """How far it has come, in words: since when it is there, and whether it stays; or whose it is."""
        if self.custom:
            return f"a custom rule of this project, {self.custom}"
        said = "stable" if self.status == "stable" else self.standing_if_not_stable
        return f"since {self.since}, {said}"

    @property
    def standing_if_not_stable(self) -> str:
        """What tells it from rules that are there to stay, "" for those."""
        if self.status == "deprecated":
            return f"deprecated{f': {joined(list(self.instead))} instead' if self.instead else ''}"
        return "preview" if self.status == "preview" else ""

    def published(self) -> dict[str, Any]:
        """Return what lists of rules say of it; fields may be added, but none is changed."""
        told = {name: getattr(self, name) for name in _PUBLISHED}
        told |= {"custom": self.custom} if self.custom else {}
        return {**told, "sources": [one._asdict() for one in self.stated], "inferred": self.inferred}


_PUBLISHED: Final = (
    "code",
    "name",
    "limitation",
    "source",
    "severity",
    "url",
    "service_errors",
    "local",
    "late",
    "generations",
    "group",
    "default",
    "since",
    "status",
    "instead",
)


def rule_matches(rule: Rule, selectors: Iterable[str]) -> bool:
    """Tell whether one of the selectors means a rule.

    It is a code, a prefix of codes, a name, a group, a severity, ALL.
    """
    for selector in selectors:
        upper = selector.upper()
        if (
            upper == "ALL"
            or selector.lower() in (rule.name, rule.group, rule.severity)
            or rule.code.startswith(upper)
        ):
            return True
    return False


def rule_selected(rule: Rule, selectors: Iterable[str]) -> bool:
    """Tell whether selectors turn a rule on: one that is off by default by its code, name or group alone."""
    if rule.default:
        return rule_matches(rule, selectors)
    return any(one.lower() in (rule.code.lower(), rule.name, rule.group) for one in selectors)


class Removed(NamedTuple):
    """A rule that is gone; its code and its name mean nothing else ever after."""

    code: str
    name: str
    version: str  # the first one without it
    reason: str
    instead: tuple[str, ...] = ()  # the codes of the rules that say what it said

    @property
    def told(self) -> str:
        """What became of it, in words."""
        says = "says" if len(self.instead) == 1 else "say"
        now = f"; {joined(list(self.instead))} {says} it instead" if self.instead else ""
        return f"{self.code} ({self.name}) is no rule any more, since {self.version}: {self.reason}{now}"


class RuleModule(Protocol):
    """A module under rules/ that carries its card and its one check."""

    @property
    def RULE(self) -> Rule:  # noqa: N802  # modules have a constant of this name
        """The card."""
        ...

    def check(self, project: Project, /) -> Says:
        """Yield what is wrong, held back or not decidable in the project."""
        ...
