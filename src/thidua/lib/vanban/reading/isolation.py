"""Read a stranger's file in a child process that is killed when it takes too long or too much.

The child is a plain `python -m` process, so this works from web workers, job runners, threads, and on Windows;
where the system has resource limits the child also sets them on itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from thidua.lib.vanban import model
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits

_CHILD = "thidua.lib.vanban.reading.child"
_START_SECONDS = 20.0
"""Time for the interpreter and libraries to load on a busy machine, before the file's own time begins."""
_OUT_OF_TIME = "Tệp mất quá nhiều thời gian để đọc nên đã dừng; hãy chia nhỏ tệp rồi tải lại."
_OUT_OF_MEMORY = "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
_CRASHED = "Tệp làm hỏng bộ đọc nên đã dừng; hãy mở và lưu lại tệp rồi tải lên lần nữa."
_CLASSES = {
    name: value for name, value in vars(model).items() if isinstance(value, type) and value.__module__ == model.__name__
}


class _ModelUnpickler(pickle.Unpickler):
    """Builds classes of the document model and nothing else, whatever a child turned bad may send."""

    def find_class(self, module: str, name: str) -> Any:
        if module == model.__name__ and name in _CLASSES:
            return _CLASSES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is not part of the document model")


def read_document_isolated(
    path: Path,
    *,
    filename: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read a file in a child process bounded in time and memory.

    Takes at most `limits.seconds`, and `limits.seconds_per_scan_page` more for each page to be recognised.
    Raises `UnreadableDocument` as `read_document` does, with OUT_OF_TIME or OUT_OF_MEMORY when the child had
    to be stopped, and `OSError` when the path cannot be opened.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    request = {"path": str(path.resolve()), "filename": filename or path.name, "limits": asdict(limits)}
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        return _conversation(process, request, limits, progress)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """Return the child's environment: ours, our import path, one thread for each numeric library."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, **threads, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _conversation(
    process: subprocess.Popen[bytes],
    request: dict[str, Any],
    limits: Limits,
    progress: Callable[[int, int], None] | None,
) -> Document:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the child has no pipes")
    with contextlib.suppress(OSError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.close()
    messages: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
    threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True).start()
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            message = messages.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise UnreadableDocument(UnreadableReason.OUT_OF_TIME, _OUT_OF_TIME) from None
        if message is None:
            raise _died(process)
        kind, body = message
        if kind == "ready":
            deadline = time.monotonic() + limits.seconds
        elif kind == "recognizing":
            deadline += limits.seconds_per_scan_page * min(int(body), limits.scan_pages)
        elif kind == "progress" and progress is not None:
            done, pages = json.loads(body)
            progress(int(done), int(pages))
        elif kind == "unreadable":
            reason, text = json.loads(body)
            raise UnreadableDocument(UnreadableReason(reason), str(text))
        elif kind == "document":
            document = _ModelUnpickler(BytesIO(body)).load()
            if not isinstance(document, Document):
                raise UnreadableDocument(UnreadableReason.DAMAGED, _CRASHED)
            return document


def _listen(pipe: BinaryIO, messages: queue.Queue[tuple[str, bytes] | None]) -> None:
    """Pass messages on as they come: a line of kind and length, then the body; None when the child has gone."""
    with contextlib.suppress(OSError, ValueError):
        while header := pipe.readline(100):
            kind, length = header.split()
            body = pipe.read(int(length))
            if len(body) < int(length):
                break
            messages.put((kind.decode(), body))
    messages.put(None)


def _died(process: subprocess.Popen[bytes]) -> UnreadableDocument:
    """Say why a child ended without an answer."""
    try:
        status = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        status = 0
    out_of_time = (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9))
    if status in out_of_time:
        return UnreadableDocument(UnreadableReason.OUT_OF_TIME, _OUT_OF_TIME)
    if status in (1, -signal.SIGABRT):
        # What a reader raises is answered; only memory that is gone leaves no room for an answer.
        return UnreadableDocument(UnreadableReason.OUT_OF_MEMORY, _OUT_OF_MEMORY)
    return UnreadableDocument(UnreadableReason.DAMAGED, _CRASHED)
