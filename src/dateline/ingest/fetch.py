"""Pages from the web, when a user allows it: politely, within bounds, and never from an address that is not public.

What a site says of being read by machines is kept: its robots.txt (RFC 9309), a reservation of text and data mining
(TDMRep: the site's file, a header or a meta element) and ``noai``. Each address is resolved once, checked, and the
connection made to the checked number; a redirect is a new address. Requests to one host wait for each other, those to
several hosts go side by side.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.metadata
import ipaddress
import logging
import re
import socket
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from urllib.parse import urljoin

import msgspec

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.guard import Address, Target, is_public, parse

AGENT = "Dateline"
SECONDS = 30.0  # for one request, from connecting to the last byte
STILL = 10.0  # without a byte
REDIRECTS = 5
BYTES = 8 * 1024 * 1024  # of an answer as it is sent; unpacked it may have ``limits.LINE_BYTES``
ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least
ROBOTS_SECONDS = 24 * 3600
DELAY = 1.0  # seconds between two requests to one host
LONGEST_DELAY = 60.0  # a site that asks for longer pauses is left alone
ADDRESSES = 3  # of a name that are tried
HOSTS = 8  # asked side by side
WINDOW = 64  # addresses that are looked at together to find those of several hosts

_CHUNK = 64 * 1024
_TDM_FILE = "/.well-known/tdmrep.json"
_MOVED = (301, 302, 303, 307, 308)
_TYPES = re.compile(
    r"(?:text/(?:html|plain|xml|csv)|application/(?:[\w.-]+\+)?(?:xml|json)|application/(?:pdf|(?:x-)?gzip)|)$"
)
_META = re.compile(rb"<meta\s[^<>]{0,400}>", re.IGNORECASE)
_NAME = re.compile(rb"""\b(?:name|property)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]{0,200})"|'([^']{0,200})'|([^\s>]{1,100}))""", re.IGNORECASE)
_HEAD_BYTES = 256 * 1024  # of a page, in which its meta elements are looked for

log = logging.getLogger(__name__)

Resolve = Callable[[str, int], Sequence[str]]


class Page(NamedTuple):
    """What an address gave. ``unchanged`` says that it is what was fetched before (304); there is no content then."""

    url: str
    kind: str
    charset: str | None
    content: bytes
    retrieved: dt.datetime
    unchanged: bool = False


class Validators(Protocol):
    """What servers said of the versions that were fetched, to ask for changes only."""

    def get(self, url: str) -> Mapping[str, str] | None:
        """The headers to ask ``url`` with, or none."""

    def put(self, url: str, headers: Mapping[str, str]) -> None:
        """Keep the headers to ask ``url`` with the next time."""


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]  # names in lower case
    content: bytes


