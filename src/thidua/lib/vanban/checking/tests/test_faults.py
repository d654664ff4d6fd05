"""Each rule finds the fault planted against it, cites the Decree rightly, and says nothing else."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.checking import check_docx, rules
from thidua.lib.vanban.checking.tests.faults import FAULTS, Fault
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import SAMPLES, right


@pytest.mark.parametrize("name", SAMPLES)
def test_our_own_papers_are_in_form(name: str) -> None:
    assert check_docx(right(name)) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule} {fault.name}".strip())
def test_a_planted_fault_is_found_with_its_citation(fault: Fault) -> None:
    word = Planting(right(fault.sample))
    fault.plant(word)
    found = check_docx(word.content())
    assert {one.rule for one in found} == {fault.rule, *fault.companions}
    assert {one.citation for one in found if one.rule == fault.rule} == {fault.citation}


def test_every_rule_of_structure_has_a_planted_fault() -> None:
    facets = {key for key in rules() if key.rpartition("-")[2] in ("size", "weight", "slant", "case", "alignment")}
    planted = {fault.rule for fault in FAULTS}
    assert set(rules()) - facets - planted == set()
