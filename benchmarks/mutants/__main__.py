"""Makes one-line slips in what decides, and looks whether a test notices each of them.

python -m benchmarks.mutants [PATH…] [--changed REF] [--left] [--sample N]
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections import Counter
from functools import partial
from multiprocessing import get_context

from benchmarks.mutants import figures
from benchmarks.mutants.changed import changed_lines, is_changed
from benchmarks.mutants.forks import in_forks
from benchmarks.mutants.left import explained, keep_left, left
from benchmarks.mutants.places import FOLDERS, Mutant, files, mutants
from benchmarks.mutants.reach import Reach, find_out
from benchmarks.mutants.suite import Suite, with_suite
from benchmarks.mutants.trial import PATIENCE, Verdict, trial_of, tried


def main() -> None:
    """Do what the command line says; the status is 1 where a slip wasn't noticed and nobody has said why."""
    options = _options()
    if options.page:
        return figures.renew_page()
    chosen = _chosen(options)
    if not chosen:
        return print("no slip can be made there")
    if not options.as_reached:
        process = get_context("fork").Process(target=find_out, args=(tuple(options.tests), options.jobs))
        process.start()
        process.join()
    ended: list[tuple[Mutant, Verdict]] = []
    with_suite(partial(_try, chosen=chosen, options=options, ended=ended), tuple(options.tests))
    _tell(files(tuple(options.paths)), ended)
    sys.exit(any(_survived(verdict) for _, verdict in ended))


def _options() -> argparse.Namespace:
    first, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=first)
    parser.add_argument("paths", nargs="*", default=FOLDERS, help=f"default: {' '.join(FOLDERS)}")
    parser.add_argument("--changed", metavar="REF", help="only on lines that differ from a commit")
    parser.add_argument("--left", action="store_true", help="only what wasn't noticed the last time")
    parser.add_argument("--sample", type=int, metavar="N", help="so many, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="draws others")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default: %(default)s)")
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH", help="only these tests")
    parser.add_argument("--patience", type=float, default=PATIENCE, metavar="S", help="seconds for a slip")
    parser.add_argument(
        "--as-reached", action="store_true", help="what tests reach is as it was the last time"
    )
    parser.add_argument("--page", action="store_true", help="only write the table into the page anew")
    return parser.parse_args()


def _chosen(options: argparse.Namespace) -> list[Mutant]:
    found = [one for file in files(tuple(options.paths)) for one in mutants(file)]
    if options.changed:
        lines = changed_lines(options.changed)
        found = [one for one in found if is_changed(one, lines)]
    if options.left:
        known = left() | {name for one in figures.kept().values() for name in one.left}
        found = [one for one in found if one.name in known]
    if options.sample:
        found = random.Random(options.seed).sample(found, min(options.sample, len(found)))
    return found


def _try(
    suite: Suite, chosen: list[Mutant], options: argparse.Namespace, ended: list[tuple[Mutant, Verdict]]
) -> None:
    reach = Reach.kept()
    noticed: dict[str, dict[str, None]] = {}  # by which tests, of each file
    work = partial(tried, suite=suite, patience=options.patience)
    known = explained()
    print(f"{len(chosen)} slips", flush=True)
    trials = (trial_of(one, reach, noticed) for one in chosen if one.name not in known)
    gc.collect()
    gc.freeze()  # what is collected in a process that is forked is copied there
    for (mutant, _), verdict in in_forks(trials, work, options.jobs):
        ended.append((mutant, verdict or Verdict("killed", "", 0, 0)))  # its process didn't come to an end
        noticed.setdefault(mutant.file, {})[ended[-1][1].by] = None
        if _survived(ended[-1][1]):
            print(f"{mutant.file}:{mutant.lines[0]}: {ended[-1][1].how}\n  {mutant.name}", flush=True)
    ended += [(one, Verdict("explained", "", 0, 0)) for one in chosen if one.name in known]


def _survived(verdict: Verdict) -> bool:
    return verdict.how not in ("killed", "explained")


def _tell(tried_files: list[str], ended: list[tuple[Mutant, Verdict]]) -> None:
    """Print what came of it, and keep it."""
    counts = Counter(verdict.how for _, verdict in ended)
    print(", ".join(f"{count} {how}" for how, count in counts.most_common()))
    noticed = {one.name: not _survived(verdict) for one, verdict in ended}
    keep_left({*noticed}, {name for name, is_so in noticed.items() if not is_so})
    figures.keep(tried_files, noticed)
    figures.renew_page()


if __name__ == "__main__":
    main()
