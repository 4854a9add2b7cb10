"""Rules that look at one document at a time: asked again only about documents that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from linter.diagnostic import Said
from linter.reading.taken import Loaded, Taken
from linter.rulekit.asking import says
from linter.rulekit.rule import RuleModule


class LocalRules:
    """Asks local rules about the documents that they haven't been asked about, and recalls the others."""

    def __init__(self, loaded: Loaded, documents: Iterable[Taken]) -> None:
        self._snapshots = loaded.project.snapshots
        self._new: list[Taken] = []
        self._recalled: list[Mapping[str, list[Said]]] = []
        for one in documents:
            if one.said is None or one.met != self._snapshots:
                self._new.append(one)
            else:
                self._recalled.append(one.said)
        self._said: dict[str, dict[str, list[Said]]] = {one.text.name: {} for one in self._new}
        self._project = loaded.project.part(self._said)

    def ask(self, module: RuleModule) -> Iterator[Said]:
        """Yield what a local rule says of all documents."""
        code = module.RULE.code
        for said in says(module, self._project):
            self._said[said.at.document].setdefault(code, []).append(said)
            yield said
        for before in self._recalled:
            yield from before.get(code, ())

    def keep(self) -> None:
        """Remember what was said, once all rules have been asked to the end."""
        for one in self._new:
            one.said = self._said[one.text.name]
            one.met = self._snapshots
