"""c360lint server: the language server, for editors."""

from __future__ import annotations

import gc
import logging
import os
import sys

import click

from linter.commands.refusal import refuse
from linter.refusal import CannotRun


@click.command("server")
@click.option("--log-file", metavar="FILE", help="Write what the server does into a file.")
@click.option(
    "--allow-code",
    multiple=True,
    metavar="FOLDER",
    help="Let custom rules (Python) in this folder be run; may be repeated.",
)
@click.option("-v", "--verbose", is_flag=True, help="Log every message, not only what went wrong.")
def command(log_file: str | None, allow_code: tuple[str, ...], verbose: bool) -> None:
    """Answer an editor on standard input and output, as the Language Server Protocol says."""
    from linter.checking.check import today
    from linter.custom.permission import VARIABLE, allowed_paths
    from linter.server.standard_streams import serve

    try:
        os.environ[VARIABLE] = os.pathsep.join(
            allowed_paths(allow_code)
        )  # of this process, all projects ask it
        today()  # or each project would be refused for it
    except CannotRun as error:
        refuse(str(error))
    logging.basicConfig(filename=log_file, level=logging.DEBUG if verbose else logging.ERROR)
    gc.enable()  # a session is long, unlike the run of another command
    sys.exit(serve())
