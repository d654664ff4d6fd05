"""Papers on the first page: what waits for whom, with the act that does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from thidua.apps.documents.services import papers
from thidua.apps.documents.tests.paper_factories import make_draft, make_office, make_sent, make_signed, make_submitted
from thidua.apps.organizations.tests.factories import AT
from thidua.core.actor import Actor
from thidua.office.bench import Part
from thidua.office.paper_desk import papers_returned, papers_to_do
from thidua.office.search import search_everything

pytestmark = pytest.mark.django_db


def acts(parts: list[Part]) -> dict[str, list[tuple[str, str]]]:
    """Return what each part asks for: the acts with their addresses."""
    return {part.key: [(item.act, item.act_url) for item in part.items] for part in parts if part.items}


def waiting(actor: Actor) -> dict[str, Any]:
    return acts([*papers_to_do(actor), papers_returned(actor)])


def test_each_finds_what_waits_for_them_and_nobody_else_does() -> None:
    office = make_office()
    asked, back = make_draft(office), make_submitted(office)
    papers.ask_opinions(actor=office.drafter, paper_id=asked.pk, unit_ids=[office.receiver.pk], at=AT)
    papers.return_paper(actor=office.leader, paper_id=back.pk, reason="Bổ sung", at=AT)
    sent, signed, submitted = make_sent(office), make_signed(office), make_submitted(office)
    received = sent.recipients.get()
    assert waiting(office.leader) == {"van-ban-ky": [("Xem và ký", reverse("papers:sign", args=[submitted.pk]))]}
    assert waiting(office.clerk) == {"van-ban-cap-so": [("Cấp số", reverse("papers:issue", args=[signed.pk]))]}
    assert waiting(office.drafter) == {"van-ban-tra-lai": [("Sửa lại", reverse("papers:edit", args=[back.pk]))]}
    assert waiting(office.receiving) == {
        "van-ban-den": [("Tiếp nhận", reverse("papers:acknowledge", args=[received.pk]))],
        "van-ban-y-kien": [("Góp ý", reverse("papers:comments", args=[asked.pk]))],
    }


def test_thirty_papers_cost_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    office = make_office()
    for _ in range(3):
        make_submitted(office)
    with django_assert_max_num_queries(6):
        assert len(acts(papers_to_do(office.leader))["van-ban-ky"]) == 3


def test_papers_are_found_by_number_and_words_by_whom_they_reach() -> None:
    office = make_office()
    paper = make_sent(office)
    for actor, expected in ((office.clerk, 1), (office.receiving, 1), (make_office().clerk, 0)):
        found = [one for one in search_everything(actor, "01/TB so ket") if one.icon == "file"]
        assert [hit.url for one in found for hit in one.hits] == [reverse("papers:paper", args=[paper.pk])] * expected
