"""c360lint rules new: a custom rule and its page, to begin with."""

from __future__ import annotations

import os
import re
from typing import Final

import click

from linter.commands.own_rules import own_rules
from linter.commands.refusal import refuse, write_or_refuse
from linter.custom.card import CODE
from linter.files import name_from_here
from linter.reports.output import print_out
from linter.reports.visible import visible

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")

_MODULE: Final = '''\
"""A segment's name must say what it is for."""

from __future__ import annotations

from linter.custom import Finding, Project, RuleCard, Says, objects

RULE = RuleCard(
    "CODE",
    "a segment's name must say what it is for",
    source="naming guide, section 1",
    severity="warning",
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for segment in objects(project, "segment"):
        name = segment.text("name")
        if name is not None and name.lower().startswith("test"):
            yield Finding(
                segment.at("name"),
                f"`{name}` doesn't say what the segment is for",
                label="only a test?",
                help="name it by who is in it",
            )
'''

_PAGE: Final = """\
# NAME (CODE)

Nobody knows a year later whether a segment called Test may go.

## Bad: a test

```json manage/segments.json /0/name
"TestMembers"
```
```text
```

## How to mend it

Name it by who is in it.

## Good: who is in it

```json manage/segments.json /0/name
"LoyalMembers"
```
"""


@click.command("new")
@click.argument("code")
@click.argument("name")
@click.option("--folder", default="c360-rules", show_default=True, help="The folder of the rules.")
def command(code: str, name: str, folder: str) -> None:
    """Write a custom rule that works, and its page, into the folder of the team's rules.

    CODE begins with X, such as XSEG01; NAME is the bad thing, such as segment-without-prefix.
    """
    if not CODE.fullmatch(code):
        refuse(
            f"{code} is no code of a custom rule: X is expected, capital letters and digits, such as XSEG01"
        )
    if not _NAME.fullmatch(name):
        refuse(f"{name} is no name of a rule: small words with hyphens are expected: segment-without-prefix")
    for taken in (one.RULE for one in own_rules() if code == one.RULE.code or name == one.RULE.name):
        refuse(f"there is a rule {taken.code} {taken.name} already")
    stem = os.path.join(folder, name.replace("-", "_"))
    for file in (f"{stem}.py", f"{stem}.md"):
        if os.path.lexists(file):
            refuse(f"{file} exists already and was left as it is")
    write_or_refuse(f"{stem}.py", _MODULE.replace("CODE", code), makes_folder=True)
    write_or_refuse(f"{stem}.md", _PAGE.replace("CODE", code).replace("NAME", name))
    shown = name_from_here(os.path.abspath(folder))
    print_out(
        visible(f"Wrote {stem}.py and {stem}.md.") + "\n"
        f'Let c360lint.toml say `custom-rules = ["{visible(shown)}"]`; then\n'
        f"  c360lint rules test --write {visible(shown)}\n"
        f"  c360lint check --allow-code {visible(shown)}\n"
    )
