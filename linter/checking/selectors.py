"""Which rules a selector means, that it means any, and what has become of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from linter.configuration.settings import Configuration, Layer, Override
from linter.configuration.toml_file import place_of
from linter.refusal import CannotRun
from linter.rulekit.catalogue import Catalogue
from linter.suggest import did_you_mean


def require_rules(
    rules: Catalogue, file: str, configuration: Configuration, data: bytes | None = None
) -> None:
    """Refuse a configuration that names a rule which doesn't exist, or isn't on, at its place.

    `data` is its text.  What is gone can be ignored: that is so in any case.
    """
    layers = [one for one in configuration.layers if one.is_file] or [Layer(file, configuration)]
    for one in layers:
        own = one.configuration._replace(preview=configuration.preview)
        _require_rules(rules, one.name, own, data if one is layers[-1] else None)


def _require_rules(rules: Catalogue, file: str, configuration: Configuration, data: bytes | None) -> None:
    tables: list[tuple[tuple[str | int, ...], Configuration | Override]] = [((), configuration)]
    tables += [(("overrides", number), one) for number, one in enumerate(configuration.overrides)]
    for path, table in tables:
        for key, selectors in (("select", table.select), ("ignore", table.ignore)):
            for number, selector in enumerate(selectors):
                wrong = _wrong(rules, selector, selects=key == "select", preview=configuration.preview)
                if wrong:
                    raise CannotRun.at(file, *place_of(file, (*path, key, number), data), wrong)
        for name, _ in table.severity:
            if rules.named(name) is None and rules.gone(name) is None:
                place = place_of(file, (*path, "severity", name), data)
                raise CannotRun.at(file, *place, _no_severity(rules, name))


def require_selectors(
    known: Collection[tuple[Catalogue, bool]], select: Iterable[str], ignore: Iterable[str]
) -> None:
    """Refuse what is said on the command line of rules that no project has, or has on.

    `known` are the rules of each project, and whether those in preview are on.
    """
    for selects, selectors in ((True, select), (False, ignore)):
        for selector in selectors:
            wrong = [_wrong(rules, selector, selects=selects, preview=preview) for rules, preview in known]
            if all(wrong):
                raise CannotRun(wrong[-1])


def _wrong(rules: Catalogue, selector: str, *, selects: bool, preview: bool) -> str:
    """Return what is wrong with a selector, "" if nothing is."""
    if not is_selector(rules, selector):
        return no_rule(rules, selector) if selects or rules.gone(selector) is None else ""
    module = rules.chosen(selector) if selects and not preview else None
    if module is None or module.RULE.status != "preview":
        return ""
    return f"{module.RULE.code} is in preview: it runs with `--preview`, or `preview = true`"


def fates(rules: Catalogue, configuration: Configuration, *said: str) -> Iterator[str]:
    """Yield what is to be known of rules that are named: which are gone, and which will be.

    `said` are the selectors of the command line.
    """
    for name in dict.fromkeys((*said, *_named(configuration))):
        removed, module = rules.gone(name), rules.chosen(name)
        if module is not None and module.RULE.status == "deprecated":
            yield f"{module.RULE.code} ({module.RULE.name}) is {module.RULE.standing_if_not_stable}"
        elif module is None and removed is not None:
            yield removed.told


def _named(configuration: Configuration) -> Iterator[str]:
    tables: list[Configuration | Override] = [configuration, *configuration.overrides]
    for table in tables:
        yield from (*table.select, *table.ignore, *(name for name, _ in table.severity))


def is_selector(rules: Catalogue, selector: str) -> bool:
    """Tell whether a selector means any rule; an empty one would be the prefix of all codes."""
    return any(True for _ in rules.meant_by(selector))


def _names(rules: Catalogue) -> list[str]:
    return [word for module in rules for word in (module.RULE.code, module.RULE.name)]


def no_rule(rules: Catalogue, selector: str) -> str:
    """Return what to say of a selector that means no rule."""
    removed = rules.gone(selector)
    if removed is not None:
        return removed.told
    return f"no rule `{selector}`{did_you_mean(selector, _names(rules)) or '; `c360lint rules` lists them'}"


def _no_severity(rules: Catalogue, name: str) -> str:
    if is_selector(rules, name) and not did_you_mean(name, _names(rules)):
        return f"`{name}` is not one rule: severities go by a whole code or name"
    return no_rule(rules, name)
