"""What differs on Windows, and where names count in any case, as far as it can be acted out elsewhere."""

from __future__ import annotations

import ast
import ntpath
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linter import files
from linter.files import (
    common_folder,
    document_name,
    path_of,
    read_bytes,
    relative,
    spelled,
    write_atomically,
)
from linter.kinds.route import decoded
from linter.reading import git
from linter.reading.discovery import _native as native
from linter.reports.findings import sarif
from linter.server.folders import Folders
from linter.skeletons.wish import folder_of

REPO = Path(__file__).parent.parent
SOURCES = [*sorted((REPO / "linter").rglob("*.py")), *sorted((REPO / "rules").rglob("*.py"))]


acted_out = pytest.mark.skipif(os.name == "nt", reason="it is acted out where there is no Windows")


@pytest.fixture
def as_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let paths be those of Windows; the disk stays."""
    monkeypatch.setattr(os, "path", ntpath)
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os, "getcwd", lambda: "C:\\here")


@acted_out
@pytest.mark.usefixtures("as_windows")
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("C:\\here\\p\\manage\\relationships.json", "manage/relationships.json"),
        ("c:\\HERE\\p\\a.json", "a.json"),
        ("C:\\here\\q\\a.json", "../q/a.json"),
        ("D:\\q\\a.json", "D:/q/a.json"),
        ("\\\\server\\share\\a.json", "//server/share/a.json"),
    ],
)
def test_a_file_has_a_name_whatever_drive_it_lies_on(path: str, name: str) -> None:
    assert document_name(path, "C:\\here\\p") == name


@acted_out
@pytest.mark.usefixtures("as_windows")
def test_a_path_of_a_name_has_the_systems_separators() -> None:
    assert (path_of("manage/a.json", "C:\\p"), path_of("D:/q/a.json", "C:\\p")) == (
        "C:\\p\\manage\\a.json",
        "D:\\q\\a.json",
    )
    assert native("manage/datasources/") == "manage\\datasources\\"


@acted_out
@pytest.mark.usefixtures("as_windows")
def test_a_path_to_another_drive_is_shown_whole() -> None:
    assert (relative("D:\\q"), relative("C:\\here\\q")) == ("D:\\q", "q")
    assert (common_folder(["C:\\a\\b", "C:\\a\\c"]), common_folder(["C:\\a", "D:\\a"])) == ("C:\\a", "")


@acted_out
@pytest.mark.usefixtures("as_windows")
@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("C:\\p\\ä b.json", "file:///C%3A/p/%C3%A4%20b.json"),
        ("\\\\server\\share\\a.json", "file://server/share/a.json"),
    ],
)
def test_what_lies_outside_has_an_address(path: str, address: str) -> None:
    assert sarif._address(path) == address


def test_an_address_of_this_system_is_as_it_was() -> None:
    assert sarif._address("/p/a\\b.json") == (
        "file:///p/a%5Cb.json" if os.sep == "/" else "file:///p/a/b.json"
    )


@acted_out
@pytest.mark.usefixtures("as_windows")
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/p/a.json", "c:\\p\\a.json"),
        ("file:///C:/p/a.json", "c:\\p\\a.json"),
        ("file://server/share/a.json", "\\\\server\\share\\a.json"),
    ],
)
def test_an_editors_address_is_a_path(uri: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ntpath, "realpath", ntpath.normpath)
    assert Folders().path(uri) == path


class AnyCase:
    """A disk that keeps names as they were written, and takes them in any case."""

    def __init__(self, *paths: str) -> None:
        self.paths = paths

    def list(self, folder: str) -> list[str]:
        around = folder.casefold().rstrip("/") + "/"
        below = (one[len(around) :] for one in self.paths if one.casefold().startswith(around))
        return sorted({one.split("/")[0] for one in below})

    def is_the_same(self, one: str, other: str) -> bool:
        known = {"/".join(path.split("/")[:number]).casefold() for path in self.paths for number in range(9)}
        if not {one.casefold(), other.casefold()} <= known:
            raise FileNotFoundError
        return one.casefold() == other.casefold()


@acted_out
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("/P/Manage/A.json", "/p/Manage/a.json"),
        ("/p/Manage/a.json", "/p/Manage/a.json"),
        ("/P/MANAGE", "/p/Manage"),
        ("/p/NONE.json", "/p/NONE.json"),
    ],
)
def test_a_name_in_another_case_is_the_one_that_the_disk_has(
    given: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = AnyCase("/p/Manage/a.json", "/p/snapshot.json")
    monkeypatch.setattr("os.listdir", disk.list)
    monkeypatch.setattr("os.path.samefile", disk.is_the_same)
    assert spelled(given) == meant


def test_two_names_that_differ_by_case_stay_two_where_the_disk_tells_them_apart(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("1", "utf-8")
    if (tmp_path / "A.json").exists():
        pytest.skip("this disk takes names in any case")
    (tmp_path / "A.json").write_text("2", "utf-8")
    assert [spelled(str(tmp_path / name)) for name in ("a.json", "A.json")] == [
        str(tmp_path / "a.json"),
        str(tmp_path / "A.json"),
    ]


def test_a_folder_is_told_where_it_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(IsADirectoryError):
        read_bytes(str(tmp_path))
    with pytest.raises(PermissionError):
        read_bytes(__file__)


@pytest.mark.parametrize("tries", [1, 2, 3, 4])
def test_a_file_that_somebody_has_open_is_replaced_when_he_lets_it_go(
    tries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old", "utf-8")
    replace, left = os.replace, [None] * tries

    def held(source: str, target: str) -> None:
        left.pop()
        if left:
            raise PermissionError(13, "The process cannot access the file", target)
        replace(source, target)

    monkeypatch.setattr("os.replace", held)
    monkeypatch.setattr(files, "_PAUSES", (0, 0))
    if tries > 3:
        with pytest.raises(PermissionError):
            write_atomically(str(tmp_path / "a"), "new")
    else:
        write_atomically(str(tmp_path / "a"), "new")
    found = {one.name: one.read_text("utf-8") for one in tmp_path.iterdir()}
    assert found == {"a": "old" if tries > 3 else "new"}


def test_git_is_never_taken_from_the_folder_that_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CreateProcess looks into the working folder first."""
    for folder in ("checked", "installed"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "git.exe").touch()
    monkeypatch.chdir(tmp_path / "checked")
    monkeypatch.setattr(git.os, "name", "nt")
    monkeypatch.setattr(
        "os.get_exec_path", lambda: ["", ".", str(tmp_path / "none"), str(tmp_path / "installed")]
    )
    assert git._program() == str(tmp_path / "installed" / "git.exe")
    monkeypatch.setattr("os.get_exec_path", lambda: ["", "."])
    with pytest.raises(FileNotFoundError):
        git._program()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["snapshot", "--help"], ["snapshot", "import", "--help"], ["nö→"]]
)
@pytest.mark.parametrize("encoding", ["cp437", "cp1252"])
def test_words_that_an_old_code_page_lacks_are_printed_all_the_same(
    encoding: str, arguments: list[str]
) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict"}
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments],
        cwd=REPO,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"internal error" in done.stderr) == (0 if "--help" in arguments else 2, False)


