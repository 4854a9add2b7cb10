"""What a shell completes beside commands, options and closed lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem, FishComplete, add_completion_class

if TYPE_CHECKING:
    import click


@add_completion_class
class WithCommas(FishComplete):
    """What fish is told, a comma within it too: click's own script takes each for the end of a word."""

    source_template = FishComplete.source_template.replace('split ","', 'split -m 1 ","')


def rules_in_list(_context: click.Context, _option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the rules whose codes or names begin so; of a list with commas, its last part is completed."""
    before, comma, last = begun.rpartition(",")
    left = [word for word in _words() if word[0] not in before.split(",")]
    return [one for word in left if (one := _completed(before + comma, word, last))]


def pages(_context: click.Context, _option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the rules, payload kinds and words that have a page and begin so."""
    from linter.commands.explain.form import form_names
    from linter.commands.explain.vocabulary import words

    others = [(one, "") for one in (*form_names(), *words()) if " " not in one]
    return [one for word in (*_words(), *others) if (one := _completed("", word, begun))]


def _words() -> list[tuple[str, str]]:
    """Return the codes and names of all rules, each with what the rule is about."""
    from rules import ALL

    cards = [module.RULE for module in ALL]
    return [*((one.code, one.limitation) for one in cards), *((one.name, one.limitation) for one in cards)]


def _completed(before: str, word: tuple[str, str], begun: str) -> CompletionItem | None:
    name, help_ = word
    if not name.lower().startswith(begun.lower()):
        return None
    return CompletionItem(before + name, help=help_)
