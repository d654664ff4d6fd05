"""Asynchronous work from where a loop runs and where none does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from thidua.lib.vanban.signing.running import finished


def in_a_loop(work: Coroutine[Any, Any, int]) -> int:
    """Run in a thread without a loop of its own: the browser of other tests leaves one running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def doubled(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError("negative")
    return 2 * number


def test_without_a_loop_and_within_one() -> None:
    async def inside() -> int:
        return finished(doubled(4))

    assert (finished(doubled(3)), in_a_loop(inside())) == (6, 8)


def test_what_it_raises_arrives() -> None:
    async def inside() -> int:
        return finished(doubled(-1))

    with pytest.raises(ValueError, match="negative"):
        in_a_loop(inside())
