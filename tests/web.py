"""A small web on this machine for tests: pages of invented hosts, and a network that leads every host to it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from dateline.ingest.fetch import Network
from dateline.ingest.guard import Address, is_public

Answer = tuple[int, Mapping[str, str], bytes]


def page(title: str, *words: str, head: str = "") -> Answer:
    """A page of a report."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in words)
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    return 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()


@dataclass
class Web:
    """What the hosts answer, by host and path; a function gets the headers. ``asked`` is all that was asked."""

    answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    resolved: list[str] = field(default_factory=list)
    port: int = 0
    slow: Callable[[Any], None] | None = None
    waited: list[float] = field(default_factory=list)
    now: float = 0.0
    certificate: tuple[str, str] | None = None  # its file and that of its key: the hosts speak TLS

    def url(self, place: str) -> str:
        """The address of "host/path" here."""
        host, slash, path = place.partition("/")
        return f"http{'s' if self.certificate else ''}://{host}:{self.port}{slash}{path}"

    def network(self, **more: Any) -> Network:
        """A network in which every name leads to this machine, unless ``names`` says otherwise; nobody has to wait.

        This machine's own address counts as public, but only where a name led to it that is not given in ``names``.
        """
        return Network(**{"resolve": self._resolve, "allowed": self._allowed, "sleep": self._sleep,
                          "clock": lambda: self.now, "seconds": 5.0, **more})  # fmt: skip

    def _resolve(self, host: str, port: int) -> list[str]:  # noqa: ARG002
        self.resolved.append(host)
        return self.names.get(host, ["127.0.0.1"])

    def _allowed(self, address: Address) -> bool:
        return address == ip_address("127.0.0.1") or is_public(address)

    def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@contextmanager
def serve(web: Web) -> Iterator[Web]:
    """``web`` on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].rpartition(":")[0]
            web.asked.append(f"{host}{self.path}")
            web.agents.add(self.headers["User-Agent"])
            if web.slow and "slow" in self.path:
                web.slow(self)
                return
            found = web.answers.get(f"{host}{self.path}", (404, {}, b"gone"))
            status, headers, body = found(dict(self.headers)) if callable(found) else found
            with suppress(OSError):  # the other side may hang up
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if web.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*web.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
