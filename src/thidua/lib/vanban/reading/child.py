"""The child process of `isolation`: one request on stdin, messages on stdout."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import sys
from pathlib import Path
from typing import BinaryIO

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.reader import read_document


def set_limits(limits: Limits) -> None:
    """Bound this process's memory and processor time where the system can; elsewhere the parent's clock must do."""
    try:
        import resource
    except ImportError:
        return
    most_seconds = int(2 * (limits.seconds + limits.scan_pages * limits.seconds_per_scan_page)) + 1
    for name, amount in (
        ("RLIMIT_DATA", limits.memory_bytes),
        ("RLIMIT_AS", 4 * limits.memory_bytes),
        ("RLIMIT_CPU", most_seconds),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                _, hard = resource.getrlimit(kind)
                soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
                resource.setrlimit(kind, (soft, hard))


def main() -> None:
    """Answer one request."""
    # Libraries in C may print on file descriptor 1: keep the answers on a descriptor of their own.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    set_limits(limits)
    _send(answers, "ready", b"")

    def report(done: int, pages: int) -> None:
        _send(answers, "progress", json.dumps([done, pages]).encode())

    def announce(pages: int) -> None:
        _send(answers, "recognizing", str(pages).encode())

    try:
        document = read_document(
            Path(request["path"]),
            filename=request["filename"],
            limits=limits,
            progress=report,
            recognizing=announce,
        )
        body = pickle.dumps(document, protocol=pickle.HIGHEST_PROTOCOL)
    except UnreadableDocument as error:
        _send(answers, "unreadable", json.dumps([error.reason.value, str(error)]).encode())
    except MemoryError:
        text = "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
        _send(answers, "unreadable", json.dumps([UnreadableReason.OUT_OF_MEMORY.value, text]).encode())
    else:
        _send(answers, "document", body)
    answers.flush()
    # Threads of recognition may still run; the answer is given, so nothing is left to wait for.
    os._exit(0)


def _send(answers: BinaryIO, kind: str, body: bytes) -> None:
    answers.write(f"{kind} {len(body)}\n".encode() + body)
    answers.flush()


if __name__ == "__main__":
    main()
