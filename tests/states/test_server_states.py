"""Whatever an editor does, the server says of every file what `check` says of disk and open documents."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import urllib.request
from pathlib import Path
from typing import Any
from unittest import mock

from click.testing import CliRunner
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from linter.cli import main
from linter.reading.project_root import home_of
from linter.server import app
from tests.server.test_kept import STATES, text_of
from tests.server.test_parity import SEVERITIES, waiting
from tests.states.budget import budget
from tests.states.client import Client, Json, in_a_process_of_its_own, in_process

PROJECTS = ("one", "two", "one/inner", "outside")
FOLDERS = ("one", "two", "one/inner")
MORE: dict[str, tuple[Any, ...]] = {
    "c360lint.toml": ('ignore = ["RL"]\n', 'exclude = ["requests/**"]\n', 'baseline = "known.json"\n'),
    "known.json": ('{"version": 1, "findings": []}', "{"),
    "manage/relationships.json": (
        '[{"name": "🛒",\r\n "nmae": "😀😀", "fromEntityName": "Shop_😀"}]',
        "\ufeff[{}]",
    ),
}
NAMES = sorted({*STATES, *MORE})
PIECES = ('"', "{", "}", "[", "]", ",", ":", "\n", "😀", "é", "\r\n", '"Shop_Buyers"', '"Mail"', "null", " ")
QUOTED = re.compile(r'"[^"\n]*"')
ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
SIZES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
CREATED, CHANGED, DELETED = 1, 2, 3


def held(name: str) -> list[str]:
    """The texts that a file may hold."""
    states = (*STATES.get(name, ()), *MORE.get(name, ()))
    return [text_of(one) for one in states if one is not None]


files = st.tuples(st.sampled_from(PROJECTS), st.sampled_from(NAMES)).map("/".join)
numbers = st.integers(0, 10_000)


@st.composite
def contents(draw: st.DrawFn) -> tuple[str, str]:
    """A file and what it holds."""
    project, name = draw(st.sampled_from(PROJECTS)), draw(st.sampled_from(NAMES))
    return f"{project}/{name}", draw(st.sampled_from(held(name)))


class Editing(RuleBasedStateMachine):
    """An editor with several folders, other programs that write files, and what both make of them."""

    serve = staticmethod(in_process)

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        top = Path(self._temporary.name).resolve()
        self.root, self.mirror = top / "disk", top / "seen"
        self.folders: dict[str, None] = {}
        self.texts: dict[str, str] = {}  # of open documents
        self.versions: dict[str, int] = {}
        self.pulled: dict[str, list[Json]] = {}  # of open documents
        self.unasked: set[str] = set()  # documents that the client has yet to ask about
        self.known: dict[str, Json] = {}  # the reports of the whole workspace, by URI
        (self.root / "one/inner").mkdir(parents=True)
        for project in ("one", "two", "outside"):
            for name in NAMES:
                self._write(f"{project}/{name}", held(name)[0])

    @initialize(
        encoding=st.sampled_from(sorted(ENCODINGS)),
        pulls=st.booleans(),
        folders=st.sets(st.sampled_from(FOLDERS), min_size=1),
    )
    def start(self, encoding: str, pulls: bool, folders: set[str]) -> None:
        self.encoding, self.pulls = encoding, pulls
        self.client = Client(self.serve)
        document = {"diagnostic": {}} if pulls else {}
        capabilities = {
            "general": {"positionEncodings": [encoding]},
            "textDocument": document,
            "workspace": {"diagnostics": {"refreshSupport": True}},
        }
        self.folders = dict.fromkeys(sorted(folders))
        opened = [{"uri": self.uri(one), "name": one} for one in self.folders]
        self.client.ask("initialize", {"capabilities": capabilities, "workspaceFolders": opened})
        self.client.tell("initialized", {})

    # In the editor

    @rule(name=files, marked=st.booleans())
    def open(self, name: str, marked: bool) -> None:
        if name in self.texts or not (self.root / name).is_file():
            return
        text = (self.root / name).read_bytes().decode()
        self._open(name, text if marked else text.removeprefix("\ufeff"))

    @rule(content=contents())
    def open_a_new_one(self, content: tuple[str, str]) -> None:
        name, text = content
        if name not in self.texts and not os.path.lexists(self.root / name):
            self._open(name, text)

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def type(self, data: st.DataObject) -> None:
        """Edit a document, in several places at once."""
        name = data.draw(st.sampled_from(sorted(self.texts)))
        edits = data.draw(
            st.lists(
                st.tuples(numbers, st.sampled_from((0, 1, 5, 40)), st.sampled_from(PIECES)),
                min_size=1,
                max_size=3,
            )
        )
        self._edit(name, edits)

    @precondition(lambda self: self.texts)
    @rule(data=st.data(), which=numbers, other=numbers)
    def name_something_else(self, data: st.DataObject, which: int, other: int) -> None:
        """Put a quoted word where another one stands."""
        name = data.draw(st.sampled_from(sorted(self.texts)))
        found = list(QUOTED.finditer(self.texts[name]))
        if found:
            start, end = found[which % len(found)].span()
            self._replace(name, start, end, found[other % len(found)].group())

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def write_anew(self, data: st.DataObject) -> None:
        """Replace the whole text of a document."""
        name = data.draw(st.sampled_from(sorted(self.texts)))
        project = max((one for one in PROJECTS if name.startswith(f"{one}/")), key=len)
        text = data.draw(st.sampled_from(held(name.removeprefix(f"{project}/"))))
        self._changed(name, text, [{"text": text}])

    @precondition(lambda self: self.texts)
    @rule(data=st.data(), is_told=st.booleans())
    def save(self, data: st.DataObject, is_told: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.texts)))
        kind = CHANGED if (self.root / name).exists() else CREATED
        self._write(name, self.texts[name])
        self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})
        if is_told:
            self._told((name, kind))

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        self._close(data.draw(st.sampled_from(sorted(self.texts))))

    @rule(folder=st.sampled_from(FOLDERS))
    def open_or_close_a_folder(self, folder: str) -> None:
        entry = [{"uri": self.uri(folder), "name": folder}]
        if folder in self.folders:
            del self.folders[folder]
            event = {"added": [], "removed": entry}
        else:
            self.folders[folder] = None
            event = {"added": entry, "removed": []}
        self.client.tell("workspace/didChangeWorkspaceFolders", {"event": event})

    # On the disk

    @rule(content=contents())
    def something_writes(self, content: tuple[str, str]) -> None:
        name, text = content
        kind = CHANGED if (self.root / name).exists() else CREATED
        self._write(name, text)
        self._told((name, kind))

    @rule(name=files)
    def something_deletes(self, name: str) -> None:
        if os.path.lexists(self.root / name):
            (self.root / name).unlink()
            self._told((name, DELETED))

    @rule(old=files, new=files)
    def rename(self, old: str, new: str) -> None:
        """Give a file another name; the editor takes an open document along."""
        if (self.root / old).is_file() and old != new and new not in self.texts:
            text = self.texts.get(old)
            kind = CHANGED if (self.root / new).exists() else CREATED
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.root / old, self.root / new)
            if text is not None:
                self._close(old)
                self._open(new, text)
            self._told((old, DELETED), (new, kind))

    @rule(which=st.permutations(PROJECTS))
    def move_a_folder(self, which: list[str]) -> None:
        """Give the folder of a project to another one, or take it away."""
        old, new, *_ = which
        if not (self.root / old / "manage").is_dir() or any(
            name.startswith((f"{old}/manage/", f"{new}/manage/")) for name in self.texts
        ):
            return
        if (self.root / new / "manage").exists():
            shutil.rmtree(self.root / old / "manage")
            self._told((f"{old}/manage", DELETED))
            return
        (self.root / new).mkdir(parents=True, exist_ok=True)
        os.replace(self.root / old / "manage", self.root / new / "manage")
        self._told((f"{old}/manage", DELETED), (f"{new}/manage", CREATED))

    # What is to hold

    @rule()
    def compare(self) -> None:
        expected, refused = self._by_check()
        reports = self._reports()
        if not self.pulls:
            for name, version in self.versions.items():
                published = self.client.heard.get(self.uri(name), {})
                assert not published or published["version"] == version
            reports = {
                uri: one["diagnostics"] for uri, one in self.client.heard.items() if one["diagnostics"]
            }
        _require_same(self._settled(reports, refused), expected)
        if self.pulls:
            self._pull()
            mine = {uri: items for uri, items in self.pulled.items() if items}
            open_ones = {self.uri(name) for name in self.texts}
            of_these = {uri: one for uri, one in expected.items() if uri in open_ones}
            _require_same(self._settled(mine, refused), of_these)

    def teardown(self) -> None:
        try:
            if hasattr(self, "client"):
                self.compare()
        finally:
            if hasattr(self, "client"):
                self.client.leave()
            self._temporary.cleanup()

    # How

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def _write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def _told(self, *changes: tuple[str, int]) -> None:
        events = [{"uri": self.uri(name), "type": kind} for name, kind in changes]
        self.client.tell("workspace/didChangeWatchedFiles", {"changes": events})

    def _open(self, name: str, text: str) -> None:
        self.texts[name], self.versions[name] = text, 1
        self.unasked.add(name)
        item = {"uri": self.uri(name), "languageId": "json", "version": 1, "text": text}
        self.client.tell("textDocument/didOpen", {"textDocument": item})

    def _close(self, name: str) -> None:
        del self.texts[name], self.versions[name]
        self.pulled.pop(self.uri(name), None)
        self.unasked.discard(name)
        self.client.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def _edit(self, name: str, edits: list[tuple[int, int, str]]) -> None:
        text, changes = self.texts[name], []
        for at, length, comes in edits:
            start = _spot(text, at * len(text) // 10_000)
            end = _spot(text, min(len(text), start + length))
            changes.append({"range": self._range(text, start, end), "text": comes})
            text = text[:start] + comes + text[end:]
        self._changed(name, text, changes)

    def _replace(self, name: str, start: int, end: int, comes: str) -> None:
        text = self.texts[name]
        change = {"range": self._range(text, start, end), "text": comes}
        self._changed(name, text[:start] + comes + text[end:], [change])

    def _changed(self, name: str, text: str, changes: list[Json]) -> None:
        self.texts[name] = text
        self.versions[name] += 1
        self.unasked.add(name)
        document = {"uri": self.uri(name), "version": self.versions[name]}
        self.client.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def _range(self, text: str, start: int, end: int) -> Json:
        return {"start": self._position(text, start), "end": self._position(text, end)}

    def _position(self, text: str, offset: int) -> Json:
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        last = before[before.rfind("\n") + 1 :]
        return {"line": before.count("\n"), "character": self._units(last)}

    def _units(self, text: str) -> int:
        return len(text.encode(ENCODINGS[self.encoding])) // SIZES[self.encoding]

    # What the server says

    def _reports(self) -> dict[str, list[Json]]:
        """What is reported of the whole workspace, where only what has changed is sent again."""
        previous = [{"uri": uri, "value": one["resultId"]} for uri, one in self.known.items()]
        answer = self.client.ask("workspace/diagnostic", {"previousResultIds": previous})
        for one in answer["items"]:
            if one["kind"] == "full":
                self.known[one["uri"]] = one
        return {uri: one["items"] for uri, one in self.known.items() if one["items"]}

    def _pull(self) -> None:
        """Ask about what was edited, and about all that is open if the server wishes so."""
        while self.unasked or self.client.was_asked_to_ask:
            names = sorted(self.texts if self.client.was_asked_to_ask else self.unasked)
            self.client.was_asked_to_ask, self.unasked = False, set()
            for name in names:
                which = {"textDocument": {"uri": self.uri(name)}}
                self.pulled[self.uri(name)] = self.client.ask("textDocument/diagnostic", which)["items"]
            self._reports()  # by then all is judged

    def _settled(self, said: dict[str, list[Json]], refused: set[str]) -> dict[str, list[Any]]:
        """What is said of projects that can be judged as they are, to be compared."""
        kept = {uri: items for uri, items in said.items() if not self._is_of(uri, refused)}
        return {uri: sorted(map(_shown, items)) for uri, items in kept.items()}

    def _is_of(self, uri: str, roots: set[str]) -> bool:
        """Whether the project of a file lies in one of some folders."""
        name = os.path.relpath(urllib.request.url2pathname(uri.removeprefix("file://")), self.root)
        return self._home(name) in roots

    # What check says

    def _by_check(self) -> tuple[dict[str, list[Any]], set[str]]:
        """What it says by URI, and the projects that it can't judge."""
        shutil.rmtree(self.mirror, ignore_errors=True)
        shutil.copytree(self.root, self.mirror)
        for name, text in self.texts.items():
            path = self.mirror / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        homes = map(self._home, (*self.folders, *self.texts))
        folders = sorted({one for one in homes if one is not None})
        if not folders:
            return {}, set()
        done = CliRunner().invoke(main, ["check", "--format", "json", *folders])
        report = json.loads(done.stdout) if done.stdout else {"diagnostics": []}
        assert done.exit_code in (0, 1, 2), done
        several = "projects" in report or len(folders) > 1
        self._said = done.stderr
        return self._of(report, Path.cwd() if several else Path(folders[0])), set(
            self._refused(done.stderr, folders)
        )

    def _home(self, name: str) -> str | None:
        """The folder of the project of a file or folder: an editor hears of whole projects."""
        folders = [str(self.mirror / one) for one in self.folders]
        home = home_of(str(self.mirror / name), folders)
        return home.root if home is not None else None

    def _refused(self, said: str, folders: list[str]) -> list[str]:
        refused = re.findall(r"^c360lint: (?:(\S+): )?(?=.*:\d+:\d+:)", said, re.MULTILINE)
        return [os.path.abspath(one or folders[0]) for one in refused]

    def _of(self, report: Json, folder: Path) -> dict[str, list[Any]]:
        said: dict[str, list[Any]] = {}
        for one in report["diagnostics"]:
            places = [
                [self._place(folder, each), self._span(folder, each), each["message"]]
                for each in (*one["related"], *map(waiting, one["consequences"]))
            ]
            message = one["message"] + (f"\n{one['help']}" if one["help"] else "")
            entry = [one["code"], SEVERITIES[one["severity"]], message, self._span(folder, one), places]
            said.setdefault(self._place(folder, one), []).append(entry)
        return {uri: sorted(items) for uri, items in said.items()}

    def _place(self, folder: Path, at: Json) -> str:
        path = os.path.normpath(folder / at["file"])
        return self.uri(os.path.relpath(path, self.mirror))

    def _span(self, folder: Path, at: Json) -> list[list[int]]:
        path = folder / at["file"]
        name = os.path.relpath(os.path.normpath(path), self.mirror)
        text = path.read_bytes().decode("utf-8", "replace")
        mark = "\ufeff" if self.texts.get(name, "").startswith("\ufeff") else ""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines[0] = mark + lines[0]
        found = []
        for end in ("start", "end"):
            line, column = at["range"][end]["line"] - 1, at["range"][end]["column"] - 1
            column += len(mark) if line == 0 else 0
            found.append([line, self._units(lines[line][:column])])
        return found


