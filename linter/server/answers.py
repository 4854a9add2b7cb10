"""What the editor asks about a place in a document, answered in the protocol's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from linter.configuration.configuration import FILE_NAME as CONFIGURATION
from linter.configuration.settings import BASELINE
from linter.diagnostic import Location, Range
from linter.files import content_of
from linter.placeholders import is_begun
from linter.project.names import Thing, declarations, names_known
from linter.reports.visible import visible
from linter.server import actions
from linter.server.action import CURSOR, Action
from linter.server.app import Server
from linter.server.completion import Proposal, proposals
from linter.server.connection import REQUEST_FAILED, RefusedRequest
from linter.server.diagnostics import Shown
from linter.server.documents import OpenDocument, document_text
from linter.server.hover import hover, merged, of_placeholder, of_variable, page_at
from linter.server.judged import Judged
from linter.server.messages import (
    ClientPosition,
    ClientRange,
    CodeActionParams,
    Json,
    TextDocumentPositionParams,
)
from linter.server.open_here import open_here
from linter.server.positions import MARK, offset_of, range_to_client
from linter.server.rename import Refused, edit_of, renamable, renamings, span_of
from linter.server.skeleton_actions import skeletons
from linter.server.typed_document import TypedDocument, views
from linter.server.workspace_edit import snippet, workspace_edit
from linter.text.lines import line_start
from linter.text.source import Text

_KINDS: Final = {
    "property": 10,
    "entity": 7,  # a class
    "attribute": 5,  # a field
    "source": 9,  # a module
    "relationship": 18,  # a reference
    "value": 20,  # one of an enumeration
    "boolean": 14,  # a keyword
    "object": 22,  # a struct
}
_SNIPPET: Final = 2
_TOML: Final = ".toml"


class Question:
    """A position in an open document, and what is known of the project around it."""

    def __init__(
        self, server: Server, document: OpenDocument, judged: Judged, position: ClientPosition
    ) -> None:
        self.server = server
        self.judged = judged
        self.path = document.path
        self.text = document_text(document)
        self.offset = offset_of(document.text, position, server.client.encoding)
        self.offset = max(0, self.offset - self.text.is_marked)

    @cached_property
    def views(self) -> list[TypedDocument]:
        """What the place can be taken for, in each environment."""
        return views(self.judged, self.path, self.text.text, self.offset)

    @cached_property
    def whole_views(self) -> list[TypedDocument]:
        """The likeliest of them in each environment, with paths that hold in the whole document."""
        found = views(self.judged, self.path, self.text.text, self.offset, whole=True)
        return list({view.environment: view for view in reversed(found)}.values())[::-1]

    def range(self, start: int, end: int) -> ClientRange:
        """Return the range between two offsets of the document."""
        return range_to_client(self.text, self.text.range_of(start, end), self.server.client.encoding)

    def things(self) -> list[tuple[Thing, TypedDocument]]:
        """Return what is named at the place, in each environment."""
        found: dict[str, tuple[Thing, TypedDocument]] = {}
        for view in self.views:
            for name in view.names_here():
                if name.thing is not None:
                    found.setdefault(view.environment, (name.thing, view))
        return list(found.values())


async def question_of(server: Server, params: TextDocumentPositionParams, *, fresh: bool) -> Question | None:
    """Return a place; `fresh` waits for what is known of the document's present state."""
    document = server.document(params["textDocument"]["uri"])
    desk = server.desk(document.path) if document is not None else None
    if document is None or desk is None:
        return None
    judged = await desk.current() if fresh or desk.judged is None else desk.judged
    document = server.document(params["textDocument"]["uri"]) or document  # as it was judged
    return Question(server, document, judged, params["position"]) if judged is not None else None


