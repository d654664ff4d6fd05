"""Child processes that do one piece of work on a stranger's bytes and are killed when it costs too much.

The child is a plain `python -m` process, so this works from web workers, job runners, threads, and on Windows. It gets
one request on stdin, a line of JSON and then bytes, and answers with messages on stdout, each a line of kind and length
and then its body. Parent: `started_child`. Child: `answering`, `bound_resources`, `send`.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import IO, Any, BinaryIO

START_SECONDS = 20.0
"""Time for the interpreter and libraries to load on a busy machine, before the work's own time begins."""


class Fate(StrEnum):
    """How a child ended that gave no answer."""

    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"
    BROKEN = "broken"


class Child:
    """A child at work."""

    def __init__(self, process: subprocess.Popen[bytes], answers: IO[bytes]) -> None:
        self._process = process
        self._messages: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        threading.Thread(target=_listen, args=(answers, self._messages), daemon=True).start()

    def next_message(self, deadline: float) -> tuple[str, bytes] | None:
        """Return the next message as (kind, body), None when the child has gone. Raises TimeoutError at the deadline.

        `deadline` is a moment of `time.monotonic`.
        """
        try:
            return self._messages.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None

    def fate(self) -> Fate:
        return fate_of(self._process)


@contextlib.contextmanager
def started_child(
    module: str, request: Mapping[str, Any], *, payload: bytes = b"", environment: Mapping[str, str] | None = None
) -> Iterator[Child]:
    """Start `python -m module`, hand it the request, and kill it at the end of the block, whatever it does then."""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=own_environment() if environment is None else dict(environment),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the child has no pipes")
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(request).encode() + b"\n" + payload)
            process.stdin.close()
        yield Child(process, process.stdout)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def own_environment() -> dict[str, str]:
    """Return the environment of this process for a child: our import path, one thread for each numeric library."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, **threads, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def bare_environment() -> dict[str, str]:
    """Return an environment in which Python starts, without our secrets and addresses."""
    ours = own_environment()
    kept = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS", "SYSTEMROOT")
    return {name: ours[name] for name in kept if name in ours}


def fate_of(process: subprocess.Popen[bytes]) -> Fate:
    """Say why a child ended without an answer."""
    try:
        status = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        status = 0
    if status in (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)):
        return Fate.OUT_OF_TIME
    if status in (1, -signal.SIGABRT):
        # What the work raises is answered; only memory that is gone leaves no room for an answer.
        return Fate.OUT_OF_MEMORY
    return Fate.BROKEN


def _listen(pipe: IO[bytes], messages: queue.Queue[tuple[str, bytes] | None]) -> None:
    """Pass messages on as they come; None when the child has gone."""
    with contextlib.suppress(OSError, ValueError):
        while header := pipe.readline(100):
            kind, length = header.split()
            body = pipe.read(int(length))
            if len(body) < int(length):
                break
            messages.put((kind.decode(), body))
    messages.put(None)


def answering() -> BinaryIO:
    """Return, in a child, where messages go. Libraries in C may print on stdout, which from now on leads nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def send(answers: BinaryIO, kind: str, body: bytes) -> None:
    """Send one message from a child."""
    answers.write(f"{kind} {len(body)}\n".encode() + body)
    answers.flush()


def bound_resources(bounds: Iterable[tuple[str, int]]) -> None:
    """Bound this process where the system can, by `resource.RLIMIT_…`; elsewhere the parent's clock must do."""
    try:
        import resource
    except ImportError:
        return
    for name, amount in bounds:
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                _, hard = resource.getrlimit(kind)
                soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
                resource.setrlimit(kind, (soft, hard))
