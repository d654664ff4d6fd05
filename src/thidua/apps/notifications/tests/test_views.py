"""The inbox, the bell and the preferences page."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thidua.apps.accounts.models import User
from thidua.apps.notifications.models import Notice
from thidua.apps.notifications.queries import wishes_of
from thidua.apps.notifications.services import notify_many
from thidua.apps.notifications.tests.factories import AT, LATE, SOON, make_user, new_notice, tell

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def titles(client: Client, query: str = "") -> list[str]:
    text = client.get(f"/thong-bao/{query}").content.decode()
    return re.findall(r'<span class="inbox-title">([^<]+)</span>', text)


def bell(client: Client) -> str:
    text = client.get("/tai-khoan/").content.decode()
    found = re.search(r'class="icon-button bell" href="/thong-bao/" aria-label="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_unread_first_then_newest() -> None:
    user = make_user()
    tell(make_user(), title="Của người khác")
    first, second, third = (
        tell(user, title=title, kind=kind) for title, kind in (("A", SOON), ("B", LATE), ("C", SOON))
    )
    client = signed_in(user)
    assert titles(client) == ["C", "B", "A"]
    response = client.get(f"/thong-bao/{third.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/ke-hoach/")
    assert titles(client) == ["B", "A", "C"]
    assert titles(client, "?tinh-trang=chua") == ["B", "A"]
    assert titles(client, "?tinh-trang=da") == ["C"]
    assert titles(client, f"?loai={LATE}") == ["B"]
    assert titles(client, "?q=b") == ["B"]
    assert Notice.objects.filter(read_at__isnull=False, recipient=user).get() == third
    assert {first.recipient, second.recipient} == {user}


def test_a_notice_without_address_leads_back_and_others_see_none() -> None:
    user = make_user()
    notice = tell(user, url="", text="Dòng một\nDòng hai")
    assert signed_in(make_user()).get(f"/thong-bao/{notice.pk}/").status_code == 404
    assert Notice.objects.get().read_at is None
    client = signed_in(user)
    assert "Dòng một<br>Dòng hai" in client.get("/thong-bao/").content.decode()
    assert client.get(f"/thong-bao/{notice.pk}/")["Location"] == "/thong-bao/"


def test_the_bell_counts_what_is_unread() -> None:
    user = make_user()
    client = signed_in(user)
    assert bell(client) == "Thông báo"
    notify_many(notices=[new_notice(user) for _ in range(3)], at=AT)
    assert bell(client) == "Thông báo: 3 chưa đọc"
    notify_many(notices=[new_notice(user) for _ in range(120)], at=AT)
    assert bell(client) == "Thông báo: 100 chưa đọc"
    assert '<span class="bell-count" aria-hidden="true">99+</span>' in client.get("/thong-bao/").content.decode()
    assert client.post("/thong-bao/da-doc-het/")["Location"] == "/thong-bao/"
    assert "Đã đánh dấu 123 thông báo là đã đọc." in client.get("/thong-bao/").content.decode()
    assert bell(client) == "Thông báo"


def test_an_empty_inbox_says_what_will_be_there() -> None:
    text = signed_in(make_user()).get("/thong-bao/").content.decode()
    assert ("Chưa có thông báo nào" in text, "da-doc-het" in text) == (True, False)


def test_same_number_of_queries_for_one_notice_and_thirty() -> None:
    user = make_user()
    client = signed_in(user)
    counts = []
    for times in (1, 29):
        notify_many(notices=[new_notice(user) for _ in range(times)], at=AT)
        with CaptureQueriesContext(connection) as captured:
            assert len(titles(client, "?dong=50")) == sum([1, 29][: len(counts) + 1])
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_preferences_are_shown_and_saved() -> None:
    user = make_user()
    client = signed_in(user)
    page = client.get("/thong-bao/tuy-chon/")
    assert f"Thư tổng hợp gửi đến {user.email}" in page.content.decode()
    labels = [str(kind.label) for kind, _, _ in page.context["form"].by_kind()]
    fields = {f"{way}_{n}": "on" for way in ("program", "mail") for n in range(len(labels))}
    del fields[f"mail_{labels.index('Nhiệm vụ sắp đến hạn')}"]
    del fields[f"program_{labels.index('Nhiệm vụ quá hạn')}"]
    response = client.post("/thong-bao/tuy-chon/", {"hour": "16", **fields})
    assert (response.status_code, response["Location"]) == (302, "/thong-bao/tuy-chon/")
    wishes = wishes_of(user.pk)
    assert (wishes.hour, wishes.working_days_only, wishes.kinds[SOON], wishes.kinds[LATE]) == (
        16,
        False,
        (True, False),
        (True, True),
    )
    again = client.post("/thong-bao/tuy-chon/", {"hour": "3"})
    assert again.status_code == 400
    assert wishes_of(user.pk).hour == 16


def test_without_an_address_the_page_says_how_to_get_mail() -> None:
    text = signed_in(make_user(email="")).get("/thong-bao/tuy-chon/").content.decode()
    assert "Tài khoản chưa có địa chỉ thư điện tử" in text
