"""c360lint check --why: which rules looked at a place, and why they are silent."""

from __future__ import annotations

import os
import re
from typing import Final

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, over
from linter.checking.given import Given
from linter.checking.why_silent import why
from linter.commands.check_requests import Requests, requests_of
from linter.files import document_name, lies_within
from linter.refusal import CannotRun
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible

_DIGITS: Final = 18
"""How long the number of a line may be; Python refuses to read thousands of them."""


def explain(given: Given, asked: Requests, place: str) -> None:
    """Print what the rules made of FILE[:LINE], in each environment if there are several."""
    found = re.fullmatch(r"(.+?)(?::(\d+)(?::\d+)?)?", place, re.DOTALL)  # as a finding's place is printed
    file, line = (found[1], found[2] or "") if found else (place, "")
    if len(line) > _DIGITS:
        raise CannotRun(f"no file has a line whose number has {len(line):,} digits")
    path = os.path.abspath(file)
    whole = _project_of(path, given, asked)
    environments = chosen(whole.configuration, given.env, given.snapshots)
    for environment, request in over(environments, whole):
        name = document_name(path, request.root)
        answers = list(why(request, name, int(line) if line else None))
        prefix = visible(f"{environment}: ") if environment else ""
        lines = [prefix + visible(f"{one.code} {one.name}: {one.words}") + "\n" for one in answers]
        print_out("".join(lines))
        silent = len(request.rules) - len({one.code for one in answers})
        print_err(f"{prefix}{silent} of {len(request.rules)} rules didn't look at this place\n")


def _project_of(path: str, given: Given, asked: Requests) -> CheckRequest:
    """Return the request for the project that a file belongs to, whether or not it was asked for."""
    for request in asked.requests:
        apart = any(lies_within(path, one) for one in request.inputs.apart)
        if given.config or (lies_within(path, request.root) and not apart):
            return request
    request = requests_of(given._replace(paths=(path,))).requests[0]
    return request.of(request.inputs._replace(paths=()))
