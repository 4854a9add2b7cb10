"""The page of a form in Markdown: an example, where it lies, its properties, its rules, how to begin one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.commands.explain.form import Form, FormPlace, FormProperty
from linter.rulekit.rule import Rule
from linter.wording import joined, quoted

_WIDTH: Final = 74  # of an example that is set in by four columns, and a comma


def page(form: Form) -> str:
    """Return the page."""
    parts = [f"# {form.name}: {form.title[:1].lower()}{form.title[1:]}", form.description]
    parts += [_example(file, content) for file, content in form.examples]
    parts += ["## Where it lies", *_places(form)]
    if form.properties:
        parts += ["## Properties", "`*` is required.", "\n".join(_properties(form.properties, ""))]
    parts += ["## Rules", *_rules(form)]
    if form.begin:
        parts += ["## Begin one", f"```sh\n{form.begin}\n```"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _example(file: str, content: str) -> str:
    return f"```json {file}\n{_narrow(json.loads(content), '')}\n```"


def _narrow(value: Any, indent: str, taken: int = 0) -> str:
    """Return JSON in which what fits into the width stands on one line; `taken` is what stands before it."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(indent) + taken + len(line) <= _WIDTH:
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        items = [_narrow(item, deeper) for item in value]
    else:
        keys = [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
        items = [
            key + _narrow(item, deeper, len(key)) for key, item in zip(keys, value.values(), strict=True)
        ]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n{deeper}" + f",\n{deeper}".join(items) + f"\n{indent}{closing}"


def _places(form: Form) -> Iterator[str]:
    if form.elsewhere:
        yield f"It lies {form.elsewhere}."
    if form.places:
        yield "\n".join(_place(one, len(form.places) > 1) for one in form.places)
        yield (
            "In JSON or YAML; `instances/{instanceId}/` may stand before it, and c360lint.toml may map "
            "other files (`[files]`)."
        )
    if form.begins:
        yield f"The payload begins at `{form.begins}` of the file."
    if form.since or form.until:
        since = f"from {form.since} on" if form.since else ""
        until = f"before {form.until}" if form.until else ""
        yield f"Generations of the API: {joined([one for one in (since, until) if one])}."


def _place(one: FormPlace, several: bool) -> str:
    required = joined([f"`{name}`" for name in one.required]) or "nothing"
    told = f"; required: {required}" if several else ""
    others = f" (or {', '.join(one.methods[1:])})" if one.methods[1:] else ""
    return f"- `{one.file}` is `{one.methods[0]} {one.path}`{others}{told}"


def _properties(properties: Iterable[FormProperty], indent: str) -> Iterator[str]:
    for one in properties:
        names = ", ".join(quoted(one.names))
        star = "*" if one.required else ""
        yield f"{indent}- {names}{star}{_typed(one)}: {_said(one)}"
        yield from _properties(one.properties, indent + "  ")


def _typed(one: FormProperty) -> str:
    return f" ({' or '.join(one.types)})" if one.types else ""


def _said(one: FormProperty) -> str:
    words = [one.description]
    if one.values:
        words.append(f"Known: {', '.join(one.values)}.")
    if one.like:
        words.append(f"See `{one.like}`.")
    return " ".join(word for word in words if word)


def _rules(form: Form) -> Iterator[str]:
    if form.name == "snapshot":
        yield "Without a snapshot these are not checked:"
    yield "\n".join(_rule(one) for one in form.rules)
    if form.of_all:
        codes = ", ".join(one.code for one in form.of_all)
        yield f"Every file is looked at by {codes}, too. `c360lint explain CODE` prints a rule's page."


def _rule(rule: Rule) -> str:
    severity = "" if rule.severity == "error" else f" ({rule.severity})"
    return f"- {rule.code} {rule.name}{severity}: {rule.limitation}"
