"""How many mutants of each folder were noticed: kept by file, shown by folder in `benchmarks/README.md`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutants.places import FOLDERS, REPO, files

KEPT = Path(__file__).with_name("results.json")
PAGE = REPO / "benchmarks" / "README.md"
_START, _END = "<!-- mutants -->\n", "<!-- /mutants -->\n"


class Tally(NamedTuple):
    """How the mutants of a file ended."""

    killed: int
    explained: int
    survived: int


def keep(ended: Iterable[tuple[str, str]]) -> None:
    """Keep how the mutants of files ended, given as the file and `killed`, `explained` or another word."""
    counts: dict[str, Counter[str]] = {}
    for file, how in ended:
        counts.setdefault(file, Counter())[how if how in Tally._fields else "survived"] += 1
    tallies = kept() | {file: Tally(*(one[word] for word in Tally._fields)) for file, one in counts.items()}
    there = {file: tally for file, tally in sorted(tallies.items()) if (REPO / file).exists()}
    lines = ",\n".join(f"  {json.dumps(file)}: {json.dumps(tally)}" for file, tally in there.items())
    KEPT.write_text(f"{{\n{lines}\n}}\n", "utf-8")


def kept() -> dict[str, Tally]:
    """Return the tallies of all files that have been measured."""
    found = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return {file: Tally(*tally) for file, tally in found.items()}


def with_table(page: str) -> str:
    """Return a page with the table as it is now."""
    before, _, rest = page.partition(_START)
    return before + _START + "\n".join(_table()) + "\n" + _END + rest.partition(_END)[2]


def renew_page() -> None:
    """Write the table into the page."""
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")


def _table() -> Iterator[str]:
    """Yield the table of the folders of which files have been measured as a whole."""
    yield "| folder | files measured | slips | noticed | can't be noticed | not noticed |"
    yield "|---|---:|---:|---:|---:|---:|"
    tallies = kept()
    for folder in FOLDERS:
        of = [tally for file, tally in tallies.items() if file.startswith(f"{folder}/")]
        if of:
            killed, explained, survived = (sum(column) for column in zip(*of, strict=True))
            slips = killed + explained + survived
            of_all = f"{len(of)} of {len(files((folder,)))}"
            share = f"{killed:,} ({killed / max(slips, 1):.1%})"
            yield f"| `{folder}` | {of_all} | {slips:,} | {share} | {explained:,} | {survived:,} |"
