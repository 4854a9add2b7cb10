"""What is known of a project after a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from linter.checking.check_request import CheckRequest
from linter.diagnostic import CauseKey, Held, Range, Result
from linter.files import document_name, path_of
from linter.named_tuple import NamedTuple
from linter.reading.taken import Loaded
from linter.rulekit.catalogue import Catalogue
from linter.text.source import Text


class Obstacle(NamedTuple):
    """Why a project can't be judged as its files say: a configuration or a snapshot that can't be read."""

    path: str
    text: Text
    range: Range
    message: str


class Judged(NamedTuple):
    """What is known of a project; `result` is None where there is nothing to check.

    `meant_in` is the project as it was meant, in each environment: documents that can't be read stand
    there with the last content that could be.
    """

    root: str
    request: CheckRequest
    obstacles: tuple[Obstacle, ...] = ()
    result: Result | None = None
    texts: Mapping[str, Text] = MappingProxyType({})
    meant_in: tuple[tuple[str, Loaded], ...] = ()  # names of environments; one "" where there is none

    @property
    def meant(self) -> Loaded | None:
        """The project as it was meant, in the first environment."""
        return self.meant_in[0][1] if self.meant_in else None

    @property
    def rules(self) -> Catalogue:
        """The rules that it is judged by."""
        return self.request.rules if isinstance(self.request.rules, Catalogue) else Catalogue(())

    @property
    def held(self) -> dict[CauseKey, list[Held]]:
        """What is held back by the finding that explains it; gathered whenever it is asked for."""
        return self.result.consequences() if self.result is not None else {}

    def path(self, file: str) -> str:
        """Return the path of a file that a finding names."""
        return path_of(file, self.root)

    def name(self, path: str) -> str:
        """Return the name that findings give a file."""
        return document_name(path, self.root)

    @property
    def named(self) -> set[str]:
        """The files that the configuration names, whether or not they can be read."""
        configuration = self.request.configuration
        names = [*configuration.snapshots, *(file for _, file in configuration.environments)]
        names += [schema for _, schema in configuration.schemas]
        names += [configuration.baseline] if configuration.baseline is not None else []
        return {self.path(name) for name in names}

    def is_unreadable(self, path: str) -> bool:
        """Tell whether a file is known only as it was when it could be read last, if at all."""
        return any(obstacle.path == path for obstacle in self.obstacles)
