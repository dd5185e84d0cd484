"""The main job as one call: sources in, one record out. The command line is a thin face of this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from dateline import ingest, lexicon, parse, scale
from dateline.analyse import analyse_all
from dateline.errors import NothingReadError, SettingsError
from dateline.ingest import Item
from dateline.model import Analysis, Record, Run, Skipped
from dateline.record import consolidate
from dateline.settings import Settings, describe


def brief(
    sources: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    workers: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> Record:
    """One sourced record of the reports in ``sources`` (files, folders, ``-`` for standard input).

    ``sources`` may be folders of shards instead (see ``scale``). ``workers``: how many processes read; the record is
    the same. ``on_progress`` is called with the number of reports analysed so far. What could not be read stands in
    ``Record.skipped``; raises ``NothingReadError`` where that is everything, ``PipelineError`` and
    ``SettingsError`` for a pipeline or settings that cannot be used.
    """
    settings, sources = settings or Settings(), tuple(sources)
    if any(scale.is_plan(source) for source in sources):
        return _brief_shards(sources)
    if workers > 1:
        with TemporaryDirectory(prefix="dateline-") as folder:
            scale.read_shards(sources, folder, settings, means=scale.Means(workers), on_progress=on_progress)
            return _brief_shards([folder])
    pipeline = parse.load(settings.pipeline)
    skipped: list[Skipped] = []
    items = _items(ingest.read(sources, settings), skipped)
    analyses: list[Analysis] = []
    for outcome in analyse_all(items, pipeline=pipeline):
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            analyses.append(outcome)
        if on_progress:
            on_progress(len(analyses))
    if not analyses:
        raise NothingReadError(_nothing(skipped))
    return consolidate(analyses, _run(settings, pipeline), skipped)


def _brief_shards(folders: Sequence[str | Path]) -> Record:
    """The record of what the shards in ``folders`` hold."""
    plans = [scale.load_plan(folder) for folder in folders]
    if len({(plan.version, plan.lexicon, plan.settings.pipeline, plan.settings.language) for plan in plans}) > 1:
        raise SettingsError("the shards were not all read with the same version, words and pipeline. Read them anew.")
    analyses: dict[str, Analysis] = {}
    skipped: list[Skipped] = []
    for folder, plan in zip(folders, plans, strict=True):
        for outcome in scale.outcomes(folder, plan):
            if isinstance(outcome, Skipped):
                skipped.append(outcome)
            else:
                analyses.setdefault(outcome.report.id, outcome)
    if not analyses:
        raise NothingReadError(_nothing(skipped))
    return consolidate(analyses.values(), scale.run_of(folders[0], plans[0]), skipped)


def _items(read: Iterable[Item | Skipped], skipped: list[Skipped]) -> Iterator[Item]:
    for item in read:
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            yield item


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
