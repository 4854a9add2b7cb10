"""Measures what the rules find of planted faults, and writes the table of the documentation.

python -m benchmarks.detection [--seeds N] [--page]
"""

from __future__ import annotations

import argparse

from benchmarks.detection.measure import measured
from benchmarks.detection.table import PAGE, keep, kept, page

_SEEDS = 12


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.detection", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--seeds", type=int, default=_SEEDS, help="random projects (default: %(default)s)")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    options = parser.parse_args()
    if not options.page:
        keep(measured(options.seeds))
    found = kept()
    PAGE.write_text(page(found), "utf-8")
    print(next(line for line in page(found).splitlines() if line.startswith("In ")))
    for one in found.rules:
        missed = one.planted[1] - one.planted[0] + one.pages[1] - one.pages[0]
        if missed or one.alarms:
            print(f"{one.code} {one.name}: {missed} missed, {one.alarms} false alarms")


if __name__ == "__main__":
    main()
