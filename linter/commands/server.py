"""c360lint server: the language server, for editors."""

from __future__ import annotations

import gc
import logging
import sys

import click


@click.command("server")
@click.option("--log-file", metavar="FILE", help="Write what the server does into a file.")
@click.option("-v", "--verbose", is_flag=True, help="Log every message, not only what went wrong.")
def command(log_file: str | None, verbose: bool) -> None:
    """Answer an editor on standard input and output, as the Language Server Protocol says."""
    from linter.server.standard_streams import serve

    logging.basicConfig(filename=log_file, level=logging.DEBUG if verbose else logging.ERROR)
    gc.enable()  # a session is long, unlike the run of another command
    sys.exit(serve())
