"""A believable department to look around in: founded, staffed and given its papers by the same services an office uses.

Its files (Word, PDF, scan, Excel) are built from `papers` and `structure` by tools/build_demo.py.
"""

from __future__ import annotations

from thidua.cli.demo.filling import fill
from thidua.cli.demo.structure import ADMINISTRATOR_USERNAME, OFFICER_USERNAME, PASSWORD, PEOPLE

__all__ = ["accounts_line", "fill"]

_IN_WORDS = {"lanhdao": "lãnh đạo", "truongphong": "thủ trưởng đơn vị", "daumoi": "cán bộ đầu mối"}


def accounts_line() -> str:
    """Return who can sign in to the demo, on one line."""
    others = [f"{row.username} ({_IN_WORDS[row.username]})" for row in reversed(PEOPLE) if row.username]
    names = [f"{OFFICER_USERNAME} (cán bộ thường trực)", *others, f"{ADMINISTRATOR_USERNAME} (quản trị)"]
    return f"đăng nhập: {', '.join(names)}; mật khẩu chung: {PASSWORD}"
