"""From files to a project: what all of them say, laid together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from linter.diagnostic import Location, Path
from linter.files import document_name
from linter.kinds.misplaced import Misplaced
from linter.project.project import Duplicate, Project, Settings
from linter.reading.file_reader import FileReader
from linter.reading.inputs import Inputs
from linter.reading.snapshots import Declared, declared
from linter.reading.sources import candidates
from linter.reading.taken import Kept, Loaded, Taken
from linter.refusal import CannotRun, NothingToCheck
from linter.text.source import Text
from linter.wording import counted

if TYPE_CHECKING:
    from linter.configuration.settings import Configuration
    from linter.reading.memory import Memory


def load_project(
    inputs: Inputs, progress: Callable[[int, int], None], memory: Memory | None = None
) -> Loaded:
    """Read all files of a project; raises CannotRun where there is nothing to check.

    With a memory, files that are as they were aren't read again.
    """
    _require_globs(inputs.configuration)
    snapshots = declared(inputs, memory)
    reader = FileReader(inputs, memory)
    if memory is not None:
        memory.lay_over(snapshots.snapshots)
    found = candidates(inputs, snapshots.paths, memory)
    taken = []
    for count, one in enumerate(found):
        taken.append(reader.take(one))
        if count % 256 == 0:
            progress(count, len(found))
    if memory is not None:
        memory.forget_others(one.path for one in found)
    loaded = _laid_together(inputs, snapshots, taken)
    if memory is None:
        return loaded
    return loaded._replace(kept=Kept(tuple(one for one in taken if one.is_document), memory.diagnostics))


def _laid_together(inputs: Inputs, snapshots: Declared, taken: list[Taken]) -> Loaded:
    configuration = inputs.configuration
    documents = [one.text.name for one in taken if one.is_document]
    skipped = [name for one in taken for name in one.skipped]
    foreign = tuple(name for one in taken for name in one.foreign)
    refused = tuple(one.refused for one in taken if one.refused)
    too_large = tuple(one.too_large for one in taken if one.too_large)
    if not documents and refused:
        raise CannotRun(refused[0])
    suffices = configuration.allow_empty or inputs.may_be_empty
    if not (documents or suffices or (inputs.snapshot_suffices and snapshots.snapshots)):
        near = [one.misplaced for one in taken if one.misplaced is not None]
        raise NothingToCheck(_nothing_to_check(inputs, skipped, near))
    texts = {one.text.name: one.text for one in taken if one.is_document}
    settings = Settings(
        configuration.principal, configuration.api, configuration.master_dataset, inputs.snapshot_only
    )
    project = Project(
        [each for one in taken for each in one.requests],
        snapshots.snapshots,
        settings,
        [one.unread for one in taken if one.unread is not None],
        [problem for one in taken for problem in one.problems],
        [*_duplicates(snapshots.texts.values()), *_duplicates(texts.values())],
        [schema for one in taken for schema in one.house_schemas],
        misplaced=[one.misplaced for one in taken if one.misplaced is not None],
    )
    unreadable = sum(1 for one in taken if not one.is_document and one.text.fault is not None)
    texts = {**_configuration_text(inputs), **snapshots.texts, **texts, **_passed_over(taken)}
    return Loaded(project, texts, documents, skipped, unreadable, refused, too_large, foreign)


def _passed_over(taken: list[Taken]) -> dict[str, Text]:
    """The texts of files that are no payloads, where findings may point into them."""
    return {one.text.name: one.text for one in taken if one.misplaced is not None}


def _configuration_text(inputs: Inputs) -> dict[str, Text]:
    """The configuration's text, where findings may point into it."""
    path = inputs.configuration_file
    if path is None or not inputs.configuration.suppress:
        return {}
    from linter.configuration.configuration import read_configuration

    name = document_name(path, inputs.root)
    return {name: read_configuration(path, name, inputs.contents.get(path))}


def _require_globs(configuration: Configuration) -> None:
    from linter.configuration.globs import compiled

    globs = [*configuration.include, *configuration.exclude, *(glob for glob, _ in configuration.files)]
    globs += [glob for files, _ in configuration.schemas for glob in files]
    globs += [glob for override in configuration.overrides for glob in override.files]
    globs += [glob for suppress in configuration.suppress for glob in suppress.files]
    try:
        for glob in globs:
            compiled(glob)
    except ValueError as error:
        raise CannotRun(f"configuration: {error}") from error


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


def _nothing_to_check(inputs: Inputs, skipped: list[str], near: list[Misplaced]) -> str:
    if near:
        file = os.path.relpath(inputs.path(near[0].document))
        return (
            f"nothing to check: {file} is not read, since it lies in no place of a payload; "
            f"a {near[0].kind} lies at {near[0].place}"
        )
    seen = f"; {counted(len(skipped), 'other file')} passed over (-v lists them)" if skipped else ""
    return (
        f"nothing to check: no payload was found in {inputs.root}{seen}; a payload lies at its API path, "
        "such as manage/relationships.json, or is the `body` of a request with `method` and `url`"
    )
