"""The protocol's messages: where one ends, whether it says what it has to, and what is answered."""

from __future__ import annotations

import json
import logging
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.server import messages
from linter.server.client import Client, client_of
from linter.server.connection import Connection, Feature, RefusedRequest
from linter.server.framing import framed, messages_in
from tests.projects import RELATIONSHIPS_FILE, write
from tests.states.client import Client as Session
from tests.states.client import in_process

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
POSITION = {"line": 0, "character": 0}
DOCUMENT = {"uri": "file:///a.json"}


@given(st.lists(JSON))
def test_what_is_framed_is_read_again(said: list[Any]) -> None:
    stream = BytesIO(b"".join(map(framed, said)))

    assert [json.loads(one) for one in messages_in(stream)] == said


@pytest.mark.parametrize(
    ("stream", "found"),
    [
        (b"Content-Length: 2\r\n\r\n{}Content-Length: 9\r\n\r\n{", [b"{}"]),
        (b"Content-Type: x\r\nCONTENT-LENGTH: 2\r\n\r\n{}", [b"{}"]),
        (b"nonsense\r\n\r\nContent-Length: 2\r\n\r\n{}", [b"{}"]),
        (b"Content-Length: -2\r\n\r\nContent-Length: 2\r\n\r\n{}", [b"{}"]),
        (b"Content-Length: 0\r\n\r\n", []),
        (b"Content-Length: 999999999999999999\r\n\r\n{}", []),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nContent-Length: 2\r\n\r\n{}", [b"{}"]),
        (b"", []),
    ],
)
def test_a_message_is_as_long_as_its_header_says(stream: bytes, found: list[bytes]) -> None:
    assert list(messages_in(BytesIO(stream))) == found


@pytest.mark.parametrize(
    ("value", "expected", "wrong"),
    [
        ({"line": 1, "character": 2}, messages.ClientPosition, []),
        ({"line": 1, "character": 2, "more": 3}, messages.ClientPosition, []),
        (
            {"line": True},
            messages.ClientPosition,
            ["invalid value for type, expected int @ $.line", "required field missing @ $.character"],
        ),
        ({"id": "a"}, messages.CancelParams, []),
        ({"id": 1.5}, messages.CancelParams, ["invalid value for type, expected int @ $.id"]),
        ({"text": "a"}, messages.ContentChange, []),
        ({"text": "a", "range": None}, messages.ContentChange, []),
        (
            {"text": "a", "range": {"start": POSITION}},
            messages.ContentChange,
            ["required field missing @ $.range.end"],
        ),
        (
            {"only": ["a", 1]},
            messages.CodeActionContext,
            ["invalid value for type, expected str @ $.only[1]"],
        ),
        ({"only": {}}, messages.CodeActionContext, ["invalid value for type, expected list @ $.only"]),
        ({"capabilities": {}}, messages.InitializeParams, []),
        (
            {"textDocument": DOCUMENT, "position": POSITION},
            messages.RenameParams,
            ["required field missing @ $.newName"],
        ),
        ([], messages.ClientPosition, ["invalid value for type, expected ClientPosition @ $"]),
    ],
)
def test_it_is_told_what_is_wrong_with_a_value_and_where(value: Any, expected: Any, wrong: list[str]) -> None:
    assert messages.faults(value, expected, "$") == wrong


@given(JSON)
def test_capabilities_may_be_anything(capabilities: Any) -> None:
    assert client_of({"general": capabilities, "workspace": capabilities, "textDocument": capabilities})


def test_a_client_can_do_what_it_says() -> None:
    able = {
        "general": {"positionEncodings": ["utf-7", "utf-8", "utf-16"]},
        "textDocument": {
            "diagnostic": {},
            "rename": {"prepareSupport": True},
            "completion": {"completionItem": {"snippetSupport": True}},
        },
        "workspace": {
            "diagnostics": {"refreshSupport": True},
            "didChangeWatchedFiles": {"dynamicRegistration": True},
            "workspaceEdit": {
                "documentChanges": True,
                "snippetEditSupport": True,
                "resourceOperations": ["rename", "create"],
            },
        },
    }

    assert client_of(able) == Client("utf-8", *[True] * 8)
    assert client_of({}) == Client()


def test_a_refusal_is_an_answer_and_a_bug_is_logged_besides(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_params: Any) -> None:
        raise RefusedRequest(-32803, "not here")

    def fail(_params: Any) -> None:
        raise ZeroDivisionError

    sent: list[bytes] = []
    connection = Connection({"refuse": Feature(None, refuse), "fail": Feature(None, fail)}, sent.append)
    connection.unready = None

    with caplog.at_level(logging.ERROR):
        connection.received(b'{"jsonrpc": "2.0", "id": 1, "method": "refuse"}')
        connection.received(b'{"jsonrpc": "2.0", "id": 2, "method": "fail"}')
        connection.received(b'{"jsonrpc": "2.0", "method": "fail"}')
        connection.received(b'{"jsonrpc": "2.0", "id": 3, "result": null}')

    assert [json.loads(one) for one in messages_in(BytesIO(b"".join(sent)))] == [
        {"jsonrpc": "2.0", "id": 1, "error": {"code": -32803, "message": "not here"}},
        {"jsonrpc": "2.0", "id": 2, "error": {"code": -32603, "message": "ZeroDivisionError"}},
    ]
    assert [one.message for one in caplog.records] == ["fail: ", "fail: "]


@pytest.mark.parametrize("form", ["workspaceFolders", "rootUri", "rootPath"])
def test_the_folder_that_is_open_at_the_start_can_be_said_in_three_ways(form: str, tmp_path: Path) -> None:
    write(tmp_path, {"c360lint.toml": "", RELATIONSHIPS_FILE: {"name": 5}})
    uri = tmp_path.as_uri()
    said = {"workspaceFolders": [{"uri": uri, "name": "a"}], "rootUri": uri, "rootPath": str(tmp_path)}
    capabilities = {"textDocument": {"diagnostic": {"dynamicRegistration": False}}}
    client = Session(in_process)

    client.ask("initialize", {"capabilities": capabilities, form: said[form]})
    client.tell("initialized", {})
    found = client.ask("workspace/diagnostic", {"previousResultIds": []})["items"]
    client.leave()

    assert [one["uri"] for one in found if one["items"]] == [(tmp_path / RELATIONSHIPS_FILE).as_uri()]
