"""Every state × step × role of a paper, and that seeing one agrees with seeing the rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from thidua.apps.documents import policies, queries, transitions
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services import papers
from thidua.apps.documents.tests.factories import make_pdf
from thidua.apps.documents.tests.paper_factories import (
    Office,
    content,
    make_draft,
    make_issued,
    make_office,
    make_sent,
    make_signed,
    make_submitted,
)
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body
from thidua.core.actor import Actor, Role

pytestmark = pytest.mark.django_db
WRITER = {
    "draft": {"change", "ask", "submit", "drop"},
    "review": {"change", "close", "drop"},
    "returned": {"change", "ask", "submit", "drop"},
    "submitted": {"take_back"},
}
SIGNER = {"submitted": {"return", "sign", "register"}, "signed": {"return"}}
CLERK = {
    "submitted": {"return", "register"},
    "signed": {"return", "issue"},
    "issued": {"send", "withdraw"},
    "sent": {"send", "withdraw"},
}
NAMES = {
    "change": "documents.change_paper",
    "ask": "documents.ask_opinions",
    "close": "documents.close_opinions",
    "submit": "documents.submit_paper",
    "drop": "documents.drop_paper",
    "take_back": "documents.take_back_paper",
    "return": "documents.return_paper",
    "sign": "documents.sign_paper",
    "register": "documents.register_signature",
    "issue": "documents.issue_paper",
    "send": "documents.send_paper",
    "withdraw": "documents.withdraw_paper",
}


def _review(office: Office) -> Paper:
    paper = make_draft(office)
    return papers.ask_opinions(actor=office.drafter, paper_id=paper.pk, unit_ids=[office.receiver.pk], at=AT)


def _returned(office: Office) -> Paper:
    return papers.return_paper(actor=office.leader, paper_id=make_submitted(office).pk, reason="Sửa", at=AT)


def _withdrawn(office: Office) -> Paper:
    wrong = make_sent(office)
    by = papers.draft_paper(
        actor=office.drafter, unit=office.body, drafting_unit=office.division, withdraws_id=wrong.pk,
        content=content(title="thu hồi"), at=AT,
    )  # fmt: skip
    papers.submit_paper(actor=office.drafter, paper_id=by.pk, at=AT)
    scan = io.BytesIO(make_pdf(1))
    papers.register_signature(actor=office.clerk, paper_id=by.pk, scan=scan, original_name="a.pdf", at=AT)
    papers.issue_paper(actor=office.clerk, paper_id=by.pk, at=AT + timedelta(hours=3))
    wrong.refresh_from_db()
    return wrong


def _dropped(office: Office) -> Paper:
    return papers.drop_paper(actor=office.drafter, paper_id=make_draft(office).pk, at=AT)


STATES: dict[str, Callable[[Office], Paper]] = {
    "draft": make_draft,
    "review": _review,
    "submitted": make_submitted,
    "returned": _returned,
    "signed": make_signed,
    "issued": make_issued,
    "sent": make_sent,
    "withdrawn": _withdrawn,
    "dropped": _dropped,
}


def _people(office: Office) -> dict[str, tuple[Actor, dict[str, set[str]]]]:
    """Return everybody with the steps that are theirs by state."""
    body, division = office.body, office.division
    none: dict[str, set[str]] = {}
    return {
        "drafting clerk": (office.drafter, WRITER),
        "drafting head": (make_actor(division, Role.UNIT_HEAD), WRITER),
        "drafting officer": (make_actor(division, Role.OFFICER), WRITER),
        "drafting administrator": (make_actor(division, Role.ADMINISTRATOR), none),
        "leader": (office.leader, SIGNER),
        "head": (make_actor(body, Role.UNIT_HEAD), SIGNER),
        "records clerk": (office.clerk, CLERK),
        "officer": (make_actor(body, Role.OFFICER), none),
        "clerk": (make_actor(body, Role.UNIT_CLERK), none),
        "administrator": (make_actor(body, Role.ADMINISTRATOR), none),
        "receiver": (office.receiving, none),
        "other leader": (make_actor(make_body(name="Sở Y tế"), Role.LEADER), none),
        "other records clerk": (make_actor(make_body(name="Sở Tài chính"), Role.RECORDS_CLERK), none),
    }


@pytest.mark.parametrize("state", STATES)
def test_every_step_is_its_holders_alone(state: str) -> None:
    office = make_office()
    made = STATES[state](office)
    assert made.state == state
    for who, (actor, steps) in _people(office).items():
        paper = Paper.objects.select_related("unit", "drafting_unit", "signer__user").get(pk=made.pk)
        expected = {NAMES[name] for name in steps.get(state, ())}
        assert set(queries.paper_steps(actor, paper)) == expected, (who, state)


SEEN = {
    "draft": {"drafting"},
    "review": {"drafting", "receiver"},
    "submitted": {"drafting", "office"},
    "returned": {"drafting", "office"},
    "signed": {"drafting", "office"},
    "issued": {"drafting", "office", "body"},
    "sent": {"drafting", "office", "body", "receiver"},
    "withdrawn": {"drafting", "office", "body", "receiver"},
    "dropped": {"drafting"},
}
"""Who sees a paper of a state: the unit that writes it, the office of the body, everybody of the body, who got it."""


@pytest.mark.parametrize("state", STATES)
def test_seeing_one_agrees_with_the_rows_and_making_is_seen_by_fewer(state: str) -> None:
    office = make_office()
    paper = STATES[state](office)
    groups = {
        "leader": "office", "head": "office", "records clerk": "office", "officer": "office", "clerk": "body",
        "administrator": "body", "receiver": "receiver",
    }  # fmt: skip
    for who, (actor, _) in _people(office).items():
        group = groups.get(who, who.split()[0])
        sees = group in SEEN[state]
        assert policies.can_see_paper(actor, paper) is sees, (who, state)
        assert policies.visible_papers(actor).filter(pk=paper.pk).exists() is sees, (who, state)
        knows = group in ("drafting", "office") or (group == "receiver" and state == "review")
        if sees:
            assert policies.can_see_making(actor, paper) is knows, (who, state)


def test_the_table_reaches_every_state_and_names_no_other() -> None:
    table = transitions.PAPER
    targets = {table.step(act, state=state) for state in PaperState.values for act in table.allowed(state)}
    assert targets == set(PaperState.values)
    assert set(transitions.PAPER.acts) == set(policies.PAPER_STEPS)
