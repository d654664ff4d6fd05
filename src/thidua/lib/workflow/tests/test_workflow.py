import pytest

from thidua.lib.workflow import IllegalStep, Step, Workflow

DOOR = Workflow([Step("open", ("closed",), "open"), Step("close", ("open", "ajar"), "closed")])


def test_a_step_leads_to_its_target() -> None:
    assert DOOR.step("open", state="closed") == "open"
    assert DOOR.step("close", state="ajar") == "closed"


def test_an_illegal_step_says_what_is_allowed() -> None:
    with pytest.raises(IllegalStep) as error:
        DOOR.step("open", state="open")
    assert (error.value.act, error.value.state, error.value.allowed) == ("open", "open", ("close",))


def test_a_table_with_two_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="open stands twice for closed"):
        Workflow([Step("open", ("closed",), "open"), Step("open", ("closed",), "ajar")])


def test_acts_are_listed_once_in_order() -> None:
    assert DOOR.acts == ("open", "close")
