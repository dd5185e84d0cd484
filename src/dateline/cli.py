"""The command line: thin over ``dateline.brief`` and its neighbours. Heavy imports wait until they are needed.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 what was asked failed (a
file that cannot be written, a record that cannot be opened, a measure that fell), 2 bad usage or settings, 3 nothing
could be read, 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from dateline import cli_files, cli_show
from dateline.errors import DatelineError, NothingReadError, PipelineError, SettingsError, StoreError

if TYPE_CHECKING:
    from dateline.evaluate.scoring import Measure
    from dateline.ingest import Fetcher
    from dateline.model import Record
    from dateline.settings import Settings

FAILED, USAGE, NOTHING_READ, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # importing Rich would take as long again as the help itself
    context_settings={"help_option_names": ["-h", "--help"]},
    help="One sourced record of what many news outlets report: who did what, who said what, how much, when; "
    "where they agree and where they conflict, always with the words that say so.",
)
Fetch = Annotated[bool, typer.Option("--fetch", help="Fetch what addresses lead to; robots.txt and opt-outs are kept.")]

_bench = typer.Typer(no_args_is_help=True, help="Measure the speed of reading.")
app.add_typer(_bench, name="bench")
app.add_typer(cli_show.app, name="show")


class _Interrupted(BaseException):
    """Ctrl-C; of its own type, for Typer would make exit code 1 of ``KeyboardInterrupt``."""


def main() -> None:
    """Run the command line; every error that a user can make is one line on standard error."""
    signal.signal(signal.SIGINT, _interrupt)
    if hasattr(signal, "SIGPIPE"):  # `dateline brief … | head` ends as quietly as any Unix filter
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    _prepare_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where what goes wrong with it can be said
    except NothingReadError as error:
        _fail(str(error), NOTHING_READ)
    except (SettingsError, PipelineError) as error:
        _fail(str(error), USAGE)
    except DatelineError as error:
        _fail(str(error), FAILED)
    except OSError as error:  # a full disk, for the most part
        _drop_output()
        place = error.filename or "standard output"
        _fail(f"{place}: {error.strerror or error}. Check its permissions and the free space of its disk.", FAILED)
    except _Interrupted:
        _fail("interrupted", INTERRUPTED)


def _prepare_streams() -> None:
    """Standard output and error, able to take any text."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called; the next file opened would stand in its place
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old terminal shows "?" for a letter that it lacks
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Let what standard output did not take go, so that the interpreter does not try it again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupt(_signal: int, _frame: object) -> None:
    raise _Interrupted


def _fail(message: str, code: int) -> None:
    from dateline.wording import visible

    lines = "\n".join(visible(line) for line in message.split("\n"))
    sys.stderr.write(f"dateline: {lines}\n")
    sys.exit(code)