@dataclass
class _Host:
    """A host's turn: one request at a time, ``delay`` seconds apart."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


@dataclass
class _Rules:
    """What the site at an origin says of being read, and until when that is taken for true."""

    robots: Any  # protego gives no types
    reserved: tuple[str, ...]
    until: float


def resolve_host(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@dataclass(frozen=True)
class Network:
    """How the network is reached: what a test puts in its place. No setting, option or variable leads here."""

    resolve: Resolve = resolve_host
    allowed: Callable[[Address], bool] = is_public
    delay: float = DELAY
    seconds: float = SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    authorities: str = ""  # a file of certificates; without one, those of certifi


class Fetcher:
    """Fetches pages. ``contact`` (the user's address) is told to the sites; ``validators`` keep what these said."""

    def __init__(
        self, *, contact: str = "", validators: Validators | None = None, network: Network | None = None
    ) -> None:
        self._validators = validators
        self._network = network or Network()
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._rules: dict[str, _Rules] = {}
        self._lock = threading.Lock()
        told = f"; {_plain(contact)}" if contact else ""
        self.agent = f"{AGENT}/{importlib.metadata.version('dateline')} (reads news reports; keeps robots.txt{told})"

    def get(self, url: str) -> Page:
        """What ``url`` gives. Raises ``UnreadableError`` with the reason where it may not be read or gives nothing."""
        target = parse(url)
        asked = self._validators.get(target.url) if self._validators is not None else None
        for _ in range(REDIRECTS + 1):
            rules = self._site(target)
            pause = self._may_read(target, rules)
            answer = self._ask(target, asked or {}, pause=pause)
            if answer.status not in _MOVED:
                return self._page(url, target, answer)
            target = _moved(target, answer)
        raise UnreadableError(f"more than {REDIRECTS} redirects. Give the address that they lead to.")

    def get_all(self, urls: Iterable[str]) -> Iterator[Page | UnreadableError]:
        """What each of ``urls`` gives, in their order; hosts are asked side by side, each one politely."""
        urls = iter(urls)
        with ThreadPoolExecutor(HOSTS, thread_name_prefix="fetch") as pool:
            while window := [url for _, url in zip(range(WINDOW), urls, strict=False)]:
                by_host: dict[str, list[int]] = defaultdict(list)
                for position, url in enumerate(window):
                    by_host[_host_of(url)].append(position)
                found: dict[int, Page | UnreadableError] = {}
                ended = threading.Event()
                tasks = [
                    pool.submit(self._get_some, [(position, window[position]) for position in positions], found, ended)
                    for positions in by_host.values()
                ]
                try:
                    for task in tasks:
                        task.result()
                except BaseException:  # interrupted: no further request
                    ended.set()
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
                yield from (found[position] for position in range(len(window)))

    def _get_some(
        self, urls: Sequence[tuple[int, str]], found: dict[int, Page | UnreadableError], ended: threading.Event
    ) -> None:
        """Fetch ``urls``, all of one host, into ``found``; one that fails never stops the others."""
        for position, url in urls:
            if ended.is_set():
                return
            try:
                found[position] = self.get(url)
            except UnreadableError as error:
                found[position] = error
            except Exception as error:  # of a library, over what a server sent
                log.debug("%s could not be fetched", url, exc_info=True)
                what = f"{type(error).__name__}: {error}"
                found[position] = UnreadableError(
                    f"it cannot be fetched ({what}). Please report this address as a bug."
                )

    # ── what a site allows ───────────────────────────────────────────────────────────────────────

    def _site(self, target: Target) -> _Rules:
        """The rules of the site, asked for once a day."""
        with self._lock:
            known = self._rules.get(target.origin)
        if known and known.until > self._network.clock():
            return known
        rules = _Rules(self._robots(target), self._reserved(target), self._network.clock() + ROBOTS_SECONDS)
        with self._lock:
            self._rules[target.origin] = rules
        return rules

    def _robots(self, target: Target) -> Any:
        """The robots.txt of the site as Protego reads it. A site that has none (4xx) allows all (RFC 9309, 2.3.1.3)."""
        import protego  # noqa: PLC0415 (only where something is fetched)

        answer = self._follow(target._replace(path="/robots.txt"))
        if isinstance(answer, UnreadableError):
            raise UnreadableError(f"its robots.txt cannot be asked for, so nothing is read: {answer}") from answer
        if answer.status >= 500 or answer.status == 429:
            status = f"status {answer.status}"
            raise UnreadableError(f"its robots.txt answers with {status}, so nothing is read. Try again later.")
        text = answer.content.decode("utf-8", "replace") if answer.status == 200 else ""
        return protego.Protego.parse(text)

    def _reserved(self, target: Target) -> tuple[str, ...]:
        """The paths of the site for which text and data mining is reserved (TDMRep, section 6)."""
        answer = self._follow(target._replace(path=_TDM_FILE))
        if isinstance(answer, UnreadableError) or answer.status != 200:
            return ()
        try:
            rows = msgspec.json.decode(answer.content, type=list[dict[str, Any]])
        except (msgspec.DecodeError, RecursionError):
            return ()
        return tuple(
            str(row.get("location", ""))[:500] for row in rows[:1000] if row.get("tdm-reservation") in (1, "1")
        )

    def _follow(self, target: Target) -> _Answer | UnreadableError:
        """A site's own file of rules, through redirects, or why it does not answer."""
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._ask(target, {}, most=ROBOTS_BYTES)
                if answer.status not in _MOVED:
                    return answer
                target = _moved(target, answer)
        except _ForbiddenError:
            raise
        except UnreadableError as error:
            return error
        return UnreadableError(f"more than {REDIRECTS} redirects. Try again later.")

    def _may_read(self, target: Target, rules: _Rules) -> float:
        """The seconds that the site asks to wait between two requests. Raises where it does not allow to read."""
        if not rules.robots.can_fetch(target.url, AGENT):
            raise UnreadableError("the site's robots.txt does not allow to read it. It is left alone.")
        path = target.path.partition("?")[0]
        if any(_matches(location, path) for location in rules.reserved):
            raise UnreadableError("the site reserves text and data mining of it (tdmrep.json). It is left alone.")
        pause = rules.robots.crawl_delay(AGENT) or 0.0
        if pause > LONGEST_DELAY:
            raise UnreadableError(f"the site asks for {pause:.0f} s between two requests. It is left alone.")
        return float(pause)

    def _page(self, url: str, target: Target, answer: _Answer) -> Page:
        now = dt.datetime.now(dt.UTC)  # to the microsecond: it orders the versions of a page
        if answer.status == 304:
            return Page(target.url, "", None, b"", now, unchanged=True)
        if answer.status in (429, 503):
            raise BusyError(f"the server is busy (status {answer.status}). Try again later.", _wait(answer))
        if answer.status != 200:
            raise UnreadableError(
                f"the server answered with status {answer.status}, not a page. {_cure(answer.status)}"
            )
        kind, _, rest = answer.headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        if not _TYPES.match(kind):
            raise UnreadableError(f"content of type {kind!r} is no report. Pages, feeds, JSON, text and PDF are read.")
        if word := _opted_out(answer):
            raise UnreadableError(
                f"the page says {word}: it is not to be read by machines such as this. It is left alone."
            )
        charset = re.search(r"charset=[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
        if self._validators is not None:
            kept = {ask: answer.headers[told] for ask, told in _CONDITIONS if told in answer.headers}
            self._validators.put(parse(url).url, kept)
        return Page(target.url, kind, charset[1] if charset else None, answer.content, now)

    # ── one request ──────────────────────────────────────────────────────────────────────────────

    def _ask(self, target: Target, more: Mapping[str, str], *, most: int = BYTES, pause: float = 0.0) -> _Answer:
        """One request, in the host's turn, to an address that was checked."""
        host = self._turn(target.host)
        with host.lock:
            wait = host.free_at - self._network.clock()
            if wait > 0:
                self._network.sleep(wait)
            try:
                return self._send(target, self._checked(target), more, most)
            finally:
                host.free_at = self._network.clock() + max(self._network.delay, pause)

    def _turn(self, host: str) -> _Host:
        with self._lock:
            return self._hosts[host]

    def _checked(self, target: Target) -> list[str]:
        """The IP addresses to connect to. Raises where the name has none, or any that is not public."""
        try:
            numbers = [target.host] if _is_number(target.host) else self._network.resolve(target.host, target.port)
            addresses = [ipaddress.ip_address(number) for number in numbers]
        except (OSError, UnicodeError, ValueError) as error:
            raise UnreadableError(f"the host {target.host!r} is not found ({error}). Check the address.") from error
        if not addresses:
            raise UnreadableError(f"the host {target.host!r} has no address. Check the address.")
        for address in addresses:
            if not self._network.allowed(address):
                raise _ForbiddenError(
                    f"{target.host!r} is {address}, which is no address of the public internet. It is not asked."
                )
        return [str(address) for address in addresses[:ADDRESSES]]

    def _send(self, target: Target, numbers: Sequence[str], more: Mapping[str, str], most: int) -> _Answer:
        """One request to the first of ``numbers`` that takes it."""
        from http.client import HTTPException  # noqa: PLC0415

        import urllib3.exceptions  # noqa: PLC0415 (only where something is fetched)

        authorities = self._network.authorities
        connection = _connection(target, numbers[0], authorities)
        clock = threading.Timer(self._network.seconds, _cut, (held := [connection],))
        clock.daemon = True
        clock.start()
        begun = time.monotonic()
        try:
            headers = {
                "Host": target.origin.partition("://")[2],
                "User-Agent": self.agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
                **more,
            }
            for number in numbers[1:]:
                try:
                    connection.connect()
                    break
                except (urllib3.exceptions.HTTPError, OSError):
                    held[0] = connection = _connection(target, number, authorities)
            else:
                connection.connect()
            held.append(connection.sock)  # the connection forgets it when the answer begins
            connection.request("GET", target.path, headers=headers, preload_content=False, decode_content=False)
            response = connection.getresponse()
            held.append(response)
            told = {name.lower(): value for name, value in response.headers.items()}
            answer = _Answer(response.status, told, _body(response, told, most))
            if time.monotonic() - begun >= self._network.seconds:
                raise TimeoutError  # cut off: what looks like the end is none
            return answer
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError, AttributeError) as error:
            late = time.monotonic() - begun >= self._network.seconds
            what = f"takes longer than {self._network.seconds:.0f} s" if late else f"cannot be reached ({_said(error)})"
            raise UnreadableError(f"{target.host} {what}. Try again later.") from error
        finally:
            clock.cancel()
            for one in reversed(held):
                one.close()


class BusyError(UnreadableError):
    """A server that wants to be asked later: after ``wait`` seconds, where it says so (else 0)."""

    def __init__(self, message: str, wait: float) -> None:
        super().__init__(message)
        self.wait = wait


class _ForbiddenError(UnreadableError):
    """An address that is never asked; a site whose own rules lie there is not read either."""


_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))


