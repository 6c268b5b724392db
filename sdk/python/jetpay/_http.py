"""One request over HTTP, which ends when its time is over, however slowly its answer drips."""

from __future__ import annotations

import http.client
import io
import socket
import time
import urllib.error
import urllib.request
from typing import Any, Callable

from .errors import JetpayError

# The largest answer that is read: a page of a hundred rows is some hundred kilobytes, a ledger's file may be large.
ANSWER_BYTES_MAX = 256 * 1024 * 1024

Answer = tuple[int, dict[str, str], bytes]
Transport = Callable[[urllib.request.Request, float], Answer]


class _Until(io.RawIOBase):
    """What comes in at a socket until a deadline: the timeout of a socket begins anew with each byte."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        # Counted by the socket, which closes with the last of its files.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out before the answer was whole")
        self._sock.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _UntilFile:
    """A socket as an answer of the standard library takes it: to make a file of."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Until(self._sock, self._deadline))


class _Bounded(http.client.HTTPConnection):
    """Its `timeout` is for all of a request and its answer, headers too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        deadline = time.monotonic() + options["timeout"]

        def respond(sock: socket.socket, *args: Any, **options: Any) -> http.client.HTTPResponse:
            return http.client.HTTPResponse(_UntilFile(sock, deadline), *args, **options)  # type: ignore[arg-type]

        self.response_class = respond  # type: ignore[assignment]


class _BoundedTls(_Bounded, http.client.HTTPSConnection):
    pass


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Bounded, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_BoundedTls, req)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token must not follow to where it was not meant for."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Http, _Https, _NoRedirect)


def over_http(request: urllib.request.Request, timeout: float, bytes_max: int = ANSWER_BYTES_MAX) -> Answer:
    try:
        with _opener.open(request, timeout=timeout) as response:
            return _read(response.status, response, bytes_max)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error.code, error, bytes_max)


def _read(status: int, response: Any, bytes_max: int) -> Answer:
    """All of it: the standard library takes an answer that was cut short for a whole one."""
    if status < 200:
        # Early hints of a proxy (RFC 8297), after which the standard library stops: the answer itself is not read.
        raise ConnectionError(f"only the interim answer {status} came")
    headers = _lower(response.headers)
    body: bytes = response.read(bytes_max + 1)
    if len(body) > bytes_max:
        raise JetpayError("unreadable", f"The answer is over {bytes_max} bytes.", status=status)
    promised = headers.get("content-length", "")
    if is_number(promised) and len(body) < int(promised):
        raise ConnectionError(f"the connection was cut after {len(body)} of {promised} bytes")
    return status, headers, body


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
