"""c360lint schema: the JSON Schema of a payload kind."""

from __future__ import annotations

import click

from linter.commands.refusal import refuse
from linter.reports.output import print_out
from linter.shapes.shape import schema_names, schema_text


@click.command("schema")
@click.argument("kind", required=False)
@click.option("--dialect", is_flag=True, help="As the project's files have it: [dialects.KIND].")
def command(kind: str | None, dialect: bool) -> None:
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
    print_out(_in_dialect(exact) if dialect else schema_text(exact))


def _in_dialect(kind: str) -> str:
    """Return the schema of the files of a kind, in the words of the working folder's project."""
    import json

    from linter.commands.own_dialect import own_dialect
    from linter.shapes.dialect import wrapped
    from linter.shapes.shape import schema_of_kind

    dialect = own_dialect(kind)
    schema = wrapped(schema_of_kind(kind, dialect), dialect.begins)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
