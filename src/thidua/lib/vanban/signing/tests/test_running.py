"""Asynchronous work from where a loop runs and where none does."""

from __future__ import annotations

import asyncio

import pytest

from thidua.lib.vanban.signing.running import finished


async def doubled(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError("negative")
    return 2 * number


def test_without_a_loop_and_within_one() -> None:
    async def inside() -> int:
        return finished(doubled(4))

    assert (finished(doubled(3)), asyncio.run(inside())) == (6, 8)


def test_what_it_raises_arrives() -> None:
    async def inside() -> int:
        return finished(doubled(-1))

    with pytest.raises(ValueError, match="negative"):
        asyncio.run(inside())
