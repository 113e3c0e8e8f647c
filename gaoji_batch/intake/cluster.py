"""Many machines that read files: Dask's workers, behind the same `Executor` as the local ones (the extra
`cluster`).

Each worker hands a file on to a reader of its own, so that the limits hold there as they do here, and a
reader that dies costs its file alone.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import cache
from typing import Any

from gaoji_batch.errors import GaojiError
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.workspace.limits import Limits

try:
    from distributed import Client, get_worker
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise GaojiError(
        "[engine] scheduler需要组件distributed，尚未安装",
        "执行pip install 'gaoji-batch[cluster]'，或删去这项设置",
    ) from error


@contextmanager
def cluster(scheduler: str, limits: Limits) -> Iterator[Executor]:
    """The cluster at an address, each request held to the limits. Its workers have this package installed and
    see the workspace under the same path."""
    try:
        client = Client(scheduler, timeout=5, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise GaojiError(f"连不上集群{scheduler}", "启动dask scheduler，或核对[engine] scheduler") from error
    with client:
        # if pure, Dask would give what it read of this path before; tried again, a file that ends its worker
        # would end others
        yield Cluster(client.get_executor(pure=False, retries=0), limits)


class Cluster(Executor):
    """Dask's executor, whose losses are told as those of the local workers are."""

    def __init__(self, inner: Executor, limits: Limits) -> None:
        self._inner, self._limits = inner, limits

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        self._inner.submit(_bounded, self._limits, fn, *args, **kwargs).add_done_callback(
            lambda done: _hand_on(done, answer)
        )
        return answer


def _bounded(limits: Limits, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """On a worker of Dask: what a reader makes of one request, or WorkerLost."""
    return _readers(limits).submit(fn, *args, **kwargs).result()


@cache
def _readers(limits: Limits) -> LocalWorkers:
    """As many readers as this worker takes requests at once; each ends when the worker does, since its pipe
    is closed."""
    config: dict[str, object] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    config["daemon"] = False  # Dask's workers are daemons, and multiprocessing lets daemons have no children
    return LocalWorkers(get_worker().state.nthreads, limits)


def _hand_on(done: Future[Any], answer: Future[Any]) -> None:
    try:
        answer.set_result(done.result())
    except KilledWorker:
        answer.set_exception(WorkerLost("died"))
    except CancelledError:
        answer.set_exception(GaojiError("与集群的连接断了", "核对dask scheduler是否还在运行，再重新运行"))
    except Exception as error:
        answer.set_exception(error)
