"""The child process of `validation`: one request on stdin (a line of JSON, then the files), one answer on stdout."""

from __future__ import annotations

import base64
import json
import os
import sys
from datetime import datetime
from typing import Any

from thidua.lib.vanban.reading.child import set_limits
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.signing.errors import SigningRefused


def main() -> None:
    """Answer one request."""
    # Libraries in C may print on file descriptor 1: keep the answer on a descriptor of its own.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    request = json.loads(sys.stdin.buffer.readline())
    set_limits(Limits(seconds=request["seconds"], memory_bytes=request["memory_bytes"], scan_pages=0))
    files = [sys.stdin.buffer.read(size) for size in request["sizes"]]
    try:
        answer: dict[str, Any] = {"found": _answer(request, files)}
    except SigningRefused as refusal:
        answer = {"refused": [refusal.reason.value, str(refusal), refusal.remedy]}
    except (MemoryError, RecursionError):
        answer = {"too_complex": True}
    answers.write(json.dumps(answer).encode())
    answers.flush()
    os._exit(0)


def _answer(request: dict[str, Any], files: list[bytes]) -> list[Any]:
    from thidua.lib.vanban.signing.inspection import compare, inspect

    if request["act"] == "compare":
        return list(compare(*files))
    reports = inspect(
        files[0],
        roots=[base64.b64decode(one) for one in request["roots"]],
        lists=[base64.b64decode(one) for one in request["lists"]],
        at=datetime.fromisoformat(request["at"]),
    )
    return [report.to_json() for report in reports]


if __name__ == "__main__":
    main()
