"""What a team's own rules say, as far as it stands in the files: the rest is the rule's mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from linter.checking.placing import diagnostics_of, place_of
from linter.checking.reported import Reported
from linter.diagnostic import Finding, Said, json_pointer

if TYPE_CHECKING:
    from linter.custom.running import CustomRule
    from linter.reading.taken import Loaded
    from linter.rulekit.rule import RuleModule, Says


def placed(module: RuleModule, said: Iterable[Said], loaded: Loaded) -> Says:
    """Yield what a rule says; up to what stands nowhere, or has a repair that can't be made."""
    for one in said:
        try:
            _require_place(module, one, loaded)
        except Exception as error:
            where = f"{one.at.document}{json_pointer(one.at.path)}"
            told = LookupError(f"what it finds at {where} can't be placed, or mended as it says ({error!r})")
            yield cast("CustomRule", module).failed(told)
            return
        yield one


def _require_place(module: RuleModule, said: Said, loaded: Loaded) -> None:
    """Raise whatever comes of a place that isn't there, once it is looked up."""
    if isinstance(said, Finding):
        diagnostics_of([Reported(module.RULE, said, "error")], loaded._replace(kept=None))
    else:
        place_of(said.at, "", loaded)
