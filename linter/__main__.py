"""`python -m linter` is `c360lint`."""

from linter.cli import main

main(prog_name="c360lint")
