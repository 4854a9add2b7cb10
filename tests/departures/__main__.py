"""Looks for departures that notice a slip which no example and no other departure notices, and keeps them.

python -m tests.departures [PATH…] [--drawn N]
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from functools import partial

from benchmarks.mutants import figures
from benchmarks.mutants.alive import Alive, import_all
from benchmarks.mutants.forks import in_forks
from benchmarks.mutants.left import explained, keep_left
from benchmarks.mutants.places import FOLDERS, files
from tests.departures import keep, kept
from tests.departures.search import pages_of_rules, search


def main() -> None:
    """Do what the command line says."""
    os.environ |= {"C360LINT_TODAY": "2026-11-27", "C360LINT_NO_CACHE": "1"}
    options = _options()
    import_all(files(FOLDERS))
    pages, known = pages_of_rules(), kept()
    work = partial(search, pages=pages, known=known, alive=Alive(), drawn=options.drawn)
    chosen = files(tuple(options.paths))
    told: Counter[str] = Counter()
    silent = explained()
    for file, ended in in_forks(chosen, work, options.jobs):
        if ended is None:
            print(f"nothing came of {file}", flush=True)
            continue
        new = {one: said for one, said in ended.of_use.items() if one not in known}
        keep(kept() | new)
        noticed = {name: how == "killed" or name in silent for name, how in ended.how.items()}
        keep_left({*noticed}, {name for name, is_so in noticed.items() if not is_so})
        figures.keep([file], noticed)
        of_file = Counter(ended.how.values())
        told += of_file
        print(f"{file}: {dict(of_file)}, {len(new)} of {ended.looked_at} departures are new", flush=True)
    figures.renew_page()
    print(dict(told))


def _options() -> argparse.Namespace:
    first, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(prog="python -m tests.departures", description=first)
    parser.add_argument("paths", nargs="*", default=["rules"], help="files or folders (default: %(default)s)")
    parser.add_argument("--drawn", type=int, default=600, metavar="N", help="of each rule (%(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
