"""Shards as tasks on a Ray cluster. All its machines need Dateline, the sources and the folder, under one path."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from dateline.errors import SettingsError
from dateline.scale.local import ATTEMPTS, dead
from dateline.scale.shards import Done
from dateline.scale.worker import Answer, Job, work

LOCAL = "local"
_AHEAD = 2  # tasks handed over for each processor: enough to keep it busy, few enough for any number of shards


def run(todo: Sequence[Job], address: str) -> Iterator[Done]:
    """Each of ``todo`` as it is done, by the cluster at ``address``; a task whose process dies is done again.

    Raises ``SettingsError`` where Ray is not installed or not reached, ``WorkerError`` where a shard brings down each
    process that reads it.
    """
    ray = _connect(address)
    try:
        yield from _run(ray, todo)
    finally:
        ray.shutdown()


def _connect(address: str) -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would tell its makers of each run
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # what its next version does; it warns otherwise
    try:
        import ray  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise SettingsError("Ray is not installed. Install it with pip install 'dateline[ray]'.") from error
    given = None if address == LOCAL else address
    try:
        ray.init(
            address=given,
            include_dashboard=False if given is None else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except Exception as error:  # Ray has no class of its own for a start that fails
        raise SettingsError(f"no Ray cluster answers at {address!r}: {error}. Start one, or say local.") from error
    return ray


def _run(ray: Any, todo: Sequence[Job]) -> Iterator[Done]:
    task = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(_work)
    waiting = iter(todo)
    running: dict[Any, Job] = {}
    ahead = max(1, int(ray.cluster_resources().get("CPU", 1))) * _AHEAD
    while True:
        for job in islice(waiting, ahead - len(running)):
            running[task.remote(msgspec.json.encode(job))] = job
        if not running:
            return
        (ready,), _ = ray.wait(list(running), num_returns=1)
        job = running.pop(ready)
        try:
            answer = msgspec.json.decode(ray.get(ready), type=Answer)
        except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError) as error:
            raise dead(job.shard) from error
        if answer.failure:
            raise answer.failure.error()
        if answer.done:
            yield answer.done


def _work(job: bytes) -> bytes:
    return msgspec.json.encode(work(msgspec.json.decode(job, type=Job)))
