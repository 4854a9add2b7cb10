"""What a check has found, recalled where all that it was found from is as it was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Container, Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final

from linter.cache.plain import result_of
from linter.cache.stamps import Stamp, stamp_of
from linter.cache.store import recall, remember
from linter.cache.versions import versions
from linter.checking.check_request import CheckRequest
from linter.checking.environments import Environments, run_in
from linter.diagnostic import Diagnostic, Place, Result
from linter.files import read_bytes
from linter.named_tuple import NamedTuple
from linter.reading.snapshots import snapshot_paths
from linter.rulekit.catalogue import Catalogue
from linter.text.source import Text, read_text

_MOST_FINDINGS: Final = 10_000
"""With more of them, what is to be printed costs more than what is to be found."""


class _Question(NamedTuple):
    """What is asked: the name that the answer has, what else has to be the same, and the files by path."""

    name: str
    rest: str
    files: dict[str, Stamp]


def run_or_recall(
    environments: Environments, request: CheckRequest, progress: Callable[[int, int], None] | None
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project in each environment, or say what was found when it was as it is.

    The files that may be payloads have been chosen already.
    """
    request = _dated(request)
    try:
        question = _asked(environments, request)
        own = {path: _digest(read_bytes(path)) for path in _read_before(request)}
    except OSError:  # the run says what is wrong
        return run_in(environments, request, progress)
    answer = _recalled(question, request) if question.name else None
    if answer is not None:
        return answer
    seen = _Seen(own)
    result, texts = run_in(environments, request.of(request.inputs._replace(heed=seen.heed)), progress)
    if question.name and len(result.diagnostics) <= _MOST_FINDINGS:
        _keep(question, request, seen, result, texts)
    return result, texts


class _Seen:
    """Remembers what files held when they were read, or why they couldn't be, by path."""

    def __init__(self, digests: dict[str, str]) -> None:
        self.digests = digests
        self._troubles: dict[str, str] = {}

    def heed(self, path: str, data: bytes | str) -> None:
        """Take down what a file holds, once: several environments are judged over the same."""
        if isinstance(data, str):
            self._troubles[path] = data
        elif path not in self.digests:
            self.digests[path] = _digest(data)

    def besides(self, files: Container[str]) -> dict[str, str]:
        """Return what there is to say of all but some files: of those that others name or lie beside."""
        said = {**self._troubles, **self.digests}
        return {path: one for path, one in said.items() if path not in files}


def _dated(request: CheckRequest) -> CheckRequest:
    """Return a request that says which day it is: suppressions run out."""
    from datetime import date

    return request._replace(today=request.today or date.today())


def _asked(environments: Environments, request: CheckRequest) -> _Question:
    """Return what is asked; without a name where the answer may rest on what nobody can tell."""
    inputs, chosen, rules = request.inputs, request.inputs.chosen, request.rules
    if chosen is None or inputs.contents or inputs.stdin is not None or not isinstance(rules, Catalogue):
        return _Question("", "", {})
    if any(one.trouble for one in chosen.candidates):
        return _Question("", "", {})
    plain = tuple(inputs._replace(chosen=None, heed=None, walks=None))
    who = (versions(), os.getcwd(), plain, request.select, request.ignore, request.baseline is not None)
    name = _digest(repr((who, list(environments), rules.families)).encode("utf-8", "surrogatepass"))
    what = ([tuple(one) for one in chosen.candidates], chosen[1:], str(request.today))
    now = time.time_ns()
    stamps = {path: stamp_of(path, now) for path in _files(environments, request)}
    return _Question(f"check-{name}", _digest(repr(what).encode("utf-8", "surrogatepass")), stamps)


