"""The server as a process: how it begins, what it logs, when it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import SERVER

REPO = Path(__file__).parent.parent.parent


def message(method: str, params: Any, number: int | None = None) -> bytes:
    """A request, or a notification, as it is sent."""
    content = {"jsonrpc": "2.0", "method": method, "params": params}
    return framed(json.dumps(content if number is None else {**content, "id": number}).encode())


def framed(data: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


def initialize(process: int | None = None) -> bytes:
    params = {"processId": process, "rootUri": None, "workspaceFolders": None, "capabilities": {}}
    return message("initialize", params, 0) + message("initialized", {})


def read(stream: Any) -> Any:
    """Return the next message of the server."""
    length = int(stream.readline().partition(b":")[2])
    while stream.readline().strip():
        pass
    return json.loads(stream.read(length))


def said(*messages: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a server to its end."""
    return subprocess.run(
        SERVER, check=False, input=b"".join(messages), capture_output=True, cwd=REPO, timeout=30
    )


@pytest.mark.parametrize(
    ("messages", "code"), [([("shutdown", 1), ("exit", None)], 0), ([("exit", None)], 1)]
)
def test_exit_is_a_success_only_after_shutdown(messages: list[tuple[str, int | None]], code: int) -> None:
    done = said(initialize(), *(message(method, None, number) for method, number in messages))

    assert (done.returncode, done.stderr) == (code, b"")


def test_a_refusal_is_answered_and_not_logged(tmp_path: Path) -> None:
    (tmp_path / "c360lint.toml").write_text("", "utf-8")
    (tmp_path / "manage").mkdir()
    payload = tmp_path / "manage" / "relationships.json"
    text = '[{"name": "One", "cardinality": "manyToOne"}]'
    uri = payload.as_uri()
    payload.write_text(text, "utf-8")
    document = {"uri": uri, "languageId": "json", "version": 1, "text": text}
    with subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPO
    ) as server:
        assert server.stdin is not None
        server.stdin.write(initialize() + message("textDocument/didOpen", {"textDocument": document}))
        place = {"line": 0, "character": text.index("manyToOne")}
        asked = {"textDocument": {"uri": uri}, "position": place, "newName": "two"}
        server.stdin.write(message("textDocument/rename", asked, 1))
        server.stdin.flush()
        while (answer := read(server.stdout)).get("id") != 1:
            pass
        server.stdin.write(message("shutdown", None, 2) + message("exit", None))
        server.stdin.close()
        assert server.stderr is not None
        logged = server.stderr.read()

    assert (answer["error"]["code"], logged) == (-32803, b"")


def answers(stream: bytes) -> list[dict[str, Any]]:
    """All that a server has said."""
    source, found = BytesIO(stream), []
    while source.tell() < len(stream):
        found.append(read(source))
    return found


START = {"line": 0, "character": 0}
MANGLED = "file://[::1"


