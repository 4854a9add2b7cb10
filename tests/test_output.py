"""What is printed: to be read in a terminal or a log, to be obeyed by a pipeline, to be applied."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.reports.output import print_data, print_err, print_out

COMMAND = "##vso[task] é\ud800\n"
HARMLESS = b"\\u0023#vso[task] \xc3\xa9\\ud800\n"
OBEYED = b"##vso[task] \xc3\xa9\\ud800\n"


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], bytes]:
    """What a function prints into a file."""

    def into_file(prints: Callable[[], None]) -> bytes:
        with (tmp_path / "out").open("w") as file, monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", file)
            prints()
        return (tmp_path / "out").read_bytes()

    return into_file


def test_only_what_is_meant_to_be_obeyed_is_printed_as_it_is(
    printed: Callable[[Callable[[], None]], bytes],
) -> None:
    assert printed(lambda: print_out(COMMAND)) == HARMLESS
    assert printed(lambda: print_out([COMMAND, "a\n"])) == HARMLESS + b"a\n"
    assert printed(lambda: print_out([COMMAND, "a\n"], obeyed=True)) == OBEYED + b"a\n"


def test_what_is_applied_goes_into_a_file_as_it_is_and_is_only_shown_elsewhere(
    printed: Callable[[Callable[[], None]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def through_pipe() -> bytes:
        reads, writes = os.pipe()
        with os.fdopen(writes, "w") as pipe, monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", pipe)
            print_data(COMMAND)
        with os.fdopen(reads, "rb") as end:
            return end.read()

    for name in ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    assert (printed(lambda: print_data(COMMAND)), through_pipe()) == (OBEYED, OBEYED)
    monkeypatch.setenv("TF_BUILD", "True")
    assert (printed(lambda: print_data(COMMAND)), through_pipe()) == (OBEYED, HARMLESS)


def test_a_closed_output_ends_the_command_and_a_closed_error_stream_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", None)
        with pytest.raises(SystemExit) as raised:
            print_out("x")
    assert (raised.value.code, capsys.readouterr().err) == (2, "c360lint: standard output is closed\n")

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", None)
        print_err("x")
    print_err("::error::x\n")
    assert capsys.readouterr() == ("", "\\u003a:error::x\n")
