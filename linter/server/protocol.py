"""The protocol as pygls speaks it, without some of its habits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any, Final

from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

_REASON: Final = 300
"""How long the reason for refusing a message may be, in characters."""


class Protocol(LanguageServerProtocol):
    """Does without some habits of pygls 2.1."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Keep no second copy of the document, which would be taken apart into lines at every change."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message; None for one whose parts are wrong, which is answered: a client waits for it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as refused:
            if "id" in data and "method" in data:
                self._refuse(data["id"], JsonRpcInvalidParams(f"Invalid Params: {_reason(refused)}"))
            return None

    def handle_message(self, message: Any) -> None:
        """Hand a message on; what is JSON and no message is answered with an error."""
        if hasattr(message, "jsonrpc"):
            super().handle_message(message)
        elif message is not None:
            self._refuse(None, JsonRpcInvalidRequest("Invalid Request: a JSON-RPC 2.0 message is expected"))

    def refuse_unreadable(self, error: Exception) -> None:
        """Answer what is no JSON."""
        self._refuse(None, JsonRpcParseError(f"Parse Error: {error}"[:_REASON]))

    def _refuse(self, asked: Any, error: JsonRpcException) -> None:
        known = asked if isinstance(asked, int | str) else None
        self._send_response(known, error=error.to_response_error())  # type: ignore[arg-type]  # null is right

    def _handle_notification(self, method_name: str, params: Any) -> None:
        """Let go the finished future of every notification, two kB a keystroke."""
        super()._handle_notification(method_name, params)
        for key in [key for key, future in self._request_futures.items() if future.done()]:
            del self._request_futures[key]

    def _send_handler_result(self, future: Future[Any], *, msg_id: str | int) -> None:
        """Answer a refusal without logging it: it is no bug of ours."""
        refusal = None if future.cancelled() else future.exception()
        if isinstance(refusal, JsonRpcException):
            self._request_futures.pop(msg_id, None)
            self._send_response(msg_id, error=refusal.to_response_error())
        else:
            super()._send_handler_result(future, msg_id=msg_id)


def _reason(refused: JsonRpcException) -> str:
    """Return what is wrong with the parts of a message."""
    cause = refused.__cause__ or refused
    return "; ".join(transform_error(cause))[:_REASON]
