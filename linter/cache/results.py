"""What a check has found, recalled where all that it was found from is as it was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from linter.cache.digests import digest_of, note
from linter.cache.outlines import KeptOutlines
from linter.cache.plain import result_of
from linter.cache.stamps import Stamp, is_as_it_was, stamp_of
from linter.cache.store import recall, remember
from linter.cache.versions import versions
from linter.checking.check_request import CheckRequest
from linter.checking.environments import Environments, run_in
from linter.diagnostic import Diagnostic, Place, Result
from linter.files import read_bytes
from linter.named_tuple import NamedTuple
from linter.reading.disk import QUESTIONS, Question, trouble_of
from linter.reading.snapshots import snapshot_paths
from linter.rulekit.catalogue import Catalogue
from linter.text.source import Text, read_text

_MOST_FINDINGS: Final = 10_000
"""With more of them, what is to be printed costs more than what is to be found."""


_NO_ANSWER: Final = "no answer: "


class _Question(NamedTuple):
    """What is asked: the name that the answer has, what else has to be the same, and the files by path."""

    name: str
    rest: str
    files: dict[str, Stamp]
    now: int = 0  # when it was looked what stamps they have


def run_or_recall(
    environments: Environments, request: CheckRequest, progress: Callable[[int, int], None] | None
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project in each environment, or say what was found when it was as it is.

    The files that may be payloads have been chosen already.
    """
    request = _dated(request)
    try:
        question = _asked(environments, request)
        own = {path: digest_of(read_bytes(path)) for path in _read_before(request)}
    except OSError:  # the run says what is wrong
        return run_in(environments, request, progress)
    kept = recall(question.name) if question.name else None
    answer = _recalled(question, request, kept)
    if answer is not None:
        return answer
    seen = _Seen(question, own, _held(question, kept), set(_snapshots(environments, request)))
    inputs = request.inputs._replace(heed=seen.heed, outlines=KeptOutlines())
    result, texts = run_in(environments, request.of(inputs), progress)
    if question.name and len(result.diagnostics) <= _MOST_FINDINGS:
        _keep(question, request, seen, result, texts)
    return result, texts


class _Seen:
    """Remembers what the disk has answered: what files held when they were read, and all else."""

    def __init__(
        self,
        question: _Question,
        digests: dict[str, str],
        held: Mapping[str, str],
        snapshots: Collection[str],
    ) -> None:
        self.digests = digests
        self.besides: dict[tuple[Question, str], str] = {}  # of files that nobody knew of, and the like
        self.is_sure = True
        self._question = question
        self._snapshots = snapshots
        self._held = held  # by the files that had the same stamp when it was asked

    def heed(self, question: Question, path: str, answer: bytes | str) -> None:
        """Take down an answer; a run that has got two of one question may have found what neither says."""
        told = self._digest(path, answer)
        if isinstance(answer, bytes) and path in self._snapshots:
            note(answer, told)
        if question == "content" and path in self._question.files:
            first = self.digests.setdefault(path, told)
        else:
            first = self.besides.setdefault((question, path), told)
        self.is_sure = self.is_sure and first == told

    def _digest(self, path: str, answer: bytes | str) -> str:
        """Return what is kept of an answer; what has its stamp still, now that it was read, is known."""
        if isinstance(answer, bytes) and path in self._held:
            stamp, now = self._question.files[path], self._question.now
            if is_as_it_was(path, stamp, now):
                return self._held[path]
        return _told(answer)


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
    plain = tuple(inputs._replace(chosen=None, heed=None, walks=None, outlines=None))
    who = (versions(), os.getcwd(), plain, request.select, request.ignore, request.baseline is not None)
    name = digest_of(repr((who, list(environments), rules.families)).encode("utf-8", "surrogatepass"))
    now = time.time_ns()
    others, payloads = list(besides(environments, request)), [one.path for one in chosen.candidates]
    what = (others, payloads, chosen[1:], str(request.today))
    stamps = {path: stamp_of(path, now) for path in (*others, *payloads)}
    return _Question(f"check-{name}", digest_of(repr(what).encode("utf-8", "surrogatepass")), stamps, now)


def besides(environments: Environments, request: CheckRequest) -> Iterator[str]:
    """Yield the paths of the files that have a say in what is found in payloads."""
    inputs = request.inputs
    yield from _snapshots(environments, request)
    yield from (inputs.path(name) for _, name in request.configuration.schemas)
    yield from (inputs.path(one.file) for one in request.configuration.contracts)
    yield from _read_before(request)