@pytest.mark.parametrize(
    "uri", [MANGLED, "http://[x", "::::", "", "file:///a%00b.json", "file:///\ud800/a.json"]
)
def test_a_uri_that_names_no_file_is_told_and_asked_about_in_vain(uri: str) -> None:
    named = {"textDocument": {"uri": uri}}
    document = {"uri": uri, "languageId": "json", "version": 1, "text": "{}"}
    folder = {"event": {"added": [{"uri": uri, "name": "x"}], "removed": [{"uri": uri, "name": "x"}]}}
    done = said(
        initialize(),
        message("textDocument/didOpen", {"textDocument": document}),
        message("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 1}]}),
        message("workspace/didChangeWorkspaceFolders", folder),
        message("textDocument/hover", {**named, "position": START}, 1),
        message("textDocument/documentSymbol", named, 2),
        message("textDocument/diagnostic", named, 3),
        message("textDocument/rename", {**named, "position": START, "newName": "x"}, 4),
        message("shutdown", None, 5),
        message("exit", None),
    )
    said_of = {one["id"]: one.get("result", one.get("error")) for one in answers(done.stdout) if "id" in one}

    assert done.returncode == 0
    assert [said_of[1], said_of[2], said_of[3]["items"], said_of[4]] == [None, [], [], None]
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("sent", "number", "code", "reason"),
    [
        ({"id": 1, "params": {}}, 1, -32602, "required field missing @ $.params.position"),
        (
            {"id": "a", "params": None},
            "a",
            -32602,
            "invalid value for type, expected TextDocumentPositionParams @ $.params",
        ),
        (
            {"id": 1, "params": [1]},
            1,
            -32602,
            "invalid value for type, expected TextDocumentPositionParams @ $.params",
        ),
        ({"id": 1}, 1, -32602, "required field missing @ $.params"),
        ({"id": [1], "params": {}}, None, -32602, "Invalid Params"),
        (b"[]", None, -32600, "a JSON-RPC 2.0 message is expected"),
        (b"5", None, -32600, "a JSON-RPC 2.0 message is expected"),
        (b"{", None, -32700, "Parse Error: Expecting property name"),
        (b"\xff\xfe", None, -32700, "Parse Error"),
        (b"[" * 100_000, None, -32700, "Parse Error"),
    ],
)
def test_a_message_that_is_none_is_answered_with_an_error(
    sent: dict[str, Any] | bytes, number: object, code: int, reason: str
) -> None:
    if isinstance(sent, dict):
        sent = json.dumps({"jsonrpc": "2.0", "method": "textDocument/hover", **sent}).encode()
    done = said(initialize(), framed(sent), message("shutdown", None, 9), message("exit", None))

    refused = [one for one in answers(done.stdout) if "error" in one]

    assert done.returncode == 0
    assert [(one.get("id"), one["error"]["code"]) for one in refused] == [(number, code)]
    assert reason in refused[0]["error"]["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, a process can't be asked whether it lives")
def test_the_server_ends_with_its_client() -> None:
    client = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPO) as server:
        assert server.stdin is not None
        server.stdin.write(initialize(client.pid))
        server.stdin.flush()
        read(server.stdout)

        client.communicate(b"\n")

        assert server.wait(timeout=30) == 1


@pytest.mark.parametrize("process", [2**31, -(2**31) - 1, 2**63])
def test_a_client_whose_number_no_process_has_lives_where_it_cant_be_seen(process: int) -> None:
    done = said(initialize(process), message("shutdown", None, 1), message("exit", None))

    assert (done.returncode, done.stderr) == (0, b"")


def test_nothing_is_answered_before_the_beginning_and_after_the_end() -> None:
    asked = {"textDocument": {"uri": "file:///a.json"}}
    done = said(
        message("textDocument/diagnostic", asked, 1),
        initialize(),
        b"Content-Type: x\r\n\r\n",
        b"content-length: none\r\n\r\n",
        message("nothing/known", {}, 2),
        message("nothing/known", {}),
        message("shutdown", None, 3),
        message("textDocument/diagnostic", asked, 4),
        message("exit", None),
    )

    assert (done.returncode, done.stderr) == (0, b"")
    told = [(one["id"], one.get("error", {}).get("code")) for one in answers(done.stdout)]
    assert told == [(1, -32002), (0, None), (2, -32601), (3, None), (4, -32600)]


@pytest.mark.parametrize(
    "capabilities", [{"general": 1}, {"general": {"positionEncodings": 1}}, {"textDocument": []}]
)
def test_capabilities_that_are_none_are_those_of_a_client_that_can_do_nothing(capabilities: Any) -> None:
    begin = message("initialize", {"processId": None, "capabilities": capabilities}, 0)
    done = said(begin, message("shutdown", None, 1), message("exit", None))

    assert [one["result"]["capabilities"]["positionEncoding"] for one in answers(done.stdout)[:1]] == [
        "utf-16"
    ]


def test_a_client_that_falls_silent_ends_the_server() -> None:
    done = said(initialize())

    assert (done.returncode, done.stderr) == (0, b"")


def test_the_server_ends_while_the_client_still_holds_its_line() -> None:
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPO) as server:
        assert server.stdin is not None
        server.stdin.write(initialize() + message("shutdown", None, 1) + message("exit", None))
        server.stdin.flush()

        assert server.wait(timeout=30) == 0
