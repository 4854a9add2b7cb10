"""What a client is told of files unasked."""

from __future__ import annotations

import pytest

from linter.server.told import Telling, Told

URI = "file:///a.json"
NOTHING, NOTHING_OF_2, ONE = Told(URI, None, []), Told(URI, 2, []), Told(URI, None, [{"message": "x"}])


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ([NOTHING, NOTHING], []),
        ([NOTHING_OF_2, NOTHING_OF_2, NOTHING, NOTHING], [(2, 0), (None, 0)]),
        ([NOTHING, ONE, ONE, NOTHING, NOTHING, ONE], [(None, 1), (None, 0), (None, 1)]),
    ],
)
def test_a_client_is_told_what_is_news(told: list[Told], heard: list[tuple[int | None, int]]) -> None:
    sent: list[tuple[int | None, int]] = []
    telling = Telling(lambda params: sent.append((params.get("version"), len(params["diagnostics"]))))
    for one in told:
        telling.tell("/a.json", one)

    assert sent == heard
