"""Packages out of a paper and into a unit; the pages around them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.documents import jobs, queries
from thidua.apps.documents.errors import PackageRefused
from thidua.apps.documents.models import Paper, ReceivedPackage
from thidua.apps.documents.services import exchange as services
from thidua.apps.documents.services import papers
from thidua.apps.documents.tests.paper_factories import Office, make_issued, make_office, make_sent
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body, make_user_with_role
from thidua.core.actor import Role
from thidua.core.errors import NotPermitted, NotVisible
from thidua.lib.vanban.exchange import Business, Priority, read_package, write_package
from thidua.lib.vanban.exchange.tests.test_packages import package
from thidua.lib.vanban.official import Secrecy, Urgency

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


def code(unit: Unit, identifier: str) -> None:
    Unit.objects.filter(pk=unit.pk).update(code=identifier)
    unit.code = identifier


def sent(office: Office, **values: Any) -> Paper:
    paper = make_sent(office, **values)
    jobs.render_paper.func(paper.pk)
    return Paper.objects.get(pk=paper.pk)


def test_an_issued_paper_leaves_as_a_package_with_its_files() -> None:
    office = make_office()
    code(office.body, "H26.15")
    code(office.receiver, "H26.15.03")
    paper = sent(office, urgency=Urgency.VERY_URGENT)
    exported = read_package(services.export_package(actor=office.clerk, paper_id=paper.pk, at=LATER))
    assert (exported.sender.code, exported.sender.name) == ("H26.15", "Sở Nội vụ")
    assert [(one.code, one.name) for one in exported.recipients] == [("H26.15.03", "Phòng Nội vụ số 1")]
    assert (exported.number, exported.notation, exported.issued_on) == ("01", "TB-SNV", date(2026, 3, 2))
    assert exported.document_id == "H26.15,2026/03/02,01/TB-SNV"
    assert (exported.type_code, exported.type_name, exported.priority) == (7, "Thông báo", Priority.VERY_URGENT)
    assert exported.signer is not None
    assert (exported.signer.name, exported.business) == ("Trần Văn Bình", Business.NEW)
    assert [one.content for one in exported.attachments] == [_bytes(one) for one in queries.outgoing_files(paper)]
    entry = Entry.objects.filter(act="documents.export_package").get()
    assert entry.changes == {"document_id": exported.document_id, "recipients": ["Phòng Nội vụ số 1"]}


def _bytes(stored: Any) -> bytes:
    with queries.open_content(stored=stored) as file:
        return file.read()


def test_a_withdrawn_paper_gives_the_package_that_recalls_it() -> None:
    office = make_office()
    code(office.body, "H26.15")
    paper, by = sent(office), make_issued(office, title="Thu hồi văn bản")
    papers.withdraw_paper(actor=office.clerk, paper_id=paper.pk, by_id=by.pk, reason="Sai thẩm quyền", at=LATER)
    exported = read_package(services.export_package(actor=office.clerk, paper_id=paper.pk, at=LATER))
    assert (exported.business, exported.reason) == (Business.RECALL, "Sai thẩm quyền")


def test_what_cannot_leave_says_why() -> None:
    office = make_office()
    paper = make_issued(office)
    with pytest.raises(PackageRefused, match="tệp chính thức chưa tạo xong"):
        services.export_package(actor=office.clerk, paper_id=paper.pk, at=LATER)
    jobs.render_paper.func(paper.pk)
    with pytest.raises(PackageRefused, match="chưa có mã định danh đúng quy định"):
        services.export_package(actor=office.clerk, paper_id=paper.pk, at=LATER)
    code(office.body, "H26.15")
    with pytest.raises(NotPermitted):
        services.export_package(actor=office.leader, paper_id=paper.pk, at=LATER)
    with pytest.raises(NotVisible):
        services.export_package(actor=make_actor(make_body(), Role.RECORDS_CLERK), paper_id=paper.pk, at=LATER)


def test_secret_papers_never_leave_this_way() -> None:
    office = make_office()
    code(office.body, "H26.15")
    paper = make_issued(office, secrecy=Secrecy.CLASSIFIED)
    jobs.render_paper.func(paper.pk)
    with pytest.raises(PackageRefused, match="Văn bản mật"):
        services.export_package(actor=office.clerk, paper_id=paper.pk, at=LATER)


def test_a_package_is_taken_in_once_with_its_files() -> None:
    office = make_office()
    code(office.body, "H26.20")
    content = write_package(package(business=Business.NEW))
    given: dict[str, Any] = {"actor": office.clerk, "unit": office.body, "original_name": "goi.edxml", "at": AT}
    received = services.import_package(**given, content=content)
    assert (received.sender_code, received.number, received.notation) == ("H26.15.02", "05", "QĐ-SNV")
    assert (received.signer_name, received.due_on, received.priority) == ("Trần Văn Bình", date(2026, 3, 9), 2)
    assert _bytes(received.file) == content
    files = [(one.file.original_name, _bytes(one.file), one.description) for one in received.files.all()]
    assert files[0] == ("Quyết định.pdf", b"%PDF-1.7 \x00\xff", "Văn bản chính")
    assert len(files) == 2
    entry = Entry.objects.filter(act="documents.import_package").get()
    assert (entry.actor_label, entry.changes["document_id"]) == ("Phạm Văn Thư", received.document_id)
    with pytest.raises(PackageRefused, match=r"đã nhận ngày 02/03/2026"):
        services.import_package(**given, content=content)
    recall = services.import_package(**given, content=write_package(package(business=Business.RECALL)))
    assert recall.business == Business.RECALL
    first = received.files.all()[0].file
    assert queries.file_for(actor=office.leader, file_id=first.pk) == first
    with pytest.raises(NotVisible):
        queries.file_for(actor=make_actor(make_body(), Role.LEADER), file_id=first.pk)


def test_packages_for_others_broken_ones_and_strangers() -> None:
    office = make_office()
    given: dict[str, Any] = {"unit": office.body, "original_name": "goi.edxml", "at": AT}
    content = write_package(package())
    with pytest.raises(NotPermitted):
        services.import_package(actor=office.drafter, content=content, **given)
    with pytest.raises(PackageRefused, match="không phải gói văn bản edXML"):
        services.import_package(actor=office.clerk, content=b"<html/>", **given)
    code(office.body, "H26.99")
    with pytest.raises(PackageRefused, match="gửi cho cơ quan khác"):
        services.import_package(actor=office.clerk, content=content, **given)
    assert ReceivedPackage.objects.count() == 0


@pytest.fixture
def clerk(client: Client) -> User:
    user = make_user_with_role(make_body(name="Sở Nội vụ"), Role.RECORDS_CLERK, full_name="Phạm Văn Thư")
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return user


def test_the_pages_of_packages(client: Client, clerk: User) -> None:
    unit = clerk.person.unit
    assert "Chưa nhận gói văn bản nào" in client.get(reverse("papers:packages")).content.decode()
    address = reverse("papers:package-receive")
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"unit": unit.pk, "file": SimpleUploadedFile("a.edxml", b"<x/>")})
    assert (wrong.status_code, "không phải gói văn bản edXML" in wrong.content.decode()) == (400, True)
    file = SimpleUploadedFile("a.edxml", write_package(package(business=Business.NEW)))
    response = client.post(address, {"unit": unit.pk, "file": file})
    received = ReceivedPackage.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("papers:package", args=[received.pk]))
    shown = client.get(response["Location"]).content.decode()
    assert "Quyết định.pdf" in shown
    assert "&lt;b&gt;" in shown
    assert (
        "05/QĐ-SNV"
        in client.get(reverse("papers:packages") + "?nam=" + str(received.received_at.year)).content.decode()
    )


def test_thirty_packages_cost_as_many_queries_as_one(
    client: Client, clerk: User, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def take_in(number: int) -> None:
        sent_one = package(business=Business.NEW, document_id=f"H26,2026/03/02,{number}/QĐ", attachments=())
        from thidua.apps.organizations.queries import actor_for
        from thidua.core import clock

        services.import_package(
            actor=actor_for(clerk, on=clock.today()), unit=clerk.person.unit, content=write_package(sent_one),
            original_name="a.edxml", at=clock.now(),
        )  # fmt: skip

    take_in(0)
    client.get(reverse("papers:packages"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("papers:packages"))
    for number in range(1, 30):
        take_in(number)
    with django_assert_num_queries(len(one)):
        client.get(reverse("papers:packages"))


def test_a_paper_is_downloaded_as_a_package(client: Client) -> None:
    office = make_office()
    code(office.body, "H26.15")
    paper = sent(office)
    client.force_login(
        User.objects.get(pk=office.clerk.user_id), backend="thidua.apps.accounts.backends.UsernameBackend"
    )
    response = client.post(reverse("papers:package-export", args=[paper.pk]))
    assert (response.status_code, read_package(response.content).number) == (200, "01")
    assert ".edxml" in response["Content-Disposition"]