def _print_version(value: bool) -> None:
    if value:
        from importlib import metadata

        sys.stdout.write(f"dateline {metadata.version('dateline')}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """One sourced record of what many news outlets report."""


@app.command("brief", short_help="Say where reports conflict and what they agree on.")
def _brief(
    paths: Annotated[
        list[str], typer.Argument(help="Report files, folders or addresses; - reads one report from standard input.")
    ],
    json: Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write the whole record as JSON.")] = None,
    md: Annotated[str | None, typer.Option("--md", metavar="FILE", help="Write the brief as Markdown.")] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write the brief as one HTML file.")
    ] = None,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Read with so many processes.")] = 1,
    width: Annotated[int | None, typer.Option(min=40, help="Columns of the brief in the terminal.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Fold nothing.")] = False,
    fetch: Fetch = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes.")] = False,
) -> None:
    """Read reports and say where they conflict, what they agree on, and who said what.

    FILE may be - for standard output, which then carries nothing else.
    """
    from dateline import api

    files = {"--json": json, "--md": md, "--html": html}
    cli_files.check(files)
    with _progress(paths, quiet) as tell:
        chosen = _settings(pipeline)
        record = api.brief(paths, settings=chosen, workers=workers, fetcher=_fetcher(fetch, chosen), on_progress=tell)
    if not cli_files.write(files, lambda option: _face(option, record), quiet=quiet):
        from dateline.faces import terminal
        from dateline.faces.outline import outline

        terminal.show(outline(record), terminal.console_for(width), full=everything)


def _settings(pipeline: str | None) -> Settings:
    """The user's settings, with the pipeline that the command names."""
    import msgspec

    from dateline import settings

    chosen = settings.load()
    return msgspec.structs.replace(chosen, pipeline=pipeline) if pipeline is not None else chosen


def _fetcher(allowed: bool, settings: Settings) -> Fetcher | None:
    """What reads addresses, where the user allows it."""
    if not allowed:
        return None
    from dateline.ingest import Fetcher

    return Fetcher(contact=settings.contact)


@contextmanager
def _progress(paths: list[str], quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """A function to call with the number of reports done; nothing where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    total = _expected(paths)
    counted = (BarColumn(), MofNCompleteColumn()) if total else (TextColumn("{task.completed:,}"),)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *counted, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Loading the language model", total=total)

        def tell(done: int) -> None:
            most = max(total, done) if total else None  # a file may hold more than one report
            bar.update(task, description="Reading reports", completed=done, total=most)

        yield tell


def _expected(paths: list[str]) -> int | None:
    """How many reports there will be: one a file; None where a file may hold any number of them."""
    from dateline.ingest import holds_many

    found = 0
    for path in map(Path, paths):
        files = (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.name == "-" or holds_many(file):
                return None
            found += not file.name.startswith(".")
    return found


def _face(option: str, record: Record) -> bytes:
    """``record`` as ``option`` writes it: as JSON, Markdown or HTML."""
    if option == "--json":
        from dateline.schema import encode

        return encode(record)
    from dateline.faces import html, markdown
    from dateline.faces.outline import outline

    told = outline(record)
    return (markdown.render(told) if option == "--md" else html.render(told)).encode()


Kept = Annotated[Path, typer.Option("--record", metavar="FILE", help="The record on disk.")]


@app.command("add", short_help="Add reports to a record on disk.")
def _add(
    paths: Annotated[list[str], typer.Argument(help="Report files, folders, or folders that `analyse` made.")],
    record: Kept,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Read with so many processes.")] = 1,
    everything: Annotated[bool, typer.Option("--all", help="Fold nothing.")] = False,
    fetch: Fetch = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Add reports to the record in FILE, which is made where there is none, and say what that changed.

    What the record holds is not read again. Stopped at any moment, say the same again: it goes on where it stood.
    """
    from dateline import api, store
    from dateline.faces import changes

    with _progress(paths, quiet) as tell:
        chosen = _settings(pipeline)
        done = api.add(
            paths, record, settings=chosen, workers=workers, fetcher=_fetcher(fetch, chosen), on_progress=tell
        )
    if not quiet:
        with store.open(record) as kept:
            sys.stdout.writelines(
                f"{line}\n" for line in changes.summary(kept, done.added, done.changes, full=everything)
            )
    if not done.added.new + done.added.known:
        raise NothingReadError("no report could be read; what was skipped is kept with its reason.")


@app.command("watch", short_help="Watch feeds and keep what is new in a record on disk.")
def _watch(
    feeds: Annotated[list[str], typer.Argument(help="The addresses of feeds or news sitemaps.")],
    record: Kept,
    every: Annotated[
        float, typer.Option("--interval", min=60, metavar="SECONDS", help="Ask each feed so often.")
    ] = 300.0,
    once: Annotated[bool, typer.Option("--once", help="One round, for cron and the like.")] = False,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of sources that fail.")] = False,
) -> None:
    """Fetch feeds and their pages again and again, politely, and print a line for each new story, conflict or figure.

    Ctrl-C or SIGTERM ends it after what is being read; a second one at once. Nothing that was told is lost.
    """
    from dateline.watch import Watch

    chosen = _settings(pipeline)
    watch = Watch(feeds, record, tell=_line(sys.stdout), warn=_line(None if quiet else sys.stderr), settings=chosen)
    watch.every = every

    def end(_signal: int, _frame: object) -> None:
        watch.stop.set()
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    if not once:
        watch.run()
    elif not watch.once():
        raise NothingReadError("no feed answered. Check the addresses, or try again later.")


def _line(stream: TextIO | None) -> Callable[[str], None]:
    """A function that writes a line at once; to nowhere without a stream."""

    def write(line: str) -> None:
        if stream is not None:
            stream.write(f"{line}\n")
            stream.flush()

    return write


@app.command("forget", short_help="Remove reports from a record on disk.")
def _forget(
    reports: Annotated[list[str], typer.Argument(help="The ids of reports, or six digits or more of each.")],
    record: Kept,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Remove reports and all that rests on them: their claims, what people judged of these, their part in stories."""
    from dateline import api, store
    from dateline.wording import count

    with _existing(record), store.open(record, write=True) as kept:
        before = kept.totals()
        changes = kept.forget(reports, api.maker(kept))
        after = kept.totals()
    if not quiet:
        claims = count(before.claims - after.claims, "claim")
        sys.stdout.write(f"Forgotten: {count(before.reports - after.reports, 'report')} with {claims}. ")
        touched = count(len(changes.changed) + len(changes.new), "story")
        sys.stdout.write(f"{touched} made anew, {len(changes.gone):,} gone.\n")


@app.command("judge", short_help="Say whether two claims or two entities are one thing.")
def _judge(
    left: Annotated[str, typer.Argument(help="The id of a claim or an entity.")],
    right: Annotated[str, typer.Argument(help="The id of another one of the same story.")],
    verdict: Annotated[str, typer.Argument(metavar="same|different", help="What you judge.")],
    record: Kept,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; you, without it.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Say that two claims, or two entities, are one thing or two. It goes before what Dateline finds, and stays."""
    import datetime as dt
    import getpass

    import msgspec

    from dateline import api, store
    from dateline.model import Judged

    if verdict not in ("same", "different"):
        raise typer.BadParameter(f"{verdict!r} is neither same nor different")
    told = {"left": left, "right": right, "verdict": verdict, "by": by or getpass.getuser(), "note": note}
    judged = msgspec.convert(told | {"at": dt.datetime.now(dt.UTC).replace(microsecond=0)}, Judged)
    with _existing(record), store.open(record, write=True) as kept:
        changes = kept.judge(judged, api.maker(kept))
    if not quiet:
        sys.stdout.write(f"Kept. Story {', '.join(changes.changed)} was made anew.\n")


@contextmanager
def _existing(record: Path) -> Iterator[None]:
    """Refuse to make a record where one is to be changed."""
    if not record.exists():
        raise StoreError(f"{record}: there is no such record. Name the file that `dateline add` made.")
    yield


@app.command("export", short_help="Write a record for other programs.")
def _export(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="jsonl, csv, parquet, plover, gdelt, ftm, annotations, geojson or icalendar."
        ),
    ],
    out: Annotated[
        str, typer.Argument(metavar="OUT", help="A folder or a file, by format; - is standard output for a file.")
    ],
    record: Annotated[
        str,
        typer.Option("--record", metavar="FILE", help="A record on disk, or the JSON of `brief --json`; - reads it."),
    ],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes.")] = False,
) -> None:
    """Write a record as tables, events, annotations, a map or a calendar for other programs.

    What stands at OUT already is replaced only where an export of the same format made it.
    """
    from dateline import export
    from dateline.export import source

    export.known(format_)  # before a large record is opened
    with source.read(record) as held:
        counts = export.write(held.records, format_, out)
    if held.pending:
        sys.stderr.write("Reports whose stories are not made yet are not in it: let `dateline add` finish.\n")
    if not quiet and out != "-":
        for file, rows in counts.items():
            sys.stderr.write(f"{file}: {rows:,}\n")


@app.command("analyse", short_help="Read many reports into shards, by many processes or jobs.")
def _analyse(
    paths: Annotated[list[str], typer.Argument(help="Report files or folders.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the shards are kept.")],
    workers: Annotated[int, typer.Option(min=1, help="Read with so many processes of this machine.")] = 1,
    share: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="Do the I-th of N shares only: one job of a batch scheduler.")
    ] = "1/1",
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Read on the Ray cluster there; local starts one here.")
    ] = None,
    size: Annotated[int, typer.Option(min=1, help="Reports of a shard, about.")] = 50,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes.")] = False,
) -> None:
    """Read reports into shards: files of analyses that `brief` and `add` take as sources.

    What was done stays done: after a kill, say the same again.
    """
    from dateline import scale

    means = scale.Means(workers, ray, scale.Share.of(share))
    with _progress(paths, quiet) as tell:
        came = scale.read_shards(paths, to, _settings(pipeline), means=means, size=size, on_progress=tell)
    if not quiet:
        from dateline.wording import count

        before = f" ({came.before:,} more were there)" if came.before else ""
        held = f"{count(came.shards, 'shard')}{before} with {count(came.reports, 'report')}"
        sys.stderr.write(f"Done: {held}, {came.skipped:,} skipped, in {to}\n")


