"""How the mutants of each file ended: kept by file, shown by folder in `benchmarks/README.md`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutants.left import explained
from benchmarks.mutants.places import FOLDERS, REPO, files, mutants

KEPT = Path(__file__).with_name("measured.json")
PAGE = REPO / "benchmarks" / "README.md"
_START, _END = "<!-- mutants -->\n", "<!-- /mutants -->\n"


class Measured(NamedTuple):
    """How the mutants of a file ended, all of which were tried."""

    slips: int
    left: list[str]  # the names of those that nothing has noticed

    def without(self, ended: Mapping[str, bool]) -> Measured:
        """Return the same without those that have been noticed since."""
        return self._replace(left=[name for name in self.left if not ended.get(name)])

    def among(self, names: Collection[str]) -> Measured:
        """Return the same without those that are left but not there any more."""
        still = [name for name in self.left if name in names]
        return Measured(self.slips - len(self.left) + len(still), still)


def keep(tried: Iterable[str], ended: Mapping[str, bool]) -> None:
    """Keep how mutants of files ended: whether each was noticed, or can't be, by its name.

    A file counts when all its mutants were tried; later runs take from it what they have noticed, and
    what can't be tried any more.
    """
    measured = {file: one.without(ended) for file, one in kept().items() if (REPO / file).exists()}
    for file in tried:
        names = [one.name for one in mutants(file)]
        if ended.keys() >= {*names}:
            measured[file] = Measured(len(names), [name for name in names if not ended[name]])
        elif file in measured:
            measured[file] = measured[file].among({*names})
    as_lines = {file: one._asdict() for file, one in sorted(measured.items())}
    KEPT.write_text(json.dumps(as_lines, indent=1, ensure_ascii=False) + "\n", "utf-8")


def kept() -> dict[str, Measured]:
    """Return how the mutants of all files ended that have been measured."""
    found = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return {file: Measured(**one) for file, one in found.items()}


def with_table(page: str) -> str:
    """Return a page with the table as it is now."""
    before, _, rest = page.partition(_START)
    return before + _START + "\n".join(_table()) + "\n" + _END + rest.partition(_END)[2]


def renew_page() -> None:
    """Write the table into the page."""
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")


def _table() -> Iterator[str]:
    """Yield the table of the folders of which files have been measured."""
    yield "| folder | files measured | slips | noticed | can't be noticed | not noticed |"
    yield "|---|---:|---:|---:|---:|---:|"
    known = explained()
    for folder in FOLDERS:
        of = {file: one for file, one in kept().items() if file.startswith(f"{folder}/")}
        if of:
            slips = sum(one.slips for one in of.values())
            survived = sum(name not in known for one in of.values() for name in one.left)
            silent = sum(name.partition(" ")[0] in of for name in known)
            noticed = slips - survived - silent
            of_all = f"{len(of)} of {len(files((folder,)))}"
            share = f"{noticed:,} ({noticed / max(slips, 1):.1%})"
            yield f"| `{folder}` | {of_all} | {slips:,} | {share} | {silent:,} | {survived:,} |"
