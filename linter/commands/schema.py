"""c360lint schema: the JSON Schema of a payload kind."""

from __future__ import annotations

import os
import sys

import click

from linter.reports.output import print_err, print_out
from linter.shapes.shape import SCHEMAS


@click.command("schema")
@click.argument("kind", required=False)
def command(kind: str | None) -> None:
    """Print the JSON Schema of KIND; without KIND, list the kinds."""
    kinds = sorted(
        name.removesuffix(".schema.json") for name in os.listdir(SCHEMAS) if name.endswith(".json")
    )
    if kind is None:
        print_out("".join(f"{one}\n" for one in kinds))
        return
    exact = next((one for one in kinds if one.lower() == kind.lower()), None)
    if exact is None:
        from linter.suggest import did_you_mean

        hint = did_you_mean(kind, kinds) or f"; the kinds are {', '.join(kinds)}"
        print_err(f"c360lint: no payload kind `{kind}`{hint}\n")
        sys.exit(2)
    with open(os.path.join(SCHEMAS, f"{exact}.schema.json"), encoding="utf-8") as file:
        print_out(file.read())
