"""The plan as a shell script of curl lines; nothing here runs it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from linter.plan import Plan, Step
from linter.reports.plan_text import named
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
    yield f"# {step.number}. {visible(named(step.request))}"
    for reason in step.after:
        yield f"#    after {reason.step}: it {visible(reason.words)}"
    if step.noop:
        yield "#    no-op: the snapshot holds this already, so it isn't sent"
        return
    yield from _curl(step, texts)


def _curl(step: Step, texts: Mapping[str, Text]) -> Iterator[str]:
    request = step.request
    parts = ["curl --fail --silent --show-error --globoff"]
    parts.append(f"--request {shlex.quote(request.method)}")
    parts.append('--header "Authorization: Bearer $C360_TOKEN"')
    for name, value in _headers(step):
        parts.append(f"--header {shlex.quote(f'{name}: {value}')}")
    body = _body(step, texts)
    if request.envelope is None and request.document.lower().endswith(".json"):
        parts.append(f"--data-binary {shlex.quote(f'@{request.document}')}")
    elif body is not None:
        parts.append("--data-binary @-")
    parts.append(f'--url "$C360_HOST"{shlex.quote(_path(step.url))}')
    line = " ".join(parts)
    if parts[-2] != "--data-binary @-":
        yield line
        return
    yield f"{line} <<'{_END}'"
    yield str(body)
    yield _END


def _headers(step: Step) -> Iterator[tuple[str, str]]:
    """The envelope's headers, but for the authorization, on one line each; JSON unless said."""
    envelope = step.request.envelope
    given = envelope.node("headers") if envelope is not None else None
    headers = {str(name): value for name, value in (given.values if given else {}).items()}
    if step.request.reading is not None and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json"
    for name, value in headers.items():
        is_name = name.replace("-", "").isalnum() and name.isascii()  # curl reads `@name` from a file
        if is_name and name.lower() != "authorization" and isinstance(value, (str, int, float)):
            yield name, visible(str(value))


def _body(step: Step, texts: Mapping[str, Text]) -> str | None:
    request = step.request
    value: Any = texts[request.document].value
    for key in request.body_path:
        if isinstance(value, dict) and key not in value:
            return None
        value = value[key]
    if request.envelope is not None and request.body_path == request.envelope.path:
        return None  # an envelope without a body
    return json.dumps(value)


def _path(url: str) -> str:
    """Return a URL without scheme and host, with what a URL can't have encoded."""
    before, absolute, rest = url.partition("://")
    path = rest.partition("/")[2] if absolute and not set(before) & {"/", "?"} else url.removeprefix("/")
    return "/" + quote(path, safe="/?&=$%:@!'()*+,;-._~{}")
