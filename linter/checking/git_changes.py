"""What changed in a git repository, and which findings the changes cause.

A finding is caused by the changes if it isn't there when the project is checked with the old
contents of what changed: so one in another file, whose cause lies in a changed one, counts, and
one that was there before doesn't.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Final

from linter.diagnostic import Diagnostic, Result
from linter.files import lies_within, relative
from linter.named_tuple import NamedTuple
from linter.reading.git import PLACES, environment_for_git, reason_of, started
from linter.refusal import CannotRun

Contents = Mapping[str, bytes | None]

_AT_ONCE: Final = 20_000_000  # bytes of blobs that are asked for
_LINKS_AND_MODULES: Final = ("120000", "160000")  # git's modes of what is no file


class Changes(NamedTuple):
    """Contents by absolute path, None for a file that isn't there."""

    new: Contents  # where what is judged differs from the disk
    old: Contents  # as it was before the changes


def changes_of(root: str, *, staged: bool, since: str | None, largest: int) -> Changes:
    """Ask git what changed: in the index, or on the disk since HEAD, or since `since` branched off.

    What has more than `largest` bytes isn't asked for: anything that is as large stands for it.
    Raises CannotRun when git is missing, root is in no repository or the reference is unknown.
    """
    git = _Git(root, environment_for_git(), largest)
    base = git.base(since)
    if not staged:
        return Changes({}, git.as_of(base))
    # what is committed is the index: the disk's differences from it, and untracked files, aren't there
    new = git.as_of(None)
    return Changes(new, {**new, **git.old_contents(["--cached", base]), **git.modules_as_of(base)})


def base_of(folder: str, since: str | None) -> str:
    """Return the commit from which on changes count; raises CannotRun as `changes_of` does."""
    return _Git(folder, environment_for_git()).base(since)


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
    from linter.checking.unsettled import BEFORE, unseen_as

    held = unseen_as(result.held, set(result.diagnostics).difference(kept), BEFORE)
    return result._replace(diagnostics=tuple(kept), held=held)


def _place(one: Diagnostic) -> tuple[object, ...]:
    return (one.known, one.file, one.pointer)


def _as_written(folder: str, top: str) -> tuple[str, str]:
    """Return a folder and the top of its work tree, written as the folder is.

    Where a link lies between them, no way up leads from one to the other: then they are where they are.
    """
    home, top = os.path.realpath(folder), os.path.realpath(top)
    outer = folder.removesuffix(home.removeprefix(top))
    return (folder, outer) if os.path.realpath(outer) == top else (home, top)


def _listed(blobs: Iterable[str]) -> bytes:
    return "".join(f"{blob}\n" for blob in blobs).encode()