def _snapshots(environments: Environments, request: CheckRequest) -> Iterator[str]:
    """Yield the paths of the snapshots that count."""
    everywhere = [path for _, path in request.configuration.environments] if environments else []
    for path in everywhere:
        yield from snapshot_paths(request.inputs.over(path))
    yield from () if everywhere else snapshot_paths(request.inputs)


def _read_before(request: CheckRequest) -> Iterator[str]:
    """Yield the paths of what was read to know what is asked."""
    if request.inputs.configuration_file is not None:
        yield request.inputs.configuration_file
    yield from request.configuration.extended
    if request.baseline is not None and request.inputs.baseline_file is not None:
        yield request.inputs.baseline_file


def _held(question: _Question, kept: Any) -> dict[str, str]:
    """Return what was held by the files that have the stamps that they had when it was read."""
    try:
        if kept is None or kept["rest"] != question.rest:
            return {}
        told = zip(question.files.items(), kept["stamps"], kept["digests"].split(), strict=True)
        return {path: digest for (path, stamp), then, digest in told if stamp and stamp == then}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _recalled(question: _Question, request: CheckRequest, kept: Any) -> tuple[Result, dict[str, Text]] | None:
    """Return what was found, if nothing has changed since; None where that isn't sure."""
    try:
        if kept is None or kept["rest"] != question.rest:
            return None
        held = dict(zip(question.files, kept["digests"].split(), strict=True))
        stamps = dict(zip(question.files, kept["stamps"], strict=True))
        if _have_changed(question.files, stamps, held, request) or not _are_as_told(kept["besides"], request):
            return None
        held |= {path: told for asked, path, told in kept["besides"] if asked == "content"}
        result = result_of(kept["result"])
        texts = {name: Text(name, "", None) for name in _names_of_texts(request, kept)}
        texts |= {name: _text(request, name, held) for name in dict.fromkeys(_shown(result))}
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return None  # it is nothing that this version has written, or a file is just being changed
    if any(stamp and stamp != stamps[path] for path, stamp in question.files.items()):
        remember(question.name, {**kept, "stamps": list(question.files.values())})
    return result, texts


def _have_changed(
    files: Mapping[str, Stamp], stamps: Mapping[str, Stamp], held: Mapping[str, str], request: CheckRequest
) -> bool:
    """Tell whether a file has another content; one with the same stamp need not be read."""
    largest = request.configuration.max_file_size * 1_000_000
    return any(
        not (stamp and stamps[path] == stamp) and digest_of(read_bytes(path, largest=largest)) != held[path]
        for path, stamp in files.items()
    )


def _names_of_texts(request: CheckRequest, kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all that was read and counts: nearly all that could be payloads."""
    untold = set(kept["untold"])
    yield from (name for name in _payloads(request) if name not in untold)
    yield from kept["besides payloads"]


def _payloads(request: CheckRequest) -> list[str]:
    return [one.name for one in request.inputs.chosen.candidates] if request.inputs.chosen else []


def _are_as_told(besides: Iterable[tuple[Question, str, str]], request: CheckRequest) -> bool:
    """Tell whether the disk has the same answers still."""
    return all(_ask(question, path, request) == told for question, path, told in besides)


def _ask(question: Question, path: str, request: CheckRequest) -> str:
    try:
        return _told(QUESTIONS[question](path, request.configuration.max_file_size * 1_000_000))
    except OSError as error:
        return _told(trouble_of(error))


def _told(answer: bytes | str) -> str:
    """Return what is kept of an answer, or of why there is none."""
    return digest_of(answer) if isinstance(answer, bytes) else _NO_ANSWER + answer


def _text(request: CheckRequest, name: str, held: Mapping[str, str]) -> Text:
    """Return the text of a file that reports show lines of; raises ValueError if it has changed."""
    path = request.inputs.path(name)
    data = read_bytes(path)
    if digest_of(data) != held[path]:
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
    if not seen.is_sure or question.files.keys() != seen.digests.keys():
        return
    if any(told.startswith(_NO_ANSWER) for told in seen.digests.values()):
        return
    for path in _read_before(request):
        stamp = question.files[path]
        if not stamp or stamp_of(path, now) != stamp:
            return
    payloads = dict.fromkeys(_payloads(request))
    kept = {
        "rest": question.rest,
        "stamps": list(question.files.values()),
        "digests": " ".join(map(seen.digests.__getitem__, question.files)),
        "besides": [(*asked, told) for asked, told in seen.besides.items()],
        "untold": [name for name in payloads if name not in texts],
        "besides payloads": [name for name in texts if name not in payloads],
        "result": result,
    }
    remember(question.name, kept)
