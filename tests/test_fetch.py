"""Fetching: only the public internet, only what may be read, within bounds, politely. No test leaves this machine."""

from __future__ import annotations

import gzip
import ipaddress
import shutil
import subprocess
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import ingest
from dateline.errors import UnreadableError
from dateline.ingest import Fetcher, Item
from dateline.ingest.fetch import Network, Page
from dateline.ingest.guard import Address, is_public, parse
from dateline.model import Skipped
from dateline.versions import page_key
from tests.web import Answer, Web, page, serve

FIRST = "Two presidents met in the harbour city of Norvik on Monday to talk about water, officials said."
SECOND = "The talks lasted for two hours and were followed by a dinner in the old customs house."
HOST = "post.example"


@pytest.fixture
def web() -> Iterator[Web]:
    with serve(Web({f"{HOST}/1": page("River talks open", FIRST, SECOND)})) as found:
        yield found


def get(web: Web, place: str = f"{HOST}/1", **more: Any) -> Page:
    return Fetcher(network=web.network(**more)).get(web.url(place) if "://" not in place else place)


def refusal(web: Web, place: str, **more: Any) -> str:
    with pytest.raises(UnreadableError) as caught:
        get(web, place, **more)
    assert str(caught.value).endswith(".")
    return str(caught.value)


INSIDE = """0.0.0.0 127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200
168.63.129.16 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 fe80::1 fe80::1%eth0 2606:4700::1111%2 fc00::1
fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 2002:7f00:1:: 2001:0:7f00:1:: 100::1"""


# ── which addresses ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    INSIDE.split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://2130706433/", "odd spelling"),
        ("http://0x7f000001/", "odd spelling"),
        ("http://0x7f.0.0.1/", "odd spelling"),
        ("http://0177.0.0.1/", "odd spelling"),
        ("http://127.1/", "odd spelling"),
        ("http://127.0.0.01/", "odd spelling"),
        ("http://127.0.0.1.:80/", "no address of the public internet"),
        ("http://１２７.０.０.１/", "no address of the public internet"),
        ("http://127。0。0。1/", "no address of the public internet"),
        ("http://[::1]/", "no address of the public internet"),
        ("http://[::ffff:7f00:1]/", "no address of the public internet"),
        ("http://[0:0:0:0:0:ffff:127.0.0.1]/", "no address of the public internet"),
        ("http://[64:ff9b::127.0.0.1]/", "no address of the public internet"),
        ("http://[fe80::1%25eth0]/", "a zone"),
        ("http://169.254.169.254/latest/meta-data/", "no address of the public internet"),
        ("http://post.example@127.0.0.1/", "user name"),
        ("http://post.example:x@10.0.0.1/", "user name"),
        ("http://post.example\\@127.0.0.1/", "backslash"),
        ("http://post.example/\nHost: x", "control character"),
        ("http://post.example:22/", "port 22"),
        ("http://post.example:99999/", "cannot be read"),
        ("http://post..example/", "no name of a host"),
        ("http:///x", "no name of a host"),
        ("ftp://post.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://127.0.0.1:70/", "only http and https"),
        ("javascript://x/alert(1)", "only http and https"),
        ("http://post.example/" + "x" * 3_000, "characters"),
    ],
)
def test_spellings_that_are_refused(web: Web, url: str, reason: str) -> None:
    assert reason in refusal(web, url, allowed=is_public)
    assert web.asked == web.resolved == []


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTP://Post.Example:80/a b", None),
        ("https://Post.Example.:443/ä?q=ü#x", "https://post.example/%C3%A4?q=%C3%BC"),
        ("http://bücher.example", "http://xn--bcher-kva.example/"),
        ("http://post.example:8080/x?a=1&b=%20", "http://post.example:8080/x?a=1&b=%20"),
        ("http://[2606:4700:0:0::1111]:8080/", "http://[2606:4700::1111]:8080/"),
    ],
)
def test_one_spelling(url: str, plain: str | None) -> None:
    if plain is None:
        with pytest.raises(UnreadableError):
            parse(url)
    else:
        assert parse(url).url == plain


