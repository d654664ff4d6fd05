"""The child process of `isolation`: one request on stdin, messages on stdout."""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.isolation import answering, bound_resources, send
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.reader import read_document


def set_limits(limits: Limits) -> None:
    """Bound this process's memory and processor time."""
    most_seconds = int(2 * (limits.seconds + limits.scan_pages * limits.seconds_per_scan_page)) + 1
    bound_resources(
        [
            ("RLIMIT_DATA", limits.memory_bytes),
            ("RLIMIT_AS", 4 * limits.memory_bytes),
            ("RLIMIT_CPU", most_seconds),
            ("RLIMIT_CORE", 0),
        ]
    )


def main() -> None:
    """Answer one request."""
    answers = answering()
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    set_limits(limits)
    send(answers, "ready", b"")

    def report(done: int, pages: int) -> None:
        send(answers, "progress", json.dumps([done, pages]).encode())

    def announce(pages: int) -> None:
        send(answers, "recognizing", str(pages).encode())

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
        send(answers, "unreadable", json.dumps([error.reason.value, str(error)]).encode())
    except MemoryError:
        text = "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
        send(answers, "unreadable", json.dumps([UnreadableReason.OUT_OF_MEMORY.value, text]).encode())
    else:
        send(answers, "document", body)
    answers.flush()
    # Threads of recognition may still run; the answer is given, so nothing is left to wait for.
    os._exit(0)


if __name__ == "__main__":
    main()
