"""What the playground's page asks Python: what is found in some files."""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

from linter.checking.given import Given, Modes
from linter.commands.check_requests import requests_of
from linter.commands.check_run import run_of
from linter.diagnostic import Result
from linter.refusal import CannotRun
from linter.reports.findings.json_report import diagnostic, undecided
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.pages import introduction, page_of


def found(project: str, files: str) -> str:
    """Return what check finds in files, by their names, that are laid out in the folder of a project."""
    _lay_out(project, json.loads(files))
    os.chdir(project)
    try:
        (done,) = run_of(requests_of(Given()), Given(), Modes(), None, None).checked
    except CannotRun as refusal:
        return json.dumps({"refused": str(refusal).replace(f"{project}/", "")})
    except ImportError as missing:
        return json.dumps({"refused": f"the playground has no {missing.name}: install c360lint for that"})
    assert isinstance(done.request.rules, Catalogue)
    return json.dumps(_told(done.result, done.request.rules))


def _lay_out(project: str, files: dict[str, str]) -> None:
    """Let a folder hold these files, and nothing else; what would lie outside is left out."""
    os.chdir(os.path.dirname(project))  # a browser's file system removes no folder that is the working one
    shutil.rmtree(project, ignore_errors=True)
    os.makedirs(project)
    for name, text in files.items():
        path = os.path.normpath(os.path.join(project, name))
        if path.startswith(project + os.sep):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
                file.write(text)


def _told(result: Result, rules: Catalogue) -> dict[str, Any]:
    codes = dict.fromkeys(one.code for one in result.diagnostics)
    pages = {code: introduction(page_of(one)) for code in codes if (one := rules.named(code)) is not None}
    return {
        "documents": result.documents,
        "found": [{**diagnostic(one), "why": one.why} for one in result.diagnostics],
        "heldBack": result.held_back,
        "notChecked": [undecided(one) for one in result.not_checked],
        "skipped": list(result.skipped),
        "pages": pages,
    }
