"""c360lint init: a commented configuration."""

from __future__ import annotations

import os
from typing import Final

import click

from linter.commands.refusal import refuse, write_or_refuse
from linter.configuration.configuration import FILE_NAME
from linter.reports.output import print_out

TEMPLATE: Final = """\
# c360lint: what Dynamics 365 Customer Insights would refuse in these files.
# Every setting is optional; those that are commented out show their defaults or an example.

# The declared snapshot of what the instance has ingested (several: a list, one an instance).
snapshot = "snapshot.json"

# Or, where the same payloads are meant for several environments, the snapshot of each (--env).
# snapshots = {dev = "snapshots/dev.json", prod = "snapshots/prod.json"}

# On whose behalf requests are made: a principalId of the snapshot's roleAssignments (IN02).
# principal = "00000000-0000-0000-0000-000000000000"

# The generation of the API to judge against: 2020-04, 2020-08, 2021-06, 2021-09, current.
# api = "2020-04"

# Which files to look at, and which to pass over.
# include = ["**/*.json", "**/*.yaml", "**/*.yml"]
# exclude = ["archive/**"]

# Which rules to check: codes, prefixes, names or ALL.  `c360lint rules` lists them.
# select = ["ALL"]
# ignore = ["DO03"]

# The least severity that makes the exit status 1: error, warning, recommendation, never.
# fail-level = "error"

# What files are that neither mirror their API path nor are request envelopes.
# [files]
# "plans/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"

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
"""


@click.command("init")
def command() -> None:
    """Write a commented c360lint.toml into the current folder."""
    if os.path.lexists(FILE_NAME):
        refuse(f"{FILE_NAME} exists already and was left as it is")
    write_or_refuse(FILE_NAME, TEMPLATE)
    print_out(f"Wrote {FILE_NAME}.\n")
    if os.path.exists("snapshot.json"):
        print_out("snapshot.json is there already.  Next: c360lint check\n")
    else:
        print_out(
            "Next: make the instance's snapshot (c360lint snapshot import SOURCE -o snapshot.json),\n"
            "then run c360lint check.\n"
        )
