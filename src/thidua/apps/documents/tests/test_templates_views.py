"""Pages of templates: the list, one kind with its fields, an upload with its report, downloads."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.apps.accounts.models import User
from thidua.apps.documents.domain.files import DOCX
from thidua.apps.documents.models import StoredFile, TemplateVersion
from thidua.apps.documents.tests.template_factories import upload, word_template
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core import clock
from thidua.core.actor import Role
from thidua.lib.vanban.templates import Field, check_template, kind_of
from thidua.lib.vanban.templates.tests.files import paragraph, text_of, word_file

pytestmark = pytest.mark.django_db
BACKEND = "thidua.apps.accounts.backends.UsernameBackend"


@pytest.fixture
def body() -> Unit:
    return make_body()


@pytest.fixture
def clerk(client: Client, body: Unit) -> Client:
    client.force_login(make_user_with_role(body, Role.RECORDS_CLERK), backend=BACKEND)
    return client


def today_upload(body: Unit, **more: object) -> TemplateVersion:
    return upload(body, on=clock.today(), at=clock.now(), **more)


def send(client: Client, content: bytes, *, day: str = "", kind: str = "thong-bao", name: str = "mau.docx") -> object:
    fields = {
        "file": SimpleUploadedFile(name, content),
        "in_force_from": day or clock.today().strftime("%d/%m/%Y"),
        "note": "Đổi tên",
    }
    return client.post(reverse("papers:template-upload", args=[kind]), fields)


def test_the_list_names_every_kind_and_what_is_used(clerk: Client, body: Unit) -> None:
    version = today_upload(body)
    page = clerk.get(reverse("papers:templates")).content.decode()
    assert page.count("Mẫu có sẵn") == 15
    assert "Mẫu của cơ quan, phiên bản 1" in page
    assert version.in_force_from.strftime("%d/%m/%Y") in page
    for name in ("Kế hoạch", "Quyết định có danh sách kèm theo", "Công văn đôn đốc", "Phiếu báo"):
        assert name in page


def test_the_list_goes_to_excel(clerk: Client, body: Unit) -> None:
    today_upload(body)
    response = clerk.get(reverse("papers:templates-export"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0] == [
        "Loại văn bản", "Dùng khi", "Đang dùng", "Áp dụng từ ngày", "Sắp áp dụng từ ngày", "Số phiên bản",
    ]  # fmt: skip
    own = [row for row in rows[1:] if row[5]]
    assert [(row[0], row[2], row[5]) for row in own] == [("Thông báo", "Mẫu của cơ quan, phiên bản 1", 1)]
    assert len(rows) == 17


def test_a_kind_lists_its_fields_with_meaning_and_sample(clerk: Client) -> None:
    page = clerk.get(reverse("papers:template", args=["ke-hoach"])).content.decode()
    for text in (
        "{%tr for dong in nhiem_vu %}", "{{ dong.chu_tri }}", "{{ trich_yeu }}", "Bảng phân công nhiệm vụ",
        "Công tác thi đua, khen thưởng năm 2026", "05/01/2026", "Cơ quan đang dùng mẫu có sẵn.",
        "Đơn vị chủ trì: Văn phòng Sở",
    ):  # fmt: skip
        assert text in page
    assert clerk.get(reverse("papers:template", args=["khong-co"])).status_code == 404


def test_the_base_is_a_template_that_passes(clerk: Client) -> None:
    response = clerk.get(reverse("papers:template-base", args=["to-trinh"]))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''M%E1%BA%ABu%20g%E1%BB%91c")
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert check_template(response.content, kind="to-trinh").is_acceptable


def test_samples_are_drawn_up_as_word_and_pdf(clerk: Client, body: Unit) -> None:
    address = reverse("papers:template-sample", args=["thong-bao"])
    assert "THÔNG BÁO" in text_of(clerk.get(address).content)
    pdf = clerk.get(f"{address}?dang=pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    version = today_upload(body)
    assert "THÔNG BÁO" in text_of(clerk.get(address).content)
    of_version = clerk.get(reverse("papers:template-version-sample", args=[version.pk]))
    assert "THÔNG BÁO" in text_of(of_version.content)
    with zipfile.ZipFile(io.BytesIO(of_version.content)) as archive:
        assert "{{" not in archive.read("word/document.xml").decode()


def test_a_template_comes_in_and_is_used(clerk: Client, body: Unit) -> None:
    page = clerk.get(reverse("papers:template-upload", args=["thong-bao"])).content.decode()
    assert clock.today().strftime("%d/%m/%Y") in page
    response = send(clerk, word_template())
    assert response.status_code == 302
    assert response.url == f"{reverse('papers:template', args=['thong-bao'])}?co-quan={body.pk}"
    page = clerk.get(response.url).content.decode()
    for text in ("Phiên bản 1", "Đổi tên", "Đang áp dụng", "mau.docx", "Thôi áp dụng"):
        assert text in page
    version = TemplateVersion.objects.get()
    assert clerk.get(reverse("documents:download", args=[version.file_id])).getvalue() == word_template()


def test_a_refused_template_comes_back_with_all_that_is_to_be_mended(clerk: Client) -> None:
    response = send(clerk, word_file("".join(map(paragraph, ("{{ tric_yeu }}", "{{ so.__class__ }}")))))
    assert response.status_code == 400
    page = response.content.decode()
    for text in (
        "2 chỗ phải sửa", "Tệp chưa được lưu", "Không có trường “tric_yeu”", "Có phải “trich_yeu” (Trích yếu)?",
        "đọc thuộc tính", "{{ so.__class__ }}",
    ):  # fmt: skip
        assert text in page
    assert (TemplateVersion.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_is_missing_is_asked_for(clerk: Client) -> None:
    response = clerk.post(reverse("papers:template-upload", args=["thong-bao"]), {"in_force_from": "32/01/2026"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Chưa chọn tệp Word (.docx)." in page
    assert "Ngày phải viết dd/mm/yyyy." in page
    yesterday = (clock.today() - timedelta(days=1)).strftime("%d/%m/%Y")
    assert "Ngày áp dụng phải từ" in send(clerk, word_template(), day=yesterday).content.decode()


def typed(kind: str) -> dict[str, str]:
    """Return the samples of a kind as a person types them."""

    def text(field: Field) -> str:
        value = field.sample_value
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if not isinstance(value, list):
            return str(value)
        return "\n".join("\t".join(one.values()) if isinstance(one, dict) else one for one in value)

    return {field.name: text(field) for field in kind_of(kind).fields}


@pytest.mark.parametrize("kind", ["thong-bao", "ke-hoach"])  # the second has rows of a table
def test_a_paper_is_made_from_the_template_in_force(clerk: Client, body: Unit, kind: str) -> None:
    # The first has a template of the body's own: every field that must be there, and a line no wording of ours has.
    marks = [mark for field in kind_of(kind).fields if field.is_required for mark in field.marks]
    own = word_file("".join(paragraph(text) for text in [*marks, "MẪU RIÊNG"])) if kind == "thong-bao" else None
    today_upload(body, kind=kind, content=own)
    address = reverse("papers:template-make", args=[kind])
    assert clerk.get(address).status_code == 200
    answer = clerk.post(address, typed(kind))
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    found = text_of(answer.content)
    values = kind_of(kind).sample_values
    assert str(values["trich_yeu"]) in found
    assert ("MẪU RIÊNG" in found) == (kind == "thong-bao")
    rows = [value for value in values.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    assert all(cell in found for table in rows for row in table for cell in row.values())


def test_what_a_paper_lacks_is_asked_for_and_what_was_typed_stays(clerk: Client) -> None:
    address = reverse("papers:template-make", args=["thong-bao"])
    answer = clerk.post(
        address, {**typed("thong-bao"), "trich_yeu": "", "ky_hieu": "TB-XYZ", "ngay_ban_hanh": "31/02/2026"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chưa ghi nội dung này." in page
    assert "Ngày phải viết dd/mm/yyyy." in page
    assert 'value="TB-XYZ"' in page


def test_a_version_is_retired(clerk: Client, body: Unit) -> None:
    version = today_upload(body)
    response = clerk.post(reverse("papers:template-retire", args=[version.pk]), follow=True)
    assert "áp dụng đến hết hôm nay" in response.content.decode()
    coming = upload(body, on=clock.today() + timedelta(days=9), at=clock.now())
    assert "Sắp đổi mẫu" in clerk.get(reverse("papers:template", args=["thong-bao"])).content.decode()
    page = clerk.post(reverse("papers:template-retire", args=[coming.pk]), follow=True).content.decode()
    assert "Phiên bản 2 đã thôi áp dụng." in page
    assert "định từ" in page


def test_who_may_not_keep_templates_is_offered_no_upload(client: Client, body: Unit) -> None:
    version = today_upload(body)
    client.force_login(make_user_with_role(body, Role.OFFICER), backend=BACKEND)
    page = client.get(reverse("papers:template", args=["thong-bao"])).content.decode()
    assert "Tải lên phiên bản mới" not in page
    assert "Thôi áp dụng" not in page
    assert client.get(reverse("papers:template-upload", args=["thong-bao"])).status_code == 403
    assert client.post(reverse("papers:template-retire", args=[version.pk])).status_code == 403


def test_without_a_role_the_ready_wording_is_seen_and_nothing_else(client: Client) -> None:
    user = User.objects.create(username="nobody", full_name="Không Vai Trò", created_at=clock.now())
    client.force_login(user, backend=BACKEND)
    assert "Chưa được giao vai trò" in client.get(reverse("papers:templates")).content.decode()
    assert client.get(reverse("papers:template", args=["thong-bao"])).status_code == 200
    sample = client.get(reverse("papers:template-sample", args=["thong-bao"]))
    assert "THÔNG BÁO" in text_of(sample.content)
    assert client.get(reverse("papers:template-upload", args=["thong-bao"])).status_code == 403


def test_pages_cost_the_same_for_one_and_thirty_versions(clerk: Client, body: Unit) -> None:
    original = today_upload(body)
    addresses = [reverse("papers:templates"), reverse("papers:template", args=["thong-bao"])]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert clerk.get(address).status_code == 200
            found.append(len(asked))
        return found

    costs()  # fills what is cached
    before = costs()
    for number in range(2, 31):
        file = StoredFile.objects.get(pk=original.file_id)
        file.pk, file._state.adding = uuid.uuid4(), True
        file.save()
        TemplateVersion.objects.create(
            template=original.template, number=number, file=file, is_dropped=True,
            in_force_from=original.in_force_from, uploaded_at=original.uploaded_at,
        )  # fmt: skip
    assert costs() == before
