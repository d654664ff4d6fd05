"""The child process of `isolated`: one request and the bytes of a file on stdin, departures on stdout."""

from __future__ import annotations

import json
import os
import sys

from thidua.lib.vanban.checking.as_json import to_json
from thidua.lib.vanban.checking.checker import check_docx
from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.isolation import answering, bound_resources, send
from thidua.lib.vanban.reading.limits import Limits


def main() -> None:
    """Answer one request."""
    answers = answering()
    limits = Limits(**json.loads(sys.stdin.buffer.readline())["limits"])
    content = sys.stdin.buffer.read()
    bound_resources(
        [
            ("RLIMIT_DATA", limits.memory_bytes),
            ("RLIMIT_AS", 4 * limits.memory_bytes),
            ("RLIMIT_CPU", int(2 * limits.seconds) + 1),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_FSIZE", 0),
        ]
    )
    send(answers, "ready", b"")
    try:
        body = json.dumps(to_json(check_docx(content, limits=limits))).encode()
    except UnreadableDocument as error:
        send(answers, "unreadable", json.dumps([error.reason.value, str(error)]).encode())
    else:
        send(answers, "departures", body)
    os._exit(0)


if __name__ == "__main__":
    main()
