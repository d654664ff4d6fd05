"""Read a stranger's file in a child process that is killed when it takes too long or too much."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from thidua.lib.vanban import model
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.isolation import START_SECONDS, Child, Fate, started_child
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits

_CHILD = "thidua.lib.vanban.reading.child"
_OUT_OF_TIME = "Tệp mất quá nhiều thời gian để đọc nên đã dừng; hãy chia nhỏ tệp rồi tải lại."
_OUT_OF_MEMORY = "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
_CRASHED = "Tệp làm hỏng bộ đọc nên đã dừng; hãy mở và lưu lại tệp rồi tải lên lần nữa."
_ENDS = {
    Fate.OUT_OF_TIME: (UnreadableReason.OUT_OF_TIME, _OUT_OF_TIME),
    Fate.OUT_OF_MEMORY: (UnreadableReason.OUT_OF_MEMORY, _OUT_OF_MEMORY),
    Fate.BROKEN: (UnreadableReason.DAMAGED, _CRASHED),
}
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
    with started_child(_CHILD, request) as child:
        return _conversation(child, limits, progress)


def _conversation(child: Child, limits: Limits, progress: Callable[[int, int], None] | None) -> Document:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            message = child.next_message(deadline)
        except TimeoutError:
            raise UnreadableDocument(UnreadableReason.OUT_OF_TIME, _OUT_OF_TIME) from None
        if message is None:
            raise UnreadableDocument(*_ENDS[child.fate()])
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
