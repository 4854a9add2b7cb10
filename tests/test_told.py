"""What contracts tell of requests, right ones and wrong ones: all of it, compared as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.told import FOLDER, Request, contract, in_file, requests, told

KEPT = sorted(FOLDER.glob("*.txt"))
CASES = [
    pytest.param(path, request, id=f"{path.stem}: {' '.join(request.lines)}")
    for path in KEPT
    for request in requests(path)
]


@pytest.mark.parametrize(("path", "request_"), CASES)
def test_a_contract_tells_of_a_request_what_it_has_told(path: Path, request_: Request) -> None:
    now = told(contract(path.stem), request_.lines)

    if os.environ.get("UPDATE_PAGES"):
        kept = [one._replace(told=now) if one.lines == request_.lines else one for one in requests(path)]
        path.write_text(in_file(kept), "utf-8")
    assert now == request_.told, "UPDATE_PAGES=1 python -m pytest tests/test_told.py writes what is told"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        (
            "shop.xml",
            "Orders Customers Lines Odds old/Orders Loops Me Within Best Close",
        ),
        ("shop.yaml", "Orders Newest Pictures Nothing Plains Partials Buyers Lines"),
        ("rest.yaml", "bikes reports"),
        ("old.xml", "Orders Customers Alones Losts Orphans Within"),
    ],
)
def test_a_contract_knows_with_what_paths_begin(name: str, begins: str) -> None:
    assert " ".join(contract(name).begins()) == begins
