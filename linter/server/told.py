"""What the client was told of files unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from linter.named_tuple import NamedTuple
from linter.server.messages import Json


class Told(NamedTuple):
    """What the client was told of a file."""

    uri: str
    version: int | None
    items: list[Json]

    @property
    def is_news(self) -> bool:
        """Whether it says more than what holds of any file: that nothing is said."""
        return bool(self.items) or self.version is not None


class Telling:
    """Remembers what the client was told of every file, and sends what is news."""

    def __init__(self, publish: Callable[[Json], None]) -> None:
        self._publish_params = publish
        self._told: dict[str, Told] = {}  # by path

    def __iter__(self) -> Iterator[str]:
        """Yield the files of which something was told that holds still."""
        return iter(self._told)

    def tell(self, path: str, now: Told) -> None:
        """Tell of a file what holds now, unless that is known."""
        before = self._told.get(path)
        if now.version is None and before is not None and before.version is None:
            now = now._replace(uri=before.uri)  # as it was called
        if before is not None and before.uri != now.uri:
            self._publish(Told(before.uri, None, []))
        if before != now and (before is not None or now.is_news):
            self._publish(now)
        if now.is_news:
            self._told[path] = now
        else:
            self._told.pop(path, None)

    def _publish(self, told: Told) -> None:
        version = {"version": told.version} if told.version is not None else {}
        self._publish_params({"uri": told.uri, "diagnostics": told.items, **version})
