"""The main job as one call: sources in, one record out. The command line is a thin face of this."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from dateline import ingest, lexicon, parse, scale, store
from dateline.analyse import BATCH, analyse_all, batches
from dateline.errors import NothingReadError, SettingsError
from dateline.ingest import Fetcher, Item
from dateline.model import Analysis, Record, Run, Skipped
from dateline.record import consolidate
from dateline.settings import Settings, describe
from dateline.store import Added, Changes, Store


def brief(
    sources: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    workers: int = 1,
    fetcher: Fetcher | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Record:
    """One sourced record of the reports in ``sources`` (files, folders, ``-`` for standard input, addresses).

    Addresses are read with ``fetcher``, and not without; one process reads then. ``sources`` may be folders of shards
    instead (see ``scale``). ``workers``: how many processes read; the record is the same. ``on_progress`` is called
    with the number of reports analysed so far. What could not be read stands in
    ``Record.skipped``; raises ``NothingReadError`` where that is everything, ``PipelineError`` and
    ``SettingsError`` for a pipeline or settings that cannot be used.
    """
    settings, sources = settings or Settings(), tuple(sources)
    if _are_shards(sources):
        return _brief_shards(sources)
    if workers > 1 and fetcher is None:
        with TemporaryDirectory(prefix="dateline-") as folder:
            scale.read_shards(sources, folder, settings, means=scale.Means(workers), on_progress=on_progress)
            return _brief_shards([folder])
    pipeline = parse.load(settings.pipeline)
    outcomes = analyse_all(ingest.read(sources, settings, fetcher=fetcher), pipeline=pipeline)
    return _record(outcomes, _run(settings, pipeline), on_progress)


def _are_shards(sources: Sequence[str | Path]) -> bool:
    """Whether ``sources`` are folders of shards. Raises ``SettingsError`` where only some are."""
    plans = [scale.is_plan(source) for source in sources]
    if any(plans) and not all(plans):
        other = sources[plans.index(False)]
        raise SettingsError(f"{other} is no folder of shards, others are. Read shards and other sources one by one.")
    return any(plans)


def _brief_shards(folders: Sequence[str | Path]) -> Record:
    """The record of what the shards in ``folders`` hold."""
    plans = [scale.load_plan(folder) for folder in folders]
    if len({(plan.version, plan.lexicon, plan.settings.pipeline, plan.settings.language) for plan in plans}) > 1:
        raise SettingsError("the shards were not all read with the same version, words and pipeline. Read them anew.")
    outcomes = chain.from_iterable(map(scale.outcomes, folders, plans))
    return _record(outcomes, scale.run_of(folders[0], plans[0]))


def _record(
    outcomes: Iterable[Analysis | Skipped], run: Run, on_progress: Callable[[int], None] | None = None
) -> Record:
    """The record of ``outcomes``; a report that comes twice stands where it came first. Raises ``NothingReadError``."""
    analyses: dict[str, Analysis] = {}
    skipped: list[Skipped] = []
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            analyses.setdefault(outcome.report.id, outcome)
        if on_progress:
            on_progress(len(analyses))
    if not analyses:
        raise NothingReadError(_nothing(skipped))
    return consolidate(analyses.values(), run, skipped)


@dataclass(frozen=True)
class Addition:
    """What came of adding reports to a record on disk: what was new, and what that changed."""

    added: Added
    changes: Changes


@dataclass(frozen=True)
class Reader:
    """What reads reports: the settings, and the language model, which is loaded when a report needs it."""

    settings: Settings = field(default_factory=Settings)

    @cached_property
    def pipeline(self) -> parse.Pipeline:
        """The loaded pipeline. Raises ``PipelineError`` where it is not installed."""
        return parse.load(self.settings.pipeline)

    @cached_property
    def run(self) -> Run:
        """What a record names as its maker."""
        return _run(self.settings, self.pipeline)


def add(  # noqa: PLR0913 (options by keyword)
    sources: Iterable[str | Path],
    record: str | Path,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    fetcher: Fetcher | None = None,
    on_progress: Callable[[int], None] | None = None,
    on_story: Callable[[int, int], None] | None = None,
) -> Addition:
    """Add the reports in ``sources`` to the record on disk at ``record``, which is made where there is none.

    Addresses are read with ``fetcher``, and not without. Reports that it holds are not read again; stopped at any
    moment, the same call goes on where it stood. ``sources`` may be folders of shards instead (see ``scale``). Several
    ``workers`` keep their shards in a folder beside the record until all of them are in it; the record comes out the
    same. ``on_progress`` is called with the number of reports so far, ``on_story`` with the number of stories made
    anew and that of all to make. Raises
    ``StoreError`` for a record that cannot be written, ``PipelineError`` and ``SettingsError`` as ``brief`` does.
    """
    reader, sources = Reader(settings or Settings()), tuple(sources)
    shards = _are_shards(sources)
    with store.open(record, write=True) as kept:
        if shards:
            return _add_shards(kept, sources, on_progress, on_story)
        if workers > 1 and fetcher is None:
            return _add_by(workers, kept, sources, reader.settings, (on_progress, on_story))
        items = ingest.read(sources, reader.settings, fetcher=fetcher)
        return add_items(kept, items, reader, on_progress=on_progress, on_story=on_story)


def add_items(
    kept: Store,
    items: Iterable[Item | Skipped],
    reader: Reader,
    *,
    on_progress: Callable[[int], None] | None = None,
    on_story: Callable[[int, int], None] | None = None,
) -> Addition:
    """Add ``items`` to an open record and settle it; what it holds already is not read again."""
    total = Added()
    for some in batches(items, BATCH):
        reports = [item for item in some if not isinstance(item, Skipped)]
        skipped = [item for item in some if isinstance(item, Skipped)]
        known = kept.known(item.report.id for item in reports)
        fresh = [item for item in reports if item.report.id not in known]
        kept.skip(skipped)
        done = kept.add(analyse_all(fresh, pipeline=reader.pipeline), reader.run) if fresh else Added()
        total = Added(
            total.new + done.new, total.known + done.known + len(known), (*total.skipped, *skipped, *done.skipped)
        )
        if on_progress:
            on_progress(total.new + total.known)
    return Addition(total, kept.settle(reader.run, on_story=on_story) if kept.is_pending() else Changes())


def _add_shards(
    kept: Store,
    folders: Sequence[str | Path],
    on_progress: Callable[[int], None] | None,
    on_story: Callable[[int, int], None] | None,
) -> Addition:
    """Add what the shards in ``folders`` hold."""
    total = Added()
    run = None
    for folder in folders:
        plan, before = scale.load_plan(folder), total
        run = scale.run_of(folder, plan)

        def tell(done: Added, before: Added = before) -> None:
            if on_progress:
                on_progress(before.new + before.known + done.new + done.known)

        absent: list[Skipped] = []
        done = kept.add(_present(scale.outcomes(folder, plan), absent), run, on_commit=tell)
        known = done.known + sum(marker.known for marker in scale.markers(folder, plan))
        total = Added(total.new + done.new, total.known + known, (*total.skipped, *done.skipped, *absent))
    return Addition(total, kept.settle(run, on_story=on_story) if run and kept.is_pending() else Changes())


def _present(outcomes: Iterable[Analysis | Skipped], absent: list[Skipped]) -> Iterator[Analysis | Skipped]:
    """``outcomes`` without the word that a shard is not there: that is said, and nothing for a record to keep."""
    for outcome in outcomes:
        if isinstance(outcome, Skipped) and outcome.stage == scale.STAGE:
            absent.append(outcome)
        else:
            yield outcome


def _add_by(
    workers: int,
    kept: Store,
    sources: Sequence[str | Path],
    settings: Settings,
    told: tuple[Callable[[int], None] | None, Callable[[int, int], None] | None],
) -> Addition:
    """Add what ``workers`` processes read. Their shards outlive a kill, and serve the same call made again."""
    folder = kept.path.with_name(f"{kept.path.name}.shards")
    if scale.is_plan(folder) and scale.load_plan(folder) != scale.make_plan(sources, settings):
        shutil.rmtree(folder)  # of other sources: what of them is in the record stays there
    on_progress, on_story = told
    scale.read_shards(sources, folder, settings, means=scale.Means(workers, record=kept.path), on_progress=on_progress)
    done = _add_shards(kept, [folder], None, on_story)
    shutil.rmtree(folder)
    return done


def maker(kept: Store) -> Run:
    """What makes the stories of a record anew now: this version and its words, over what was read before."""
    last = kept.run() or Run(version="", settings={}, lexicon="", models=())
    language = last.settings.get("language", Settings().language)
    return msgspec.structs.replace(last, version=version("dateline"), lexicon=lexicon.load(language).digest)


def _run(settings: Settings, pipeline: parse.Pipeline) -> Run:
    return Run(
        version=version("dateline"),
        settings=describe(settings),
        lexicon=lexicon.load(settings.language).digest,
        models=(pipeline.name,),
    )


def _nothing(skipped: Iterable[Skipped]) -> str:
    reasons = "\n".join(f"  {skip.ref}: {skip.reason}" for skip in skipped)
    return f"No report could be read.\n{reasons}" if reasons else "No report was given. Name files, folders, or -."
