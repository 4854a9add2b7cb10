"""c360lint schema: the JSON Schema of a payload kind."""

from __future__ import annotations

import click

from linter.commands.refusal import refuse
from linter.reports.output import print_out
from linter.shapes.shape import schema_names, schema_text


@click.command("schema")
@click.argument("kind", required=False)
def command(kind: str | None) -> None:
    """Print the JSON Schema of KIND; without KIND, list the kinds."""
    kinds = schema_names()
    if kind is None:
        print_out("".join(f"{one}\n" for one in kinds))
        return
    exact = next((one for one in kinds if one.lower() == kind.lower()), None)
    if exact is None:
        from linter.suggest import did_you_mean

        hint = did_you_mean(kind, kinds) or f"; the kinds are {', '.join(kinds)}"
        refuse(f"no payload kind `{kind}`{hint}")
    print_out(schema_text(exact))
