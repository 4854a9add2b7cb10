"""Which files git ignores: git itself says so, and is only asked where its patterns may be about them.

Outside of a repository git ignores nothing, whatever a .gitignore says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from linter.files import content_of, document_name, repository_of, with_folders
from linter.named_tuple import NamedTuple
from linter.reading.git import PLACES, environment_for_git, reason_of, started
from linter.wording import counted

MARKS: Final = (".gitignore", ".git")
"""What tells that git may ignore files in and below a folder, or that a repository begins there."""


class Ignored(NamedTuple):
    """What git ignores of some names, and why it couldn't be asked about them."""

    names: frozenset[str] = frozenset()
    trouble: str = ""


def ignored(root: str, names: Iterable[str], marks: Iterable[str]) -> Ignored:
    """Return which of some files and folders below a folder git ignores, with "/" in their names.

    `marks` are the paths of the MARKS below the folder.  What lies in another repository there, such as a
    submodule, is what that one ignores, or ignored with it.
    """
    known = tuple(names)
    top, marks = repository_of(root), tuple(marks)
    inner = [_below(root, os.path.dirname(one)) for one in marks if os.path.basename(one) == ".git"]
    repositories = [*([""] if top is not None else []), *(f"{one}/" for one in inner if one)]
    steps = {step for one in known for step in one.split("/")}
    steps.update(_below(top, root).split("/") if top is not None else ())
    if not repositories or not known or not _may_matter(sayings_of(root, marks), steps):
        return Ignored()
    return _asked(root, known, sorted(repositories, key=len, reverse=True))


def marks_around(root: str, names: Iterable[str]) -> list[str]:
    """Return the MARKS in a folder and in those that lead to some others below it."""
    folders = {"", *(step for name in names for step in with_folders(name))}
    paths = (os.path.join(root, folder, mark) for folder in sorted(folders) for mark in MARKS)
    return [path for path in paths if os.path.lexists(path)]


def sayings_of(root: str, marks: Iterable[str]) -> list[str]:
    """Return the paths of the files that have a say in what git ignores below a folder; its index is one."""
    found, top = [one for one in marks if not one.endswith(".git")], repository_of(root)
    folder = root
    while top is not None and folder != top:
        folder = os.path.dirname(folder)
        found.append(os.path.join(folder, ".gitignore"))
    tops = [top] if top is not None else []
    for one in dict.fromkeys([*tops, *(os.path.dirname(one) for one in marks if one.endswith(".git"))]):
        found += _kept_by(one)
    home = os.path.expanduser("~")
    settings = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    found += [os.path.join(settings, "git", name) for name in ("ignore", "config")]
    return [*found, os.path.join(home, ".gitconfig"), "/etc/gitconfig"]


def _kept_by(top: str) -> Iterator[str]:
    """Yield what a repository itself keeps; a work tree of it, or a submodule, has only a pointer there."""
    kept = os.path.join(top, ".git")
    pointer = (content_of(kept, 4096) or b"").decode(errors="replace")
    if pointer.startswith("gitdir: "):
        kept = os.path.join(top, pointer.removeprefix("gitdir: ").strip())
    yield os.path.join(kept, "index")
    common = (content_of(os.path.join(kept, "commondir"), 4096) or b".").decode(errors="replace").strip()
    for name in (os.path.join("info", "exclude"), "config"):
        yield os.path.normpath(os.path.join(kept, common, name))


def _may_matter(sayings: Iterable[str], steps: set[str]) -> bool:
    """Tell whether some pattern may be about one of the steps of paths: its last step is like it."""
    patterns: set[str] = set()
    for path in sayings:
        name = os.path.basename(path)
        text = (content_of(path) or b"").decode(errors="replace") if name != "index" else ""
        if name in ("config", ".gitconfig", "gitconfig"):
            if re.search(r"(?i)excludesfile", text):
                return True  # the patterns are somewhere else
        else:
            patterns.update(filter(None, map(_last_step, text.split("\n"))))
    if not patterns:
        return False
    import fnmatch

    is_like = re.compile("|".join(map(fnmatch.translate, patterns))).match
    return any(is_like(step.lower()) for step in steps)


def _last_step(line: str) -> str:
    """Return the last step of a pattern, or one like it; "" for a line that makes git ignore nothing."""
    text = line.rstrip()
    if not text or text[0] in "#!":
        return ""
    steps = [step for step in text.split("/") if step.strip("*") or step == "*"]
    return "*" if not steps or "\\" in text or "[" in text else steps[-1].lower()


def _asked(root: str, names: Iterable[str], repositories: list[str]) -> Ignored:
    """Ask each repository, the innermost first, about the names and the repositories in it."""
    groups: dict[str, list[str]] = {one: [] for one in repositories}
    for name in dict.fromkeys([*names, *(one.rstrip("/") for one in repositories if one)]):
        around = next((one for one in repositories if name.startswith(one)), None)
        if around is not None:
            groups[around].append(name)
    environment = environment_for_git()
    found: set[str] = set()
    for begin, group in groups.items():
        said = _said(
            os.path.join(root, begin), [name[len(begin) :] for name in group], environment, inner=begin
        )
        if isinstance(said, str):
            return Ignored(trouble=said)
        found.update(begin + name for name in said)
    return Ignored(frozenset(name for name in names if any(one in found for one in with_folders(name))))


def _said(folder: str, names: list[str], environment: dict[str, str], inner: str) -> list[str] | str:
    """Return the names that git ignores, or why it doesn't tell."""
    if not names:
        return []
    around = {name: value for name, value in environment.items() if not (inner and name in PLACES)}
    data = "".join(f"./{name}\0" for name in names)  # a name may begin like a pathspec with magic
    try:
        status, out, said = started(folder, around, ("check-ignore", "-z", "--stdin"), os.fsencode(data))
    except FileNotFoundError:
        return "git is not installed, or not on the PATH"
    except OSError as error:
        return f"git can't be run: {error.strerror}"
    if status not in (0, 1):
        return reason_of(said.decode(errors="replace")) or f"git ended with status {status}"
    return [name.removeprefix("./") for name in os.fsdecode(out).split("\0")[:-1]]


def _below(folder: str, path: str) -> str:
    found = document_name(path, folder)
    return "" if found == "." else found


def count_of(files: Sequence[object]) -> str:
    """Return how many files are ignored, in words."""
    number = len(files)
    return f"{counted(number, 'file')} {'is' if number == 1 else 'are'} ignored by git"
