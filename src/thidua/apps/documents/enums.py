"""Words of stored files."""

from __future__ import annotations

ACTS = {"documents.store_file": "đã tải lên tệp", "documents.delete_file": "đã xóa tệp"}
FACTS = {"name": "Tên tệp", "sha256": "Mã kiểm tra nội dung"}
