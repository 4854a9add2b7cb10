"""The values that a configuration gives a project's run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linter.diagnostic import SEVERITIES
from linter.files import LARGEST
from linter.instance.generations import GENERATIONS
from linter.named_tuple import NamedTuple
from linter.placeholders import Scalar, names_of

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect

BASELINE: Final = "c360lint-baseline.json"
"""The baseline's file, unless it is configured."""

DEFAULT_INCLUDE: Final = ("**/*.json", "**/*.yaml", "**/*.yml", "**/*.http", "**/*.rest")

CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "api": GENERATIONS,
    "fail-level": (*SEVERITIES, "never"),
    "severity": SEVERITIES,
    "unread": ("allow", "error"),
}


class Override(NamedTuple):
    """Other settings for some files."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


class Contract(NamedTuple):
    """A description of another API: its file, of which form, and further servers."""

    file: str
    is_openapi: bool
    servers: tuple[str, ...] = ()


class Suppress(NamedTuple):
    """Findings that are left as they are: of which rules, where, why, and up to which day."""

    rule: str = ""
    rules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    path: str = ""
    reason: str = ""
    until: str | None = None


class Layer(NamedTuple):
    """What a file, or a preset, says by itself: one of what a configuration is made of."""

    name: str  # the file's path, absolute, or the preset's name
    configuration: Configuration

    @property
    def is_file(self) -> bool:
        """Whether it is a file's."""
        return self.name.endswith(".toml")


class Configuration(NamedTuple):
    """The settings of a project; paths are relative to the configuration's folder."""

    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # glob with {placeholders}, request
    snapshots: tuple[str, ...] = ()
    environments: tuple[tuple[str, str], ...] = ()  # name, snapshot: the payloads are meant for each
    principal: str | None = None
    api: str = "2020-04"
    master_dataset: str = "Customer"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: str = "error"
    severity: tuple[tuple[str, str], ...] = ()
    overrides: tuple[Override, ...] = ()
    schemas: tuple[tuple[tuple[str, ...], str], ...] = ()  # globs, schema file
    contracts: tuple[Contract, ...] = ()
    custom_rules: tuple[str, ...] = ()  # folders with the team's own rules
    suppress: tuple[Suppress, ...] = ()
    dialects: tuple[tuple[str, Dialect], ...] = ()  # by payload kind
    baseline: str | None = None
    allow_empty: bool = False  # whether there may be no payload at all
    unread: str = "allow"  # whether what is not read or not checked passes, or is an error
    max_file_size: int = LARGEST // 1_000_000  # in megabytes
    respect_gitignore: bool = True  # whether what git ignores isn't the project's
    preview: bool = False  # whether rules run that are still tried
    placeholders: tuple[tuple[str, str, Scalar], ...] = ()  # environment ("" is any), name, value
    layers: tuple[Layer, ...] = ()  # of one that extends others: all of them, the weakest first

    @property
    def extended(self) -> tuple[str, ...]:
        """The paths of the files that it extends."""
        return tuple(one.name for one in self.layers[:-1] if one.is_file)

    def values_in(self, environment: str) -> dict[str, Scalar]:
        """Return what placeholders stand for in an environment."""
        anywhere = {name: value for where, name, value in self.placeholders if not where}
        return anywhere | {name: value for where, name, value in self.placeholders if where == environment}

    def has_own_value(self, environment: str, placeholder: str) -> bool:
        """Tell whether an environment has a value of its own for a placeholder."""
        names = {one.lower() for one in names_of(placeholder)}
        return any(where == environment and name.lower() in names for where, name, _ in self.placeholders)

    def dialect(self, kind: str | None) -> Dialect | None:
        """Return the dialect in which payloads of a kind are written, if they are in one."""
        return next((one for name, one in self.dialects if name == kind), None)
