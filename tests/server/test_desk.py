"""Where one project is judged: what becomes of who waits when the project goes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from linter.reading.project_root import home_of
from linter.server.desk import Desk, News, Surroundings
from tests.projects import SNAPSHOT, write


def test_who_waits_for_a_project_that_goes_hears_nothing_and_what_was_shown_is_taken_back(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"snapshot.json": SNAPSHOT, "c360lint.toml": ""})
    home = home_of(str(tmp_path), [str(tmp_path)])
    assert home is not None
    told: list[News] = []

    async def waited() -> list[object]:
        with ThreadPoolExecutor(1) as pool:
            around = Surroundings(pool, lambda _: {}, lambda _: {"a.json": [{"message": "x"}]}, told.append)
            desk = Desk(home, around)
            first = await desk.current()
            desk.judge_soon(60)
            question = asyncio.create_task(desk.current())
            await asyncio.sleep(0)
            desk.leave()
            return [first is not None, await asyncio.wait_for(question, 30), desk.is_stale, desk.shown]

    assert asyncio.run(waited()) == [True, None, False, {}]
    assert [[*one.now] for one in told] == [["a.json"], []]
