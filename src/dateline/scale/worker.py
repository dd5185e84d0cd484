"""A worker process: a job a line on standard input, an answer a line on standard output.

It ends at once when standard input does, and with it when whoever gave it work is killed. A program of its own rather
than ``multiprocessing``: it never imports the caller's main module.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from dateline import errors
from dateline.errors import DatelineError
from dateline.scale.plan import Shard
from dateline.scale.shards import Done, held_in, process_shard
from dateline.settings import Settings


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A shard to be done into ``folder``, without the reports that ``record`` holds.

    ``work_in`` is what relative paths are relative to, if not here.
    """

    shard: Shard
    folder: str
    settings: Settings
    record: str | None = None
    work_in: str | None = None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An error that stops the run: its class of ``dateline.errors`` and its message."""

    kind: str
    message: str

    def error(self) -> DatelineError:
        """The error itself."""
        kind = getattr(errors, self.kind, DatelineError)
        return kind(self.message) if issubclass(kind, DatelineError) else DatelineError(self.message)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a job."""

    done: Done | None = None
    failure: Failure | None = None


def work(job: Job) -> Answer:
    """Do ``job``. An error of ours is an answer, for trying again would not help; any other one is raised."""
    if job.work_in is not None:
        os.chdir(job.work_in)
    try:
        with held_in(job.record) as known:
            return Answer(done=process_shard(job.shard, Path(job.folder), job.settings, known))
    except DatelineError as error:
        return Answer(failure=Failure(kind=type(error).__name__, message=str(error)))


def main() -> None:
    """Answer jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs.put,), daemon=True).start()
    while True:
        answer = work(msgspec.json.decode(jobs.get(), type=Job))
        answers.write(msgspec.json.encode(answer) + b"\n")


def _listen(put: Callable[[bytes], None]) -> None:
    for line in sys.stdin.buffer:
        put(line)
    os._exit(0)  # nobody waits for what is being done: its shard will be done again
