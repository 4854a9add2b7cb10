"""JSON-RPC: what the client asks and tells is handed to who knows, and what they answer is sent."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Final

from linter.named_tuple import NamedTuple
from linter.reports.visible import visible
from linter.server.framing import framed
from linter.server.messages import CancelParams, Json, faults

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
NOT_INITIALIZED: Final = -32002
CANCELLED: Final = -32800
REQUEST_FAILED: Final = -32803

CANCEL: Final = "$/cancelRequest"
_ALWAYS: Final = ("initialize", "exit")
_NO_MESSAGE: Final = "Invalid Request: a JSON-RPC 2.0 message is expected"
_NOT_YET: Final = (NOT_INITIALIZED, "Server Not Initialized: `initialize` is first")
_REASON: Final = 300
"""How long the reason for refusing a message may be, in characters."""

_log: Final = logging.getLogger(__name__)


class RefusedRequest(Exception):  # noqa: N818  # it is an answer, and no bug of ours
    """Why a question isn't answered; the client is told."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Feature(NamedTuple):
    """A question or a notification: what its parameters have to be, and who answers it, at once or later."""

    params: Any  # a type of `messages`, None where nobody looks at them
    answer: Callable[..., Any]


class Connection:
    """Speaks with one client; remembers what it is still asked."""

    def __init__(self, features: Mapping[str, Feature], send: Callable[[bytes], None]) -> None:
        self.features = {**features, CANCEL: Feature(CancelParams, self._cancel)}
        self._send_bytes = send
        self._asked: dict[int | str, asyncio.Task[Any]] = {}
        self._count = 0
        self.unready: tuple[int, str] | None = _NOT_YET  # why nothing is answered, if it isn't

    def received(self, data: bytes) -> None:
        """Deal with what the client says; what is no message is answered with an error."""
        _log.debug("received %s", data)
        try:
            message = json.loads(data)
        except (ValueError, RecursionError) as error:
            self._refuse(None, PARSE_ERROR, f"Parse Error: {error}")
            return
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self._refuse(None, INVALID_REQUEST, _NO_MESSAGE)
        elif "method" in message:  # the rest are answers, which nobody waits for
            self._called(message)

    def notify(self, method: str, params: Any) -> None:
        """Tell the client something."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> None:
        """Ask the client for something that has no answer of interest."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})

    def _called(self, message: Json) -> None:
        number, feature = message.get("id"), self.features.get(str(message["method"]))
        is_request = "id" in message
        if not isinstance(number, int | str) and is_request:
            self._refuse(None, INVALID_PARAMS, "Invalid Params: a number or a string is expected @ $.id")
        elif feature is None:
            if is_request:
                self._refuse(number, METHOD_NOT_FOUND, f"Method Not Found: {message['method']}")
        elif self.unready is not None and message["method"] not in _ALWAYS:
            if is_request:
                self._refuse(number, *self.unready)
        elif wrong := _faults(message, feature.params):
            _log.info("%s: %s", message["method"], wrong)
            if is_request:
                self._refuse(number, INVALID_PARAMS, f"Invalid Params: {wrong}")
        else:
            self._answer(number, partial(feature.answer, message.get("params")), str(message["method"]))

    def _answer(self, number: int | str | None, call: Callable[[], Any], method: str) -> None:
        """Do what is asked for, and answer at once, or when it is done."""
        try:
            result = call()
        except Exception as error:
            self._failed(number, method, error)
            return
        if isinstance(result, Coroutine):
            task = asyncio.get_running_loop().create_task(result)
            if number is not None:
                self._asked[number] = task
            task.add_done_callback(partial(self._done, number, method))
        elif number is not None:
            self._send({"id": number, "result": result})

    def _done(self, number: int | str | None, method: str, task: asyncio.Task[Any]) -> None:
        if number is not None and self._asked.get(number) is task:
            del self._asked[number]
        if task.cancelled():
            if number is not None:
                self._refuse(number, CANCELLED, f"Request with id {number!r} is cancelled")
        elif (error := task.exception()) is not None:
            self._failed(number, method, error)
        elif number is not None:
            self._send({"id": number, "result": task.result()})

    def _cancel(self, params: CancelParams) -> None:
        task = self._asked.get(params["id"])
        if task is not None:
            task.cancel()

    def _failed(self, number: int | str | None, method: str, error: BaseException) -> None:
        """Answer a refusal; a bug of ours is logged, too: a pop-up would only stand in the user's way."""
        if not isinstance(error, RefusedRequest):
            _log.error("%s: %s", method, error, exc_info=error)
        if number is not None:
            code = error.code if isinstance(error, RefusedRequest) else INTERNAL_ERROR
            self._refuse(number, code, str(error) or type(error).__name__)

    def _refuse(self, number: Any, code: int, reason: str) -> None:
        self._send({"id": number, "error": {"code": code, "message": visible(reason[:_REASON])}})

    def _send(self, message: Json) -> None:
        data = framed({"jsonrpc": "2.0", **message})
        _log.debug("sent %s", data)
        self._send_bytes(data)


def _faults(message: Json, expected: Any) -> str:
    """Return what is wrong with the parameters of a message."""
    if expected is None:
        return ""
    if "params" not in message:
        return "required field missing @ $.params"
    return "; ".join(faults(message["params"], expected, "$.params"))
