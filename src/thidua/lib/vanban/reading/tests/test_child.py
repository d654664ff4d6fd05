"""What the child process of isolated reading says, asked in this process so that its answers are seen whole."""

from __future__ import annotations

import io
import json
import os
import pickle
import resource
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO, cast

import pytest

from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, child
from thidua.lib.vanban.reading.tests.files import plan_pdf

KINDS = (resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)


@pytest.fixture(autouse=True)
def bounds_given_back() -> Iterator[None]:
    before = [(kind, resource.getrlimit(kind)) for kind in KINDS]
    yield
    for kind, limits in before:
        resource.setrlimit(kind, limits)


def answers(
    content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits = DEFAULT_LIMITS
) -> list[tuple[str, bytes]]:
    source = folder / "ke-hoach"
    source.write_bytes(content)
    request = {"path": str(source), "filename": "ke-hoach", "limits": asdict(limits)}

    opened: list[BinaryIO] = []
    open_descriptor = os.fdopen

    def keep(descriptor: int, mode: str) -> BinaryIO:
        opened.append(cast("BinaryIO", open_descriptor(descriptor, mode)))
        return opened[-1]

    def leave(status: int) -> None:
        opened[0].close()
        raise SystemExit(status)

    with (folder / "answers").open("w+b") as answered, (folder / "answers").open("rb") as seen:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(request).encode() + b"\n")))
        monkeypatch.setattr("sys.stdout", answered)
        monkeypatch.setattr("os.fdopen", keep)
        monkeypatch.setattr("os._exit", leave)
        monkeypatch.setattr(child, "set_limits", lambda limits: None)
        with pytest.raises(SystemExit) as left:
            child.main()
        monkeypatch.undo()
        assert left.value.code == 0
        found = []
        while head := seen.readline():
            kind, size = head.decode().split()
            found.append((kind, seen.read(int(size))))
    return found


def test_a_document_comes_whole_behind_its_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = answers(plan_pdf(), tmp_path, monkeypatch)
    assert [kind for kind, _ in told] == ["ready", "progress", "document"]
    assert json.loads(told[1][1]) == [1, 1]
    assert "KẾ HOẠCH" in pickle.loads(told[2][1]).text.splitlines()


def test_what_cannot_be_read_comes_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = answers(b"\0\0", tmp_path, monkeypatch)
    assert [kind for kind, _ in told] == ["ready", "unreadable"]
    assert json.loads(told[1][1]) == ["empty", "Tệp rỗng; hãy kiểm tra lại tệp đã chọn."]


def test_want_of_memory_is_said_and_not_died_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "read_document", starve)
    told = answers(b"x", tmp_path, monkeypatch)
    assert json.loads(told[-1][1]) == [
        "out-of-memory", "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
    ]  # fmt: skip


def test_pages_to_be_recognised_are_announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def announce(*_: object, recognizing: object = None, **__: object) -> str:
        assert callable(recognizing)
        recognizing(3)
        return "văn bản"

    monkeypatch.setattr(child, "read_document", announce)
    told = answers(b"x", tmp_path, monkeypatch)
    assert told[:2] == [("ready", b""), ("recognizing", b"3")]
    assert pickle.loads(told[2][1]) == "văn bản"


def test_limits_bound_memory_and_time_of_the_process() -> None:
    generous = replace(DEFAULT_LIMITS, memory_bytes=2**40, seconds=10**6)
    child.set_limits(generous)
    scans = generous.scan_pages * generous.seconds_per_scan_page
    wanted = {
        resource.RLIMIT_DATA: 2**40,
        resource.RLIMIT_AS: 2**42,
        resource.RLIMIT_CPU: int(2 * (10**6 + scans)) + 1,
        resource.RLIMIT_CORE: 0,
    }
    for kind, amount in wanted.items():
        soft, hard = resource.getrlimit(kind)
        assert soft == (amount if hard == resource.RLIM_INFINITY else min(amount, hard))