@pytest.mark.parametrize(
    "numbers",
    [["10.0.0.1"], ["::1"], ["127.0.0.1", "192.168.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%1"], ["169.254.169.254"]],
)
def test_a_name_that_leads_inside_is_not_asked(web: Web, numbers: list[str]) -> None:
    web.names["inside.example"] = numbers
    assert "no address of the public internet" in refusal(web, "inside.example/1")
    assert web.asked == []


def test_a_name_is_resolved_once_for_each_request_and_that_number_is_asked(web: Web) -> None:
    """A name that resolves to another number the next moment (DNS rebinding) gains nothing."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    network = web.network(resolve=lambda _host, _port: next(answers))
    with pytest.raises(UnreadableError, match=r"10\.0\.0\.1"):
        Fetcher(network=network).get(web.url(f"{HOST}/1"))
    assert web.asked == [f"{HOST}/robots.txt", f"{HOST}/.well-known/tdmrep.json"]


def test_the_next_address_of_a_name_is_tried(web: Web) -> None:
    web.names[HOST] = ["127.0.0.2", "127.0.0.1"]  # nobody listens at the first
    inside = {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("127.0.0.2")}
    assert get(web, allowed=lambda address: address in inside).content


def test_what_a_library_trips_over_is_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher = Fetcher(network=web.network())
    monkeypatch.setattr(fetcher, "_robots", lambda _: 1 / 0)
    first, second = fetcher.get_all([web.url(f"{HOST}/1"), "ftp://x"])
    assert "ZeroDivisionError" in str(first)
    assert "only http" in str(second)


def test_no_host_and_no_server(web: Web) -> None:
    def fail(_host: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    assert "not found" in refusal(web, f"{HOST}/1", resolve=fail)
    assert "has no address" in refusal(web, f"{HOST}/1", resolve=lambda *_: [])
    assert "cannot be reached" in refusal(web, f"http://{HOST}:1025/1")


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_the_certificate_is_asked_of_the_name_and_not_of_the_number(tmp_path: Path) -> None:
    files = (str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST}", "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    pages: dict[str, Any] = {f"{host}/1": page("River talks open", FIRST, SECOND) for host in (HOST, "other.example")}
    with serve(Web(pages, certificate=files)) as web:
        assert get(web, authorities=files[0]).url == web.url(f"{HOST}/1")
        assert "cannot be reached" in refusal(web, "other.example/1", authorities=files[0])
        web.asked.clear()
        assert "cannot be reached" in refusal(web, f"{HOST}/1")
        assert web.asked == []


# ── redirects ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("http://127.0.0.1/admin", "no address of the public internet"),
        ("http://169.254.169.254/latest/meta-data/", "no address of the public internet"),
        ("http://[::ffff:127.0.0.1]/", "no address of the public internet"),
        ("//localhost/admin", "no address of the public internet"),
        ("http://2130706433/", "odd spelling"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user@post.example/", "user name"),
        ("", "no new address"),
    ],
)
def test_redirects_that_are_refused(web: Web, place: str, reason: str) -> None:
    web.answers[f"{HOST}/old"] = (302, {"Location": place} if place else {}, b"")
    web.names["localhost"] = ["::1"]
    here = not place.startswith("http://127")

    def allowed(address: Address) -> bool:
        return is_public(address) or (here and address == ipaddress.ip_address("127.0.0.1"))

    assert reason in refusal(web, f"{HOST}/old", allowed=allowed)
    assert set(web.asked) <= {f"{HOST}/robots.txt", f"{HOST}/.well-known/tdmrep.json", f"{HOST}/old"}


def test_redirects_are_followed_and_end(web: Web) -> None:
    web.answers |= {
        f"{HOST}/old": (301, {"Location": "/1"}, b""),
        "old.example/1": (308, {"Location": web.url(f"{HOST}/old")}, b""),
        f"{HOST}/round": (302, {"Location": "/round"}, b""),
    }
    assert get(web, "old.example/1").url == web.url(f"{HOST}/1")
    assert "more than 5 redirects" in refusal(web, f"{HOST}/round")


# ── what a site allows ───────────────────────────────────────────────────────────────────────────


def robots(text: str, status: int = 200) -> Answer:
    return status, {"Content-Type": "text/plain"}, text.encode()


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (robots("User-agent: *\nDisallow: /"), "robots.txt does not allow"),
        (robots("User-agent: dateline\nDisallow: /1"), "robots.txt does not allow"),
        (robots("User-agent: Dateline\nDisallow: /\n\nUser-agent: *\nAllow: /"), "robots.txt does not allow"),
        (robots("", 503), "answers with status 503, so nothing"),
        (robots("", 429), "answers with status 429, so nothing"),
        (robots("User-agent: *\nCrawl-delay: 3600"), "3600 s between"),
        (robots("User-agent: otherbot\nDisallow: /"), None),
        (robots("User-agent: *\nDisallow: /\nAllow: /1"), None),
        (robots("x" * 100_000), None),
        (robots("", 403), None),
        (robots("", 404), None),
    ],
)
def test_robots(web: Web, rules: Answer, reason: str | None) -> None:
    web.answers[f"{HOST}/robots.txt"] = rules
    if reason is None:
        assert get(web).content
    else:
        assert reason in refusal(web, f"{HOST}/1")
        assert f"{HOST}/1" not in web.asked


def test_the_rules_of_the_place_that_a_redirect_leads_to(web: Web) -> None:
    web.answers |= {
        "old.example/1": (301, {"Location": web.url(f"{HOST}/1")}, b""),
        f"{HOST}/robots.txt": robots("User-agent: *\nDisallow: /"),
    }
    assert "robots.txt does not allow" in refusal(web, "old.example/1")
    assert f"{HOST}/1" not in web.asked


@pytest.mark.parametrize(
    ("headers", "head", "reason"),
    [
        ({"tdm-reservation": "1"}, "", "tdm-reservation"),
        ({"X-Robots-Tag": "noai, noimageai"}, "", "noai"),
        ({"X-Robots-Tag": "dateline: noai"}, "", "noai"),
        ({}, '<meta name="tdm-reservation" content="1">', "tdm-reservation"),
        ({}, "<META content='noindex, NoAI' name='robots'>", "noai"),
        ({}, "<meta name=dateline content=noai>", "noai"),
        ({"X-Robots-Tag": "otherbot: noai"}, "", None),
        ({"X-Robots-Tag": "noindex, noarchive, nosnippet"}, "", None),
        ({"tdm-reservation": "0"}, '<meta name="robots" content="max-image-preview:large, noimageai">', None),
    ],
)
def test_opt_outs(web: Web, headers: Mapping[str, str], head: str, reason: str | None) -> None:
    status, fields, body = page("River talks open", FIRST, SECOND, head=head)
    web.answers[f"{HOST}/1"] = (status, {**fields, **headers}, body)
    if reason is None:
        assert get(web).content == body
    else:
        assert reason in refusal(web, f"{HOST}/1")


def test_a_site_that_reserves_text_mining(web: Web) -> None:
    rows = '[{"location": "/world/*", "tdm-reservation": 1}, {"location": "/1$", "tdm-reservation": 0}, {"x": 1}]'
    web.answers[f"{HOST}/.well-known/tdmrep.json"] = (200, {"Content-Type": "application/json"}, rows.encode())
    web.answers[f"{HOST}/world/1"] = page("River talks open", FIRST)
    assert get(web).content
    assert "tdmrep.json" in refusal(web, f"{HOST}/world/1")
    assert f"{HOST}/world/1" not in web.asked


def test_who_asks_is_said(web: Web) -> None:
    Fetcher(contact="desk@post.example (x)\r\nX: y", network=web.network()).get(web.url(f"{HOST}/1"))
    (agent,) = web.agents
    assert agent.startswith("Dateline/")
    assert agent.endswith("desk@post.example xX: y)")


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, {"Content-Type": "text/html"}, b"x" * 9_000_000), "larger than the bound"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(90_000_000))), "larger than the bound"),
        ((200, {"Content-Encoding": "deflate"}, zlib.compress(bytes(90_000_000))), "larger than the bound"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "packed and broken"),
        ((200, {"Content-Encoding": "br"}, b"x"), "not asked for"),
        ((200, {"Content-Type": "video/mp4"}, b"x"), "is no report"),
        ((404, {}, b"x"), "It is gone"),
        ((403, {}, b"x"), "not for everybody"),
        ((500, {}, b"x"), "Try again later"),
    ],
)  # fmt: skip
def test_answers_that_are_refused(web: Web, answer: Answer, reason: str) -> None:
    web.answers[f"{HOST}/1"] = answer
    start = time.monotonic()
    assert reason in refusal(web, f"{HOST}/1")
    assert time.monotonic() - start < 5


def test_a_server_that_drips_is_left(web: Web) -> None:
    def drip(handler: Any) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def drip_headers(handler: Any) -> None:
        try:
            for _ in range(200):
                handler.wfile.write(b"H")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    for way in (drip, drip_headers):
        web.slow = way
        start = time.monotonic()
        reason = refusal(web, f"{HOST}/slow", seconds=0.5)
        assert "longer than" in reason, reason
        assert time.monotonic() - start < 4


# ── politeness, changes ──────────────────────────────────────────────────────────────────────────


def test_requests_to_one_host_wait_and_those_to_others_do_not(web: Web) -> None:
    web.answers["slow.example/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7")
    places = [f"{HOST}/1", f"{HOST}/2", "other.example/1", "slow.example/1", "slow.example/2"]
    pages = list(Fetcher(network=web.network(delay=2.0)).get_all(map(web.url, places)))
    assert [isinstance(found, Page) for found in pages] == [True, False, False, False, False]
    assert max(web.waited) == 7.0
    assert web.asked.count(f"{HOST}/robots.txt") == 1


class Kept(dict[str, Mapping[str, str]]):
    def put(self, url: str, headers: Mapping[str, str]) -> None:
        self[url] = headers


def test_only_changes_are_asked_for(web: Web) -> None:
    def answer(headers: Mapping[str, str]) -> Answer:
        if (
            headers.get("If-None-Match") == '"a"'
            and headers.get("If-Modified-Since") == "Mon, 05 May 2031 10:15:00 GMT"
        ):
            return 304, {}, b""
        status, fields, body = page("River talks open", FIRST, SECOND)
        return status, {**fields, "ETag": '"a"', "Last-Modified": "Mon, 05 May 2031 10:15:00 GMT"}, body

    web.answers[f"{HOST}/1"] = answer
    fetcher = Fetcher(validators=Kept(), network=web.network())
    first, second = fetcher.get(web.url(f"{HOST}/1")), fetcher.get(web.url(f"{HOST}/1"))
    assert (first.unchanged, second.unchanged, second.content) == (False, True, b"")


# ── reports ──────────────────────────────────────────────────────────────────────────────────────


def read(web: Web, *sources: str | Path) -> list[Item | Skipped]:
    return list(ingest.read(sources, fetcher=Fetcher(network=web.network())))


def test_an_address_is_read_only_where_it_is_allowed(web: Web) -> None:
    (item,) = read(web, web.url(f"{HOST}/1"))
    assert isinstance(item, Item), item
    assert item.report.text == f"River talks open\n\n{FIRST}\n{SECOND}"
    assert (item.report.url, item.report.path, item.outlet.id) == (web.url(f"{HOST}/1"), None, HOST)
    assert item.report.retrieved is not None
    web.asked.clear()
    (refused,) = ingest.read([web.url(f"{HOST}/1")])
    assert isinstance(refused, Skipped)
    assert "Add --fetch" in refused.reason
    assert web.asked == []


FEED = """<rss version="2.0"><channel><title>Post</title>
<item><title>River talks open</title><link>{0}</link><pubDate>Mon, 05 May 2031 10:15:00 GMT</pubDate>
<description>Two presidents met.</description></item>
<item><title>Gone talks</title><link>{1}</link>
<description>{2} Nothing was said about the price of water.</description></item>
<item><title>Inner talks</title><link>http://127.0.0.1:1/x</link></item></channel></rss>"""


