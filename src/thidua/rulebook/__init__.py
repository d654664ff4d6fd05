"""The law as data, dated and cited: YAML files beside this loader (docs/reference/rule-format.md)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from thidua.lib.rules.loading import load_rulebook
from thidua.lib.rules.model import Rulebook

__all__ = ["FOLDER", "load"]

FOLDER = Path(__file__).parent


def load(*, adopt: Collection[str] = ()) -> Rulebook:
    """Return the law of Vietnam, with the presets a body adopted. Raises RulebookInvalid.

    Read once a process and selection; the result is immutable and may be shared.
    """
    return _loaded(tuple(sorted(adopt)))


@cache
def _loaded(adopt: tuple[str, ...]) -> Rulebook:
    return load_rulebook(FOLDER, adopt=adopt)
