"""Which addresses may be asked: http and https on the public internet, in one plain spelling; all else is refused.

A page, a feed or a redirect may name any address. None may make Dateline speak to the machine it runs on, to its
network, or to the services that clouds keep for their own machines. An address is checked as it is written and then as
what it resolves to; the connection goes to the very numbers that were checked (``fetch``), so that a name that
resolves differently the next moment gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from dateline.errors import UnreadableError

URL_LENGTH = 2000
PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_KEPT = "/?#[]@!$&'()*+,;=:%-._~"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_EMBEDDING = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")))
"""Ranges that carry IPv4 addresses in other ways or are for local use: nobody publishes a page under them."""
_CLOUD = frozenset({ipaddress.ip_address("168.63.129.16")})  # public by number, yet Azure's own service to its machines


class Target(NamedTuple):
    """An address in its one spelling: ``host`` is a name in ASCII, or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt is kept by."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path


def parse(url: str) -> Target:
    """``url`` in its one spelling. Raises ``UnreadableError`` for what is no plain address of a page."""
    url = url.strip()
    if len(url) > URL_LENGTH:
        raise UnreadableError(f"the address has {len(url):,} characters, more than {URL_LENGTH:,}. Give a shorter one.")
    if _UNCLEAN.search(url):
        raise UnreadableError("the address holds white space, a backslash or a control character. Write it plainly.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnreadableError(f"the address cannot be read ({error}). Correct it.") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        what = f"{scheme!r}" if scheme else "what names neither"
        raise UnreadableError(f"only http and https are fetched, not {what}. Save the page as a file.")
    if "@" in parts.netloc:
        raise UnreadableError("the address holds a user name or an @ before its host. Give it without.")
    port = PORTS[scheme] if port is None else port
    if port < 1024 and port not in PORTS.values():
        raise UnreadableError(f"port {port} is not one of web pages. Give an address with another one.")
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Target(scheme, _host(parts.hostname or ""), port, path)


def _host(host: str) -> str:
    """The host as a name in ASCII or an IP address, in one spelling."""
    if ":" in host:
        if "%" in host:
            raise UnreadableError("the address holds a zone of the local network. Give a public one.")
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise UnreadableError(f"{host!r} is no IPv6 address. Correct it.") from error
    import idna  # noqa: PLC0415 (large tables, wanted only where something is fetched)

    try:
        name = idna.uts46_remap(host, std3_rules=False, transitional=False).rstrip(".")
        ascii_name = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise UnreadableError(f"{host!r} is no name of a host ({error}). Correct the address.") from error
    labels = ascii_name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        if not _QUAD.fullmatch(ascii_name):
            raise UnreadableError(f"{host!r} is an IP address in an odd spelling. Give the name of the host.")
        try:
            return str(ipaddress.IPv4Address(ascii_name))
        except ValueError as error:
            raise UnreadableError(f"{host!r} is no IPv4 address. Correct it.") from error
    if len(ascii_name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UnreadableError(f"{host!r} is no name of a host. Correct the address.")
    return ascii_name


def is_public(address: Address) -> bool:
    """Whether ``address`` is one of the public internet, whatever way it is written or wrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(address in network for network in _EMBEDDING):
            return False
    unusual = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not unusual and address not in _CLOUD
