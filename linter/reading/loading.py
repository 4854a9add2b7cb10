"""From files to a project: what all of them say, laid together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from linter.diagnostic import Location, Path
from linter.files import document_name, relative
from linter.instance.snapshot import lookalikes
from linter.project.project import Duplicate, Project, Settings
from linter.reading.discovery import Chosen
from linter.reading.file_reader import FileReader
from linter.reading.ignored import count_of
from linter.reading.inputs import Inputs
from linter.reading.snapshots import Declared, declared, snapshot_paths
from linter.reading.sources import candidates
from linter.reading.taken import Kept, Loaded, Taken
from linter.refusal import CannotRun, NothingToCheck
from linter.text.source import Text
from linter.wording import counted

if TYPE_CHECKING:
    from linter.reading.memory import Memory


def load_project(
    inputs: Inputs, progress: Callable[[int, int], None], memory: Memory | None = None
) -> Loaded:
    """Read all files of a project; raises CannotRun where there is nothing to check.

    With a memory, files that are as they were aren't read again.
    """
    snapshots = declared(inputs, memory)
    reader = FileReader(inputs, memory, known=lambda: lookalikes(snapshots.snapshots))
    if memory is not None:
        memory.lay_over(snapshots.snapshots)
    chosen = candidates(inputs, snapshots.paths, memory)
    found = chosen.candidates
    taken = []
    for count, one in enumerate(found):
        taken.append(reader.take(one))
        if count % 256 == 0:
            progress(count, len(found))
    if any(one.included for one in taken):
        taken = _with_included(reader, taken)
    if memory is not None:
        memory.forget_others(one.path for one in found)
    loaded = _laid_together(inputs, snapshots, chosen, taken)
    if reader.contracts is not None:
        loaded = loaded._replace(texts={**reader.contracts.texts, **loaded.texts})
    if memory is None:
        return loaded
    return loaded._replace(kept=Kept(tuple(one for one in taken if one.is_document), memory.diagnostics))


def with_chosen(inputs: Inputs) -> Inputs:
    """Return the inputs with the files that may be payloads, which nobody has to look for again."""
    return inputs._replace(chosen=candidates(inputs, snapshot_paths(inputs), None))


def _with_included(reader: FileReader, taken: list[Taken]) -> list[Taken]:
    """Return what the files add, with those that requests send as bodies and nothing else makes payloads."""
    by_name = {one.text.name: one for one in taken}
    for included in [each for one in taken for each in one.included]:
        name = document_name(included.path, reader.inputs.root)
        known = by_name.get(name)
        if known is None or not known.is_document:
            by_name[name] = reader.sent_as(included.path, included.method, included.route)
    return list(by_name.values())


def _laid_together(inputs: Inputs, snapshots: Declared, chosen: Chosen, taken: list[Taken]) -> Loaded:
    documents = [one.text.name for one in taken if one.is_document]
    refused = tuple(one.refused for one in taken if one.refused)
    if not documents:
        if refused:
            raise CannotRun(refused[0])
        _require_suffices(inputs, snapshots, chosen, taken)
    texts = {one.text.name: one.text for one in taken if one.is_document}
    beside = {name: text for one in taken if one.is_document for name, text in one.variables_in.items()}
    return Loaded(
        _project(inputs, snapshots, taken, texts),
        {**_configuration_text(inputs), **snapshots.texts, **beside, **texts, **_passed_over(taken)},
        documents,
        skipped=[name for one in taken for name in one.skipped],
        unreadable_skipped=sum(1 for one in taken if not one.is_document and one.text.fault is not None),
        refused=refused,
        too_large=tuple(one.too_large for one in taken if one.too_large),
        words=_words(inputs, taken),
        foreign=tuple(name for one in taken for name in one.foreign),
        ignored=chosen.ignored,
        left_out=chosen.left_out,
        remarks=chosen.remarks,
    )


def _require_suffices(inputs: Inputs, snapshots: Declared, chosen: Chosen, taken: list[Taken]) -> None:
    """Raise NothingToCheck where a run without a payload has no other sense."""
    may_be_empty = inputs.configuration.allow_empty or inputs.may_be_empty or chosen.left_out
    if not may_be_empty and not (inputs.snapshot_suffices and snapshots.snapshots):
        raise NothingToCheck(_nothing_to_check(inputs, taken, chosen))


def _project(inputs: Inputs, snapshots: Declared, taken: list[Taken], texts: Mapping[str, Text]) -> Project:
    configuration = inputs.configuration
    return Project(
        [each for one in taken for each in one.requests],
        snapshots.snapshots,
        Settings(
            configuration.principal, configuration.api, configuration.master_dataset, inputs.snapshot_only
        ),
        [one.unread for one in taken if one.unread is not None],
        [problem for one in taken for problem in one.problems],
        [*_duplicates(snapshots.texts.values()), *_duplicates(texts.values())],
        [schema for one in taken for schema in one.house_schemas],
        misplaced=[one.misplaced for one in taken if one.misplaced is not None],
        placeholders=[standing for one in taken for standing in one.placeholders],
        calls=[call for one in taken for call in one.calls],
        unseen=[each for one in taken for each in one.unseen],
    )


def _words(inputs: Inputs, taken: list[Taken]) -> dict[str, dict[str, str]]:
    """Return what documents in a dialect call properties, folded, with our names for them."""
    if not inputs.configuration.dialects:
        return {}
    from linter.shapes.dialect import folded_names

    return {
        request.document: folded_names(dialect)
        for one in taken
        for request in one.requests
        if (dialect := inputs.configuration.dialect(request.route.kind)) is not None
    }


def _passed_over(taken: list[Taken]) -> dict[str, Text]:
    """The texts of files that are no payloads, where findings may point into them."""
    return {one.text.name: one.text for one in taken if one.misplaced is not None}


def _configuration_text(inputs: Inputs) -> dict[str, Text]:
    """The configuration's text, where findings may point into it."""
    path = inputs.configuration_file
    if path is None or not (inputs.configuration.suppress or inputs.configuration.custom_rules):
        return {}
    from linter.configuration.configuration import read_configuration

    name = document_name(path, inputs.root)
    return {name: read_configuration(path, name, inputs.contents.get(path))}


