"""pygls' protocol with the manners that LSP asks for, and without its copy of the documents.

Every request gets one answer, whatever is wrong with it; one that is cancelled before its turn is
not computed; nothing of a message gets into the log. pygls leaves requests with unreadable
parameters without an answer, and logs them.

pygls rebuilds its list of lines at every keystroke, which on 10,000 lines costs more than all that
honed does: `honed.services.documents` is the only one that keeps documents.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any

from cattrs import BaseValidationError, transform_error
from lsprotocol import types
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

from honed.lsp import envelope
from honed.lsp.envelope import Notification, Refused, Request, Response
from honed.lsp.framing import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_log = logging.getLogger(__name__)
MOST_COMPLAINTS = 100
"""So many different ones are logged, each once; then the client is known."""

_OF_A_DOCUMENT = {types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE}


class DocumentlessProtocol(LanguageServerProtocol):
    """Answers what comes in, one message after another."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - pygls
        """Nothing has come in."""
        super().__init__(*arguments)
        self.exit_code: int | None = None
        """What the process ends with, once the client has sent `exit`."""
        self.on_exit: Callable[[], None] = lambda: None
        self.on_loss: Callable[[str | None], None] = lambda _: None
        """Told that a message about this document, or about any, was lost."""
        self._waiting: deque[envelope.Message] = deque()
        self._is_scheduled = False
        self._complaints: set[str] = set()

    async def worked_off(self) -> None:
        """Wait until everything that came in has had its turn, or will get none."""
        # Each turn of the loop serves one.
        while self._waiting and self.exit_code is None:  # noqa: ASYNC110
            await asyncio.sleep(0)

    def receive(self, bodies: Iterable[bytes | Unreadable]) -> None:
        """Take what has arrived, and begin to work it off.

        The input is looked at between two messages, so that a cancellation is seen in time.
        """
        for body in bodies:
            if isinstance(body, Unreadable):
                self._complain("noise", f"The client sent what is no message: {body.reason}.")
                self.on_loss(None)
                continue
            message = envelope.read(body)
            if isinstance(message, Notification) and message.method == types.CANCEL_REQUEST:
                self._cancel(message.data.get("params"))
            else:
                self._waiting.append(message)
        if self._waiting and not self._is_scheduled:
            self._next()

    def _next(self) -> None:
        self._is_scheduled = False
        if not self._waiting or self.exit_code is not None:
            return
        message = self._waiting.popleft()
        if self._waiting:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._next)
        self._serve(message)

    def _serve(self, message: envelope.Message) -> None:
        if isinstance(message, Request):
            refused = self._gate(message) or self._pass_on(message)
            message = refused or message
        elif isinstance(message, Notification):
            self._take_notice(message)
        elif isinstance(message, Response):
            self._take_answer(message)
        if isinstance(message, Refused):
            self._refuse(message)

    def _gate(self, request: Request) -> Refused | None:
        """Return why a request may not come now, or not at all."""
        code, reason = types.ErrorCodes.InvalidRequest, ""
        method, is_begun = request.method, self._workspace is not None
        if self._shutdown:
            reason = "The server has been shut down."
        elif method == types.INITIALIZE:
            reason = "The server is initialized already." if is_begun else ""
        elif not is_begun:
            code, reason = types.ErrorCodes.ServerNotInitialized, "`initialize` comes first."
        elif not self._knows(method):
            code, reason = types.ErrorCodes.MethodNotFound, f"The method {method!r} is not known."
        elif self.get_message_type(method) and not self.get_result_type(method):
            reason = f"{method!r} is a notification; it has no id."
        elif method == types.WORKSPACE_EXECUTE_COMMAND and not self._knows_command(request):
            # pygls would log it as a failure, with what stands in the message.
            code, reason = types.ErrorCodes.InvalidParams, "There is no such command."
        return Refused(request.id, code, reason) if reason else None

    def _take_notice(self, notification: Notification) -> None:
        """Serve a notification; one that cannot be read, or comes too early, is ignored."""
        method = notification.method
        if method == types.EXIT:
            self._exit()
        elif self._workspace is None or self._shutdown:
            self._complain(method, f"The notification {method!r} came outside of a session.")
        elif not self._knows(method):
            _log.debug("The notification %r is not known", method)
        elif refused := self._pass_on(notification):
            self._complain(method, f"The notification {method!r} was ignored. {refused.message}")
            if method in _OF_A_DOCUMENT:
                self.on_loss(_document(notification.data))

    def _take_answer(self, answer: Response) -> None:
        """Give an answer to whoever waits for it; nobody may, and that is no fault."""
        if answer.id not in self._request_futures:
            return
        if refused := self._pass_on(answer):
            self._complain("answers", f"An answer was not understood. {refused.message}")
            reason = types.ResponseError(refused.code, refused.message)
            self._handle_response(answer.id, None, reason)

    def _pass_on(self, message: Request | Notification | Response) -> Refused | None:
        """Give a message to its function; return why that cannot be."""
        message_id = None if isinstance(message, Notification) else message.id
        try:
            structured = self._structured(message)
        except BaseValidationError as error:
            # It tells the path and the kind of what is wrong, nothing of its value.
            reason = "; ".join(transform_error(error, path="$"))
        except Exception as error:  # noqa: BLE001 - whatever a converter makes of nonsense
            reason = type(error).__name__
        else:
            self.handle_message(structured)
            return None
        code = types.ErrorCodes.InvalidParams
        return Refused(message_id, code, f"The parameters cannot be read: {reason}")

    def _structured(self, message: Request | Notification | Response) -> Any:  # noqa: ANN401 - JSON
        data = message.data
        if isinstance(message, Response):
            kind = self._result_types.pop(message.id, None)
            kind = types.ResponseErrorMessage if "error" in data else kind
        else:
            kind = self.get_message_type(message.method)
        if kind is not None:
            return self._converter.structure(data, kind)
        if isinstance(message, Request):
            return JsonRPCRequestMessage(message.id, message.method, "2.0", data.get("params"))
        if isinstance(message, Notification):
            return JsonRPCNotification(message.method, "2.0", data.get("params"))
        return JsonRPCResponseMessage(message.id, "2.0", data.get("result"))

    def _cancel(self, params: Any) -> None:  # noqa: ANN401 - JSON
        """Answer a request that waits, or stop one that is being computed; too late is no fault."""
        message_id = params.get("id") if isinstance(params, dict) else None
        for message in self._waiting:
            if isinstance(message, Request) and message.id == message_id:
                self._waiting.remove(message)
                cancelled = types.LSPErrorCodes.RequestCancelled
                self._refuse(Refused(message.id, cancelled, "The client has cancelled it."))
                return
        for running_id, running in list(self._request_futures.items()):
            if running_id == message_id:
                running.cancel()

    def _refuse(self, refused: Refused) -> None:
        if refused.id is None:
            self._complain("refused", f"A message was refused. {refused.message}")
            if refused.code == types.ErrorCodes.ParseError:
                self.on_loss(None)
        error = types.ResponseError(refused.code, refused.message)
        self._send_data(types.ResponseErrorMessage(refused.id, error))

    def _knows(self, method: str) -> bool:
        return method in self.fm.builtin_features or method in self.fm.features

    def _knows_command(self, request: Request) -> bool:
        params = request.data.get("params")
        command = params.get("command") if isinstance(params, dict) else None
        return isinstance(command, str) and command in self.fm.commands

    def _complain(self, of: str, message: str) -> None:
        """Log something, once of a kind."""
        if of not in self._complaints and len(self._complaints) < MOST_COMPLAINTS:
            self._complaints.add(of)
            _log.warning("%.500s", message)

    def _exit(self) -> None:
        """End the connection; 1 is the exit code where nobody asked for a shutdown."""
        self.exit_code = 0 if self._shutdown else 1
        self.on_exit()

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass a didOpen on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass a didChange on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass a didClose on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


def _document(data: dict[str, Any]) -> str | None:
    """Return the URI of the document that a message is about, None where it cannot be found."""
    params = data.get("params")
    document = params.get("textDocument") if isinstance(params, dict) else None
    uri = document.get("uri") if isinstance(document, dict) else None
    return uri if isinstance(uri, str) else None
