"""What a strict run doesn't let pass: what was not read, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.diagnostic import Result
from linter.wording import counted, joined

if TYPE_CHECKING:
    from linter.rulekit.catalogue import Rules


def unread_codes(result: Result, rules: Rules) -> set[str]:
    """Return the codes of the findings that say that something was not read."""
    found = {one.code for one in result.diagnostics}
    return {module.RULE.code for module in rules if module.RULE.unread} & found if found else set()


def not_judged(result: Result, rules: Rules) -> str:
    """Return what a strict run fails for and how it is mended, "" where all was judged."""
    parts = list(_parts(result, unread_codes(result, rules)))
    if not parts:
        return ""
    return (
        f"strict: {joined(parts)}; the report says where, and what is needed; what needn't be judged is "
        "left out by `exclude`, `ignore` or a suppression"
    )


def _parts(result: Result, unread: set[str]) -> Iterator[str]:
    told = [one for one in result.diagnostics if one.code in unread]
    if told:
        what = counted(len(told), "file or request", "files or requests")
        yield f"{what} not read ({', '.join(sorted(unread))})"
    untold = dict(result.looked.kinds).get("unreadable", 0) - len({one.file for one in told})
    if untold > 0:  # the rules that speak of them weren't asked
        yield f"{counted(untold, 'file')} unreadable"
    if result.too_large:
        yield f"{counted(len(result.too_large), 'file')} too large to be read (`max-file-size`)"
    links = sum(one.unread for one in result.remarks)
    if links:
        yield f"{counted(links, 'link')} not followed"
    if result.not_checked:
        places = {place for one in result.not_checked for place in one.places}
        codes = sorted({one.code for one in result.not_checked})
        yield f"{counted(len(places), 'place')} not checked ({', '.join(codes)})"
