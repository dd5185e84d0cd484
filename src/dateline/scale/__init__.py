"""The first of the two functions over more reports than one process should read: sources cut into shards.

A shard is read by ``process_shard`` into one file of analyses with one marker beside it, so that doing it twice is
harmless and a run that was killed goes on where it was. Which process does which shard changes nothing: local
processes (``local``), tasks on a Ray cluster (``cluster``) and jobs of a batch scheduler (every ``count``-th shard
each) leave the same files in the folder. The second function reads them from there: see ``outcomes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import SettingsError
from dateline.scale import cluster, local
from dateline.scale.plan import SIZE, Plan, Shard, is_plan, load_plan, make_plan, save_plan
from dateline.scale.shards import STAGE, Done, held_in, is_done, markers, outcomes, process_shard, run_of
from dateline.scale.worker import Job
from dateline.settings import Settings

__all__ = [
    "SIZE",
    "STAGE",
    "Done",
    "Means",
    "Plan",
    "Progress",
    "Shard",
    "Share",
    "is_plan",
    "load_plan",
    "make_plan",
    "markers",
    "outcomes",
    "process_shard",
    "read_shards",
    "run_of",
]


@dataclass(frozen=True)
class Share:
    """The part of the shards that one job of ``count`` does: ``index`` from 1 to ``count``."""

    index: int = 1
    count: int = 1

    @classmethod
    def of(cls, text: str) -> Share:
        """``text`` as "3/64". Raises ``SettingsError``."""
        index, _, count = text.partition("/")
        if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
            raise SettingsError(f"{text!r} is no share of the shards. Give it as 1/64 to 64/64.")
        return cls(int(index), int(count))

    def of_plan(self, plan: Plan) -> list[Shard]:
        """The shards of this job."""
        return [shard for shard in plan.shards if shard.number % self.count == self.index - 1]


@dataclass(frozen=True)
class Means:
    """What does the work, and how much of it there is.

    ``workers`` processes here do it, or the Ray cluster at ``ray``; of the shards those of ``share``, of their reports
    those that the record on disk at ``record`` does not hold.
    """

    workers: int = 1
    ray: str | None = None
    share: Share = Share()
    record: str | Path | None = None


@dataclass(frozen=True)
class Progress:
    """What a run has come to: shards that were done before it, shards that it did, and reports in all of them."""

    before: int = 0
    shards: int = 0
    reports: int = 0
    skipped: int = 0

    def __add__(self, done: Done) -> Progress:
        return Progress(self.before, self.shards + 1, self.reports + done.reports, self.skipped + done.skipped)


def read_shards(
    sources: Iterable[str | Path],
    folder: str | Path,
    settings: Settings | None = None,
    *,
    means: Means | None = None,
    size: int = SIZE,
    on_progress: Callable[[int], None] | None = None,
) -> Progress:
    """Analyse ``sources`` into shards of about ``size`` reports in ``folder``, those that are not there yet.

    ``on_progress`` is called with the number of reports in the shards done so far. Raises ``SettingsError`` where
    ``folder`` holds other shards, and ``WorkerError`` where a shard brings down each process that reads it.
    """
    means = means or Means()
    folder, sources = Path(folder), tuple(sources)
    _check_apart(sources, folder)
    plan = save_plan(make_plan(sources, settings or Settings(), size), folder)
    found = [(shard, is_done(folder, shard)) for shard in means.share.of_plan(plan)]
    progress = Progress(before=sum(done is not None for _, done in found))
    record = str(Path(means.record).absolute()) if means.record else None
    jobs = [
        Job(
            shard=shard,
            folder=str(folder.absolute()),
            settings=plan.settings,
            record=record,
            work_in=str(Path.cwd()) if means.ray else None,
        )
        for shard, done in found
        if done is None
    ]
    for done in _do(jobs, means):
        progress += done
        if on_progress:
            on_progress(progress.reports)
    return progress


def _check_apart(sources: Iterable[str | Path], folder: Path) -> None:
    """Raises ``SettingsError`` where the shards would stand among the sources, and be read as such."""
    for source in sources:
        if Path(source).is_dir() and folder.resolve().is_relative_to(Path(source).resolve()):
            raise SettingsError(f"{folder} lies in {source}, which is read. Name a folder outside it.")


def _do(jobs: list[Job], means: Means) -> Iterator[Done]:
    """Each of ``jobs`` as it is done, in any order."""
    if means.ray is not None and jobs:
        yield from cluster.run(jobs, means.ray)
    elif means.workers > 1:
        yield from local.run(jobs, means.workers)
    else:
        for job in jobs:
            with held_in(job.record) as known:
                yield process_shard(job.shard, Path(job.folder), job.settings, known)
