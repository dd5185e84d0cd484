"""How fast reports are read, beside spaCy and the tools that do a part of the same work, in one run.

Every tool reads the same texts in a process of its own, one after the other, on one thread; the first texts warm it up
and do not count, the others it has never seen. Tools of others run in their own environments, one folder each
(``docs/performance.md`` has the recipe); those that are absent are named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dateline.errors import NothingReadError
from dateline.ingest import read as read_sources
from dateline.model import Skipped
from dateline.scale.local import ONE_THREAD

OURS = ("spacy", "parse", "analyse")
PEERS = ("cqe", "quantulum3", "textacy", "timexy", "gdelt-regkg")
DOES = {
    "spacy": "the parse, as installed",
    "parse": "the parse",
    "analyse": "all of ours",
    "cqe": "quantities",
    "quantulum3": "quantities",
    "textacy": "quotations, triples",
    "timexy": "dates",
    "gdelt-regkg": "counts of the GKG",
}
WARM = 0.2  # of the texts, read before the clock runs
TIMEOUT = 3600  # seconds for one tool
_WORKER = Path(__file__).with_name("worker.py")


class _Result(msgspec.Struct, frozen=True):
    """What ``worker.py`` writes."""

    cpu: float
    wall: float
    load: float
    peak_mb: float


@dataclass(frozen=True)
class Row:
    """One tool's speed. ``absent`` says why there are no figures, which are 0 then."""

    tool: str
    does: str
    reports: int = 0
    tokens: int = 0  # as our own tokenizer counts them, for all tools alike
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    load_seconds: float = 0.0
    peak_mb: float = 0.0
    processes: int = 1
    absent: str | None = None

    @property
    def reports_per_second(self) -> float:
        """Reports per CPU-second."""
        return self.reports / self.cpu_seconds if self.cpu_seconds else 0.0

    @property
    def tokens_per_second(self) -> float:
        """Tokens per CPU-second."""
        return self.tokens / self.cpu_seconds if self.cpu_seconds else 0.0


def read(
    paths: Iterable[str | Path],
    *,
    peers: Path | None = None,
    tools: Sequence[str] = OURS + PEERS,
    limit: int | None = None,
) -> list[Row]:
    """The speed of ``tools`` on the reports at ``paths`` (at most ``limit``), and of two processes of ours.

    ``peers``: the folder with an environment for each tool of others, ``<peers>/<tool>/bin/python``.
    Raises ``NothingReadError`` if fewer than two reports are found.
    """
    texts = [item.report.text for item in read_sources(paths) if not isinstance(item, Skipped)][:limit]
    if len(texts) < 2:
        raise NothingReadError(f"{len(texts)} reports found, where a measurement needs two at least.")
    warm, rest = split(texts)
    tokens = _count_tokens(rest)
    rows = [_measure([tool], peers, warm, [rest], tokens) for tool in tools]
    if "analyse" in tools and len(rest) > 1:
        halves = [rest[::2], rest[1::2]]
        rows.append(_measure(["analyse", "analyse"], peers, warm, halves, tokens))
    return rows


def split(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Texts to warm up with and texts to measure: neighbours are alike, so every fifth warms up."""
    step = round(1 / WARM)
    return list(texts[::step]), [text for number, text in enumerate(texts) if number % step]


def render(rows: Sequence[Row]) -> str:
    """A table, with what it says of the targets below it."""
    head = f"{'tool':<16}{'what it does':<26}{'tokens/CPU s':>13}{'reports/CPU s':>15}{'peak MB':>9}{'load s':>8}"
    lines = [head, "-" * len(head)]
    for row in rows:
        name = row.tool if row.processes == 1 else f"{row.tool} x{row.processes}"
        if row.absent:
            lines.append(f"{name:<16}{row.does:<26}  absent: {row.absent}")
        else:
            figures = f"{row.tokens_per_second:>13,.0f}{row.reports_per_second:>15.2f}{row.peak_mb:>9.0f}"
            lines.append(f"{name:<16}{row.does:<26}{figures}{row.load_seconds:>8.1f}")
    return "\n".join([*lines, "", *summary(rows)])


def summary(rows: Sequence[Row]) -> list[str]:
    """What the rows say together, a sentence each."""
    alone = {row.tool: row for row in rows if row.processes == 1 and not row.absent}
    said = []
    if (parse := alone.get("parse")) and (spacy := alone.get("spacy")):
        said.append(f"Our parse is {parse.tokens_per_second / spacy.tokens_per_second:.1f} times as fast as spaCy.")
    peers = [row for tool, row in alone.items() if tool in PEERS]
    if (analyse := alone.get("analyse")) and peers:
        together = sum(row.cpu_seconds for row in peers)
        names = ", ".join(row.tool for row in peers)
        said.append(f"Our whole reading is {together / analyse.cpu_seconds:.1f} times as fast as {names} together.")
    both = [row for row in rows if row.processes == 2 and not row.absent]
    if both and analyse:
        gain = analyse.wall_seconds / both[0].wall_seconds
        said.append(f"Two processes read {gain:.2f} times as much as one in the same time.")
    return said


def _count_tokens(texts: Iterable[str]) -> int:
    import spacy  # noqa: PLC0415 (takes a second: not before it is needed)

    tokenizer = spacy.blank("en").tokenizer
    return sum(len(tokenizer(text)) for text in texts)


def _measure(
    tools: Sequence[str], peers: Path | None, warm: list[str], shares: Sequence[list[str]], tokens: int
) -> Row:
    """One process for each of ``tools`` (the same one, or the same twice) and its share of the texts, all at once."""
    name = tools[0]
    python = sys.executable if name in OURS else _environment(name, peers)
    if python is None:
        return Row(name, DOES[name], absent=f"no environment {name!r} among the peers")
    running = [_start(python, name) for _ in tools]
    for process, share in zip(running, shares, strict=True):
        _send(process, {"warm": warm, "texts": share})
    results = []
    for process in running:
        result = _finish(process)
        if isinstance(result, str):
            return Row(name, DOES[name], absent=result, processes=len(tools))
        results.append(result)
    return Row(
        name,
        DOES[name],
        reports=sum(map(len, shares)),
        tokens=tokens,
        cpu_seconds=sum(result.cpu for result in results),
        wall_seconds=max(result.wall for result in results),
        load_seconds=max(result.load for result in results),
        peak_mb=max(result.peak_mb for result in results),
        processes=len(tools),
    )


def _environment(name: str, peers: Path | None) -> str | None:
    python = peers / name / "bin" / "python" if peers else None
    return str(python) if python and python.exists() else None


def _start(python: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 (our own worker, in an environment that the user names)
        [python, "-W", "ignore", str(_WORKER), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | ONE_THREAD,
    )


def _send(process: subprocess.Popen[str], job: dict[str, list[str]]) -> None:
    if process.stdin:
        try:
            process.stdin.write(json.dumps(job))
            process.stdin.close()
        except BrokenPipeError:  # it ended at once: ``_finish`` says why
            pass
        process.stdin = None


def _finish(process: subprocess.Popen[str]) -> _Result | str:
    """The result, or in words why there is none."""
    try:
        out, err = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"not done after {TIMEOUT} seconds"
    if process.returncode:
        return (err.strip().splitlines() or [f"exit status {process.returncode}"])[-1][:100]
    return msgspec.json.decode(out.strip().splitlines()[-1], type=_Result)
