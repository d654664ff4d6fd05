"""Real plans set in form and read again."""

from __future__ import annotations

import pytest

from bench.write_plans import FLOORS, kept, plans

PATHS = plans()


@pytest.mark.skipif(not PATHS, reason="the annotated plans are not beside the project (../shared/plans)")
@pytest.mark.parametrize("kind", FLOORS)
def test_a_second_reading_says_what_the_first_did(kind: str) -> None:
    result = kept(PATHS, kind)
    assert result.scores.macro >= FLOORS[kind]
    assert result.equal >= 3
