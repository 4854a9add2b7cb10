"""Which files a run reads, and what they hold: on the disk, or in what stands in for them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from linter.files import bounded, document_name, lies_within, spelled
from linter.reading import discovery
from linter.reading.discovery import Candidate, Chosen, Discovered
from linter.reading.disk import asked
from linter.reading.ignored import ignored
from linter.reading.sifting import Ignores, sifted
from linter.refusal import CannotRun

if TYPE_CHECKING:
    from linter.reading.inputs import Inputs
    from linter.reading.memory import Memory


def candidates(inputs: Inputs, snapshots: Iterable[str], memory: Memory | None) -> Chosen:
    """Return the files that may be payloads, by name; snapshots, baseline and configuration are none.

    That holds for the configured snapshots, too, where another one counts in this run.
    """
    if inputs.chosen is not None:
        return inputs.chosen
    configuration = inputs.configuration
    looks = memory or inputs.walks
    look_through = discovery.look_through if looks is None else looks.look_through
    found = look_through(inputs.root, configuration.include, configuration.exclude, inputs.apart)
    if memory is None:
        return _chosen(inputs, snapshots, found, ignored)
    besides, stand_in = tuple(snapshots), {path: data is not None for path, data in inputs.contents.items()}
    given = (inputs._replace(contents={}), stand_in, besides)
    return memory.chosen(inputs.root, given, found, lambda: _chosen(inputs, besides, found, memory.ignored))


def _chosen(inputs: Inputs, snapshots: Iterable[str], found: Discovered, ignores: Ignores) -> Chosen:
    """Return which of the files that were found may be payloads, and those that are named or stand in."""
    configuration = inputs.configuration
    chosen = {one.path: one for one in found.candidates}
    for path in inputs.paths:
        if not os.path.isdir(path):
            chosen.setdefault(path, candidate_at(inputs, path))
    if inputs.contents:
        _lay_over(inputs, chosen)
    if inputs.stdin is not None:
        name = document_name(inputs.stdin[0], inputs.root)
        chosen[inputs.stdin[0]] = Candidate(name, inputs.stdin[0])
    contracts = (one.file for one in configuration.contracts)
    configured = (*configuration.snapshots, *(path for _, path in configuration.environments), *contracts)
    besides = {*snapshots, *(spelled(inputs.path(name)) for name in configured)}
    for beside in filter(None, (*besides, inputs.baseline_file, inputs.configuration_file)):
        for path in (beside, os.path.normpath(beside), os.path.realpath(beside)):
            chosen.pop(path, None)
    return sifted(inputs, found, chosen, ignores)


def candidate_at(inputs: Inputs, path: str) -> Candidate:
    """Return the candidate of one path, as it is or as the inputs say."""
    if path not in inputs.contents:
        return discovery.candidate(inputs.root, path)
    name = document_name(path, inputs.root)
    return Candidate(name, path, "No such file or directory" if inputs.contents[path] is None else "")


def content_at(inputs: Inputs, path: str, memory: Memory | None = None) -> bytes:
    """Return what a file holds, or what stands in for it; raises OSError."""
    largest = inputs.configuration.max_file_size * 1_000_000
    data = inputs.contents.get(path)
    if inputs.stdin is not None and inputs.stdin[0] == path:
        data = inputs.stdin[1]
    if data is not None:
        return bounded(data, largest, path)
    return asked("content", path, inputs.heed, memory, largest)


def required(inputs: Inputs, path: str, what: str, memory: Memory | None = None) -> tuple[str, bytes]:
    """Return name and content of a file without which nothing can be done; raises CannotRun."""
    name, _, trouble = candidate_at(inputs, path)
    try:
        if not trouble:
            return name, content_at(inputs, path, memory)
    except OSError as error:
        trouble = error.strerror or str(error)
    raise CannotRun(f"{what} {name} can't be read: {trouble}", name)


def _lay_over(inputs: Inputs, chosen: dict[str, Candidate]) -> None:
    """Add the files that there are but for the disk, and drop those that there aren't."""
    configuration = inputs.configuration
    wanted = discovery.chooser(configuration.include, configuration.exclude)
    for path, data in inputs.contents.items():
        if data is None:
            chosen.pop(path, None)
        elif path in chosen:
            chosen[path] = candidate_at(inputs, path)
        else:
            one = candidate_at(inputs, path)
            if wanted(one.name) and not any(lies_within(path, other) for other in inputs.apart):
                chosen[path] = one
