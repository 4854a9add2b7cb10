"""What a run says beside its report: of the files that it has fixed, and of the baseline."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from linter.checking.check import Checked, held_by, leads_out
from linter.checking.check_request import CheckRequest
from linter.checking.given import Modes
from linter.commands.check_run import Run, only_holds_others
from linter.diagnostic import Diagnostic
from linter.files import name_from_here
from linter.reports.output import print_data, print_err
from linter.reports.visible import visible
from linter.wording import counted, joined

if TYPE_CHECKING:
    from linter.checking.fixes import Mended
    from linter.reading.inputs import Inputs

Contents = Mapping[str, bytes]


def finish(all_: Iterable[Checked], modes: Modes, *, quiet: bool) -> None:
    """Write or print the fixed files of all projects, and say how many findings are fixed."""
    mended = [(one.request, one.mended) for one in all_ if one.mended is not None]
    failed = False
    for request, one in mended:
        if modes.diff:
            print_data(patch(request.inputs, one.originals, one.contents))
        else:
            failed = not write_fixed(request.inputs, one.originals, one.contents) or failed
        for name in sorted(_linked(request, one, modes)):
            print_err(
                f"{_shown(request.inputs, name)} was not fixed: it is a link out of the project's folder\n"
            )
    if failed:
        sys.exit(2)
    if mended and not quiet:
        print_err(_counted([one for _, one in mended], modes) + "\n")
        left = joined(list(_left(mended, modes)))
        print_err(f"left as they are: {left}\n" if left else "")


def told_beside(run: Run) -> None:
    """Say on standard error what of a baseline is no longer there, and where there is nothing to check."""
    for one in run.checked:
        project = f"{name_from_here(one.request.root)}: " if run.several else ""
        if one.result.stale and one.request.inputs.baseline_file is not None:
            count = len(one.result.stale)
            gone = "1 finding of the baseline is" if count == 1 else f"{count} findings of the baseline are"
            print_err(visible(f"{project}{gone} no longer there: `c360lint baseline prune` tidies up") + "\n")
        if run.several and not (one.result.documents or one.result.refused) and not only_holds_others(one):
            print_err(visible(f"{project}nothing to check: there is no payload in this project") + "\n")
    for folder in run.left_out:
        print_err(
            visible(f"left out: {name_from_here(folder)}, a project of its own (--config is about one)")
            + "\n"
        )


def _linked(request: CheckRequest, mended: Mended, modes: Modes) -> set[str]:
    """Return the files that keep a fix because they are links out of the project."""
    from linter.checking.fixes import chosen_fix

    found = mended.result.diagnostics
    fixable = {one.file for one in found if chosen_fix(one, unsafe=modes.unsafe_fixes) is not None}
    return {name for name in fixable if leads_out(request.inputs, name)}


def write_fixed(inputs: Inputs, originals: Contents, contents: Contents) -> bool:
    """Write fixed files, by name, that are as they were; return whether each of them could be written."""
    from linter.files import write_atomically

    failed = False
    for name, data in contents.items():
        path = inputs.path(name)
        try:
            if held_by(inputs, name) != originals[name]:
                reason = "it has changed while it was checked"
            else:
                write_atomically(path, data.decode())
                continue
        except OSError as error:
            reason = error.strerror or str(error)
        print_err(f"c360lint: {_shown(inputs, name)} was not fixed: {reason}\n")
        failed = True
    return not failed


def patch(inputs: Inputs, originals: Contents, contents: Contents) -> str:
    """Return what changes in fixed files, by name, as a patch."""
    return "".join(_diffs(inputs.root, originals, contents))


def _diffs(root: str, originals: Contents, contents: Contents) -> Iterator[str]:
    from difflib import unified_diff

    for name, data in sorted(contents.items()):
        file = name_from_here(os.path.join(root, name))
        old, new = (_lines(one) for one in (originals[name], data))
        for line in unified_diff(old, new, _in_patch(f"a/{file}"), _in_patch(f"b/{file}")):
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _in_patch(file: str) -> str:
    """Return a file's name as git writes it in a patch: in quotes where it isn't plain."""
    if visible(file) == file and not set(file) & {'"', "\\"}:
        return file
    data = file.encode("utf-8", "surrogateescape")
    plain = "".join(chr(one) if 32 <= one < 127 and chr(one) not in '"\\' else f"\\{one:03o}" for one in data)
    return f'"{plain}"'


def _shown(inputs: Inputs, name: str) -> str:
    return visible(name_from_here(inputs.path(name)))


def _lines(data: bytes) -> list[str]:
    """Return the lines with their ends, as git counts them: only a line feed ends one."""
    lines = [line + "\n" for line in data.decode().split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _left(all_: Collection[tuple[CheckRequest, Mended]], modes: Modes) -> Iterator[str]:
    """Yield why findings are left, with their number and their rules."""
    reasons: dict[str, list[Diagnostic]] = {}
    for request, mended in all_:
        for one in mended.result.diagnostics:
            reasons.setdefault(_why_left(one, request, modes), []).append(one)
    for reason in sorted(reasons, key=lambda one: (-len(reasons[one]), one)):
        codes = ", ".join(sorted({one.code for one in reasons[reason]}))
        yield f"{len(reasons[reason])} {reason} ({codes})"
    suppressed = sum(mended.result.suppressed for _, mended in all_)
    baselined = sum(mended.result.baselined for _, mended in all_)
    for number, why in ((suppressed, "suppressed"), (baselined, "in the baseline")):
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
    return "whose repair would overlap with another one, be undone by one, or break the file"


def _counted(all_: Collection[Mended], modes: Modes) -> str:
    from linter.checking.fixes import chosen_fix

    found = [one for mended in all_ for one in mended.result.diagnostics]
    more = sum(1 for one in found if chosen_fix(one, unsafe=True) is not None)
    beyond = f" ({more} more with --unsafe-fixes)" if more and not modes.unsafe_fixes else ""
    fixed = sum(mended.fixed for mended in all_)
    return f"{'Would fix' if modes.diff else 'Fixed'} {counted(fixed, 'finding')}{beyond}"