@app.command("schema")
def _schema() -> None:
    """Print the JSON Schema of the record that `brief --json` writes."""
    import json

    from dateline.schema import json_schema

    sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


@app.command("evaluate")
def _evaluate(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="The folder of the data sets.")],
    sets: Annotated[list[str] | None, typer.Argument(help="Data sets to measure; all without one.")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Make what was reached the floor.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where a measure is below its floor.")] = False,
) -> None:
    """Measure accuracy on public benchmarks."""
    from dateline import evaluate

    names = sets or [name for name in evaluate.SETS if (data / name).is_dir()]
    if not names:
        raise SettingsError(f"{data}: none of the data sets is in it. Name the folder that holds their folders.")
    measures = evaluate.run(names, data)
    _table(measures)
    if pin:
        sys.stderr.write(f"Pinned: {', '.join(evaluate.pin(measures, data))}\n")
    fallen = evaluate.fallen(measures, data) if check else []
    for line in fallen:
        sys.stderr.write(f"{line}\n")
    if fallen:
        raise typer.Exit(FAILED)


def _table(measures: list[Measure]) -> None:
    """One line a measure; what it is to be compared with stands beside it."""
    from rich.table import Table

    from dateline.faces.terminal import console_for

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("data", "measure", "value", "baseline", "items", "given"):
        table.add_column(heading, justify="right" if heading in ("value", "baseline", "items") else "left")
    for measure in measures:
        baseline = "" if measure.baseline is None else f"{measure.baseline:.3f}"
        table.add_row(
            measure.data, measure.metric, f"{measure.value:.3f}", baseline, f"{measure.items:,}", measure.given
        )
    console_for(None).print(table)


