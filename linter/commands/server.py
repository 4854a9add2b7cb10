"""c360lint server: the language server, for editors."""

from __future__ import annotations

import gc
import logging
import sys

import click

from linter.reports.output import print_err


@click.command("server")
@click.option("--log-file", metavar="FILE", help="Write what the server does into a file.")
@click.option("-v", "--verbose", is_flag=True, help="Log every message, not only what went wrong.")
def command(log_file: str | None, verbose: bool) -> None:
    """Answer an editor on standard input and output, as the Language Server Protocol says."""
    try:
        from linter.server.features import make_server
    except ImportError as error:
        if error.name not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        print_err("c360lint: the server needs pygls: pip install 'c360lint[server]'\n")
        sys.exit(2)
    logging.basicConfig(filename=log_file, level=logging.DEBUG if verbose else logging.ERROR)
    server = make_server()
    gc.enable()  # a session is long, unlike the run of another command
    server.start_io()
    sys.exit(server.exit_code)
