"""A server that stays for days keeps nothing of what was said."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the server needs pygls: pip install '.[server]'")

from lsprotocol import types

from linter.server.features import make_server


def test_nothing_is_kept_of_a_notification_that_was_handled() -> None:
    server = make_server()
    protocol = server.protocol

    for _ in range(100):
        protocol._handle_notification(types.SET_TRACE, types.SetTraceParams(value=types.TraceValue.Off))

    assert protocol._request_futures == {}
