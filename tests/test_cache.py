"""A check that recalls what an earlier one has found says what one does that finds it out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cache import digests, results, stamps, store, walks
from linter.cache import outlines as kept_outlines
from linter.cache import versions as program
from linter.cache.plain import result_of
from linter.cli import main
from linter.commands import check_recall
from linter.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Grounds,
    Held,
    Known,
    Looked,
    Place,
    Position,
    Range,
    Remark,
    Result,
    Stated,
    Undecided,
)
from linter.reading import outlines, snapshots
from linter.reading.snapshots import read_snapshot

INSTANCE = "5a8c9e2d-0b1f-4c3a-9d7e-6f5b4a3c2d1e"
SOURCE = "f0e1d2c3-b4a5-4968-8776-655443322110"
RELATIONSHIPS = "manage/relationships.json"


def entity(name: str, attribute: str = "Id") -> dict[str, Any]:
    return {"name": name, "entityType": "profile", "primaryKey": "Id", "attributes": {attribute: "string"}}


def snapshot(*names: str) -> str:
    source = {"dataSourceId": SOURCE, "name": "S", "entities": [entity(name) for name in names]}
    return json.dumps({"snapshotVersion": 1, "instanceId": INSTANCE, "dataSources": [source]}, indent=1)


def relationships(*names: str, cardinality: str = "manyToOne") -> str:
    ends = {"fromEntityName": "S_A", "toEntityName": "S_B", "cardinality": cardinality}
    columns = {"fromAttributeName": "Id", "toAttributeName": "Id"}
    return json.dumps([{"name": name, **ends, **columns} for name in names], indent=1)


def described(server: str, path: str) -> str:
    answers = {"responses": {"200": {"description": "x"}}}
    info = {"title": "T", "version": "1"}
    return json.dumps(
        {"openapi": "3.0.0", "info": info, "servers": [{"url": server}], "paths": {path: {"get": answers}}}
    )


PATH = f"/api/instances/{INSTANCE}/manage/relationships"
BODIES = ("body.txt", "b/manage/relationships.yaml", ".hidden/body.json")
UNTIL = "[[suppress]]\nrule = 'RL03'\nfiles = ['manage/*']\nreason = 'x'\nuntil = 2026-06-01\n"
CONTENTS = {
    "c360lint.toml": ("", "ignore = ['RL03']\n", UNTIL, "exclude = ['b/*']\n", "allow-empty = true\n", "x ="),
    "snapshot.json": (snapshot("A", "B"), snapshot("A"), snapshot("A", "B", "A"), "{"),
    RELATIONSHIPS: (relationships("R"), relationships("R", cardinality="x"), relationships("R", "R"), "[{"),
    "b/manage/relationships.yaml": (relationships("Q"), "- name: Q # c360lint: ignore ALL -- x\n", "a: ["),
    "b/request.json": ('{"method": "PATCH", "url": "/api/instances/x/manage/relationships/R"}', "{}", "\xff"),
    "c/snapshot.json": (snapshot("A", "B"),),
    ".gitignore": ("", "b\n", "*.yaml\n"),
    ".git/config": ("",),
    "pyproject.toml": ("", "[tool.c360lint]\n"),
    "a.http": tuple(f"PATCH {PATH}/{name}\n\n< {body}\n" for name in ("R", "{{x}}") for body in BODIES),
    **dict.fromkeys(BODIES, (relationships("R", cardinality="x"), relationships("S"), "[")),
    ".vscode/settings.json": ("{", '{"rest-client.environmentVariables": {"dev": {"x": "R"}}}'),
    "http-client.private.env.json": ('{"dev": {"x": "R"}}', '{"dev": {"x": "S"}, "prod": {"x": "T"}}'),
}
FIRST = ("c360lint.toml", "snapshot.json", RELATIONSHIPS)


@pytest.fixture
def remembering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let each project be worth to be remembered; return the folder of the cache."""
    monkeypatch.delenv("C360LINT_NO_CACHE", raising=False)
    monkeypatch.setenv("C360LINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(check_recall, "_FILES", 0)
    monkeypatch.setattr(snapshots, "LARGE", 0)
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in FIRST:
        write(name, CONTENTS[name][0])
    return tmp_path / "cache"


@pytest.fixture
def all_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let changes be old enough at once: between two runs any clock goes on."""
    monkeypatch.setattr(stamps, "_SETTLED", 0)


def write(name: str, content: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(content, "latin-1")


def remove(name: str) -> None:
    """Take away what is there, and what is in it."""
    if os.path.isdir(name) and not os.path.islink(name):
        shutil.rmtree(name)
    else:
        Path(name).unlink(missing_ok=True)


def folder_instead(name: str) -> None:
    remove(name)
    Path(name).mkdir(parents=True)


def link_instead(name: str) -> None:
    """Let a file be a link to one that lies outside of the project, and holds the same."""
    if os.path.isfile(name) and not os.path.islink(name):
        outside = Path.cwd().parent / name.replace("/", "-")
        os.replace(name, outside)
        Path(name).symlink_to(outside)


def other_case(name: str) -> None:
    if os.path.lexists(name):
        os.replace(name, os.path.join(os.path.dirname(name), os.path.basename(name).upper()))


def in_secret(name: str) -> None:
    """Change a file so that its size and the time of its change stay what they were."""
    if os.path.isfile(name):
        found = os.stat(name)
        data = Path(name).read_bytes()
        Path(name).write_bytes(data.replace(b"R", b"Q"))
        os.utime(name, ns=(found.st_atime_ns, found.st_mtime_ns))


def touch(name: str) -> None:
    if os.path.isfile(name):
        os.utime(name, ns=(1, 1))


CHANGES = (remove, folder_instead, link_instead, other_case, in_secret, touch)


def check(*options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", *options], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def recalls(monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Return what a check says that may not look at the project."""

    def found_out(*_: Any) -> Any:
        raise AssertionError("it was found out again")

    with monkeypatch.context() as patched:
        patched.setattr(results, "run_in", found_out)
        return check()


@pytest.mark.usefixtures("all_settled")
def test_a_project_that_has_not_changed_is_not_read_again(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(RELATIONSHIPS, relationships("R", cardinality="x"))
    first = check()

    assert first[0] == 1
    assert recalls(monkeypatch) == first


@pytest.mark.parametrize("beside", ["./dev.json", "schemas/../own.json", "c360lint-baseline.json"])
@pytest.mark.usefixtures("all_settled")
def test_snapshots_of_environments_schemas_and_the_baseline_have_a_say(
    remembering: Path, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    settings_ = {
        "./dev.json": "[snapshots]\ndev = './dev.json'\nprod = 'snapshot.json'\n",
        "schemas/../own.json": "[[schemas]]\nfiles = ['manage/*']\nschema = 'schemas/../own.json'\n",
    }
    contents = {"./dev.json": snapshot("A", "B"), "schemas/../own.json": '{"type": "array"}'}
    baseline = '{"version": 1, "findings": []}'
    Path("schemas").mkdir()
    write("c360lint.toml", settings_.get(beside, ""))
    write(beside, contents.get(beside, baseline))
    first = check()
    assert recalls(monkeypatch) == first

    write(beside, {"./dev.json": snapshot("A"), "schemas/../own.json": '{"type": "object"}'}.get(beside, "{"))
    assert check() == check("--no-cache") != first


@pytest.mark.usefixtures("all_settled")
def test_a_contract_has_a_say(remembering: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = "https://contoso.example/api"
    write("c360lint.toml", "[[contracts]]\nopenapi = 'apis/contoso.json'\n")
    write("request.json", json.dumps({"method": "GET", "url": f"{server}/accounts"}))
    write("apis/contoso.json", described(server, "/accounts"))
    first = check()
    assert recalls(monkeypatch) == first

    write("apis/contoso.json", described("https://fabrikam.example/api", "/accounts"))
    assert check() == check("--no-cache") != first


REQUEST = f"""PUT https://api.ci.ai.dynamics.com/v1/instances/{INSTANCE}/manage/relationships/{{{{name}}}}
Content-Type: application/json

< ./body.txt
"""


@pytest.mark.parametrize(
    ("beside", "content"),
    [
        ("body.txt", "{}"),
        ("http-client.env.json", '{"dev": {"name": "X"}}'),
        (".vscode/settings.json", '{"rest-client.environmentVariables": {"$shared": {"name": "X"}}}'),
    ],
)
@pytest.mark.usefixtures("all_settled")
def test_files_that_requests_name_and_those_beside_them_have_a_say_as_soon_as_there_are_any(
    remembering: Path, monkeypatch: pytest.MonkeyPatch, beside: str, content: str
) -> None:
    write("a.http", REQUEST)
    told = []
    for change in (
        lambda: None,
        lambda: write(beside, content),
        lambda: write(beside, "["),
        Path(beside).unlink,
    ):
        change()
        told.append(check())
        assert told[-1] == recalls(monkeypatch) == check("--no-cache")

    assert told[0] == told[3] != told[1]


@pytest.mark.usefixtures("all_settled")
def test_a_file_that_was_written_again_counts_by_its_content(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = check()
    for name in FIRST:
        write(name, CONTENTS[name][0])

    assert recalls(monkeypatch) == first


@pytest.mark.parametrize("settled", [0, 2_000_000_000])
@settings(max_examples=30)
@given(
    edits=st.lists(
        st.sampled_from(sorted(CONTENTS)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from([*CONTENTS[name], *CHANGES]))
        ),
        min_size=1,
        max_size=5,
    ),
    format_=st.sampled_from(["full", "json", "sarif", "concise"]),
)
def test_whatever_is_edited_the_next_run_says_what_one_without_a_cache_says(
    tmp_path_factory: pytest.TempPathFactory,
    settled: int,
    edits: list[tuple[str, str | Callable[[str], None]]],
    format_: str,
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("C360LINT_NO_CACHE", raising=False)
        patched.setenv("C360LINT_CACHE_DIR", str(folder / "cache"))
        patched.setattr(check_recall, "_FILES", 0)
        patched.setattr(snapshots, "LARGE", 0)
        patched.setattr(outlines, "_LONG", 0)
        patched.setattr(stamps, "_SETTLED", settled)
        (folder / "project").mkdir()
        patched.chdir(folder / "project")
        for name in FIRST:
            write(name, CONTENTS[name][0])
        for name, content in [(FIRST[0], ""), *edits]:
            if isinstance(content, str):
                remove(name)
                write(name, content)
            else:
                content(name)
            told = [check("--format", format_), check("--format", format_), check("--format", "full")]
            alone = check("--format", format_, "--no-cache")

            assert told == [alone, alone, check("--format", "full", "--no-cache")]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "torn": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "foreign": lambda _: b"\x80\x04\x95",
    "another content": lambda data: data.replace(b'"result"', b'"Result"').replace(b'"of"', b'"Of"'),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.usefixtures("all_settled")
def test_a_file_of_the_cache_that_is_not_sound_is_written_anew(
    remembering: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    first = check()
    for path in remembering.glob("c360lint-*"):
        path.write_bytes(DAMAGES[damage](path.read_bytes()))

    assert check() == first
    assert recalls(monkeypatch) == first


@pytest.mark.parametrize(
    "plain", [None, 7, [], {}, {"rest": 1}, {"of": 1, "rest": [], "folders": [], "result": {}}]
)
@pytest.mark.usefixtures("all_settled")
def test_what_is_sound_and_nothing_of_ours_is_not_believed(remembering: Path, plain: Any) -> None:
    first = check()
    for path in remembering.glob("c360lint-*"):
        path.write_bytes(b"".join(store._signed([json.dumps(plain).encode()])))

    assert check() == first


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions as POSIX has them")
@pytest.mark.usefixtures("all_settled")
def test_what_others_could_have_written_is_not_believed(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    for path in remembering.glob("c360lint-check-*"):
        path.chmod(0o666)

    assert recalls(monkeypatch)[0] == 3


@pytest.mark.usefixtures("all_settled")
def test_a_folder_that_others_may_write_to_is_not_used(remembering: Path) -> None:
    remembering.mkdir()
    remembering.chmod(0o777)
    check()

    assert list(remembering.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions as POSIX has them")
@pytest.mark.usefixtures("all_settled")
def test_a_folder_that_others_have_come_to_write_to_is_not_believed(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    remembering.chmod(0o777)

    assert recalls(monkeypatch)[0] == 3


@pytest.mark.usefixtures("all_settled")
def test_where_there_is_no_folder_for_the_cache_nothing_of_the_working_folder_stands_in_for_it(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = check("--no-cache")
    check()
    for one in remembering.iterdir():
        shutil.copy(one, one.name)
    monkeypatch.delenv("C360LINT_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)

    assert recalls(monkeypatch)[0] == 3
    assert check() == alone


@pytest.mark.usefixtures("all_settled")
def test_a_cache_that_can_not_be_written_is_none(remembering: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = check("--no-cache")
    remembering.write_text("a file")
    beside = check()
    monkeypatch.setenv("C360LINT_CACHE_DIR", str(remembering / "below"))

    assert beside == check() == alone


def test_a_run_that_is_refused_is_not_tried_again(remembering: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []
    run_in = check_recall.run_in

    def watched(*given_: Any) -> Any:
        tried.append(given_)
        return run_in(*given_)

    monkeypatch.setattr(check_recall, "_FILES", 1_000)
    monkeypatch.setattr(check_recall, "run_in", watched)
    write("snapshot.json", "{")

    assert check()[0] == 2
    assert len(tried) == 1


@pytest.mark.usefixtures("all_settled")
def test_suppressions_run_out_though_nothing_has_changed(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("c360lint.toml", UNTIL)
    write(RELATIONSHIPS, relationships("R", cardinality="x"))
    monkeypatch.setenv("C360LINT_TODAY", "2026-05-01")
    before = check("--format", "concise")
    monkeypatch.setenv("C360LINT_TODAY", "2026-07-01")
    after = check("--format", "concise")

    assert before != after
    assert after == check("--format", "concise", "--no-cache")


@pytest.mark.parametrize("option", ["--no-cache", "--fix", "--diff", "--profile"])
@pytest.mark.usefixtures("all_settled")
def test_what_recalls_nothing_remembers_nothing(remembering: Path, option: str) -> None:
    check(option)

    assert not remembering.exists()


@pytest.mark.usefixtures("all_settled")
def test_where_no_cache_is_wanted_nothing_is_remembered(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360LINT_NO_CACHE", "1")
    check()

    assert not remembering.exists()


@pytest.mark.usefixtures("all_settled")
def test_a_file_that_is_not_there_keeps_no_project_from_being_remembered(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_recall, "_FILES", 1_000)
    monkeypatch.setattr(check_recall, "_BYTES", 1)
    os.symlink("nowhere.json", "manage/gone.json")
    check()

    assert remembering.exists()


@pytest.mark.parametrize("size", [999, 1_000])
def test_only_large_projects_are_remembered(
    remembering: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(stamps, "_SETTLED", 0)
    monkeypatch.setattr(check_recall, "_FILES", 1_000)
    for number in range(size - 1):
        write(f"others/{number}.json", "{}")
    check()

    assert remembering.exists() == (size == 1_000)


def test_several_runs_at_once_say_the_same_and_leave_a_sound_cache(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("snapshot.json", snapshot("A", "B", *(f"E{number}" for number in range(16_000))))
    time.sleep(2.1)  # or the configuration would have changed too lately
    alone = check("--no-cache")
    command = [sys.executable, "-m", "linter", "check"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = []
    for one in runs:
        out, err = one.communicate()
        told.append((one.returncode, out, err))

    assert told == [alone] * 3
    assert all(store.recall(one.name.removeprefix("c360lint-")) for one in remembering.glob("c360lint-*"))
    assert [one.name for one in remembering.iterdir() if one.name.startswith(".")] == []


@pytest.mark.usefixtures("all_settled")
def test_folders_are_looked_through_again_only_if_one_has_changed(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []
    recall = walks.recall_walks

    def watched(*given_: Any) -> Any:
        made = recall(*given_)
        found.append(made.is_recalled)
        return made

    monkeypatch.setattr(walks, "recall_walks", watched)
    check()
    check()
    write("b/manage/relationships.json", relationships("Q"))
    check()
    check()

    assert found == [True, False, True]


@pytest.mark.usefixtures("all_settled")
def test_the_cache_can_be_asked_for_and_cleared(remembering: Path) -> None:
    check()
    where = CliRunner().invoke(main, ["cache", "dir"])
    cleared = CliRunner().invoke(main, ["cache", "clear"])

    assert where.stdout == f"{remembering}\n"
    assert where.stderr == f"3 files, {0.0:.1f} MB\n"
    assert cleared.stdout == f"removed 3 files (0.0 MB) from {remembering}\n"
    assert [one.name for one in remembering.iterdir()] == ["CACHEDIR.TAG"]


def test_what_has_not_been_used_for_longest_makes_room(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MOST_FILES", 2)
    for number in range(4):
        store.remember(f"n{number}", {})
        os.utime(remembering / f"c360lint-n{number}", (number + 1, number + 1))
    store.remember("last", {})

    assert sorted(one.name for one in remembering.glob("c360lint-*")) == ["c360lint-last", "c360lint-n3"]


FILES_OF_ALL_KINDS = {
    "c360lint.toml": "exclude = ['http-client*.json', 'bodies/*', '*_environment.json', 'own.json']\n"
    "baseline = 'known.json'\n[snapshots]\ndev = 'dev.json'\nprod = 'prod.json'\n"
    "[[schemas]]\nfiles = ['manage/*']\nschema = 'own.json'\n[[contracts]]\nopenapi = 'contoso.json'\n",
    "contoso.json": described("https://contoso.example/api", "/accounts"),
    "manage/call.json": json.dumps({"method": "GET", "url": "https://contoso.example/api/account"}),
    "dev.json": snapshot("A", "B"),
    "prod.json": snapshot("A", "B").replace("2d1e", "2d1f"),
    "own.json": '{"type": "array"}',
    "known.json": '{"version": 1, "findings": []}',
    RELATIONSHIPS: relationships("R", cardinality="x"),
    "saved/a.http": f"PATCH {{{{host}}}}{PATH}\n\n< ../bodies/one.txt\n###\nPATCH {PATH}\n\n< ../none.txt\n",
    "saved/b.postman_collection.json": json.dumps(
        {
            "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"request": {"method": "GET", "url": "{{host}}/api/instances/x/manage/entities"}}],
        }
    ),
    "bodies/one.txt": relationships("Q"),
    "saved/c.postman_environment.json": '{"name": "dev", "values": [{"key": "host", "value": "h"}]}',
    "http-client.env.json": '{"dev": {"host": "h"}}',
    ".vscode/settings.json": "{}",
}


@pytest.mark.usefixtures("all_settled")
def test_all_that_a_run_asks_of_the_disk_has_a_say(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads a file in another way than the others do is caught here, and not by a stale answer."""
    for name, content in FILES_OF_ALL_KINDS.items():
        write(name, content)
    Path("snapshot.json").unlink()
    asked: set[str] = set()
    known: set[str] = set()
    run_in, keep = results.run_in, results._keep

    def kept(question: Any, *rest: Any) -> None:
        known.update(question.files)
        keep(question, *rest)

    def watched(*given_: Any) -> Any:
        with monkeypatch.context() as patched:
            for name in ("stat", "lstat", "open", "readlink", "access"):
                patched.setattr(os, name, noting(asked, getattr(os, name)))
            with audited(asked):
                return run_in(*given_)

    monkeypatch.setattr(results, "run_in", watched)
    monkeypatch.setattr(results, "_keep", kept)
    assert check()[0] == 1
    (found,) = (store.recall(one.name[9:]) for one in remembering.glob("c360lint-check-*"))
    known |= {path + "/" * (question == "names") for question, path, _ in found["besides"]}
    links = {str(folder) for path in known for folder in Path(path).parents}  # which are followed
    inside = {path for path in asked if path.startswith(f"{os.getcwd()}/")}

    assert {os.path.relpath(one) for one in inside} >= {"bodies/one.txt", ".vscode/settings.json", "own.json"}
    assert f"{os.getcwd()}/contoso.json" in inside
    assert f"{os.getcwd()}/saved/" in inside
    assert inside - known - links == set()


def noting(asked: set[str], ask: Callable[..., Any]) -> Callable[..., Any]:
    """Return what notes down the paths that something of `os` is asked about."""

    def noted(path: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(path, (str, os.PathLike)):
            asked.add(os.path.abspath(path))
        return ask(path, *rest, **named)

    return noted


@contextmanager
def audited(asked: set[str]) -> Iterator[None]:
    """Note down the paths that are opened in any way; an audit hook can't be taken away again."""
    is_on = True

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if is_on and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str):
            asked.add(os.path.abspath(arguments[0]) + "/" * (event != "open"))

    sys.addaudithook(heard)
    try:
        yield
    finally:
        is_on = False


URL = f"https://h{PATH}"
UNSEEN: dict[str, tuple[str, str]] = {  # by the file that nothing else tells of: requests, and its content
    ".vscode/settings.json": (
        f"DELETE {URL}/{{{{name}}}}\n",
        '{"rest-client.environmentVariables": {"$shared": {"name": "Q"}}}',
    ),
    "saved/http-client.env.json": (f"DELETE {URL}/{{{{name}}}}\n", '{"dev": {"name": "Q"}}'),
    "saved/http-client.private.env.json": (f"DELETE {URL}/{{{{name}}}}\n", '{"dev": {"name": "Q"}}'),
    "bodies/one.txt": (f"PATCH {URL}\n\n< ../bodies/one.txt\n", relationships("Q", cardinality="x")),
    ".hidden/one.json": (f"PATCH {URL}\n\n< ../.hidden/one.json\n", relationships("Q", cardinality="x")),
    "saved/x.postman_environment.json": ("", '{"name": "e", "values": [{"key": "name", "value": "Q"}]}'),
    "y.postman_globals.json": ("", '{"values": [{"key": "name", "value": "Q"}]}'),
}
COLLECTION = {
    "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "item": [{"request": {"method": "DELETE", "url": f"{URL}/{{{{name}}}}"}}],
}


@pytest.mark.parametrize("name", UNSEEN)
@pytest.mark.parametrize("elsewhere", ["", "ignored", "excluded"])
@pytest.mark.usefixtures("all_settled")
def test_what_saved_requests_take_from_other_files_has_a_say_when_it_comes_changes_and_goes(
    remembering: Path, monkeypatch: pytest.MonkeyPatch, name: str, elsewhere: str
) -> None:
    requests, content = UNSEEN[name]
    write("saved/a.http", requests)
    write("saved/b.postman_collection.json", json.dumps(COLLECTION))
    if elsewhere == "excluded":
        write("c360lint.toml", f"exclude = ['{name}']\n")
    elif elsewhere == "ignored":
        subprocess.run(["git", "init", "-q"], check=True)
        write(".gitignore", name)
    before = check()
    assert recalls(monkeypatch) == before

    write(name, content)
    there = check()
    assert there == check("--no-cache") != before
    assert recalls(monkeypatch) == there

    write(name, content.replace("Q", "R"))
    changed = check()
    assert changed == check("--no-cache") != there
    assert recalls(monkeypatch) == changed

    Path(name).unlink()
    assert check() == before


@pytest.mark.usefixtures("all_settled")
def test_a_body_that_comes_to_lie_outside_of_the_project_has_a_say(
    remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = relationships("Q", cardinality="x")
    write("saved/a.http", f"PATCH {URL}\n\n< ../bodies/one.txt\n")
    write("bodies/one.txt", body)
    inside = check()
    assert recalls(monkeypatch) == inside

    write("../other/one.txt", body)
    Path("bodies/one.txt").unlink()
    Path("bodies/one.txt").symlink_to(Path("../other/one.txt").resolve())
    assert check() == check("--no-cache") != inside


TEXTS = st.text(max_size=3)
NUMBERS = st.integers(0, 99)
RANGES = st.builds(Range, st.builds(Position, NUMBERS, NUMBERS), st.builds(Position, NUMBERS, NUMBERS))
PLACES = st.builds(Place, TEXTS, TEXTS, RANGES, TEXTS)
KNOWN = st.builds(Known, TEXTS, TEXTS, TEXTS, st.tuples(TEXTS))
FIXES = st.builds(Fix, TEXTS, TEXTS, st.tuples(st.builds(Edit, TEXTS, RANGES, TEXTS)))
FOUND = st.builds(
    Diagnostic, TEXTS, RANGES, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS,
    related=st.tuples(PLACES), fixes=st.tuples(FIXES), fingerprint=TEXTS, known=KNOWN | st.none(),
    grounds=st.builds(Grounds, st.tuples(TEXTS), st.tuples(st.builds(Stated, TEXTS, TEXTS)), st.booleans()),
)  # fmt: skip
LISTED = st.tuples(TEXTS)
RESULTS = st.builds(
    Result, st.tuples(FOUND), st.tuples(st.builds(Undecided, TEXTS, TEXTS, LISTED, TEXTS, st.tuples(PLACES))),
    NUMBERS, st.tuples(st.builds(Held, TEXTS, PLACES, TEXTS, PLACES, TEXTS)), LISTED, NUMBERS,
    NUMBERS, NUMBERS,
    st.tuples(KNOWN), LISTED, LISTED, LISTED, LISTED,
    st.tuples(st.builds(Remark, TEXTS, TEXTS, TEXTS, st.booleans())),
    st.builds(Looked, st.tuples(st.tuples(TEXTS, NUMBERS)), LISTED, LISTED),
)  # fmt: skip


@given(RESULTS)
def test_a_result_comes_back_as_it_was(result: Result) -> None:
    assert repr(result_of(json.loads(json.dumps(result)))) == repr(result)


@contextmanager
def whole_snapshots_counted() -> Iterator[list[str]]:
    """Yield the names of the snapshots that are read as a whole."""
    read: list[str] = []

    def counted(name: str, data: bytes) -> Any:
        read.append(name)
        return read_snapshot(name, data)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snapshots, "read_snapshot", counted)
        yield read


BROKEN = relationships("R").replace("S_B", "S_C")


@pytest.mark.usefixtures("all_settled", "remembering")
def test_a_snapshot_that_has_not_changed_is_read_by_its_outline_whatever_else_has() -> None:
    check()
    write(RELATIONSHIPS, BROKEN)
    with whole_snapshots_counted() as read:
        told = check()

    assert read == []
    assert told == check("--no-cache")
    assert "`S_C`" in told[1]


@pytest.mark.usefixtures("all_settled", "remembering")
def test_an_outline_is_of_one_content_and_one_program(monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    with whole_snapshots_counted() as read:
        write("snapshot.json", snapshot("A", "C"))
        check()
        write("snapshot.json", snapshot("A", "B"))
        check()
        monkeypatch.setattr(kept_outlines, "versions", lambda: "another one")
        write(RELATIONSHIPS, BROKEN)
        check()
        write(RELATIONSHIPS, relationships("R"))
        check()

    assert read == ["snapshot.json"] * 2


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.usefixtures("all_settled")
def test_an_outline_that_is_not_sound_is_written_anew(remembering: Path, damage: str) -> None:
    check()
    (path,) = remembering.glob("c360lint-outline-*")
    held = path.read_bytes()
    path.write_bytes(DAMAGES[damage](held))
    write(RELATIONSHIPS, BROKEN)
    with whole_snapshots_counted() as read:
        told = check()

    assert told == check("--no-cache")
    assert (read, path.read_bytes()) == (["snapshot.json"], held)


@pytest.mark.usefixtures("all_settled", "remembering")
def test_a_snapshot_that_changes_just_before_it_is_read_counts_as_it_is_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check()
    write(RELATIONSHIPS, BROKEN)
    run_in = results.run_in

    def changed_before(*given_: Any) -> Any:
        write("snapshot.json", snapshot("A", "C"))
        return run_in(*given_)

    with monkeypatch.context() as patched:
        patched.setattr(results, "run_in", changed_before)
        told = check()

    assert [told, check()] == [check("--no-cache")] * 2
    write("snapshot.json", snapshot("A", "B"))
    assert check() == check("--no-cache")


@pytest.mark.parametrize("settled", [0, 2_000_000_000])
def test_another_program_is_told_by_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: int
) -> None:
    monkeypatch.setattr(stamps, "_SETTLED", settled)
    (tmp_path / "linter").mkdir()
    source = tmp_path / "linter" / "rule.py"
    monkeypatch.setattr(program, "_ROOT", str(tmp_path))
    monkeypatch.setattr(program, "_OWN", ("linter",))
    told = []
    for written in ("a = 1", "a = 2", "a = 2"):
        if not told or written != source.read_text("utf-8"):
            source.write_text(written, "utf-8")
        told.append(program.versions.__wrapped__())

    assert told[0] != told[1] == told[2]


@pytest.mark.usefixtures("all_settled", "remembering")
def test_a_snapshot_that_has_its_stamp_still_is_not_digested_again(monkeypatch: pytest.MonkeyPatch) -> None:
    digested: list[bytes] = []
    digest_of = digests.digest_of

    def watched(data: bytes) -> str:
        digested.append(data)
        return digest_of(data)

    check()
    for module in (digests, results):
        monkeypatch.setattr(module, "digest_of", watched)
    write(RELATIONSHIPS, BROKEN)
    check()
    held = Path("snapshot.json").read_bytes()

    assert held not in digested
    touch("snapshot.json")
    check()
    assert digested.count(held) == 1
