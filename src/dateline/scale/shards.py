"""One shard: ``process_shard`` reads, analyses and writes it; ``outcomes`` gives back what was written.

A shard's file holds a JSON object a line, ``{"analysis": …}`` or ``{"skipped": …}``, packed with gzip. It is written
under another name and renamed when it is whole; then its marker is written, in the same way. Whatever has no marker is
done again, so nothing is lost or doubled wherever a process is killed, and two that do the same shard do no harm.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from dateline import ingest, parse, store
from dateline.analyse import BATCH, analyse_all, batches
from dateline.errors import UnwritableError
from dateline.ingest import Item
from dateline.model import Analysis, Run, Skipped
from dateline.scale.plan import Plan, Shard, load_plan, write_whole
from dateline.settings import Settings, describe

STAGE = "shards"  # of what is skipped because its shard is not there
_FOLDER = 1000  # shards in one folder: file systems grow slow with more
_LEVEL = 3  # of gzip: a fifth of the bytes at a two-hundredth of the time of reading

Known = Callable[[Iterable[str]], frozenset[str]]
"""Which of some report ids are held already and need no analysis."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A shard's marker: how many reports and skipped sources its file holds, and which models read them.

    ``known``: reports that were held already, and are not in the file.
    """

    shard: str
    reports: int
    skipped: int
    known: int = 0
    models: tuple[str, ...] = ()


class _Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    analysis: Analysis | None = None
    skipped: Skipped | None = None


def process_shard(shard: Shard, folder: Path, settings: Settings, known: Known | None = None) -> Done:
    """Analyse ``shard`` into ``folder``, unless it is there already; memory does not grow with its length.

    Reports of which ``known`` says so are left out. Raises ``PipelineError`` for a pipeline that is not installed, and
    ``UnwritableError`` where the disk is full.
    """
    if done := is_done(folder, shard):
        return done
    pipeline = parse.load(settings.pipeline)
    file, counted = _file(folder, shard), _Counter()
    with _named_errors(file):
        _write(file, _analyse(shard, settings, pipeline, known, counted))
        done = Done(
            shard=shard.id,
            reports=counted.reports,
            skipped=counted.skipped,
            known=counted.known,
            models=(pipeline.name,),
        )
        write_whole(_marker(folder, shard), msgspec.json.encode(done))
    for left in file.parent.glob(f"{file.name}.*.tmp"):  # of processes that were killed
        left.unlink(missing_ok=True)
    return done


def _write(file: Path, found: Iterable[_Outcome]) -> None:
    """What was ``found`` as the shard's file: all of it or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        with own.open("wb") as raw:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as packed:
                for outcome in found:
                    packed.write(msgspec.json.encode(outcome) + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        own.replace(file)
    except OSError:
        own.unlink(missing_ok=True)
        raise


@contextmanager
def _named_errors(file: Path) -> Iterator[None]:
    """A full disk as an error of ours: another process would fail at the same shard in the same way."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(
            f"{file}: cannot be written ({error.strerror or error}). Make room on its disk and run the same again: "
            "shards that are done stay done."
        ) from error


class _Counter:
    reports = skipped = known = 0


def _analyse(
    shard: Shard, settings: Settings, pipeline: parse.Pipeline, known: Known | None, counted: _Counter
) -> Iterator[_Outcome]:
    found = ingest.read([part.source for part in shard.parts], settings)
    for outcome in analyse_all(_fresh(found, known, counted), pipeline=pipeline):
        if isinstance(outcome, Skipped):
            counted.skipped += 1
            yield _Outcome(skipped=outcome)
        else:
            counted.reports += 1
            yield _Outcome(analysis=outcome)


def _fresh(found: Iterable[Item | Skipped], known: Known | None, counted: _Counter) -> Iterator[Item | Skipped]:
    """What was ``found``, without the reports that are ``known``."""
    for batch in batches(found, BATCH):
        held = known(item.report.id for item in batch if not isinstance(item, Skipped)) if known else frozenset()
        counted.known += len(held)
        yield from (item for item in batch if isinstance(item, Skipped) or item.report.id not in held)


def is_done(folder: Path, shard: Shard) -> Done | None:
    """The marker of ``shard``, if it is done."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(_marker(folder, shard).read_bytes(), type=Done)
    return None


def outcomes(folder: str | Path, plan: Plan | None = None) -> Iterator[Analysis | Skipped]:
    """What the shards in ``folder`` hold, in the order of the sources; for a shard that is not done, that it is not.

    A report that stands in two shards comes twice. Raises ``UnreadableError`` for no folder of shards.
    """
    folder = Path(folder)
    plan = plan or load_plan(folder)
    yield from plan.skipped
    for shard in plan.shards:
        yield from shard_outcomes(folder, shard)


def shard_outcomes(folder: Path, shard: Shard) -> Iterator[Analysis | Skipped]:
    """What one shard holds; that it is not done, where it is not; that it is damaged, after what of it can be read."""
    done = is_done(folder, shard)
    file = _file(folder, shard)
    if done is None:
        yield Skipped(ref=str(file), stage=STAGE, reason="the shard is not done yet. Run the same analyse again.")
        return
    number = 0
    try:
        with gzip.open(file) as lines:
            for line in lines:
                outcome = msgspec.json.decode(line, type=_Outcome)
                found = outcome.analysis or outcome.skipped
                if found:
                    number += 1
                    yield found
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        yield _damaged(file, shard, str(error))
        return
    if number != done.reports + done.skipped:
        yield _damaged(file, shard, f"{number} of {done.reports + done.skipped} rows")


def _damaged(file: Path, shard: Shard, what: str) -> Skipped:
    cure = f"Remove {shard.id}'s marker beside it and run the same analyse again."
    return Skipped(ref=str(file), stage=STAGE, reason=f"the shard is damaged ({what}). {cure}")


def markers(folder: str | Path, plan: Plan) -> Iterator[Done]:
    """The markers of the shards in ``folder`` that are done."""
    return filter(None, (is_done(Path(folder), shard) for shard in plan.shards))


@contextmanager
def held_in(record: str | Path | None) -> Iterator[Known | None]:
    """Which reports a record on disk holds already; nothing without one."""
    if record is None:
        yield None
        return
    with store.open(record) as kept:
        yield kept.known


def run_of(folder: str | Path, plan: Plan) -> Run:
    """What made the shards in ``folder``, as a record keeps it."""
    models = {model for done in markers(folder, plan) for model in done.models}
    return Run(
        version=plan.version, settings=describe(plan.settings), lexicon=plan.lexicon, models=tuple(sorted(models))
    )


def _file(folder: Path, shard: Shard) -> Path:
    return folder / f"{shard.number // _FOLDER:04d}" / f"{shard.number:07d}-{shard.id}.jsonl.gz"


def _marker(folder: Path, shard: Shard) -> Path:
    return folder / f"{shard.number // _FOLDER:04d}" / f"{shard.number:07d}-{shard.id}.done"
