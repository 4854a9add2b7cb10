"""What a rule is: a card in the catalogue and one check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

from linter.diagnostic import Said
from linter.project.project import Project

API_PAGE: Final = (
    "https://github.com/MicrosoftDocs/customer-insights/blob/8f65a66c4/ci-docs/audience-insights/apis.md"
)

Says = Iterator[Said]


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
    by_environment: bool = False  # a finding may only say that something is meant for another environment
    late: bool = False  # asked when all others have spoken: it is about what was made of their findings

    @property
    def why(self) -> str:
        """The reason, with its source."""
        return f"{self.limitation} ({self.source})"


class RuleModule(Protocol):
    """A module under rules/ that carries its card and its one check."""

    @property
    def RULE(self) -> Rule:  # noqa: N802  # modules have a constant of this name
        """The card."""
        ...

    def check(self, project: Project, /) -> Says:
        """Yield what is wrong, held back or not decidable in the project."""
        ...
