"""What came of several projects, as one outcome in which files are named from the working folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from linter.diagnostic import Looked, Result
from linter.files import common_folder, document_name, repository_of
from linter.reports.outcome import Outcome

_OF_FILES: Final = ("files", "foreign", "ignored", "left_out", "skipped", "snapshots", "too_large")
"""The fields that are names of files."""


def together(outcomes: Sequence[Outcome], told: Sequence[bool]) -> Outcome:
    """Return the outcome of all; which of them are told of one by one is said, too."""
    here = os.getcwd()
    common = common_folder(one.root for one in outcomes) or here
    repository = repository_of(common) or common
    labels = Counter(one.label for one, is_told in zip(outcomes, told, strict=True) if is_told)
    renamed = [
        _seen_from(here, one)._replace(
            repository=repository,
            label=one.label if labels[one.label] < 2 else document_name(one.root, repository),
        )
        for one in outcomes
    ]
    texts = {name: text for one in renamed for name, text in one.texts.items()}
    result = _merged([one.result for one in renamed])
    parts = [one._replace(texts=texts) for one, is_told in zip(renamed, told, strict=True) if is_told]
    strict = any(one.strict for one in outcomes)
    return parts[0]._replace(result=result, label="", project=".", projects=tuple(parts), strict=strict)


def _seen_from(folder: str, one: Outcome) -> Outcome:
    """Return an outcome that names its files from a folder."""

    def named(file: str) -> str:
        return document_name(os.path.join(one.root, file), folder)

    texts = {named(name): text for name, text in one.texts.items()}
    return one._replace(root=folder, result=_renamed(one.result, named), texts=texts)


def _renamed(value: Any, named: Callable[[str], str]) -> Any:
    """Return a value in which all files have other names, however deep they stand."""
    if not isinstance(value, tuple):
        return value
    if not hasattr(value, "_fields"):
        return tuple(_renamed(one, named) for one in value)
    changed: dict[str, Any] = {}
    for name, one in zip(value._fields, value, strict=True):
        if name == "file":
            changed[name] = named(one) if one else one
        elif name in _OF_FILES:
            changed[name] = tuple(map(named, one))
        elif isinstance(one, tuple):
            changed[name] = _renamed(one, named)
    return value._replace(**changed)  # type: ignore[attr-defined]  # it is a named tuple


def _looked(all_: Sequence[Looked]) -> Looked:
    """Return what was looked at in all projects."""
    kinds: dict[str, int] = {}
    for kind, number in (one for looked in all_ for one in looked.kinds):
        kinds[kind] = kinds.get(kind, 0) + number
    snapshots = dict.fromkeys(name for one in all_ for name in one.snapshots)
    foreign = dict.fromkeys(name for one in all_ for name in one.foreign)
    custom = dict.fromkeys(code for one in all_ for code in one.custom)
    return Looked(tuple(kinds.items()), tuple(snapshots), tuple(foreign), tuple(custom))


def _merged(results: Sequence[Result]) -> Result:
    """Return what all results say; what two projects find in a file that both read is told once."""
    fields: list[Any] = [
        sum(values) if isinstance(values[0], int) else tuple(one for each in values for one in each)
        for values in zip(*results, strict=True)
    ]
    whole = Result(*fields)._replace(looked=_looked([one.looked for one in results]))
    found = sorted(dict.fromkeys(whole.diagnostics), key=lambda one: (one.file, one.range, one.code))
    return whole._replace(diagnostics=tuple(found), remarks=tuple(dict.fromkeys(whole.remarks)))