def _files(environments: Environments, request: CheckRequest) -> Iterator[str]:
    """Yield the paths of all files that are known to have a say before any is read."""
    inputs = request.inputs
    everywhere = [path for _, path in request.configuration.environments] if environments else []
    for path in everywhere:
        yield from snapshot_paths(inputs.over(path))
    yield from () if everywhere else snapshot_paths(inputs)
    yield from (os.path.join(inputs.root, name) for _, name in request.configuration.schemas)
    yield from (os.path.join(inputs.root, one.file) for one in request.configuration.contracts)
    yield from _read_before(request)
    yield from (one.path for one in inputs.chosen.candidates) if inputs.chosen else ()


def _read_before(request: CheckRequest) -> Iterator[str]:
    """Yield the paths of what was read to know what is asked."""
    if request.inputs.configuration_file is not None:
        yield request.inputs.configuration_file
    if request.baseline is not None and request.inputs.baseline_file is not None:
        yield request.inputs.baseline_file


def _recalled(question: _Question, request: CheckRequest) -> tuple[Result, dict[str, Text]] | None:
    """Return what was found, if nothing has changed since; None where that isn't sure."""
    kept = recall(question.name)
    try:
        if kept is None or kept["rest"] != question.rest or kept["files"].keys() != question.files.keys():
            return None
        if _have_changed(question, kept, request):
            return None
        result = result_of(kept["result"])
        texts = {name: Text(name, "", None) for name in kept["texts"]}
        held = kept["besides"] | {path: digest for path, (_, digest) in kept["files"].items()}
        texts |= {name: _text(request, name, held) for name in dict.fromkeys(_shown(result))}
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return None  # it is nothing that this version has written, or a file is just being changed
    if any(stamp and stamp != kept["files"][path][0] for path, stamp in question.files.items()):
        kept["files"] = {path: (stamp, kept["files"][path][1]) for path, stamp in question.files.items()}
        remember(question.name, kept)
    return result, texts


def _have_changed(question: _Question, kept: Mapping[str, Any], request: CheckRequest) -> bool:
    """Tell whether a file has another content; one with the same stamp need not be read."""
    largest = request.configuration.max_file_size * 1_000_000
    files, besides = kept["files"], kept["besides"]
    return any(
        not (stamp and files[path][0] == stamp)
        and _digest(read_bytes(path, largest=largest)) != files[path][1]
        for path, stamp in question.files.items()
    ) or any(_said_of(path, largest) != said for path, said in besides.items())


def _said_of(path: str, largest: int) -> str:
    """Return what there is to say of a file: its digest, or why it can't be read."""
    try:
        return _digest(read_bytes(path, largest=largest))
    except OSError as error:
        return error.strerror or str(error)


def _text(request: CheckRequest, name: str, held: Mapping[str, str]) -> Text:
    """Return the text of a file that reports show lines of; raises ValueError if it has changed."""
    path = request.inputs.path(name)
    data = read_bytes(path)
    if _digest(data) != held[path]:
        raise ValueError(path)
    return read_text(name, data, "plain")


def _shown(value: Any) -> Iterator[str]:
    """Yield the files in which places of a result lie."""
    if isinstance(value, tuple):
        if isinstance(value, (Place, Diagnostic)):
            yield value.file
        for one in value:
            yield from _shown(one)


def _keep(
    question: _Question,
    request: CheckRequest,
    seen: _Seen,
    result: Result,
    texts: Mapping[str, Text],
) -> None:
    """Remember an answer, if it is known of each file what it held.

    What was read to know what is asked has no say here if it has changed since, or just before.
    """
    now = time.time_ns()
    if not question.files.keys() <= seen.digests.keys():
        return  # one couldn't be read
    for path in _read_before(request):
        stamp = question.files[path]
        if not stamp or stamp_of(path, now) != stamp:
            return
    files = {path: (stamp, seen.digests[path]) for path, stamp in question.files.items()}
    kept = {"rest": question.rest, "files": files, "besides": seen.besides(files)}
    remember(question.name, {**kept, "texts": list(texts), "result": result})


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()  # which is quickly begun, as sha256 is not
