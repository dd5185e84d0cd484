"""The main job as one call: sources in, one record out. The command line is a thin face of this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from dateline import ingest, lexicon, parse
from dateline.analyse import analyse_all
from dateline.errors import NothingReadError
from dateline.ingest import Item
from dateline.model import Analysis, Record, Run, Skipped
from dateline.record import consolidate
from dateline.settings import Settings, describe


def brief(
    sources: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Record:
    """One sourced record of the reports in ``sources`` (files, folders, ``-`` for standard input).

    ``on_progress`` is called with the number of reports analysed so far. What could not be read stands in
    ``Record.skipped``; raises ``NothingReadError`` where that is everything, ``PipelineError`` and
    ``SettingsError`` for a pipeline or settings that cannot be used.
    """
    settings = settings or Settings()
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