ONLY_POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
GUARDED = {
    "chown",
    "fork",
    "forkpty",
    "geteuid",
    "getuid",
    "kill",
    "killpg",
    "mkfifo",
    "setsid",
    "statvfs",
    "uname",
}
"""What `os` has only on some systems; it may stand where that was asked before."""


def only_posix(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name.split(".")[0] in ONLY_POSIX)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in ONLY_POSIX:
                yield module
            case ast.Attribute(value=ast.Name(id="os"), attr=attr) if attr in GUARDED:
                yield f"os.{attr}"
            case ast.Attribute(
                value=ast.Name(id="signal"), attr="SIGHUP" | "SIGPIPE" | "SIGKILL" | "SIGALRM" as attr
            ):
                yield f"signal.{attr}"


def test_nothing_that_only_some_systems_have_is_used_unasked() -> None:
    found = {
        (path.relative_to(REPO).as_posix(), name)
        for path in SOURCES
        for name in only_posix(ast.parse(path.read_bytes()))
    }
    assert found == {
        ("linter/cache/store.py", "os.geteuid"),  # behind hasattr(os, "geteuid")
        ("linter/files.py", "os.chown"),  # behind hasattr(os, "chown")
        ("linter/reports/hyperlinks.py", "os.uname"),  # behind hasattr(os, "uname")
        ("linter/server/app.py", "os.kill"),  # behind sys.platform != "win32"
    }


def test_paths_are_told_by_one_function() -> None:
    """os.path.relpath and commonpath raise ValueError where two paths lie on two drives of Windows."""
    names = ("os.path.relpath", "os.path.commonpath")
    asked = [
        path.relative_to(REPO).as_posix()
        for path in SOURCES
        if any(map(path.read_text("utf-8").__contains__, names))
    ]
    assert asked == ["linter/files.py", "linter/rulekit/pages.py"]  # the latter of its own files


RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


@given(st.text(min_size=1))
@example("..")
@example("../../x")
@example("a:b")
@example("NUL.txt")
@example("con")
@example("name. ")
@example("100%")
def test_the_folder_of_an_id_can_be_on_every_system_and_means_the_id(known_as: str) -> None:
    folder = folder_of(known_as)
    assert decoded(folder) == known_as
    assert PureWindowsPath(f"p/{folder}/x").parts == ("p", folder, "x")
    assert folder.partition(".")[0].lower() not in RESERVED
    assert (folder.startswith("."), folder.endswith((".", " ")), set(folder) & set('<>:"/\\|?*')) == (
        False,
        False,
        set(),
    )


def checked(folder: Path, *arguments: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(REPO), "C360LINT_NO_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def test_a_checkout_with_crlf_is_judged_and_mended_as_one_without(tmp_path: Path) -> None:
    known = REPO / "examples" / "contoso-broken"
    for ending, name in ((b"\n", "lf"), (b"\r\n", "crlf")):
        shutil.copytree(known, tmp_path / name)
        for path in (tmp_path / name).rglob("*.*"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ending))
    found = [checked(tmp_path / name, "check", "--format", "json") for name in ("lf", "crlf")]
    texts = [text.replace("\\r\\n", "\\n") for _, text in found]  # what fixes write
    assert (texts[0], [status for status, _ in found]) == (texts[1], [1, 1])

    made = [checked(tmp_path / name, "baseline", "create") for name in ("lf", "crlf")]
    again = [checked(tmp_path / name, "check", "--format", "concise") for name in ("lf", "crlf")]
    assert (made[0], again[0], again[0][0]) == (made[1], again[1], 0)

    mended = [checked(tmp_path / name, "check", "--fix", "--unsafe-fixes") for name in ("lf", "crlf")]
    lf, crlf = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.json")}
        for name in ("lf", "crlf")
    )
    assert mended[0] == mended[1]
    assert {one: data.replace(b"\r\n", b"\n") for one, data in crlf.items()} == lf
    payloads = [data for one, data in crlf.items() if "baseline" not in one.name]
    assert [data.count(b"\n") - data.count(b"\r\n") for data in payloads] == [0] * len(payloads)
