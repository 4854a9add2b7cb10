"""The folders of the workspace, and how the client calls what lies in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from linter.files import lies_within


class Folders:
    """Remembers the folders of the workspace, by real path, as the client calls them."""

    def __init__(self) -> None:
        self._called: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        """Yield their real paths."""
        return iter(self._called)

    @property
    def links(self) -> dict[str, str]:
        """What the client calls a folder instead, by its real path."""
        return {real: called for real, called in self._called.items() if real != called}

    def open(self, uris: Iterable[str]) -> None:
        """Take folders over."""
        for uri in uris:
            path = _file_path(uri)
            if path is not None:
                self._called[os.path.realpath(path)] = os.path.normpath(path)

    def close(self, uris: Iterable[str]) -> None:
        """Let folders go."""
        for uri in uris:
            path = _file_path(uri)
            if path is not None:
                self._called.pop(os.path.realpath(path), None)

    def path(self, uri: str) -> str | None:
        """Return the path that a file is known by, whichever link leads to its folder; None for no file."""
        given = _file_path(uri)
        if given is None:
            return None
        given = os.path.normpath(given)
        links = {called: real for real, called in self._called.items() if lies_within(given, called)}
        if links:
            called = max(links, key=len)
            return os.path.normpath(links[called] + os.sep + given[len(called) :])
        if any(lies_within(given, real) for real in self._called):
            return given
        return os.path.join(os.path.realpath(os.path.dirname(given)), os.path.basename(given))


def _file_path(uri: str) -> str | None:
    """Return the absolute path that a URI says; None for one that says none."""
    from urllib.parse import unquote, urlsplit

    try:
        found = urlsplit(uri)
    except ValueError:  # such as file://[x
        return None
    if found.scheme != "file":
        return None
    host, path = unquote(found.netloc), unquote(found.path)
    if host and path:  # file://server/share
        path = f"//{host}{path}"
    elif re.match("/[A-Za-z]:", path):  # file:///C:/folder
        path = path[1].lower() + path[2:]
    path = path.replace("/", os.sep)
    return path if os.path.isabs(path) and _is_writable(path) else None


def _is_writable(path: str) -> bool:
    """Tell whether a file can be called so at all."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
