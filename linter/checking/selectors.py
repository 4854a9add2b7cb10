"""Which rules a selector means, and that it means any."""

from __future__ import annotations

from linter.configuration.settings import Configuration, Override
from linter.configuration.toml_file import place_of
from linter.refusal import CannotRun
from linter.rulekit.catalogue import Catalogue
from linter.suggest import did_you_mean


def require_rules(
    rules: Catalogue, file: str, configuration: Configuration, data: bytes | None = None
) -> None:
    """Refuse a configuration that names a rule which doesn't exist, at its place; `data` is its text."""
    tables: list[tuple[tuple[str | int, ...], Configuration | Override]] = [((), configuration)]
    tables += [(("overrides", number), one) for number, one in enumerate(configuration.overrides)]
    for path, table in tables:
        for key, selectors in (("select", table.select), ("ignore", table.ignore)):
            for number, selector in enumerate(selectors):
                if not is_selector(rules, selector):
                    place = place_of(file, (*path, key, number), data)
                    raise CannotRun.at(file, *place, no_rule(rules, selector))
        for name, _ in table.severity:
            if rules.named(name) is None:
                place = place_of(file, (*path, "severity", name), data)
                raise CannotRun.at(file, *place, _no_severity(rules, name))


def is_selector(rules: Catalogue, selector: str) -> bool:
    """Tell whether a selector means any rule; an empty one would be the prefix of all codes."""
    return any(True for _ in rules.meant_by(selector))


def _names(rules: Catalogue) -> list[str]:
    return [word for module in rules for word in (module.RULE.code, module.RULE.name)]


def no_rule(rules: Catalogue, selector: str) -> str:
    """Return what to say of a selector that means no rule."""
    return f"no rule `{selector}`{did_you_mean(selector, _names(rules)) or '; `c360lint rules` lists them'}"


def _no_severity(rules: Catalogue, name: str) -> str:
    if is_selector(rules, name) and not did_you_mean(name, _names(rules)):
        return f"`{name}` is not one rule: severities go by a whole code or name"
    return no_rule(rules, name)
