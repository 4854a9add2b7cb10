"""Which of the files that lie in a project are read after all, and what there is to say of the others.

What git ignores is not the project's; a file that links give several names is read once; what is
excluded is read only if it is named.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from linter.diagnostic import Remark
from linter.files import content_of, document_name, lies_within, path_of
from linter.kinds.documents import looks_like_ours
from linter.kinds.routes import laid_out
from linter.reading.discovery import Candidate, Chosen, Discovered, mapped, mappings, why_passed_over
from linter.reading.ignored import Ignored, count_of
from linter.reading.inputs import UNNAMED, Inputs

Ignores = Callable[[str, Sequence[str], Sequence[str]], Ignored]

_HEAD: Final = 4096
_MOST_HEADS: Final = 100  # of ignored files, so many are looked at


def sifted(inputs: Inputs, found: Discovered, chosen: dict[str, Candidate], ignores: Ignores) -> Chosen:
    """Return which of the chosen files, by path, are read."""
    once = list(_once(inputs, chosen)) if found.links else []
    links = dict(_unfollowed(inputs, found))
    apart = [document_name(path, inputs.root) for path in inputs.apart]
    named = dict(_named(inputs))
    meant = {*named, *([inputs.stdin[0]] if inputs.stdin else [])}
    is_ignored, trouble = _git_says(
        inputs, found, [one.name for one in chosen.values()], [*links, *apart], ignores
    )
    ignored = [one for path, one in chosen.items() if path not in meant and is_ignored(one.name)]
    kept = {path: one for path, one in chosen.items() if path in meant or not is_ignored(one.name)}
    why = {path: reason for path in named if (reason := _why(inputs, path, named[path], is_ignored))}
    if inputs.force_exclude:
        kept = {path: one for path, one in kept.items() if path not in why}
    remarks = [
        *once,
        *trouble,
        *(words for name, words in links.items() if not is_ignored(name)),
        *_told_of_ignored(inputs, ignored),
        *(Remark("not read: ", name, ": git ignores this project") for name in apart if is_ignored(name)),
        *(_told_of_named(named[path], reason, is_read=path in kept) for path, reason in why.items()),
    ]
    return Chosen(
        sorted(kept.values()),
        tuple(sorted(one.name for one in ignored)),
        tuple(named[path] for path in why if inputs.force_exclude),
        tuple(remarks),
    )


def _told_of_named(name: str, reason: str, *, is_read: bool) -> Remark:
    if is_read:
        return Remark("", name, f" is read since it is named, though {reason}")
    return Remark("not read: ", name, f": {reason}")


def _named(inputs: Inputs) -> Iterator[tuple[str, str]]:
    """Yield path and name of the files and folders of the command line, but for those around the project."""
    stdin = [inputs.stdin[0]] if inputs.stdin and os.path.basename(inputs.stdin[0]) != UNNAMED else []
    for path in (*inputs.paths, *stdin):
        if path != inputs.root and lies_within(path, inputs.root):
            yield path, document_name(path, inputs.root)


def _why(inputs: Inputs, path: str, name: str, is_ignored: Callable[[str], bool]) -> str:
    """Return why a file or folder that is named wouldn't be read otherwise; "" for one that would."""
    why = why_passed_over(name, inputs.configuration, is_folder=os.path.isdir(path))
    return why or ("git ignores it" if is_ignored(name) else "")


def _git_says(
    inputs: Inputs, found: Discovered, names: Sequence[str], links: Iterable[str], ignores: Ignores
) -> tuple[Callable[[str], bool], list[Remark]]:
    """Return a test whether git ignores a file, folder or link, and why git doesn't tell."""
    if not inputs.configuration.respect_gitignore:
        return lambda _: False, []
    asked = dict.fromkeys((*names, *links, *(name for _, name in _named(inputs))))
    places = {name: _places(inputs, found, name) for name in asked if name != ".." and name[:3] != "../"}
    said = ignores(inputs.root, [place for several in places.values() for place in several], found.marks)
    words = "git can't say which files it ignores, so all are read: "
    trouble = [Remark(f"{words}{said.trouble}")] if said.trouble else []
    return lambda name: not said.names.isdisjoint(places.get(name, ())), trouble


