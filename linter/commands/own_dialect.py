"""The dialect that the working folder's project declares, for commands that speak of a payload's form."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from linter.commands.refusal import refuse
from linter.files import relative

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect


def own_dialect(kind: str) -> Dialect:
    """Return the dialect of a kind; where none is declared, the command ends with status 2."""
    from linter.configuration.configuration import find_configuration, load_configuration
    from linter.refusal import CannotRun

    try:
        file = find_configuration(os.curdir)
        dialect = load_configuration(file).dialect(kind) if file is not None else None
    except CannotRun as error:
        refuse(str(error))
    if dialect is None:
        where = f"{relative(file)} declares" if file is not None else "there is no c360lint.toml, and so"
        refuse(f"{where} no [dialects.{kind}]; `c360lint learn FILE --as {kind}` proposes one")
    return dialect
