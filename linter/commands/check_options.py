"""The options of check: the table that its command is made of, and a command line read without click.

click is most of what a short run would import, so what a hook or a person mostly writes is read here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from linter import kinds
from linter.configuration.settings import CLOSED
from linter.instance.generations import GENERATIONS
from linter.named_tuple import NamedTuple
from linter.reports.delivery import CHOICES


class CheckOption(NamedTuple):
    """An option: a flag, unless it takes a value, which has a metavar or choices."""

    names: str  # as they are written, the long one last
    help: str | None = None
    metavar: str = ""
    choices: Callable[[], tuple[str, ...]] | None = None
    multiple: bool = False
    parameter: str = ""  # what the value is called, unless as the option
    default: str | None = None

    @property
    def called(self) -> str:
        """What the value is called."""
        return self.parameter or self.names.split(" ")[-1].removeprefix("--").replace("-", "_")

    @property
    def is_flag(self) -> bool:
        """Whether it takes no value."""
        return not (self.metavar or self.choices)

    @property
    def unsaid(self) -> Any:
        """The value where the option isn't given."""
        return () if self.multiple else False if self.is_flag else self.default


OPTIONS: Final = (
    CheckOption(
        "--snapshot", "A snapshot; may be repeated.", metavar="FILE", multiple=True, parameter="snapshots"
    ),
    CheckOption("--env", "An environment (`snapshots`); may be repeated.", metavar="NAME", multiple=True),
    CheckOption("--snapshot-only", "Judge every payload against the snapshot alone."),
    CheckOption("--config", "The configuration, instead of the nearest c360lint.toml.", metavar="FILE"),
    CheckOption(
        "--select",
        "Rules to check: codes, prefixes, names, advice, severities, ALL.",
        metavar="RULES",
        multiple=True,
    ),
    CheckOption("--ignore", "Rules not to check.", metavar="RULES", multiple=True),
    CheckOption("--preview", "Run also the rules that are still tried."),
    CheckOption(
        "--fail-level", "The least severity that fails the run.", choices=lambda: CLOSED["fail-level"]
    ),
    CheckOption(
        "--format",
        "A report; may be repeated.  auto, the default, is full, or what the CI service shows.",
        choices=lambda: CHOICES,
        multiple=True,
        parameter="formats",
    ),
    CheckOption(
        "-o --output",
        "Write a report to a file, beside the one on standard output; may be repeated.",
        metavar="[FORMAT:]FILE",
        multiple=True,
        parameter="outputs",
    ),
    CheckOption("--statistics", "Count the findings by rule."),
    CheckOption("--profile", "Tell on standard error where the time goes."),
    CheckOption(
        "--as", "What the given files are.", choices=lambda: (*kinds.names(), "request"), parameter="as_kind"
    ),
    CheckOption("--stdin-filename", "With `-`: the file that standard input stands for.", metavar="FILE"),
    CheckOption("--principal", "On whose behalf the requests are made.", metavar="ID"),
    CheckOption("--api", "The generation of the API to judge against.", choices=lambda: GENERATIONS),
    CheckOption("--fix", "Mend what can be mended without changing what the service does."),
    CheckOption("--unsafe-fixes", "Mend also what a person should look at afterwards."),
    CheckOption("--diff", "Print what would be mended, and write nothing."),
    CheckOption("--baseline", "The file of known findings, instead of the configured one.", metavar="FILE"),
    CheckOption("--no-baseline", "Report what is known, too."),
    CheckOption("--allow-empty", "Let there be no payload at all."),
    CheckOption("--no-ignore", "Read what git ignores, too."),
    CheckOption("--force-exclude", "Leave out what is excluded, even if it is named."),
    CheckOption("--strict", "Fail for what is not read or not checked, too."),
    CheckOption(
        "--allow-code",
        "Let custom rules (Python) in this folder be run; may be repeated.",
        metavar="FOLDER",
        multiple=True,
    ),
    CheckOption("--staged", "Report what the staged changes cause."),
    CheckOption("--changed", "Report what the changes since the last commit cause."),
    CheckOption("--since", "Report what the changes since branching off from REF cause.", metavar="REF"),
    CheckOption("--color", choices=lambda: ("auto", "always", "never"), default="auto"),
    CheckOption(
        "--hyperlinks",
        "Whether places and codes are links; auto: in a terminal that knows them.",
        choices=lambda: ("auto", "always", "never"),
        default="auto",
    ),
    CheckOption("-q --quiet", "Print findings only."),
    CheckOption("-v --verbose", "List all that was passed over, ignored or held back."),
    CheckOption(
        "--why", "Say which rules looked at a place, and why they are silent.", metavar="FILE[:LINE]"
    ),
    CheckOption("--watch", "Check again when something that is read changes, until interrupted."),
    CheckOption("--show-settings", "Print the settings that count, and who says so, and check nothing."),
    CheckOption("--show-files", "Print the files that are read, and what they are, and check nothing."),
    CheckOption("--no-progress", "Show no progress."),
    CheckOption("--no-cache", "Recall nothing of earlier runs, and remember nothing."),
)


def given(words: Iterable[str]) -> dict[str, Any] | None:
    """Return what the words of a command line say, as click would; None for what only click knows."""
    options = {name: option for option in OPTIONS for name in option.names.split(" ")}
    said: dict[str, Any] = {option.called: option.unsaid for option in OPTIONS}
    paths: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        option = options.get(name)
        if word == "-" or (option is None and _is_plain(word)):
            paths.append(word)
            continue
        if option is None or (equals and (option.is_flag or not name.startswith("--"))):
            return None
        read = True if option.is_flag else _read(option, value if equals else next(rest, ""))
        if read is None or (not option.multiple and said[option.called] != option.unsaid):
            return None
        said[option.called] = (*said[option.called], read) if option.multiple else read
    return {"paths": tuple(paths), **said}


def _read(option: CheckOption, value: str) -> str | None:
    fits = option.choices is None or value in option.choices()
    return value if fits and _is_plain(value) else None


def _is_plain(word: str) -> bool:
    """Tell whether a word is neither an option nor anything that click expands, as it does on Windows."""
    return word[:1] not in ("", "-") and (os.name == "posix" or not any(one in word for one in "*?[]~$%"))