@_bench.command("read")
def _bench_read(
    paths: Annotated[list[str], typer.Argument(help="Report files or folders to read.")],
    peers: Annotated[
        Path | None, typer.Option(exists=True, help="The folder of the other tools' environments.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Read at most so many reports.")] = None,
) -> None:
    """Measure how fast reports are read, beside other tools where they are installed."""
    from dateline import bench as speed

    sys.stdout.write(f"{speed.render(speed.read(paths, peers=peers, limit=limit))}\n")


@_bench.command("store")
def _bench_store(
    size: Annotated[int, typer.Argument(min=10, help="How many invented reports.")],
    record: Annotated[Path, typer.Option("--record", metavar="FILE", help="A new record to fill.")],
    whole: Annotated[
        bool, typer.Option("--whole", help="Read the reports too, rather than inventing analyses.")
    ] = False,
    a_day: Annotated[int, typer.Option(min=1, help="Reports of a day.")] = 1000,
    days: Annotated[int, typer.Option(min=1, help="Settle after so many days.")] = 1,
    seed: Annotated[int, typer.Option(help="Another seed, other reports.")] = 1,
) -> None:
    """Measure what a record on disk costs as it grows, and how fast it answers."""
    from dateline.bench import disk

    if record.exists():
        raise StoreError(f"{record}: there is a file of that name. Name a new one.")
    measured = disk.Measured()
    for measured in disk.measure(size, record, whole=whole, seed=seed, a_day=a_day, days=days):
        sys.stderr.write(f"{measured.growth[-1].reports:,} reports\n")
    sys.stdout.write(f"{disk.render(measured)}\n")


if __name__ == "__main__":
    main()