def _duplicates(texts: Iterable[Text]) -> Iterable[Duplicate]:
    for text in texts:
        for path, first, later in text.duplicates:
            yield Duplicate(
                Location(text.name, path, "key", occurrence=later),
                Location(text.name, path, "key", occurrence=first),
                same=len({_written(text, path, number) for number in (later - 1, later, None)}) == 1,
            )


def _written(text: Text, path: Path, occurrence: int | None) -> str:
    start, end = text.span(Location(text.name, path, occurrence=occurrence))
    return text.text[start:end]


def _nothing_to_check(inputs: Inputs, taken: list[Taken], chosen: Chosen) -> str:
    near = [one.misplaced for one in taken if one.misplaced is not None]
    skipped = sum(len(one.skipped) for one in taken)
    if near:
        file = relative(inputs.path(near[0].document))
        return (
            f"nothing to check: {file} is not read, since it lies in no place of a payload; "
            f"a {near[0].kind} lies at {near[0].place}"
        )
    seen = f"; {counted(skipped, 'other file')} passed over (-v lists them)" if skipped else ""
    told = [one.told(lambda name: relative(inputs.path(name))) for one in chosen.remarks]
    besides = [one for one in told if not (chosen.ignored and "--no-ignore" in one)]
    unread = f"; {'; '.join(besides)}" if besides else ""
    if chosen.ignored:
        return f"nothing to check: {count_of(chosen.ignored)} (--no-ignore reads them){seen}{unread}"
    return (
        f"nothing to check: no payload was found in {inputs.root}{seen}{unread}; a payload lies at its API "
        "path, such as manage/relationships.json, or is the `body` of a request with `method` and `url`"
    )
