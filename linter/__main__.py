"""`python -m linter` is `c360lint`."""

from linter.entry import main

main()
