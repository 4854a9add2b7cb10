"""The plan as a shell script of curl lines; nothing here runs it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from linter.diagnostic import Location, Path
from linter.placeholders import put_in
from linter.planning.plan import Plan, Sending, Step
from linter.reports.visible import visible
from linter.text.source import Text

_HEAD: Final = """\
#!/bin/sh
# Printed by c360lint plan, which has sent nothing. Read it before you run it, from the project's folder:
#   C360_HOST=https://… C360_TOKEN=… sh plan.sh
set -eu
: "${C360_HOST:?the service, such as https://api.example.com}"
: "${C360_TOKEN:?a bearer token}"
"""
_END: Final = "C360LINT_BODY"  # JSON on one line never is this line


def plan_shell(plan: Plan, texts: Mapping[str, Text]) -> str:
    """Return the script; every text of the user's is quoted or stands in a quoted here-document."""
    lines = [_HEAD]
    if plan.blocked:
        lines.append(f"# Incomplete: {len(plan.blocked)} requests wait for each other and are left out.\n")
    for step in plan.steps:
        lines += [f"{line}\n" for line in _step(step, texts)]
    return "".join(lines)


def _step(step: Step, texts: Mapping[str, Text]) -> Iterator[str]:
    yield ""
    yield f"# {step.number}. {visible(step.request.name)}"
    for reason in step.after:
        yield f"#    after {reason.step}: it {visible(reason.words)}"
    if not step.after:
        yield f"#    needs no other step; {step.custom}"
    if step.noop:
        yield "#    no-op: the snapshot holds this already, so it isn't sent"
        return
    yield from _curl(step, texts)


def _curl(step: Step, texts: Mapping[str, Text]) -> Iterator[str]:
    request = step.request
    words = ["curl --fail --silent --show-error --globoff"]
    words.append(f"--request {shlex.quote(visible(request.method))}")
    words.append('--header "Authorization: Bearer $C360_TOKEN"')
    words += [f"--header {shlex.quote(f'{name}: {visible(value)}')}" for name, value in _headers(request)]
    file = request.file
    as_it_is = file is not None and (request.body is None or _is_plain(file))
    if as_it_is:
        words.append(f"--data-binary {shlex.quote('@' + visible(file or ''))}")
    elif request.body is not None:
        words.append("--data-binary @-")
    words.append(f'--url "$C360_HOST"{shlex.quote(_path(request.url))}')
    if as_it_is or request.body is None:
        yield " ".join(words)
        return
    body, is_saved = _body(request.body, texts), texts[request.body.document].requests is not None
    if isinstance(body, str) and is_saved:
        yield f"printf %b {shlex.quote(_escaped(body))} | {' '.join(words)}"
        return
    yield " ".join(words) + f" <<'{_END}'"
    yield json.dumps(body)
    yield _END


def _is_plain(document: str) -> bool:
    """Tell whether curl can send a file as it is, under a name that the script can show."""
    return document.lower().endswith(".json") and visible(document) == document


def _escaped(text: str) -> str:
    """Return a text in one line, as `printf %b` reads it."""
    shown = text.replace("\\", "\\\\")
    return "".join([one if visible(one) == one else _octal(one) for one in shown])


def _octal(char: str) -> str:
    return "".join(f"\\0{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))


def _headers(request: Sending) -> Iterator[tuple[str, str]]:
    """Pass over what would be another token, and what curl would read from a file."""
    for name, value in request.headers:
        is_name = name.replace("-", "").isalnum() and name.isascii()
        if is_name and name.lower() != "authorization":
            yield name, value


def _body(at: Location, texts: Mapping[str, Text]) -> Any:
    """Return a body, with the values of the variables that its own file or one beside it gives."""
    text = texts[at.document]
    value: Any = text.value
    for key in at.path:
        value = value[key]
    return value if text.requests is None else _filled(value, at.path, text)


def _filled(value: Any, path: Path, text: Text) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, (*path, key), text) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, (*path, index), text) for index, one in enumerate(value)]
    return put_in(value, text.filled[path]) if path in text.filled else value


def _path(url: str) -> str:
    """Return a URL without scheme and host, with what a URL can't have encoded."""
    before, absolute, rest = url.partition("://")
    path = rest.partition("/")[2] if absolute and not set(before) & {"/", "?"} else url.removeprefix("/")
    return "/" + quote(path, safe="/?&=$%:@!'()*+,;-._~{}", errors="surrogateescape")
