"""Which reports a run makes, and where each of them goes."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.reports import FORMATS, pieces_of
from linter.reports.visible import unheeded, visible

if TYPE_CHECKING:
    from linter.reports.outcome import Outcome

CHOICES: Final = ("auto", *FORMATS)
TEXTS: Final = ("full", "grouped", "concise")
"""The formats for people to read on a terminal."""

COMMANDS: Final = ("github", "azure")
"""The formats that are commands to a pipeline."""

GITLAB_HINT: Final = "`-o gitlab:gl-code-quality-report.json` writes the report that GitLab shows"

_CI: Final = (("GITHUB_ACTIONS", "github"), ("TF_BUILD", "azure"), ("GITLAB_CI", "full"))
_OF_ENDINGS: Final = {
    ".json": "json", ".jsonl": "jsonl", ".sarif": "sarif", ".html": "html", ".md": "markdown",
}  # fmt: skip
_NAMED: Final = r"(?s)([A-Za-z]\w+):(.+)"


class WrongDestinations(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """`--format` and `-o` don't say what goes where; the message is for the user."""


class Delivery(NamedTuple):
    """A report and the file that it goes to, None for standard output."""

    format: str
    file: str | None


def deliveries(
    formats: Collection[str], outputs: Collection[str], automatic: str = "full"
) -> tuple[Delivery, ...]:
    """Return what `--format` and `-o` ask for; `auto`, and no format at all, is the automatic one.

    A format goes to the files that `-o FORMAT:FILE` gives it, one without a file to standard
    output.  A bare `-o FILE` is for the only format.  Where FILE is `-` it is standard output.
    Raises WrongDestinations.
    """
    said = [_output(output) for output in outputs]
    formats = [*formats, *(format_ for format_, file in said if file == "-" and format_ is not None)]
    named = [(format_, file) for format_, file in said if file != "-"]
    bare = [file for format_, file in named if format_ is None]
    if bare:
        return (_only(formats, named, bare),)
    made = [Delivery(format_, file) for format_, file in named if format_ is not None]
    filed = {one.format for one in made}
    wanted = [automatic if one == "auto" else one for one in formats] or [automatic]
    printed = [one for one in dict.fromkeys(wanted) if one not in filed or not formats]
    if len(printed) > 1:
        both = " and ".join(f"`--format {one}`" for one in printed)
        raise WrongDestinations(
            f"{both} would both go to standard output: give all but one a file, as in `-o {printed[-1]}:FILE`"
        )
    _require_different([one.file or "" for one in made])
    return (*made, *(Delivery(one, None) for one in printed))


def automatic_format(environment: Mapping[str, str], *, terminal: bool) -> str:
    """Return the format for where the run takes place: a terminal, a CI service, or somewhere else."""
    if terminal:
        return "full"
    return next((format_ for name, format_ in _CI if environment.get(name)), "full")


def is_pipeline(environment: Mapping[str, str]) -> bool:
    """Tell whether the run takes place in a CI service."""
    return any(environment.get(name) for name, _ in _CI)


def write_files(wanted: Collection[Delivery], outcome: Outcome, protected: Collection[str]) -> Iterator[str]:
    """Write the reports that go to files; yield what went wrong.

    A report that can't be written leaves its file as it was, and keeps none of the others back.
    Protected are the files that the run has read.
    """
    for format_, file in wanted:
        if file is not None:
            pieces = pieces_of(format_, outcome)
            told = pieces if format_ in COMMANDS else map(unheeded, pieces)
            trouble = _write(file, told, protected)
            if trouble:
                yield trouble


def printed_format(wanted: Collection[Delivery]) -> str | None:
    """Return the format of the report that goes to standard output, if one does."""
    return next((one.format for one in wanted if one.file is None), None)


def _output(output: str) -> tuple[str | None, str]:
    """Return format and file of an `-o`; the format is None where it names only a file."""
    found = re.fullmatch(_NAMED, output)
    if found is None:
        if output.removesuffix(":") in FORMATS and output.endswith(":"):
            raise WrongDestinations(f"`-o {output}` has no file after the colon")
        return None, output
    format_, file = found.groups()
    if format_ not in FORMATS:
        from linter.suggest import did_you_mean

        hint = did_you_mean(format_, FORMATS) or f"; the formats are {', '.join(FORMATS)}"
        raise WrongDestinations(
            f"`-o {output}`: there is no format `{format_}`{hint} (a file of this name is `./{output}`)"
        )
    return format_, file


def _only(formats: Collection[str], named: list[tuple[str | None, str]], bare: list[str]) -> Delivery:
    """Return the delivery of a bare `-o FILE`."""
    if len(named) > 1 or len(set(formats)) > 1:
        example = next((one for one in formats if one != "auto"), "sarif")
        raise WrongDestinations(
            f"`-o {bare[0]}` doesn't say which report it is for: write `-o FORMAT:FILE`, as in "
            f"`-o {example}:{bare[0]}`"
        )
    format_ = next(iter(formats), "auto")
    if format_ == "auto":
        format_ = _OF_ENDINGS.get(os.path.splitext(bare[0])[1].lower(), "full")
    return Delivery(format_, bare[0])


def _require_different(files: list[str]) -> None:
    met: set[str] = set()
    for file in files:
        path = os.path.realpath(file)
        if path in met:
            raise WrongDestinations(f"two reports would go to {file}: give each a file of its own")
        met.add(path)


def _write(file: str, pieces: Iterable[str], protected: Collection[str]) -> str | None:
    """Write a report, whole or not at all; return what kept it from being written."""
    from linter.files import write_atomically

    if os.path.realpath(file) in protected:
        return f"{visible(file)} is one of the files checked; it was left as it is"
    try:
        write_atomically(file, pieces)
    except OSError as error:
        return f"{visible(file)} can't be written: {error.strerror or error}"
    return None
