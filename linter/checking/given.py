"""What a command line says of the project, and in which modes it is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.configuration.settings import Configuration


class Given(NamedTuple):
    """What the command line says of the project; it goes before what the configuration says."""

    paths: tuple[str, ...] = ()
    snapshots: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    snapshot_only: bool = False
    config: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    as_kind: str | None = None
    stdin_filename: str | None = None
    principal: str | None = None
    api: str | None = None
    baseline: str | None = None
    allow_empty: bool = False
    force_exclude: bool = False
    no_ignore: bool = False
    strict: bool = False
    preview: bool = False
    allow_code: tuple[str, ...] = ()

    def over(self, configuration: Configuration) -> Configuration:
        """Return a configuration with what is said in place of its settings."""
        return configuration._replace(
            principal=self.principal or configuration.principal,
            api=self.api or configuration.api,
            allow_empty=self.allow_empty or configuration.allow_empty,
            respect_gitignore=configuration.respect_gitignore and not self.no_ignore,
            preview=self.preview or configuration.preview,
            unread="error" if self.strict else configuration.unread,
        )


class Modes(NamedTuple):
    """Whether what can be mended is mended, and which of the findings count."""

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    no_baseline: bool = False
    staged: bool = False
    changed: bool = False
    since: str | None = None

    @property
    def mends(self) -> bool:
        """Whether fixes are made, or shown."""
        return self.fix or self.unsafe_fixes or self.diff

    @property
    def compares(self) -> bool:
        """Whether only what changes cause is reported."""
        return bool(self.staged or self.changed or self.since)
