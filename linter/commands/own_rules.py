"""The rules of the working folder's project, for commands that speak of rules; no code of it is run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from linter.reports.output import print_err

if TYPE_CHECKING:
    from linter.rulekit.catalogue import Catalogue

_KNOWN: Final = f"{__name__}.known"


def own_rules() -> Catalogue:
    """Return our rules and the project's custom ones; ours alone where those can't be read, with one word."""
    asked = click.get_current_context().meta
    if _KNOWN not in asked:
        asked[_KNOWN] = _read()
    found: Catalogue = asked[_KNOWN]
    return found


def _read() -> Catalogue:
    from linter.configuration.configuration import find_configuration
    from linter.reading.project_root import Home, configuration_of
    from linter.refusal import CannotRun
    from linter.reports.visible import visible
    from rules import ALL

    try:
        file = find_configuration(os.curdir)
        if file is None:
            return ALL
        from linter.commands.check_requests import rules_of

        home = Home(os.path.dirname(file), file)
        return rules_of(home, configuration_of(home))
    except CannotRun as error:
        print_err(f"c360lint: without custom rules: {visible(str(error))}\n")
        return ALL
