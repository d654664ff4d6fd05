"""Official documents made up: of every type, with every level, tables, long names, stamps, annexes, copies.

`made_up(chance, type_key)` draws one from a `random.Random`; `official_documents()` is the same as a Hypothesis
strategy. All are in the canonical form that `recognize` returns.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.writing.tests.papers.documents import all_types, made_up
from thidua.lib.vanban.writing.tests.papers.tables import sheet

__all__ = ["all_types", "made_up", "official_documents", "sheet"]


def official_documents(type_key: str | None = None) -> SearchStrategy[OfficialDocument]:
    """Return documents of one type, or of any."""
    keys = st.sampled_from(all_types()) if type_key is None else st.just(type_key)
    return st.builds(made_up, st.randoms(use_true_random=False), keys)
