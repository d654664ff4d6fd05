"""Time markitdown's conversion of one file in its own environment: `python bench/peers.py FILE ROUNDS`.

Prints the median in milliseconds. Runs in build/bench-venv, so it imports nothing of ours; the peer's import and a
first warm-up are not counted.
"""

import statistics
import sys
import time

from markitdown import MarkItDown

path, rounds = sys.argv[1], int(sys.argv[2])
converter = MarkItDown(enable_plugins=False)
times = []
for _ in range(rounds + 1):
    began = time.perf_counter()
    converter.convert(path)
    times.append((time.perf_counter() - began) * 1000)
print(statistics.median(times[1:]))