def _require_same(said: dict[str, list[Any]], expected: dict[str, list[Any]]) -> None:
    found = []
    for uri in sorted({*said, *expected}):
        now, then = said.get(uri, []), expected.get(uri, [])
        found += [f"too much in {uri}: {one}" for one in now if one not in then]
        found += [f"missing in {uri}: {one}" for one in then if one not in now]
    if said != expected:
        raise AssertionError("\n".join(found) or "something is said twice")


def _spot(text: str, offset: int) -> int:
    """An offset that a position can mean: none lies between CR and LF."""
    return offset + 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset


def _shown(item: Json) -> list[Any]:
    """A diagnostic of the protocol, to be compared."""
    related = [
        [one["location"]["uri"], _ends(one["location"]["range"]), one["message"]]
        for one in item.get("relatedInformation", ())
    ]
    return [item.get("code", ""), item["severity"], item["message"], _ends(item["range"]), related]


def _ends(range_: Json) -> list[list[int]]:
    return [[one["line"], one["character"]] for one in (range_["start"], range_["end"])]


class EditingWithAProcess(Editing):
    """The same over the streams of a process."""

    serve = staticmethod(in_a_process_of_its_own)


def test_the_server_says_what_check_says_whatever_an_editor_does() -> None:
    quick = mock.patch.multiple(app, DEBOUNCE=0.002, FILES_SETTLE=0.001)
    with quick, mock.patch("gc.freeze"):
        run_state_machine_as_test(Editing, settings=budget(25, steps=20))


def test_a_server_in_a_process_of_its_own_says_what_check_says() -> None:
    run_state_machine_as_test(EditingWithAProcess, settings=budget(1, steps=20))
