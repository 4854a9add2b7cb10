"""The one loop: files and snapshots in, what the rules say about them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from linter.checking.asked import asked
from linter.checking.by_value import hold_back_repeated
from linter.checking.check_request import CheckRequest
from linter.checking.heard import Heard
from linter.checking.placing import diagnostics_of
from linter.checking.scope import Scope
from linter.checking.suppressing import unsuppressed
from linter.diagnostic import Diagnostic, Held, Known, Looked, Result, Undecided
from linter.reading.loading import load_project
from linter.reading.taken import Loaded
from linter.text.source import Text

if TYPE_CHECKING:
    from linter.reading.memory import Memory


def run(
    request: CheckRequest,
    progress: Callable[[int, int], None] | None = None,
    memory: Memory | None = None,
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project; raises CannotRun where there is nothing to check or no way to.

    Files that the memory knows aren't read again; what was said of them is not recalled.
    """
    loaded = load_project(request.inputs, progress or _no_progress, memory)
    return judge(request, loaded._replace(kept=None)), loaded.texts


def judge(request: CheckRequest, loaded: Loaded, between: Callable[[], None] | None = None) -> Result:
    """Return what the rules say of a project that is read; `between` is called before each of them."""
    loaded.project.settings = loaded.project.settings._replace(today=request.today)
    scope = Scope(request, loaded)
    heard = Heard(loaded, scope)
    suppressed = _ask_all(request, heard, between)
    hold_back_repeated(heard)
    diagnostics = diagnostics_of(heard.said, loaded)
    new, baselined, stale = _apart(request, heard, diagnostics)
    held, undecided = _unsettled(heard, diagnostics, new)
    return Result(
        diagnostics=tuple(new),
        not_checked=undecided,
        documents=sum(1 for name in loaded.documents if scope.within(name)) + scope.snapshots_named,
        held=held,
        skipped=tuple(loaded.skipped),
        unreadable_skipped=loaded.unreadable_skipped,
        suppressed=suppressed,
        baselined=baselined,
        stale=stale,
        refused=(*loaded.refused, *heard.faults),
        too_large=loaded.too_large,
        ignored=loaded.ignored,
        left_out=loaded.left_out,
        remarks=loaded.remarks,
        looked=_looked(loaded, scope, heard),
    )


def _ask_all(request: CheckRequest, heard: Heard, between: Callable[[], None] | None) -> int:
    """Ask the rules, those about suppressions last; return how many findings are suppressed."""
    project = heard.loaded.project
    for module in asked(request.rules, project, late=False):
        if between is not None:
            between()
        heard.ask(module, project)
    heard.said, suppressed, troubles = unsuppressed(request, heard)
    judged = project.again(troubles=troubles) if troubles else project
    for module in asked(request.rules, judged, late=True):
        heard.ask(module, judged)
    if heard.local is not None:
        heard.local.keep()
    return suppressed


def _looked(loaded: Loaded, scope: Scope, heard: Heard) -> Looked:
    snapshots = tuple(one.file for one in loaded.project.snapshots)
    return Looked(loaded.kinds(scope.within), snapshots, loaded.foreign, tuple(heard.custom))


def _unsettled(
    heard: Heard, found: Iterable[Diagnostic], new: Iterable[Diagnostic]
) -> tuple[tuple[Held, ...], tuple[Undecided, ...]]:
    """Return what is held back and what is not checked, once all rules have been asked."""
    if not heard.waiting and not heard.undecided:
        return (), ()
    from linter.checking.unsettled import BASELINED, held_of, not_checked, unseen_as

    held = unseen_as(held_of(heard), set(found).difference(new), BASELINED)
    return held, tuple(not_checked(heard))


def _apart(
    request: CheckRequest, heard: Heard, diagnostics: list[Diagnostic]
) -> tuple[list[Diagnostic], int, tuple[Known, ...]]:
    """Return the findings that the baseline doesn't hold, how many it holds, and what it holds in vain."""
    if request.baseline is None:
        return diagnostics, 0, ()
    new, stale = request.baseline.apart(diagnostics)
    if request.configuration.unread == "error":
        loud, kept = {module.RULE.code for module in request.rules if module.RULE.unread}, set(new)
        new = [one for one in diagnostics if one in kept or one.code in loud]
    unread = {one.document for one in heard.loaded.project.unread}
    broken_since = any(one.file in unread for one in new)
    if broken_since or heard.scope.only is not None or request.select or request.ignore:
        return new, len(diagnostics) - len(new), ()
    undecided = {code for code, _ in heard.open}
    settled = tuple(known for known in stale if known.rule not in undecided)
    return new, len(diagnostics) - len(new), settled


def _no_progress(_done: int, _all: int) -> None:
    return None