def test_a_feed_is_followed_to_its_pages(web: Web) -> None:
    feed = FEED.format(web.url(f"{HOST}/1"), web.url(f"{HOST}/gone"), FIRST)
    web.answers[f"{HOST}/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
    found = read(web, web.url(f"{HOST}/feed"))
    items = [item for item in found if isinstance(item, Item)]
    assert [item.report.title for item in items] == ["River talks open", "Gone talks"]
    assert SECOND in items[0].report.text
    assert items[0].report.published is not None
    assert items[0].report.published.value == "2031-05-05"
    reasons = [item.reason for item in found if isinstance(item, Skipped)]
    assert [any(word in reason for reason in reasons) for word in ("It is gone", "port 1 ")] == [True, True]


def test_an_index_of_sitemaps_is_followed(web: Web) -> None:
    news = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="urn:news"><url>
<loc>{web.url(HOST + "/1")}</loc><n:news><n:publication><n:name>Harbour Post</n:name></n:publication>
<n:publication_date>2031-05-05T10:00:00Z</n:publication_date><n:title>River talks open</n:title>
</n:news></url></urlset>"""
    index = f"<sitemapindex><sitemap><loc>{web.url(HOST + '/map.xml.gz')}</loc></sitemap></sitemapindex>"
    web.answers[f"{HOST}/map.xml.gz"] = (200, {"Content-Type": "application/x-gzip"}, gzip.compress(news.encode()))
    web.answers[f"{HOST}/index.xml"] = (200, {"Content-Type": "text/xml"}, index.encode())
    (item,) = read(web, web.url(f"{HOST}/index.xml"))
    assert isinstance(item, Item), item
    assert item.outlet.name == "Harbour Post"
    assert item.report.published is not None


def test_lists_of_lists_end(web: Web) -> None:
    for number in range(9):
        index = f"<sitemapindex><sitemap><loc>{web.url(f'{HOST}/{number + 1}.xml')}</loc></sitemap></sitemapindex>"
        web.answers[f"{HOST}/{number}.xml"] = (200, {"Content-Type": "text/xml"}, index.encode())
    (skip,) = read(web, web.url(f"{HOST}/0.xml"))
    assert isinstance(skip, Skipped)
    assert "deep" in skip.reason


def test_a_table_of_addresses(web: Web, tmp_path: Path) -> None:
    gdelt = tmp_path / "20310505.export.CSV"
    gdelt.write_text("".join(f"{n}\t20310505\tx\t{web.url(f'{HOST}/1')}\n" for n in range(3)))
    (item,) = read(web, gdelt)
    assert isinstance(item, Item), item
    (skip,) = ingest.read([gdelt])
    assert isinstance(skip, Skipped)
    for name, text in (
        ("a.csv", f"url\n{web.url(f'{HOST}/1')}\n"),
        ("a.txt", f"{web.url(f'{HOST}/1')}\n{web.url(f'{HOST}/2')}\n"),
    ):
        (tmp_path / name).write_text(text)
        assert isinstance(read(web, tmp_path / name)[0], Item)


def test_nothing_but_the_constructor_opens_the_inside(monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "DATELINE_ALLOW"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{web.port}")
    (skip,) = ingest.read([f"http://127.0.0.1:{web.port}/1"], fetcher=Fetcher(network=Network(sleep=lambda _: None)))
    assert isinstance(skip, Skipped)
    assert "no address of the public internet" in skip.reason
    assert web.asked == []


@given(
    st.text(max_size=60)
    | st.builds("http://{}/{}".format, st.text(max_size=30), st.text(max_size=20))
    | st.from_regex(r"https?://[0-9a-fx.:%\[\]@]{1,30}(/.{0,9})?", fullmatch=True)
)
@settings(max_examples=500, deadline=None)
def test_any_address_is_spelled_or_refused(url: str) -> None:
    page_key("x", url)
    try:
        target = parse(url)
    except UnreadableError:
        return
    assert parse(target.url) == target
    assert target.url.isascii()
    assert not {"@", " ", "\\", "\n"} & set(target.url.partition("://")[2].partition("/")[0])


def test_what_is_no_address_at_all_is_said_to_be_none() -> None:
    with pytest.raises(UnreadableError, match="not what names neither"):
        parse("notaurl")
