"""Digital signatures on papers: made with a file, with a device, elsewhere; the number filled in; the body's seal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from thidua.apps.audit.models import Entry
from thidua.apps.documents import jobs, queries
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.errors import SignatureRefused
from thidua.apps.documents.models import Paper, PaperSignature, SigningCopy, SigningImage, StoredFile
from thidua.apps.documents.services import papers, signatures
from thidua.apps.documents.tests.paper_factories import Office, make_draft, make_issued, make_office, make_submitted
from thidua.apps.organizations.models import Person
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, NotPermitted, NotVisible
from thidua.lib.vanban.signing import (
    Place,
    SignatureReport,
    TrustStore,
    Verdict,
    sign_personal,
    signer_from_pkcs12,
    validate,
)
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import PASSPHRASE

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
TRUST = TrustStore((authority.root().der,))


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.apps.documents.services.signatures.signing.trust_store", lambda: TRUST)


def sign(
    actor: Actor, paper: Paper, *, kind: str = "person", passphrase: str = PASSPHRASE, at: Any = AT
) -> PaperSignature:
    identity = authority.identity() if kind == "person" else authority.body()
    return signatures.sign_with_pkcs12(
        actor=actor, paper_id=paper.pk, kind=kind, key_file=identity.key_file(), passphrase=passphrase, at=at
    )


def bytes_of(stored: StoredFile) -> bytes:
    with queries.open_content(stored=stored) as file:
        return file.read()


def acts(subject_type: str) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(subject_type=subject_type).order_by("sequence")
    return list(rows.values_list("act", "actor_label"))


def issued(office: Office) -> Paper:
    paper = make_submitted(office)
    sign(office.leader, paper)
    papers.issue_paper(actor=office.clerk, paper_id=paper.pk, at=LATER)
    jobs.render_paper.func(paper.pk)
    return Paper.objects.get(pk=paper.pk)


def test_a_leader_signs_with_a_key_file_that_is_kept_nowhere() -> None:
    office = make_office()
    paper = make_submitted(office)
    signature = sign(office.leader, paper)
    paper.refresh_from_db()
    assert (paper.state, paper.signing_way, paper.signed_file_id) == (PaperState.SIGNED, "digital", signature.after_id)
    assert (signature.signer_name, signature.key_place, signature.signed_label) == (
        "Trần Văn Bình", "file", "Trần Văn Bình",
    )  # fmt: skip
    assert signature.after_sha256 == signature.after.sha256 != signature.before_sha256
    (report,) = (SignatureReport.from_json(one) for one in signature.report)
    assert (report.verdict, report.signed_at) == (Verdict.VALID, AT)
    entry = Entry.objects.get(subject_type="documents.papersignature")
    assert (entry.act, entry.actor_label) == ("documents.sign_paper", "Trần Văn Bình")
    assert entry.changes["after_sha256"] == signature.after_sha256
    everything = " ".join(str(one) for one in Entry.objects.values_list("changes", flat=True))
    assert PASSPHRASE not in everything


def test_number_and_date_are_filled_in_and_the_body_signs_over_a_whole_signature() -> None:
    office = make_office()
    paper = issued(office)
    assert paper.pdf is not None
    numbered = bytes_of(paper.pdf)
    (one,) = validate(numbered, trust=TRUST, at=LATER)
    assert (one.verdict, one.coverage, len(one.unguarded)) == (Verdict.DOUBTFUL, "signed-on", 4)
    sealing = sign(office.clerk, paper, kind="body", at=LATER)
    sealed = bytes_of(sealing.after)
    assert sealed.startswith(numbered)
    assert [report.verdict for report in validate(sealed, trust=TRUST, at=LATER)] == [Verdict.VALID, Verdict.VALID]
    assert queries.outgoing_files(paper) == [sealing.after]
    assert acts("documents.paper")[-1] == ("documents.seal_paper", "Phạm Văn Thư")
    with pytest.raises(SignatureRefused, match="đã có chữ ký số của cơ quan"):
        sign(office.clerk, paper, kind="body", at=LATER)


def test_the_number_stands_in_its_blank(tmp_path: Any) -> None:
    import pypdfium2

    paper = issued(make_office())
    assert paper.pdf is not None
    document = pypdfium2.PdfDocument(bytes_of(paper.pdf))
    document.init_forms()
    picture = document[0].render(scale=1, may_draw_forms=True).to_pil().convert("L")
    gap = picture.crop((130, 110, 190, 135))
    assert gap.getextrema()[0] < 128
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    from thidua.lib.vanban.signing import Blank

    fields = PdfFileReader(io.BytesIO(bytes_of(paper.pdf))).root["/AcroForm"]["/Fields"]
    values = {str(one.get_object()["/T"]): str(one.get_object()["/V"]) for one in fields if "/Ff" in one.get_object()}
    assert values == {Blank.NUMBER: "01", Blank.DAY: "02", Blank.MONTH: "3", Blank.YEAR: "2026"}


def test_a_paper_signed_by_hand_has_its_file_set_anew_and_may_be_sealed() -> None:
    office = make_office()
    paper = make_issued(office)
    with pytest.raises(SignatureRefused, match="chưa có số hoặc tệp chính thức"):
        sign(office.clerk, paper, kind="body", at=LATER)
    jobs.render_paper.func(paper.pk)
    paper = Paper.objects.get(pk=paper.pk)
    assert signatures.numbered_pdf(paper) is None
    sign(office.clerk, paper, kind="body", at=LATER)
    assert queries.outgoing_files(paper)[0].original_name == "ban-ky.pdf"


def test_who_may_sign() -> None:
    office = make_office()
    paper = make_submitted(office)
    with pytest.raises(NotPermitted):
        sign(office.clerk, paper)
    for outsider in (make_actor(make_body(), Role.LEADER), office.receiving):
        with pytest.raises(NotVisible):
            sign(outsider, paper)
    with pytest.raises(DomainError):
        sign(office.leader, make_draft(office))
    done = issued(office)
    with pytest.raises(NotPermitted):
        sign(office.leader, done, kind="body", at=LATER)
    assert PaperSignature.objects.count() == 1


def test_a_wrong_passphrase_changes_nothing() -> None:
    office = make_office()
    paper = make_submitted(office)
    with pytest.raises(SignatureRefused, match="Mật khẩu của tệp chữ ký số không đúng"):
        sign(office.leader, paper, passphrase="sai")
    paper.refresh_from_db()
    assert (paper.state, PaperSignature.objects.count()) == (PaperState.SUBMITTED, 0)


def test_a_certificate_of_somebody_else_is_refused() -> None:
    office = make_office()
    identity = authority.identity("Lê Văn Khác")
    with pytest.raises(SignatureRefused, match="Chứng thư là của “Lê Văn Khác”, còn văn bản ghi người ký là Trần"):
        signatures.sign_with_pkcs12(
            actor=office.leader, paper_id=make_submitted(office).pk, kind="person", key_file=identity.key_file(),
            passphrase=PASSPHRASE, at=AT,
        )  # fmt: skip
    assert PaperSignature.objects.count() == 0


def test_a_certificate_that_has_ended_is_refused() -> None:
    office = make_office()
    identity = authority.identity(valid=(AT - timedelta(days=9), AT - timedelta(days=1)))
    with pytest.raises(SignatureRefused, match="chỉ có hiệu lực từ"):
        signatures.sign_with_pkcs12(
            actor=office.leader,
            paper_id=make_submitted(office).pk,
            kind="person",
            key_file=identity.key_file(),
            passphrase=PASSPHRASE,
            at=AT,
        )


def test_a_file_signed_elsewhere_is_taken_when_it_is_ours_with_a_signature() -> None:
    office = make_office()
    paper = make_submitted(office)
    copy = signatures.make_signing_copy(actor=office.leader, paper_id=paper.pk, kind="person", at=AT)
    again = signatures.make_signing_copy(actor=office.leader, paper_id=paper.pk, kind="person", at=LATER)
    assert (again.pk, SigningCopy.objects.count()) == (copy.pk, 1)
    own = signer_from_pkcs12(authority.identity().key_file(), passphrase=PASSPHRASE)
    signed = sign_personal(bytes_of(copy.file), own, place=Place(*copy.place), at=AT)
    other = sign_personal(authority.paper(), own, place=Place(1, 300, 300, 400, 400), at=AT)
    given = {"actor": office.leader, "paper_id": paper.pk, "kind": "person", "at": AT}
    for content, words in (
        (bytes_of(copy.file), "chưa có chữ ký nào"),
        (other, "không phải bản PDF của văn bản này"),
        (b"%PDF", "không phải bản PDF của văn bản này"),
    ):
        with pytest.raises(SignatureRefused, match=words):
            signatures.accept_signed_pdf(**given, content=content)
    at = signed.rindex(b"/F 132")
    with pytest.raises(SignatureRefused, match="không nguyên vẹn"):
        signatures.accept_signed_pdf(**given, content=signed[:at] + b"/F 196" + signed[at + 6 :])
    signature = signatures.accept_signed_pdf(**given, content=signed)
    assert (signature.key_place, bytes_of(signature.after)) == ("outside", signed)
    paper.refresh_from_db()
    assert paper.state == PaperState.SIGNED
    assert ("documents.make_signing_copy", "Trần Văn Bình") in acts("documents.paper")


def test_a_text_changed_since_needs_another_copy() -> None:
    office = make_office()
    paper = make_submitted(office)
    copy = signatures.make_signing_copy(actor=office.leader, paper_id=paper.pk, kind="person", at=AT)
    papers.take_back_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
    changed = replace(papers.content_of(paper), title="Trích yếu khác")
    papers.change_paper(actor=office.drafter, paper_id=paper.pk, edition=1, content=changed, at=AT)
    papers.submit_paper(actor=office.drafter, paper_id=paper.pk, at=AT)
    new = signatures.make_signing_copy(actor=office.leader, paper_id=paper.pk, kind="person", at=AT)
    assert (copy.edition, new.edition) == (1, 2)
    assert new.file.sha256 != copy.file.sha256


def test_without_a_device_at_the_server_the_page_says_so() -> None:
    office = make_office()
    paper = make_submitted(office)
    assert not signatures.has_token()
    with pytest.raises(SignatureRefused, match="chưa được cài thiết bị ký"):
        signatures.sign_with_token(actor=office.leader, paper_id=paper.pk, kind="person", pin="1234", at=AT)
    with pytest.raises(NotPermitted):
        signatures.sign_with_token(actor=office.clerk, paper_id=paper.pk, kind="person", pin="1234", at=AT)


def test_the_picture_of_the_hand_is_its_owners_alone_and_shows_in_the_signature() -> None:
    office = make_office()
    leader = Person.objects.get(user=office.leader.user_id)
    picture = authority.picture()
    image = signatures.set_hand_image(actor=office.leader, person_id=leader.pk, content=picture, at=AT)
    assert bytes_of(image.file) == picture
    entry = Entry.objects.filter(act="documents.set_hand_image").get()
    assert (entry.subject_label, entry.changes) == ("Trần Văn Bình", {"sha256": image.file.sha256})
    with pytest.raises(NotPermitted):
        signatures.set_hand_image(actor=office.clerk, person_id=leader.pk, content=picture, at=AT)
    with pytest.raises(SignatureRefused, match="không phải màu xanh"):
        signatures.set_hand_image(actor=office.leader, person_id=leader.pk, content=authority.picture("#c01020"), at=AT)
    signed = bytes_of(sign(office.leader, make_submitted(office)).after)
    assert b"/Subtype /Image" in signed
    assert queries.file_for(actor=office.leader, file_id=image.file_id) == image.file
    with pytest.raises(NotVisible):
        queries.file_for(actor=office.clerk, file_id=image.file_id)
    signatures.set_hand_image(actor=office.leader, person_id=leader.pk, content=authority.picture("#2040c0"), at=AT)
    assert SigningImage.objects.count() == 1
    signatures.remove_hand_image(actor=office.leader, person_id=leader.pk, at=AT)
    assert SigningImage.objects.count() == 0
    assert Entry.objects.filter(act="documents.remove_hand_image").count() == 1
    with pytest.raises(NotVisible):
        signatures.remove_hand_image(actor=office.leader, person_id=leader.pk, at=AT)


def test_the_picture_of_the_seal_is_kept_by_the_records_clerk() -> None:
    office = make_office()
    picture = authority.picture("#d01020")
    with pytest.raises(NotPermitted):
        signatures.set_seal_image(actor=office.leader, unit_id=office.body.pk, content=picture, at=AT)
    with pytest.raises(NotVisible):
        signatures.set_seal_image(
            actor=make_actor(make_body(), Role.RECORDS_CLERK), unit_id=office.body.pk, content=picture, at=AT
        )
    signatures.set_seal_image(actor=office.clerk, unit_id=office.body.pk, content=picture, at=AT)
    assert acts("documents.signingimage") == [("documents.set_seal_image", "Phạm Văn Thư")]
    signatures.remove_seal_image(actor=office.clerk, unit_id=office.body.pk, at=AT)
    assert acts("documents.signingimage")[-1] == ("documents.remove_seal_image", "Phạm Văn Thư")


def test_signed_files_are_open_to_who_sees_the_paper() -> None:
    office = make_office()
    signature = sign(office.leader, make_submitted(office))
    assert queries.file_for(actor=office.clerk, file_id=signature.after_id) == signature.after
    for outsider in (office.receiving, make_actor(make_body(), Role.LEADER)):
        for file_id in (signature.after_id, signature.before_id):
            with pytest.raises(NotVisible):
                queries.file_for(actor=outsider, file_id=file_id)


def test_trust_is_read_from_the_setting_and_a_broken_folder_trusts_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def store(folder: Path | None) -> TrustStore:
        monkeypatch.setattr(settings, "OPTIONS", replace(settings.OPTIONS, trust_roots=folder))
        return signatures.trust_store()

    (tmp_path / "goc.cer").write_bytes(authority.root().der)
    assert (store(None), store(tmp_path), store(tmp_path / "khong-co")) == (TrustStore(), TRUST, TrustStore())
    (tmp_path / "hong.cer").write_bytes(b"hong")
    assert store(tmp_path) == TrustStore()
