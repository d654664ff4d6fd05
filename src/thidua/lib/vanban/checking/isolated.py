"""Check a stranger's Word file in a child process that is killed when it takes too long or too much."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

from thidua.lib.vanban.checking.as_json import from_json
from thidua.lib.vanban.checking.rules import Departure
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.isolation import START_SECONDS, Fate, bare_environment, started_child
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits

_CHILD = "thidua.lib.vanban.checking.child"
_ENDS = {
    Fate.OUT_OF_TIME: (UnreadableReason.OUT_OF_TIME, "Tệp mất quá nhiều thời gian để kiểm tra nên đã dừng."),
    Fate.OUT_OF_MEMORY: (UnreadableReason.OUT_OF_MEMORY, "Tệp cần quá nhiều bộ nhớ để kiểm tra; hãy chia nhỏ tệp."),
    Fate.BROKEN: (UnreadableReason.DAMAGED, "Tệp làm hỏng bộ đọc nên đã dừng; hãy mở và lưu lại tệp rồi thử lại."),
}


def check_docx_isolated(content: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Departure, ...]:
    """Return every departure of a Word file, as `check_docx` does, within `limits.seconds` and `limits.memory_bytes`.

    Raises `UnreadableDocument`, with OUT_OF_TIME or OUT_OF_MEMORY when the child had to be stopped.
    """
    request = {"limits": asdict(limits)}
    with started_child(_CHILD, request, payload=content, environment=bare_environment()) as child:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                message = child.next_message(deadline)
            except TimeoutError:
                raise _ended(Fate.OUT_OF_TIME) from None
            if message is None:
                raise _ended(child.fate())
            kind, body = message
            if kind == "ready":
                deadline = time.monotonic() + limits.seconds
            elif kind == "unreadable":
                reason, text = json.loads(body)
                raise UnreadableDocument(UnreadableReason(reason), str(text))
            elif kind == "departures":
                return from_json(json.loads(body))


def _ended(fate: Fate) -> UnreadableDocument:
    return UnreadableDocument(*_ENDS[fate])
