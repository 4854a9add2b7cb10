"""Projects whose every name and value tries to act on whoever shows it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.stage import STAGE

ACTS: Final = (
    "<img src=x onerror=document.title='hit'>",
    "</script><script>document.title='hit'</script>",
    "</style><style>*{background:url(//evil.example)}",
    "]]><!--><svg onload=alert(1)>",
    "[a](javascript:document.title='hit')",
    "![a](https://evil.example/x.png)",
    "`![a](https://evil.example/x.png)`",
    "``b`` [c](command:d)",
    "https://evil.example www.evil.example a@evil.example",
    "|a|*b*_c_~d~",
    "\n::add-mask::a",
    "\r\n  ::error file=a::b",
    "::set-output name=a::b",
    "##vso[task.setvariable variable=PATH]a",
    "##[error]a",
    "%0A::stop-commands::a",
    "\x1b[31m\x1b]8;;https://evil.example\x1b\\a\x07",
    "\x9b31m\x85\x7f\x08",
    "a\u202eb\u2066c\u200bd\u2028e\ufefff\U000e0041",
    "\ud800",
    '"];\n a -> b; //',
    '"] --> evil["',
    "$(touch hit)`touch hit`'; touch hit; '",
    "section_start:0:a\r\x1b[0K",
    "\n# heading\n\n    code\n- item",
)
"""Texts that do something where they aren't shown as text."""

_OUTSIDE_OF_NAMES: Final = ("/", "\0", "\ud800")


def file_name(act: str) -> str:
    """Return a text as a file can be called."""
    for one in _OUTSIDE_OF_NAMES:
        act = act.replace(one, "")
    return act


def strewn(rng: random.Random, share: float) -> dict[str, bytes]:
    """Return the clean project's files with a share of the texts hostile, each the same way everywhere."""
    made: dict[str, str] = {}

    def changed(text: str) -> str:
        if text not in made:
            made[text] = f"{text}{rng.choice(ACTS)}" if rng.random() < share else text
        return made[text]

    files = {}
    for name, content in STAGE.items():
        is_json = name.endswith(".json")
        renewed = _rebuilt(json.loads(content), changed, rng, share) if is_json else content
        files[name] = (json.dumps(renewed) if is_json else content).encode()
    return files


def _rebuilt(value: Any, changed: Callable[[str], str], rng: random.Random, share: float) -> Any:
    if isinstance(value, dict):
        return {
            (f"{key}{rng.choice(ACTS)}" if rng.random() < share / 8 else key): _rebuilt(
                one, changed, rng, share
            )
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_rebuilt(one, changed, rng, share) for one in value]
    return changed(value) if isinstance(value, str) else value


def lay_out(folder: Path, files: Mapping[str, bytes], rng: random.Random) -> None:
    """Write the files, and some beside them whose names are hostile."""
    for name, data in {**files, **dict(_beside(rng))}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _beside(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for number, act in enumerate(rng.sample(ACTS, 6)):
        name = file_name(act)
        named = json.dumps({"name": act, "fromEntityName": act}).encode()
        yield f"manage/relationships/{name}{number}.json", named
        yield f"{name}{number}.http", f"GET /api/instances/main/manage/{act}\n\n".encode("utf-8", "replace")
        yield f"conflations/{name}/conflationPlan.json", b"{"
