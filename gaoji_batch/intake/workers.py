"""An executor of long-lived processes that read files, each of them a ReadingProcess."""

from __future__ import annotations

import signal
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import resource_tracker
from queue import Empty, SimpleQueue
from typing import Any

from gaoji_batch.intake.reading_process import ReadingProcess, call_by_name
from gaoji_batch.workspace.limits import Limits

LATER = 0.8
"""Seconds after which each further process starts, if enough still waits: on two processors the caller, which
loads its program meanwhile, has the other."""
START = 0.4
"""Seconds of work that must still wait for a further process: its start costs as much."""
MANY = 200
"""So many requests at once are worth each process from the start."""
_COUNTED = 0.05
"""Seconds in which they have all been asked for."""
IN_HAND = 2
"""Requests that a process has at once: the thread that serves it may wait long for its turn while the caller
loads its program, and the process would wait with it."""
_Request = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class LocalWorkers(Executor):
    """An executor of `count` processes, each served by a thread of its own. A process starts at its first
    request, or to prepare, the others one after the other while much waits."""

    def __init__(self, count: int, limits: Limits) -> None:
        self._limits = limits
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._stopping = False
        self._asked, self._ending = threading.Event(), threading.Event()
        self._workers = [ReadingProcess(limits) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker, at * LATER), daemon=True)
            for at, worker in enumerate(self._workers)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        """Whether a process has started."""
        return any(worker.running for worker in self._workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._stopping:
            raise RuntimeError("the workers have been shut down")
        future: Future[Any] = Future()
        self._requests.put((future, fn, args, kwargs))
        self._asked.set()
        return future

    def prepare(self, module: str, name: str) -> None:
        """Starts the first process, and has it call a function whose result it will need, while the caller
        finds out what is to be read. What fails here fails again, and is told, at the first request."""
        self._requests.put((Future(), call_by_name, (module, name), {}))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._stopping = True
        for worker in self._workers if cancel_futures else ():
            worker.abandon()
        self._asked.set()
        self._ending.set()
        while cancel_futures and not self._requests.empty():
            request = self._requests.get()
            if request is not None:
                request[0].cancel()
        for _ in self._threads:
            self._requests.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Waits for what was asked; after an error, or Ctrl-C, for the files in hand alone."""
        self.shutdown(wait=kind is None, cancel_futures=kind is not None)

    def _await_need(self, later: float) -> None:
        """Until much still waits so many seconds after a request came, or many wait at once, or the end."""
        while not self._ending.is_set():
            self._asked.wait()
            if self._ending.wait(_COUNTED) or self._requests.qsize() > MANY:
                return
            waiting = self._requests.qsize()
            if self._ending.wait(later):
                return
            left = self._requests.qsize()
            if much_waits(waiting, left, later):
                return
            if not left:
                self._asked.clear()

    def _serve(self, worker: ReadingProcess, later: float) -> None:
        _leave_interrupts()
        if later:
            self._await_need(later)
        in_hand: deque[_Request] = deque()
        more = True
        try:
            while more or in_hand:
                more = more and self._take_up(in_hand)
                if in_hand:
                    calls = [call for _, *call in in_hand]
                    future = in_hand.popleft()[0]
                    try:
                        future.set_result(worker.ask(calls, self._limits.seconds))
                    except Exception as error:
                        future.set_exception(error)
        finally:
            worker.end()

    def _take_up(self, in_hand: deque[_Request]) -> bool:
        """Takes up requests up to IN_HAND, and waits for the first alone; whether more may come."""
        while len(in_hand) < IN_HAND:
            try:
                request = self._requests.get(block=not in_hand)
            except Empty:
                return True
            if request is None:
                return False
            if request[0].set_running_or_notify_cancel():
                in_hand.append(request)
        return True


def much_waits(before: int, left: int, seconds: float) -> bool:
    """Whether the requests that are left are worth a further process, by how many of those that waited before
    were taken up in so many seconds: a few large files may be as well as many small ones."""
    return left * seconds > START * max(before - left, 0.5)


def _leave_interrupts() -> None:
    """Ctrl-C is for the main thread: blocked in this thread, it is blocked in the process that it starts,
    from that one's first moment."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # when it starts later, it lifts the block
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
