"""c360lint learn: how a payload's form differs from the documented one, as a dialect."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

import click

from linter.commands.project_options import CONFIG, SNAPSHOTS
from linter.commands.refusal import refuse, write_or_refuse
from linter.files import path_of, relative
from linter.reports.output import print_data, print_out
from linter.reports.visible import visible
from linter.wording import either

if TYPE_CHECKING:
    from linter.configuration.settings import Configuration
    from linter.learning.learning import Learnt
    from linter.learning.seen import Facts


@click.command("learn")
@click.argument("file", type=click.Path())
@click.option("--as", "kind", metavar="KIND", required=True, help="The payload kind that the file holds.")
@click.option("--begins", metavar="POINTER", help="Where the payload begins; it is looked for unless said.")
@click.option("--write", is_flag=True, help="Add the tables to the configuration.")
@SNAPSHOTS
@CONFIG
def command(
    file: str, kind: str, begins: str | None, write: bool, snapshots: tuple[str, ...], config: str | None
) -> None:
    """Propose [dialects.KIND], which says how payloads like FILE differ from the documented form.

    Names are compared by their words, and by what stands there: types, values of closed lists, and
    names that the snapshot has.  What isn't clear is told and left open.
    """
    from linter import kinds
    from linter.configuration.toml_file import table_of
    from linter.learning.learning import is_documented
    from linter.learning.written import comments, tables

    kind = _kind(kind)
    value, is_body = _payload(file)
    card = kinds.named(kind)
    if card is not None and begins is None and is_documented(card, value):
        print_out(f"# {visible(file)} has the documented form of {kind}: no dialect is needed.\n")
        return
    target, facts = _project(file, config, snapshots)
    learnt = _learnt(kind, value, facts, "" if is_body else begins, file)
    prefix = table_of(target)
    said = comments(learnt, kind, file, prefix)
    if not learnt.words and not learnt.begins:
        print_out(f"{said}# {visible(file)} calls all that was found as documented: no dialect is needed.\n")
        return
    text = said + tables(learnt, kind, prefix)
    if not write:
        print_data(text)
        return
    _write(target, kind, text)
    print_out(f"{said}Wrote [dialects.{kind}] into {visible(relative(target))}.\n")


def _kind(name: str) -> str:
    from linter import kinds

    found = next((one for one in kinds.names() if one.lower() == name.lower()), None)
    if found is None:
        from linter.suggest import did_you_mean

        hint = did_you_mean(name, kinds.names()) or f"; the kinds are {', '.join(kinds.names())}"
        refuse(f"no payload kind `{name}`{hint}")
    return found


def _project(file: str, config: str | None, snapshots: tuple[str, ...]) -> tuple[str, Facts]:
    """Return the configuration of a file's project, written or not, and what its snapshots know."""
    from linter.reading.project_root import find_project
    from linter.refusal import CannotRun

    try:
        root, configuration, path = find_project(_folder(file), config)
        return path or os.path.join(root, "c360lint.toml"), _facts(root, configuration, snapshots)
    except CannotRun as error:
        refuse(str(error))


def _learnt(kind: str, value: Any, facts: Facts, begins: str | None, file: str) -> Learnt:
    from linter.learning.learning import SeveralBeginnings, learn

    try:
        learnt = learn(kind, value, facts, begins)
    except SeveralBeginnings as several:
        listed = either(one or "/" for one in several.patterns)
        refuse(f"the payload in {file} may begin at {listed}: --begins says where")
    if learnt is None:
        refuse(f"nothing in {file} is like {kind}; `c360lint explain {kind}` shows its form")
    return learnt


def _folder(file: str) -> str:
    """Return the folder of the project that a file teaches: its own, or the working one where it has none."""
    from linter.reading.project_root import home_at

    home = home_at(os.path.abspath(file), ())
    return home.root if home.is_declared else os.getcwd()


def _payload(file: str) -> tuple[Any, bool]:
    """Return what a file says, or the body of the request that it is, and which of them."""
    from linter.files import read_bytes
    from linter.kinds.documents import is_envelope
    from linter.text.source import read_text

    try:
        text = read_text(file, read_bytes(file))
    except OSError as error:
        refuse(f"{file} can't be read: {error.strerror or error}")
    if text.fault is not None:
        start = text.fault_range().start
        refuse(f"{file}:{start.line}:{start.column}: it can't be read: {text.fault.message}")
    value = text.value
    if is_envelope(value) and isinstance(value, list):
        refuse(f"{file} is a list of requests: one payload, or one request, is expected")
    if is_envelope(value):
        return next((item for key, item in value.items() if key.lower() == "body"), None), True
    return value, False


def _facts(root: str, configuration: Configuration, snapshots: tuple[str, ...]) -> Facts:
    """Return what the project's snapshots know, those of all environments."""
    from linter.learning.seen import facts_of
    from linter.reading.project_root import snapshots_of
    from linter.reading.snapshots import default_snapshot, load_snapshot

    paths = snapshots_of(root, configuration, snapshots)
    paths += () if snapshots else tuple(path_of(path, root) for _, path in configuration.environments)
    return facts_of([load_snapshot(path)[1] for path in paths or default_snapshot(root)])


def _write(path: str, kind: str, added: str) -> None:
    """Add tables behind all that a configuration has, which stays as it is."""
    from linter.configuration.configuration import load_configuration
    from linter.configuration.toml_file import place_of, text_of
    from linter.refusal import CannotRun

    try:
        before = text_of(path) if os.path.lexists(path) else ""
        if before and load_configuration(path).dialect(kind) is not None:
            line, _ = place_of(path, ("dialects", kind))
            _refuse_second(relative(path), line, kind)
        blank = "" if not before.strip() else "\n" if before.endswith("\n") else "\n\n"
        after = before + blank + added
        load_configuration(path, after.encode())
    except CannotRun as error:
        refuse(f"the tables can't be added: {error}; without --write they are printed")
    write_or_refuse(path, after)


def _refuse_second(path: str, line: int, kind: str) -> NoReturn:
    refuse(
        f"{path}:{line} has [dialects.{kind}] already, and was left as it is; without --write it is printed"
    )
