"""Run every guard; print each fault with its file and line; exit 1 when there is one."""

from __future__ import annotations

import sys
from pathlib import Path

from architecture.guards import GUARDS

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    faults = [fault for guard in GUARDS for fault in guard(ROOT)]
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - a command's output
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
