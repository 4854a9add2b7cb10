"""Mutants that survived: those that nothing can notice, with the reason, and those of the last run.

`survivors.txt` has a mutant's name in a line, and below it, set in, why it survives.
"""

from __future__ import annotations

from pathlib import Path

KEPT = Path(__file__).with_name("survivors.txt")
_LEFT = Path(__file__).with_name(".left")
_SET_IN = "    "


def explained() -> dict[str, str]:
    """Return why each of the mutants that are known to survive does, by its name."""
    found: dict[str, str] = {}
    name = ""
    for line in KEPT.read_text("utf-8").splitlines():
        if line.startswith(_SET_IN):
            found[name] = f"{found.get(name, '')} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            name = line
            found[name] = ""
    return found


def left() -> set[str]:
    """Return the names of those that nobody has noticed or explained yet."""
    return set(_LEFT.read_text("utf-8").splitlines()) if _LEFT.exists() else set()


def keep_left(tried: set[str], survived: set[str]) -> None:
    """Keep what survived of those that were tried."""
    _LEFT.write_text("".join(f"{one}\n" for one in sorted(left() - tried | survived)), "utf-8")