def _places(inputs: Inputs, found: Discovered, name: str) -> tuple[str, ...]:
    """Return a file's name as git knows it; behind a link git knows only the link, and the file itself."""
    link = next((one for one in found.links if name.startswith(f"{one}/")), None)
    return (
        (name,) if link is None else (link, document_name(_real(inputs, name), os.path.realpath(inputs.root)))
    )


def _real(inputs: Inputs, name: str) -> str:
    """Return the path of a file, which itself may be a link, without the links to its folder."""
    folder, _, own = name.rpartition("/")
    return os.path.join(os.path.realpath(os.path.join(inputs.root, folder)), own)


def _once(inputs: Inputs, chosen: dict[str, Candidate]) -> Iterator[Remark]:
    """Leave every file one name: as named, a payload's place, its own; say where it has another."""
    of_payloads = mappings(inputs.configuration.files)

    def is_place(name: str) -> bool:
        return mapped(name, of_payloads) is not None or laid_out(name) is not None

    by_file: dict[str, list[Candidate]] = {}
    for one in chosen.values():
        by_file.setdefault(_real(inputs, one.name), []).append(one)
    for file, several in by_file.items():
        own = document_name(file, os.path.realpath(inputs.root))

        def rank(one: Candidate, own: str = own) -> tuple[bool, bool, bool, str]:
            return one.path not in inputs.paths, not is_place(one.name), one.name != own, one.name

        first, *others = sorted(several, key=rank)
        for one in others:
            del chosen[one.path]
            if is_place(one.name):
                yield Remark("not read: ", one.name, f": by a link it is {first.name}, which is read")


def _unfollowed(inputs: Inputs, found: Discovered) -> Iterator[tuple[str, Remark]]:
    """Yield the links to folders that are not followed, and what to say of them."""
    if not found.links:
        return  # or each folder would be asked whether it is one
    followed = {folder for folder in found.folders if os.path.islink(folder.rstrip(os.sep))}
    first: dict[str, str] = {}
    for name, target in found.links.items():
        if os.path.join(path_of(name, inputs.root), "") in followed:
            first[target] = name
    for name, target in found.links.items():
        is_behind = any(name.startswith(f"{one}/") for one in found.links)  # its own name is told
        if first.get(target) != name and not is_behind:
            words = f" is a link to {_whither(inputs, target, first)}"
            yield name, Remark("not read: ", name, words, unread=_leads_out(inputs, target))


def _whither(inputs: Inputs, target: str, first: dict[str, str]) -> str:
    if target in first:
        return f"{document_name(target, os.path.realpath(inputs.root))}, which {first[target]} leads to"
    if _leads_out(inputs, target):
        return f"{target}, which is not in the project's folder"
    if any(lies_within(target, os.path.realpath(one)) for one in inputs.apart):
        return f"{document_name(target, os.path.realpath(inputs.root))}, which is another project's"
    return "a folder around it"


def _leads_out(inputs: Inputs, target: str) -> bool:
    return not lies_within(target, os.path.realpath(inputs.root))


def _told_of_ignored(inputs: Inputs, ignored: Sequence[Candidate]) -> Iterator[Remark]:
    """Tell how many files git ignores, if one of them is like a payload."""
    of_payloads = mappings(inputs.configuration.files)
    if inputs.paths or inputs.stdin:
        ignored = [one for one in ignored if any(lies_within(one.path, path) for path in inputs.paths)]
    like = [one.name for one in ignored if laid_out(one.name) or mapped(one.name, of_payloads)]
    heads = (one for one in ignored[:_MOST_HEADS] if not like)
    like += [
        one.name
        for one in heads
        if looks_like_ours((content_of(one.path, _HEAD) or b"").decode(errors="replace"))
    ]
    if like:
        after = ", which is like a payload (--no-ignore reads them)"
        yield Remark(f"not read: {count_of(ignored)}, such as ", min(like), after)
