"""Shards in processes of this machine. One that dies is replaced, and its shard done again."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

import dateline
from dateline.errors import DatelineError, WorkerError
from dateline.scale.plan import Shard
from dateline.scale.shards import Done
from dateline.scale.worker import Answer, Job

ATTEMPTS = 3  # that one shard is given: a machine kills a process now and then, but not always at the same report
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")

log = logging.getLogger(__name__)


def run(todo: Sequence[Job], workers: int) -> Iterator[Done]:
    """Each of ``todo`` as it is done. Processes end with the iteration, however it ends."""
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in todo:
        jobs.put(job)
    answers: queue.SimpleQueue[Done | Exception] = queue.SimpleQueue()
    crew = [_Worker() for _ in range(min(workers, len(todo)))]
    try:
        for worker in crew:
            threading.Thread(target=_drive, args=(worker, jobs, answers), daemon=True).start()
        for _ in todo:
            answer = answers.get()
            if isinstance(answer, Exception):
                raise answer
            yield answer
    finally:
        for worker in crew:
            worker.close()


def _drive(worker: _Worker, jobs: queue.SimpleQueue[Job], answers: queue.SimpleQueue[Done | Exception]) -> None:
    """Give ``worker`` one shard after the other."""
    while True:
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            worker.close()
            return
        try:
            answers.put(worker.do(job))
        except _ClosedError:
            return
        except Exception as error:
            answers.put(error)
            return


class _ClosedError(Exception):
    """The run is over."""


class _Worker:
    """A process that does shards, started when there is the first one to do."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def do(self, job: Job) -> Done:
        """Do ``job``. Raises what stops the run, and ``WorkerError`` where each process dies of the shard."""
        shard = job.shard
        for _ in range(ATTEMPTS):
            if answer := self._ask(msgspec.json.encode(job) + b"\n"):
                if answer.failure:
                    raise answer.failure.error()
                if answer.done:
                    return answer.done
            log.warning("a worker died at shard %d, %s; the shard is done again", shard.number, shard.parts[0].path)
        raise dead(shard)

    def _ask(self, job: bytes) -> Answer | None:
        """The answer to ``job``; nothing where the process dies of it."""
        process = self._running()
        with suppress(BrokenPipeError):
            if process.stdin and process.stdout:
                process.stdin.write(job)
                process.stdin.flush()
                if line := process.stdout.readline():
                    return msgspec.json.decode(line, type=Answer)
        self._end(process)
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise _ClosedError
            if self._process is None:
                self._process = _start()
            return self._process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            _stop(process)
            if self._closed:
                raise _ClosedError
            self._process = None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._lock:
            self._closed = True
            if self._process:
                _stop(self._process)


def dead(shard: Shard) -> DatelineError:
    """That a shard brings down each process that reads it."""
    first, last = shard.parts[0], shard.parts[-1]
    where = first.path if first.path == last.path else f"{first.path} to {last.path}"
    return WorkerError(
        f"each of {ATTEMPTS} processes died at shard {shard.number} ({where}). "
        "Give the machine more memory, or leave the file out."
    )


def _start() -> subprocess.Popen[bytes]:
    """A worker in a process group of its own, so that Ctrl-C reaches it through us alone."""
    package = str(Path(dateline.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-c", "from dateline.scale.worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | ONE_THREAD | {"PYTHONPATH": paths},
        process_group=0 if os.name == "posix" else None,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
