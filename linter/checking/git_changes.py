"""What changed in a git repository, and which findings the changes cause.

A finding is caused by the changes if it isn't there when the project is checked with the old
contents of what changed: so one in another file, whose cause lies in a changed one, counts, and
one that was there before doesn't.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from linter.diagnostic import Diagnostic, Result
from linter.refusal import CannotRun

Contents = Mapping[str, bytes | None]

_LINKS_AND_MODULES: Final = ("120000", "160000")  # git's modes of what is no file


class Changes(NamedTuple):
    """Contents by absolute path, None for a file that isn't there."""

    new: Contents  # where what is judged differs from the disk
    old: Contents  # as it was before the changes


def changes_of(root: str, *, staged: bool, since: str | None) -> Changes:
    """Ask git what changed: in the index, or on the disk since HEAD, or since `since` branched off.

    Raises CannotRun when git is missing, root is in no repository or the reference is unknown.
    """
    git = _Git(root)
    base = git.head() if since is None else git.branching_point(since)
    untracked = dict.fromkeys(git.untracked())
    if not staged:
        return Changes({}, {**untracked, **git.old_contents([base])})
    # what is committed is the index: the disk's differences from it, and untracked files, aren't there
    new: dict[str, bytes | None] = {**untracked, **git.old_contents([])}
    return Changes(new, {**new, **git.old_contents(["--cached", base])})


def caused(result: Result, before: Iterable[Diagnostic]) -> Result:
    """Return the result without the findings that were there before, wherever they stood."""
    here = Counter(_place(one) for one in before)
    anywhere = Counter(one.known for one in before)
    left = []
    for one in result.diagnostics:  # first those that stay where they were
        if here[_place(one)] > 0:
            here[_place(one)] -= 1
            anywhere[one.known] -= 1
        else:
            left.append(one)
    kept = []
    for one in left:
        if anywhere[one.known] > 0:
            anywhere[one.known] -= 1
        else:
            kept.append(one)
    return result._replace(diagnostics=tuple(kept))


def _place(one: Diagnostic) -> tuple[object, ...]:
    return (one.known, one.file, one.pointer)


class _Git:
    """A repository as git tells about it; paths come out absolute, written as `root` is."""

    def __init__(self, root: str) -> None:
        self.folder = root
        self.environment = _environment()
        up = self._lines("rev-parse", "--show-cdup")
        self.top = os.path.normpath(os.path.join(self.folder, up[0] if up else ""))

    def head(self) -> str:
        """Return the last commit; the empty tree before the first one."""
        found = self._try("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return found or self._run("hash-object", "-t", "tree", "--stdin", data=b"").decode().strip()

    def branching_point(self, reference: str) -> str:
        """Return the commit at which HEAD and a reference parted."""
        commit = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
        if commit is None:
            raise CannotRun(f"git knows no commit `{reference}`")
        return self._try("merge-base", commit, "HEAD") or commit

    def untracked(self) -> list[str]:
        """Return the files that git neither has nor is told to ignore."""
        out = self._run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", self.top)
        return [self._path(name) for name in out.split(b"\0") if name]

    def old_contents(self, arguments: list[str]) -> dict[str, bytes | None]:
        """Return the old contents of the files that differ between the two sides of a diff."""
        form = ("--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--ignore-submodules")
        out = self._run("diff", *form, *arguments, "--")
        fields = out.split(b"\0")
        blobs: dict[str, str | None] = {}
        for head, name in zip(fields[::2], fields[1::2], strict=False):
            old_mode, _, blob, _, status = head.decode().lstrip(":").split(" ")
            if old_mode in _LINKS_AND_MODULES or status[0] == "U":
                continue
            blobs[self._path(name)] = None if not blob.strip("0") else blob
        return dict(zip(blobs, self._read(blobs.values()), strict=True))

    def _read(self, blobs: Iterable[str | None]) -> list[bytes | None]:
        blobs = list(blobs)
        wanted = "".join(f"{blob}\n" for blob in blobs if blob)
        out = self._run("cat-file", "--batch", data=wanted.encode()) if wanted else b""
        read: list[bytes | None] = []
        at = 0
        for blob in blobs:
            if blob is None:
                read.append(None)
                continue
            start = out.index(b"\n", at) + 1
            end = start + int(out[at:start].rsplit(b" ", 1)[1])
            read.append(out[start:end])
            at = end + 1
        return read

    def _path(self, name: bytes) -> str:
        return os.path.normpath(os.path.join(self.top, os.fsdecode(name)))

    def _lines(self, *arguments: str) -> list[str]:
        return self._run(*arguments).decode().split("\n")[:-1]

    def _try(self, *arguments: str) -> str | None:
        done = self._start(arguments, b"")
        return done[1].decode().strip() if done[0] == 0 else None

    def _run(self, *arguments: str, data: bytes = b"") -> bytes:
        status, out, said = self._start(arguments, data)
        if status:
            reason = said.decode(errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
            raise CannotRun(f"git can't tell what changed: {reason}")
        return out

    def _start(self, arguments: Iterable[str], data: bytes) -> tuple[int, bytes, bytes]:
        import subprocess

        command = ["git", "--no-optional-locks", "-c", "core.quotepath=off", *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=self.environment,
                input=data,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise CannotRun("git is not installed, or not on the PATH; it tells what changed") from error
        return done.returncode, done.stdout, done.stderr


def _environment() -> dict[str, str]:
    """Return the environment for git, which runs in the project's folder.

    In a hook, GIT_DIR alone would make that folder the top of the work tree, and paths may be
    relative to the folder that the hook runs in.
    """
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}  # a partial clone would ask its remote
    if "GIT_WORK_TREE" not in environment:
        environment.pop("GIT_DIR", None)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        if name in environment:
            environment[name] = os.path.abspath(environment[name])
    return environment