def completions(question: Question) -> Json:
    """Return what can be typed."""
    first = question.views[0].environment if question.views else ""
    views = [view for view in question.views if not _in_placeholder(view, question)]
    found = [one for view in views if view.environment == first for one in proposals(view)]
    snippets = question.server.client.completes_snippets
    items = [_item(number, one, question, snippets=snippets) for number, one in enumerate(found)]
    return {"isIncomplete": False, "items": items}


def _in_placeholder(view: TypedDocument, question: Question) -> bool:
    """Tell whether what a pipeline fills is typed at a place: nobody knows what it is called."""
    return is_begun(view.cursor.typed(view.text), question.offset - view.cursor.start)


def _item(number: int, one: Proposal, question: Question, *, snippets: bool) -> Json:
    is_snippet = snippets and CURSOR in one.text
    text = snippet(one.text) if is_snippet else one.text.replace(CURSOR, "")
    item: Json = {
        "label": visible(one.label),
        "kind": _KINDS[one.kind],
        "sortText": f"{number:05}",
        "filterText": text if text.startswith('"') else text.strip() or one.label,
        "textEdit": {"range": question.range(one.start, one.end), "newText": text},
    }
    if one.detail:
        item["detail"] = visible(one.detail)
    if one.documentation:
        item["documentation"] = visible(one.documentation)
    if is_snippet:
        item["insertTextFormat"] = _SNIPPET
    return item


def hovered(question: Question) -> Json | None:
    """Return what is known of the thing at a place; of a rule, its page."""
    text, offset = question.text.text, question.offset
    line = text[line_start(text, offset) : offset]
    page = None
    if question.path.endswith(_TOML) or "#" in line:
        page = page_at(text, offset, question.judged.rules)
    if page is not None:
        return {"contents": _markdown(page)}
    said: dict[str, str] = {}
    for view in question.views:
        one = _hover(view, question) if view.environment not in said else None
        if one:
            said[view.environment] = one
    span = next((view.shown() for view in question.views if view.environment in said), None)
    parts = [merged(said)] if said else []
    parts += open_here(question.judged, question.path, question.text, question.offset)
    if not parts:
        return None
    told: Json = {"contents": _markdown("\n\n".join(parts))}
    return {**told, "range": question.range(*span)} if span is not None else told


def _hover(view: TypedDocument, question: Question) -> str | None:
    values = question.judged.request.configuration.values_in(view.environment)
    stands_for = _of_variable(view, question) or of_placeholder(view, question.offset, values)
    return "\n\n".join(filter(None, (stands_for, hover(view)))) or None


def _of_variable(view: TypedDocument, question: Question) -> str | None:
    """Return what the variable of a request at the place stands for, as the project was read last."""
    read = dict(question.judged.meant_in)
    text = read[view.environment].texts.get(view.name) if view.environment in read else None
    is_last = text is not None and text.text == view.text
    return of_variable(text, view, question.offset) if text is not None and is_last else None


def _markdown(text: str) -> Json:
    return {"kind": "markdown", "value": text}


def definitions(question: Question) -> list[Json]:
    """Return where what is named at a place is declared."""
    declared = (at for thing, view in question.things() for at in declarations(thing, view.project))
    return list(_locations(question, dict.fromkeys(declared)))


def references(question: Question, *, declared: bool) -> list[Json]:
    """Return where what is named at a place is named."""
    named = (one for thing, view in question.things() for one in names_known(view.project).of(thing))
    return list(_locations(question, dict.fromkeys(one.at for one in named if declared or not one.declares)))


def _locations(question: Question, at: Iterable[Location]) -> Iterator[Json]:
    judged, shown = question.judged, question.server.shown
    for one in at:
        text = judged.texts.get(one.document)
        if text is not None and text.fault is None:
            uri = shown.uri(judged.path(one.document))
            range_ = range_to_client(text, text.range(one), question.server.client.encoding)
            yield {"uri": uri, "range": range_}


