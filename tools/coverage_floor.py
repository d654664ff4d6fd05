"""Refuse a build whose tests reach too little: `python tools/coverage_floor.py` after `pytest --cov`.

Branch coverage of what decides (libraries, domain, policies, services) is held at 95 %, of everything at 85 %.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

DECIDING = re.compile(r"src/thidua/lib/|src/thidua/apps/\w+/(domain|policies|services)(/|\.py)")
FLOORS = {"what decides": 95.0, "everything": 85.0}


def main() -> int:
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    sys.stdout.write("\n")
    failed = False
    for name, floor in FLOORS.items():
        chosen = [
            (path, entry["summary"]) for path, entry in files.items() if name == "everything" or DECIDING.search(path)
        ]
        reached = sum(one["covered_lines"] + one["covered_branches"] for _, one in chosen)
        there = sum(one["num_statements"] + one["num_branches"] for _, one in chosen)
        share = 100 * reached / max(there, 1)
        failed |= share < floor
        print(f"coverage of {name}: {share:.1f} % (floor {floor:.0f} %)")
        if share < floor:
            worst = sorted(chosen, key=lambda one: one[1]["percent_covered"])[:8]
            print("\n".join(f"  {one['percent_covered']:5.1f} %  {path}" for path, one in worst))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
