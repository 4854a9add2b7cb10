"""c360lint check: the default job, as a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from linter.commands.check_job import check
from linter.commands.check_options import OPTIONS, CheckOption
from linter.commands.completing import rules_in_list


class _Choice(click.Choice):  # type: ignore[type-arg]  # older versions of click have no Choice[str]
    """Choices that are looked up when they are asked for: there may be more payload kinds by then."""

    case_sensitive = True

    def __init__(self, look_up: Callable[[], tuple[str, ...]]) -> None:
        """Take where the choices are looked up."""
        self._look_up = look_up

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # the table is asked late
        """What may be given."""
        return self._look_up()


_KINDS: Final = {"FILE": click.Path(), "FILE[:LINE]": click.Path()}
"""What is completed as a file is, by its metavar."""


def _as_click_has_it(option: CheckOption) -> click.Option:
    names = (*option.names.split(" "), option.called)
    if option.is_flag:
        return click.Option(names, is_flag=True, help=option.help)
    kind: Any = _Choice(option.choices) if option.choices else _KINDS.get(option.metavar)
    completes = rules_in_list if option.metavar == "RULES" else None
    shown: dict[str, Any] = {"default": option.default, "show_default": True} if option.default else {}
    metavar = option.metavar or None
    return click.Option(
        names,
        type=kind,
        metavar=metavar,
        multiple=option.multiple,
        help=option.help,
        shell_complete=completes,
        **shown,
    )


@click.command(
    "check",
    params=[click.Argument(("paths",), nargs=-1, type=click.Path()), *map(_as_click_has_it, OPTIONS)],
)
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check payloads against the snapshot.

    Without PATHS the project of the working folder is reported on, and every project below it, each by
    itself.  With PATHS their projects are still read as a whole, and those files are reported on.
    `-` reads standard input.
    """
    check(paths, **options)