def rename_start(question: Question) -> Json | None:
    """Return the name that can be changed; an error says why it can't be."""
    if not question.whole_views:
        return None
    try:
        (at, name), *_ = [renamable(view) for view in question.whole_views]  # it is ours in all of them
        start, end = span_of(at, question.judged.texts.get(at.document))
    except Refused as refused:
        raise RefusedRequest(REQUEST_FAILED, str(refused)) from refused
    quoted = question.text.text[start] in "'\""
    return {"range": question.range(start + quoted, end - quoted), "placeholder": name}


def renamed(question: Question, new: str) -> Json | None:
    """Return the edits that a new name needs."""
    if not question.whole_views:
        return None
    try:
        changes = dict.fromkeys(one for view in question.whole_views for one in renamings(view, new))
        edits = dict.fromkeys(edit_of(one, question.judged.texts.get(one.at.document)) for one in changes)
    except Refused as refused:
        raise RefusedRequest(REQUEST_FAILED, str(refused)) from refused
    return workspace_edit(question.server, question.judged, edits)


def code_actions(
    server: Server, judged: Judged, document: OpenDocument, params: CodeActionParams
) -> list[Json]:
    """Return the repairs of what the selection touches, of the kinds that are asked for."""
    only = params["context"].get("only")
    judged = with_settings(server.documents.by_path, judged)
    file, text = judged.name(document.path), document.text
    found: list[Action] = []
    if _wanted("quickfix", only) and not text.strip():
        seen = judged.texts.get(file) or Text(file, text, None)
        judged = judged._replace(texts={**judged.texts, file: seen})
        found += skeletons(judged, seen)
    if _wanted("quickfix", only):
        touches = _touching(judged.texts.get(file), text, params["range"], server.client.encoding)
        found += actions.quick_fixes(judged, file, touches)
    if only is not None and _wanted(actions.FIX_ALL, only):
        whole = actions.fix_all(judged, file)
        found += [whole] if whole is not None else []
    shown = server.shown
    return [
        _action(one, server, judged, shown)
        for one in found
        if one.creates is None or server.client.creates_files
    ]


def _touching(seen: Text | None, text: str, selected: ClientRange, encoding: str) -> Callable[[Range], bool]:
    """Return what tells whether a range of a text, as it was judged, has a part in what is selected now."""
    start, end = (
        offset_of(text, at, encoding) - text.startswith(MARK) for at in (selected["start"], selected["end"])
    )

    def touches(range_: Range) -> bool:
        if seen is None:
            return False
        first, last = (seen.offset(one) for one in range_)
        return first <= end and start <= last

    return touches


def with_settings(documents: Mapping[str, OpenDocument], judged: Judged) -> Judged:
    """Add the texts of configuration and baseline, which repairs may write into, saved or not."""
    texts, request = dict(judged.texts), judged.request
    for given, usual in (
        (request.inputs.configuration_file, CONFIGURATION),
        (request.inputs.baseline_file, BASELINE),
    ):
        path = given or judged.path(usual)
        if judged.name(path) not in texts:
            document = documents.get(path)
            text = document.text if document is not None else _read(path)
            if text is not None:
                texts[judged.name(path)] = Text(judged.name(path), text, None)
    return judged._replace(texts=texts)


def _read(path: str) -> str | None:
    data = content_of(path)
    try:
        return data.decode("utf-8-sig") if data is not None else None
    except UnicodeDecodeError:  # it is told elsewhere that it can't be read
        return None


def _wanted(kind: str, only: Iterable[str] | None) -> bool:
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def _action(one: Action, server: Server, judged: Judged, shown: Shown) -> Json:
    held = judged.held if one.mends else {}
    mended = [shown.diagnostic(each, judged, held) for each in one.mends]
    preferred = {"isPreferred": True} if one.preferred else {}
    edit = workspace_edit(server, judged, one.edits, one.creates)
    return {"title": visible(one.title), "kind": one.kind, "diagnostics": mended, "edit": edit, **preferred}
