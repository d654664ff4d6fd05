from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.ledger import GENESIS, BrokenChain, Link, digest, verify

CONTENT = st.dictionaries(
    st.text(max_size=8), st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)), max_size=4
)


def chain(contents: list[dict[str, Any]]) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for sequence, content in enumerate(contents, start=1):
        own = digest(previous_hash=previous, sequence=sequence, content=content)
        links.append(Link(sequence, content, previous, own))
        previous = own
    return links


@given(st.lists(CONTENT, max_size=8))
def test_a_chain_as_written_holds(contents: list[dict[str, Any]]) -> None:
    links = chain(contents)
    assert verify(links) == (len(contents), links[-1].hash if links else GENESIS)


@given(st.lists(CONTENT, min_size=2, max_size=8), st.randoms())
def test_any_change_removal_or_swap_is_found(contents: list[dict[str, Any]], random: Any) -> None:
    links = chain(contents)
    at = random.randrange(len(links))
    changed = [*links[:at], replace(links[at], content={**links[at].content, "planted": at}), *links[at + 1 :]]
    with pytest.raises(BrokenChain) as error:
        verify(changed)
    assert (error.value.sequence, error.value.what) == (at + 1, "content was changed")
    if at < len(links) - 1:  # a cut at the end is found only by who kept the last hash
        with pytest.raises(BrokenChain):
            verify([*links[:at], *links[at + 1 :]])


def test_the_order_of_keys_does_not_matter() -> None:
    assert digest(previous_hash=GENESIS, sequence=1, content={"a": 1, "b": 2}) == digest(
        previous_hash=GENESIS, sequence=1, content={"b": 2, "a": 1}
    )