def _connection(target: Target, number: str, authorities: str) -> Any:
    """A connection to the number that was checked, which shows the certificate and the header of the name."""
    from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415

    if target.scheme == "http":
        return HTTPConnection(number, target.port, timeout=STILL)
    import certifi  # noqa: PLC0415

    return HTTPSConnection(
        number,
        target.port,
        timeout=STILL,
        cert_reqs="CERT_REQUIRED",
        ca_certs=authorities or certifi.where(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _cut(held: list[Any]) -> None:
    """End a request whose time is up, wherever it stands: while it connects, or with its socket."""
    sock = held[0].sock if len(held) == 1 else held[1]
    with contextlib.suppress(OSError, AttributeError):
        sock.shutdown(socket.SHUT_RDWR)


def _body(response: Any, headers: Mapping[str, str], most: int) -> bytes:
    """The content of an answer, unpacked, within bounds. Raises ``UnreadableError`` above them."""
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise UnreadableError(f"the page is packed as {coding[:40]!r}, which was not asked for. Save it as a file.")
    unpacker = None if coding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts: list[bytes] = []
    sent = size = 0
    while piece := response.read(_CHUNK):
        sent += len(piece)
        if unpacker is not None:
            try:
                piece = unpacker.decompress(piece, limits.LINE_BYTES - size + 1)
            except zlib.error as error:
                raise UnreadableError(f"the page is packed and broken ({error}). Save it as a file.") from error
        size += len(piece)
        if sent > most or size > limits.LINE_BYTES or (unpacker is not None and unpacker.unconsumed_tail):
            raise UnreadableError(f"the answer is larger than the bound of {most:,} bytes. Save it as a file.")
        parts.append(piece)
    return b"".join(parts)


def _moved(target: Target, answer: _Answer) -> Target:
    """Where a redirect leads."""
    place = answer.headers.get("location", "")
    if not place:
        raise UnreadableError(f"the server answered with status {answer.status} and no new address. Nothing to cure.")
    try:
        return parse(urljoin(target.url, place))
    except ValueError as error:
        raise UnreadableError(f"a redirect leads to no address ({error}). Nothing to cure.") from error
    except UnreadableError as error:
        raise UnreadableError(f"a redirect is refused: {error}") from error


def _matches(location: str, path: str) -> bool:
    """Whether a path lies at a location of tdmrep.json, in which * stands for anything and $ for the end."""
    pattern = "".join(".*" if c == "*" else re.escape(c) for c in re.sub(r"\*+", "*", location.removesuffix("$")))
    if location.count("*") > 8:
        return True  # nobody writes that; taken for a reservation rather than for work
    return bool(location) and bool(re.match(pattern + ("$" if location.endswith("$") else ""), path[:500]))


def _opted_out(answer: _Answer) -> str:
    """The opt-out that the answer's headers or the page's meta elements declare, or nothing."""
    said = {("tdm-reservation", answer.headers.get("tdm-reservation", "").strip())}
    said |= {("robots", word) for word in _words(answer.headers.get("x-robots-tag", ""))}
    for element in _META.findall(answer.content[:_HEAD_BYTES]):
        name, content = _NAME.search(element), _CONTENT.search(element)
        if name and content:
            value = next(part for part in content.groups() if part is not None).decode("latin-1")
            who = name[1].decode("ascii", "replace").lower()
            said |= {(who.replace(AGENT.lower(), "robots"), word) for word in _words(value)}
    if ("tdm-reservation", "1") in said:
        return "tdm-reservation: 1"
    return "noai" if ("robots", "noai") in said else ""


def _words(value: str) -> set[str]:
    """The rules in a list of them, those behind the name of another robot left out ("otherbot: noai")."""
    found = set()
    for part in value.lower().split(","):
        who, mark, rule = part.rpartition(":")
        if not mark or who.strip() == AGENT.lower():
            found.add(rule.strip())
    return found


def _wait(answer: _Answer) -> float:
    """The seconds of a Retry-After header; a date in it is not read, the watcher's own pause will do."""
    told = answer.headers.get("retry-after", "").strip()
    return float(min(int(told), 24 * 3600)) if re.fullmatch(r"[0-9]{1,6}", told) else 0.0


def _cure(status: int) -> str:
    if status in (401, 402, 403, 407):
        return "It is not for everybody; save it as a file if you may read it."
    if status in (404, 410):
        return "It is gone."
    if status == 451:
        return "It is withheld for legal reasons."
    return "Try again later." if status in (408, 425, 429) or status >= 500 else "Check the address."


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host_of(url: str) -> str:
    try:
        return parse(url).host
    except UnreadableError:
        return ""


def _plain(words: str) -> str:
    """Words that fit into a header."""
    return "".join(c for c in words if c.isascii() and c.isprintable() and c not in "()\\")[:200]


def _said(error: Exception) -> str:
    """What a library says of a failure, without its own objects' names."""
    return (
        re.sub(r"^.*?object at 0x[0-9a-f]+>[:,]?\s*|^<[^>]*>:\s*", "", str(error)).strip().rstrip(".")[:160]
        or type(error).__name__
    )
