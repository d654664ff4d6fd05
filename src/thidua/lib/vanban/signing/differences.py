"""How two states of a PDF differ, page by page, in words."""

from __future__ import annotations

from typing import Any

MAX_PAGES = 300
_ELSEWHERE = "Thay đổi nằm ngoài nội dung các trang (cấu trúc, phông chữ, biểu mẫu hoặc dữ liệu ẩn của tệp)."


def page_differences(before: Any, after: Any) -> tuple[str, ...]:
    """Say what differs between two pyHanko handlers of PDF files; at least one sentence."""
    try:
        counts = [int(handler.root["/Pages"]["/Count"]) for handler in (before, after)]
        said = [f"Số trang đổi từ {counts[0]} thành {counts[1]}."] if counts[0] != counts[1] else []
        changed, annotated = [], []
        for number in range(min(*counts, MAX_PAGES)):
            old, new = (handler.find_page_for_modification(number)[0].get_object() for handler in (before, after))
            if _content(old) != _content(new):
                changed.append(str(number + 1))
            if _annotations(old) != _annotations(new):
                annotated.append(str(number + 1))
        if changed:
            said.append(f"Nội dung trang {', '.join(changed)} đã bị sửa.")
        if annotated:
            said.append(f"Trang {', '.join(annotated)} có thêm hoặc bớt ghi chú, hình dán hay ô biểu mẫu.")
        return tuple(said) or (_ELSEWHERE,)
    except Exception:
        # A file that was tampered with need not have pages that can be walked.
        return ("Không xác định được phần nào của tệp đã thay đổi.",)


def _content(page: Any) -> bytes:
    content = page.get("/Contents")
    if content is None:
        return b""
    content = content.get_object()
    parts = content if isinstance(content, list) else [content]
    return b"\n".join(bytes(part.get_object().data) for part in parts)


def _annotations(page: Any) -> int:
    """Count the marks on a page; fields of signatures are none."""
    count = 0
    for mark in page.get("/Annots") or ():
        mark = mark.get_object()
        kind = mark.get("/FT") or (mark["/Parent"].get("/FT") if "/Parent" in mark else None)
        count += kind != "/Sig"
    return count