def in_portions(sizes: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Yield blobs by their sizes, as many at a time as have no more bytes than that, or one that has."""
    some: list[str] = []
    held = 0
    for blob, size in sizes.items():
        if some and held + size > most:
            yield some
            some, held = [], 0
        some.append(blob)
        held += size
    if some:
        yield some


class _Git:
    """A repository as git tells about it; paths come out absolute, written as `root` is."""

    def __init__(self, root: str, environment: Mapping[str, str], largest: int = 0) -> None:
        self.folder = root
        self.largest = largest
        self.environment = environment
        up = self._run("rev-parse", "--show-cdup").decode().removesuffix("\n")
        self.home, self.top = _as_written(root, os.path.join(root, up))

    def base(self, since: str | None) -> str:
        """Return the commit from which on changes count."""
        return self.head() if since is None else self.branching_point(since)

    def head(self) -> str:
        """Return the last commit; the empty tree before the first one."""
        if self._try("rev-parse", "--verify", "--quiet", "HEAD") is None:
            return self._empty_tree()
        return self._run("rev-parse", "--verify", "HEAD^{commit}").decode().strip()

    def branching_point(self, reference: str) -> str:
        """Return the commit at which HEAD and a reference parted."""
        commit = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
        if commit is None:
            raise CannotRun(f"git knows no commit `{reference}`{self._shallow()}")
        parted = self._try("merge-base", commit, "HEAD")
        if parted is None and (shallow := self._shallow()):
            raise CannotRun(f"git can't tell where HEAD and `{reference}` parted{shallow}")
        return parted or commit

    def as_of(self, base: str | None) -> dict[str, bytes | None]:
        """Return the contents that a commit, or the index, has where they differ from the disk."""
        untracked = dict.fromkeys(self.untracked())
        return {**untracked, **self.old_contents([base] if base else []), **self.modules_as_of(base)}

    def modules_as_of(self, base: str | None) -> dict[str, bytes | None]:
        """Return the same of the submodules in the project, each at the commit that is recorded there."""
        contents: dict[str, bytes | None] = {}
        outside = {name: value for name, value in self.environment.items() if name not in PLACES}
        for path, commit in self._modules(base).items():
            module = _Git(path, outside, self.largest)
            contents |= module.as_of(commit or module._empty_tree())
        return contents

    def _modules(self, base: str | None) -> dict[str, str]:
        """Return the submodules that are checked out, each with its commit; "" for one that is new."""
        if not os.path.exists(os.path.join(self.top, ".gitmodules")):
            return {}
        now = self._links("ls-files", "--stage", "-z", "--full-name", "--", self.top)
        then = now if base is None else self._links("ls-tree", "-r", "-z", "--full-tree", base)
        checked_out = (path for path in now if os.path.exists(os.path.join(path, ".git")))
        return {path: then.get(path, "") for path in checked_out if lies_within(path, self.folder)}

    def _links(self, *arguments: str) -> dict[str, str]:
        """Return the commits of submodules, by path: lines of mode, commit and more, a tab and the name."""
        lines = (one.partition(b"\t") for one in self._run(*arguments).split(b"\0") if one[:6] == b"160000")
        return {self._path(name): re.findall("[0-9a-f]{40,}", head.decode())[0] for head, _, name in lines}

    def _empty_tree(self) -> str:
        return self._run("hash-object", "-t", "tree", "--stdin").decode().strip()

    def _shallow(self) -> str:
        if self._try("rev-parse", "--is-shallow-repository") != "true":
            return ""
        return ": the clone is shallow, so a part of its history isn't there (`git fetch --unshallow`)"

    def untracked(self) -> list[str]:
        """Return the files that git neither has nor is told to ignore."""
        out = self._run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", self.top)
        return [self._path(name) for name in out.split(b"\0")[:-1]]

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
        return self._read(blobs)

    def _read(self, blobs: Mapping[str, str | None]) -> dict[str, bytes | None]:
        """Return the contents of blobs, by path."""
        sizes = self._sizes({blob: path for path, blob in blobs.items() if blob})
        beyond = bytes(self.largest + 1)  # whoever asks for it is told that it is too large
        contents = {blob: beyond for blob, size in sizes.items() if size > self.largest}
        unread = {blob: size for blob, size in sizes.items() if blob not in contents}
        for some in in_portions(unread, _AT_ONCE):
            contents |= self._contents(some)
        return {path: contents[blob] if blob else None for path, blob in blobs.items()}

    def _sizes(self, blobs: Mapping[str, str]) -> dict[str, int]:
        """Return how large blobs are that paths have; raises CannotRun for one that isn't there."""
        out = self._run("cat-file", "--batch-check", data=_listed(blobs)) if blobs else b""
        said = zip(blobs, (line.split()[-1] for line in out.splitlines()), strict=True)
        sizes = {blob: int(size) if size.isdigit() else -1 for blob, size in said}
        lacking = next((blob for blob, size in sizes.items() if size < 0), None)
        if lacking is not None:
            raise CannotRun(self._lacking(blobs[lacking], lacking))
        return sizes

    def _contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        out = BytesIO(self._run("cat-file", "--batch", data=_listed(blobs)))
        read: dict[str, bytes] = {}
        for blob in blobs:
            read[blob] = out.read(int(out.readline().split()[-1]))
            out.readline()  # what stands behind it is the end of a line
        return read

    def _lacking(self, path: str, blob: str) -> str:
        name = relative(path, self.folder)
        partial = self._try("config", "--get-regexp", r"^remote\..*\.(promisor|partialclonefilter)$")
        way = (
            "the clone is partial, and nothing is fetched (`git fetch --refetch --no-filter`)"
            if partial
            else "the repository is damaged (`git fsck` tells more)"
        )
        return f"git can't tell what changed: {name} as it was, object {blob[:10]}, is not there: {way}"

    def _path(self, name: bytes) -> str:
        path = os.path.normpath(os.path.join(self.top, os.fsdecode(name)))
        return self.folder + path.removeprefix(self.home) if lies_within(path, self.home) else path

    def _try(self, *arguments: str) -> str | None:
        done = self._start(arguments, b"")
        return done[1].decode().strip() if done[0] == 0 else None

    def _run(self, *arguments: str, data: bytes = b"") -> bytes:
        status, out, said = self._start(arguments, data)
        if status:
            reason = reason_of(said.decode(errors="replace")) or f"it ended with status {status}"
            raise CannotRun(f"git can't tell what changed: {reason}")
        return out

    def _start(self, arguments: Iterable[str], data: bytes) -> tuple[int, bytes, bytes]:
        try:
            return started(self.folder, self.environment, arguments, data)
        except FileNotFoundError as error:
            raise CannotRun("git is not installed, or not on the PATH; it tells what changed") from error
        except OSError as error:
            raise CannotRun(f"git can't be run: {error.strerror}; it tells what changed") from error
