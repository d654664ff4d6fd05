"""A paper begun with ready wording."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from thidua.apps.documents.domain.papers.beginning import begin_paper, with_wording
from thidua.apps.documents.models import Paper
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core.actor import Role
from thidua.lib.vanban.official import OfficialDocument, Passage
from thidua.lib.vanban.official_json import from_json
from thidua.lib.vanban.templates import kinds


def begun(type_key: str, **more: object) -> OfficialDocument:
    known = {"issuer": "Sở Nội vụ", "parent": "UBND tỉnh", "agency": "SNV", "unit": "TĐKT", **more}
    return begin_paper(type_key=type_key, **known)


def test_wording_fills_what_is_not_known_and_leaves_what_is() -> None:
    last = OfficialDocument("quyet-dinh", "SỞ NỘI VỤ", "Cũ", legal_bases=("Căn cứ cũ",), authority_line="GIÁM ĐỐC SỞ")
    paper = with_wording(
        begun("quyet-dinh", title="Về việc khen thưởng", last_like=last), kind="quyet-dinh-danh-sach", name="Sở Nội vụ"
    )
    assert (paper.title, paper.legal_bases, paper.authority_line) == (
        "Về việc khen thưởng", ("Căn cứ cũ",), "GIÁM ĐỐC SỞ",
    )  # fmt: skip
    texts = [one.text for one in paper.body if isinstance(one, Passage)]
    assert texts[0] == "…… (có danh sách kèm theo)."
    assert [one.title for one in paper.attachments] == ["……"]
    first = with_wording(begun("cong-van"), kind="cong-van-don-doc", name="Sở Nội vụ")
    assert first.addressees == ("……",)
    assert "Sở Nội vụ nhận thấy" in str(first.body)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_every_kind_can_begin_a_paper(kind: object) -> None:
    key, type_key = kind.key, kind.type_key
    paper = with_wording(begun(type_key), kind=key, name="Sở Nội vụ")
    assert paper.type_key == type_key
    assert paper.body
    assert "{{" not in str(paper)


@pytest.mark.django_db
def test_an_officer_begins_a_paper_from_a_template(client: Client) -> None:
    body = make_body(name="Sở Nội vụ")
    client.force_login(make_user_with_role(body, Role.OFFICER), backend="thidua.apps.accounts.backends.UsernameBackend")
    address = f"{reverse('papers:create')}?mau=to-trinh"
    assert address in client.get(reverse("papers:template", args=["to-trinh"])).content.decode()
    assert '<option value="to-trinh" selected>' in client.get(address).content.decode()
    fields = {
        "type_key": "quyet-dinh",
        "wording": "to-trinh",
        "unit": body.pk,
        "drafting_unit": body.pk,
        "title": "Khen",
    }
    assert client.post(address, fields).status_code == 302
    paper = Paper.objects.get()
    assert paper.type_key == "to-trinh"
    assert "SỰ CẦN THIẾT" in [one.title for one in from_json(paper.content).body if isinstance(one, Passage)]
