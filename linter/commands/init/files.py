"""What init may write: the configuration, the hook's entry, a step for CI, the editor's recommendation."""

from __future__ import annotations

import os
from typing import Final

from linter import __version__
from linter.configuration.configuration import FILE_NAME
from linter.named_tuple import NamedTuple

TEMPLATE: Final = """\
# c360lint: what Dynamics 365 Customer Insights would refuse in these files.
# Every setting is optional; those that are commented out show their defaults or an example.

# What this is laid over: presets (minimal, recommended, strict), and files of the team.
# extends = ["recommended", "../team.toml"]

# The declared snapshot of what the instance has ingested (several: a list, one an instance).
snapshot = "snapshot.json"

# Or, where the same payloads are meant for several environments, the snapshot of each (--env).
# snapshots = {dev = "snapshots/dev.json", prod = "snapshots/prod.json"}

# On whose behalf requests are made: a principalId of the snapshot's roleAssignments (IN02).
# principal = "00000000-0000-0000-0000-000000000000"

# The generation of the API to judge against: 2020-04, 2020-08, 2021-06, 2021-09, current.
# api = "2020-04"

# Which files to look at, and which to pass over.
# include = ["**/*.json", "**/*.yaml", "**/*.yml", "**/*.http", "**/*.rest"]
# exclude = ["archive/**"]

# Which rules to check: codes, prefixes, names or ALL.  `c360lint rules` lists them.
# select = ["ALL"]
# ignore = ["DO03"]

# The least severity that makes the exit status 1: error, warning, recommendation, never.
# fail-level = "error"

# Whether what is not read or not checked passes (allow), or fails the run, too (error).
# unread = "allow"

# What files are that neither mirror their API path nor are request envelopes.
# [files]
# "plans/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"

# What placeholders stand for that a pipeline fills, as $(ShopId) or {{ShopId}}; others are not checked.
# [placeholders]
# ShopId = "7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05"

# How payloads differ from the documented form; `c360lint learn FILE --as KIND` proposes it.
# [dialects.conflationPlan]
# begins = "/result"
# [dialects.conflationPlan.names.MatchRule]
# criteria = "Conditions"

# [severity]
# unknown-property = "error"

# [[overrides]]
# files = ["legacy/**"]
# ignore = ["CP08"]

# Findings that stay as they are, for a reason; YAML can say it in comments.
# [[suppress]]
# rule = "CP09"
# files = ["conflations/default/*.json"]
# path = "conflationPlans[*].rules[Email]"
# reason = "the column is converted in the new release"
# until = 2026-12-31

# The file of the findings that are known; `c360lint baseline create` writes it.
# baseline = "c360lint-baseline.json"

# JSON Schemas of your own that files have to satisfy.
# [[schemas]]
# files = ["manage/relationships*.json"]
# schema = "house/relationships.schema.json"

# Descriptions of other APIs, such as Dataverse's, by which saved requests to them are judged.
# [[contracts]]
# openapi = "dataverse.yaml"
"""

HOOKS: Final = ".pre-commit-config.yaml"
_SOURCE: Final = "https://example.com/your/c360lint"
_ENTRY: Final = f"""\
  - repo: {_SOURCE}  # decide: where this linter's repository lies
    rev: v{__version__}
    hooks:
      - id: c360lint
"""
_GITHUB: Final = f"""\
name: c360lint
on: [push, pull_request]
permissions: {{contents: read}}
jobs:
  c360lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: your/c360lint@v{__version__}  # decide: where this linter's repository lies
"""
_AZURE: Final = """\
trigger: [main]
pool: {vmImage: ubuntu-latest}
resources:
  repositories:
    - repository: c360lint
      type: git
      name: YourProject/c360lint  # decide: where this linter's repository lies
steps:
  - checkout: self
    path: s/checked
  - checkout: c360lint
    path: s/c360lint
  - template: integrations/azure-pipelines.yml@c360lint
    parameters:
      source: $(Build.SourcesDirectory)/c360lint
      path: $(Build.SourcesDirectory)/checked
"""
_GITLAB: Final = """\
include:
  - project: your-group/c360lint  # decide: where this linter's repository lies
    file: integrations/gitlab-ci.yml
c360lint:
  extends: .c360lint
  variables:
    C360LINT_SOURCE: git+https://gitlab.example.com/your-group/c360lint.git
"""

CI: Final = {
    "github": (".github/workflows/c360lint.yml", _GITHUB),
    "azure": ("azure-pipelines.yml", _AZURE),
    "gitlab": (".gitlab-ci.yml", _GITLAB),
}
EDITORS: Final = {
    "vscode": (".vscode/settings.json", '{\n  "c360lint.command": ["c360lint", "server"]\n}\n'),
}


class Planned(NamedTuple):
    """A file to be written, or lines that a person has to add to one that is there."""

    file: str
    text: str  # the whole file, or the lines to add
    added: str = ""  # what is new in a file that is there, when it can be written safely
    by_hand: bool = False


def configuration(snapshot: str) -> Planned:
    """Return the configuration, which names the snapshot."""
    from linter.configuration.toml_text import in_toml

    said = f"snapshot = {in_toml(snapshot)}"
    return Planned(FILE_NAME, TEMPLATE.replace('snapshot = "snapshot.json"', said, 1))


def hook(root: str) -> Planned | None:
    """Return the hook's entry; None where the linter is in the hooks already."""
    path = os.path.join(root, HOOKS)
    if not os.path.lexists(path):
        return Planned(HOOKS, f"repos:\n{_ENTRY}")
    text = _text_of(path)
    if text is not None and "id: c360lint" in text:
        return None
    if text is None or not _ends_with_repos(text):
        return Planned(HOOKS, _ENTRY, by_hand=True)
    indent = next(line for line in text.split("\n") if line.lstrip().startswith("- repo:")).partition("-")[0]
    entry = "".join(f"{indent}{line[2:]}\n" for line in _ENTRY.splitlines())
    return Planned(HOOKS, text + ("" if text.endswith("\n") else "\n") + entry, entry)


def laid_down(root: str, file: str, text: str) -> Planned:
    """Return a file to be written, or by hand where there is one."""
    return Planned(file, text, by_hand=os.path.lexists(os.path.join(root, file)))


def _text_of(path: str) -> str | None:
    """Return a text of which lines can be told to be added: UTF-8, with plain line ends."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, ValueError):
        return None
    return None if "\r" in text or "\t" in text else text


def _ends_with_repos(text: str) -> bool:
    """Whether an entry put behind the text belongs to `repos`: a block of YAML, and the last key."""
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    tops = [line for line in lines if not line.startswith((" ", "-"))]
    has_entries = any(line.lstrip().startswith("- repo:") for line in lines)
    return has_entries and bool(tops) and tops[-1].rstrip() == "repos:" and lines[-1] not in ("---", "...")
