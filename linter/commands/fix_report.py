"""What a run says beside its report: of the files that it has fixed, and of the baseline."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.checking.check import held_by, leads_out
from linter.checking.check_request import CheckRequest
from linter.checking.given import Modes
from linter.diagnostic import Diagnostic, Result
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.wording import counted, joined

if TYPE_CHECKING:
    from linter.checking.fixes import Mended


def finish(request: CheckRequest, mended: Mended, modes: Modes, *, quiet: bool) -> None:
    """Write or print the fixed files, and say how many findings are fixed."""
    if modes.diff:
        print_out("".join(_diffs(request, mended)), obeyed=True)
    else:
        _write(request, mended)
    for name in sorted(_linked(request, mended, modes)):
        print_err(f"{visible(name)} was not fixed: it is a link out of the project's folder\n")
    if not quiet:
        print_err(_counted(mended, modes) + "\n")
        left = joined(list(_left(request, mended, modes)))
        print_err(f"left as they are: {left}\n" if left else "")


def told_beside(request: CheckRequest, result: Result) -> None:
    """Say on standard error what of the baseline is no longer there."""
    if result.stale and request.inputs.baseline_file is not None:
        count = len(result.stale)
        gone = "1 finding of the baseline is" if count == 1 else f"{count} findings of the baseline are"
        print_err(f"{gone} no longer there: `c360lint baseline prune` tidies up\n")


def _linked(request: CheckRequest, mended: Mended, modes: Modes) -> set[str]:
    """Return the files that keep a fix because they are links out of the project."""
    from linter.checking.fixes import chosen_fix

    found = mended.result.diagnostics
    fixable = {one.file for one in found if chosen_fix(one, unsafe=modes.unsafe_fixes) is not None}
    return {name for name in fixable if leads_out(request.inputs, name)}


def _write(request: CheckRequest, mended: Mended) -> None:
    from linter.files import write_atomically

    failed = False
    for name, data in mended.contents.items():
        path = os.path.join(request.root, name)
        try:
            if held_by(request.inputs, name) != mended.originals[name]:
                reason = "it has changed while it was checked"
            else:
                write_atomically(path, data.decode())
                continue
        except OSError as error:
            reason = error.strerror or str(error)
        print_err(f"c360lint: {visible(name)} was not fixed: {reason}\n")
        failed = True
    if failed:
        sys.exit(2)


def _diffs(request: CheckRequest, mended: Mended) -> Iterator[str]:
    from difflib import unified_diff

    for name, data in sorted(mended.contents.items()):
        shown = os.path.relpath(os.path.join(request.root, name)).replace(os.sep, "/")
        old, new = (_lines(one) for one in (mended.originals[name], data))
        for line in unified_diff(old, new, f"a/{shown}", f"b/{shown}"):
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    """Return the lines with their ends, as git counts them: only a line feed ends one."""
    lines = [line + "\n" for line in data.decode().split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _left(request: CheckRequest, mended: Mended, modes: Modes) -> Iterator[str]:
    """Yield why findings are left, with their number and their rules."""
    found = mended.result.diagnostics
    reasons: dict[str, list[Diagnostic]] = {}
    for one in found:
        reasons.setdefault(_why_left(one, request, modes), []).append(one)
    for reason in sorted(reasons, key=lambda one: (-len(reasons[one]), one)):
        codes = ", ".join(sorted({one.code for one in reasons[reason]}))
        yield f"{len(reasons[reason])} {reason} ({codes})"
    result = mended.result
    for number, why in ((result.suppressed, "suppressed"), (result.baselined, "in the baseline")):
        if number:
            yield f"{number} {why}"


def _why_left(one: Diagnostic, request: CheckRequest, modes: Modes) -> str:
    from linter.checking.fixes import chosen_fix

    if not one.fixes:
        return "without a repair"
    if chosen_fix(one, unsafe=True) is None:
        return "with several repairs, between which a person chooses, in an editor"
    if chosen_fix(one, unsafe=modes.unsafe_fixes) is None:
        return "that --unsafe-fixes would mend"
    if leads_out(request.inputs, one.file):
        return "in a link out of the project's folder"
    return "whose repair would overlap with another one, or break the file"


def _counted(mended: Mended, modes: Modes) -> str:
    from linter.checking.fixes import chosen_fix

    more = sum(1 for one in mended.result.diagnostics if chosen_fix(one, unsafe=True) is not None)
    beyond = f" ({more} more with --unsafe-fixes)" if more and not modes.unsafe_fixes else ""
    return f"{'Would fix' if modes.diff else 'Fixed'} {counted(mended.fixed, 'finding')}{beyond}"
