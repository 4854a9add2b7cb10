"""c360lint explain: the page of a rule, of a payload's form, or of a word."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn

import click

from linter.commands.completing import pages
from linter.commands.refusal import refuse
from linter.commands.stage import stage_folder
from linter.diagnostic import SEVERITIES
from linter.named_tuple import NamedTuple
from linter.reports.output import print_out
from linter.rulekit.pages import in_full, page_of, stage_in
from linter.rulekit.rule import RuleModule


class _Page(NamedTuple):
    """A page in Markdown; the report has it in a list of this name."""

    markdown: str
    list_: str
    report: Mapping[str, Any]


_ABOUT_EXAMPLES: Final = (
    "Examples change one clean project, and show what they change; line numbers are those of the whole "
    "files, which `--full` shows."
)


@click.command("explain")
@click.argument("what", metavar="CODE|NAME|SERVICE-ERROR|KIND|WORD", shell_complete=pages)
@click.option("--full", is_flag=True, help="Show the files of a rule's examples whole.")
@click.option("--dialect", is_flag=True, help="Show a form's properties as the project's files call them.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="text is wrapped for a terminal.",
)
def command(what: str, full: bool, dialect: bool, format_: str) -> None:
    """Print the page of a rule, by its code or name; a prefix such as CP prints a family's.

    An error code of the service, such as conflationPlanMissingRules, in any case, or the text of an
    answer with such codes in it (`-` reads it from standard input), leads to the places of the project in
    the working folder that predict it, and to their rules, or says why nothing offline can; the pairing
    is inferred from the names.  A payload kind, such as
    conflationPlan, or request or snapshot, is shown by an example, with its properties and the rules
    that look at it.  A word of the vocabulary, such as not-checked, is explained.
    """
    if what == "-":
        what = sys.stdin.buffer.read().decode("utf-8", "replace")  # pasted from wherever
    pages = _rules(what, full) or [*_words(what), *_forms(what, dialect)] or list(_unpredicted(what))
    if not pages:
        _refuse(what)
    if format_ == "json":
        import json

        listed: dict[str, Any] = {"version": 1}
        for one in pages:
            listed.setdefault(one.list_, []).append(one.report)
        print_out(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")
    elif format_ == "markdown":
        print_out("\n".join(one.markdown for one in pages))
    else:
        shown = [one.markdown for one in pages]
        if any(one.list_ == "rules" for one in pages) and not full:
            shown.append(_ABOUT_EXAMPLES)
        print_out(_for_terminal(shown))


def _rules(what: str, full: bool) -> list[_Page]:
    stage = stage_in(stage_folder()) if full else {}
    pages = []
    meant = _meant(what)
    removed = [] if meant else list(_removed(what))
    if removed:
        return removed
    for one in meant or _predicting(what):
        page = in_full(page_of(one), stage) if full else page_of(one)
        page = f"{page}\n**{one.RULE.code}**: {one.RULE.standing}.\n"
        pages.append(_Page(page, "rules", {**one.RULE.published(), "page": page}))
    if meant:
        return pages
    places = list(_places(what))
    return [*places, *pages] if any(one.report["findings"] for one in places) else [*pages, *places]


def _removed(what: str) -> Iterator[_Page]:
    from rules import ALL

    one = ALL.gone(what)
    if one is not None:
        page = f"# {one.name} ({one.code})\n\n{one.told}.\n"
        yield _Page(page, "removed", {**one._asdict(), "page": page})


def _meant(what: str) -> Sequence[RuleModule]:
    from linter.commands.own_rules import own_rules
    from rules import ALL

    if what.lower() in SEVERITIES:
        return ()
    return list(ALL.meant_by(what)) or list(own_rules().meant_by(what))


def _predicting(what: str) -> Sequence[RuleModule]:
    from linter.commands.explain.service_error import codes_in, predicting

    return predicting(codes_in(what))


def _places(what: str) -> Iterator[_Page]:
    """Yield where the working folder's project has what a text of the service speaks of."""
    from linter.commands.explain.service_error import codes_in

    modules = _predicting(what)
    if modules:
        from linter.commands.explain.in_project import found_here

        here = found_here(codes_in(what), modules, what)
        yield _Page(here.markdown(), "inProject", here.report())


def _unpredicted(what: str) -> Iterator[_Page]:
    from linter.commands.explain.service_error import codes_in, page_of_code

    for code in codes_in(what):
        page = page_of_code(code)
        yield _Page(page, "errors", {"code": code, "page": page})


def _forms(what: str, in_dialect: bool) -> Iterator[_Page]:
    from linter.commands.explain.form import as_json, form_names, form_of
    from linter.commands.explain.form_page import page
    from linter.commands.own_dialect import own_dialect
    from linter.commands.own_rules import own_rules

    for name in form_names():
        if name.lower() == what.lower():
            form = form_of(
                name, stage_in(stage_folder()), own_rules(), own_dialect(name) if in_dialect else None
            )
            yield _Page(page(form), "forms", as_json(form))


def _words(what: str) -> Iterator[_Page]:
    from linter.commands.explain.vocabulary import word_page

    page = word_page(what)
    if page is not None:
        yield _Page(page, "words", {"word": what, "page": page})


def _refuse(what: str) -> NoReturn:
    from linter.commands.explain.form import form_names
    from linter.commands.explain.vocabulary import words
    from linter.commands.own_rules import own_rules
    from linter.suggest import did_you_mean

    cards = [module.RULE for module in own_rules()]
    codes = [word for card in cards for word in (card.code, card.name, *card.service_errors)]
    hint = did_you_mean(what, [*codes, *form_names(), *words()])
    refuse(f"no rule, payload kind or word `{what}`{hint}")


def _for_terminal(pages: Sequence[str]) -> str:
    from shutil import get_terminal_size

    from linter.reports.page import rendered

    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = min(get_terminal_size().columns, 100) if terminal else 80
    color = terminal and not os.environ.get("NO_COLOR")
    return "\n".join(rendered(page, width, color=color) for page in pages)
