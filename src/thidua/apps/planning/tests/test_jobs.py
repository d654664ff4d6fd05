"""Reading in the background: real files, hostile files, and a second run of the same job."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from thidua.apps.audit.models import Entry
from thidua.apps.planning import jobs, services
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Intake, Plan
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_intake, read_all

PLANS = Path(__file__).resolve().parents[6] / "shared" / "plans"


def bring_in(world: World, content: bytes, name: str) -> Intake:
    intake = services.start_intake(
        actor=world.actor("officer"), unit_id=world.body.pk, content=io.BytesIO(content), name=name, at=AT
    )
    assert read_all() == 1
    return Intake.objects.get(pk=intake.pk)


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document>" + b"<w:p/>" * 60_000_000)
    return target.getvalue()


ENCRYPTED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>
/U<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>/P -44>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
%%EOF
"""


def test_a_plan_is_read_and_waits_for_review(world: World) -> None:
    make_intake(world.actor("officer"), world.body)
    assert read_all() == 1
    intake = Intake.objects.get()
    contents = [task["content"] for task in intake.draft["tasks"] if task["origin"] == "table"]
    assert (intake.state, contents) == (
        IntakeState.REVIEW,
        [
            "Phát động phong trào thi đua năm 2026",
            "Tổng kết phong trào thi đua, trình khen thưởng",
            "Kiểm tra công tác thi đua (nếu có)",
        ],
    )
    assert intake.draft["units"]["van phong so"]["choice"] == {"unit": world.office.pk}
    assert intake.draft["units"]["ban chua co trong co cau"]["choice"] is None
    assert Entry.objects.latest("sequence").act == "planning.finish_reading"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"   \n\n \r\n", "trang.txt"),
        (ENCRYPTED, "khoa.pdf"),
        (b"%PDF-1.7\n1 0 obj", "cut.pdf"),
        (b"PK\x03\x04" + b"\x00" * 40, "hong.docx"),
        (bomb(), "bom.docx"),
        (bytes(range(256)) * 40, "la.bin"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cu.doc"),
    ],
    ids=["blank", "encrypted", "truncated", "broken-docx", "zip-bomb", "unknown", "broken-doc"],
)
def test_an_unreadable_file_is_refused_in_words_and_stays(world: World, content: bytes, name: str) -> None:
    intake = bring_in(world, content, name)
    assert (intake.state, intake.draft, Plan.objects.count()) == (IntakeState.UNREADABLE, {}, 0)
    assert intake.refusal
    assert intake.refusal[0].isupper()
    assert intake.file.size == len(content)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.changes) == ("planning.refuse_document", {"reason": intake.refusal})


def test_a_text_without_any_plan_in_it_can_be_filled_in_by_hand(world: World) -> None:
    intake = bring_in(world, "Kính gửi anh Nam,\nHôm nay trời đẹp.\n".encode(), "thu.txt")
    assert (intake.state, intake.refusal) == (IntakeState.UNREADABLE, services.intake.NOTHING_FOUND)
    opened = services.review_anyway(actor=world.actor("officer"), intake_id=intake.pk, at=AT)
    assert (opened.state, opened.refusal, opened.draft["tasks"]) == (IntakeState.REVIEW, "", [])


def test_a_fault_of_ours_is_told_and_the_file_can_be_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise IndexError

    with monkeypatch.context() as patched:
        patched.setattr(jobs.reading, "understand", fault)
        make_intake(world.actor("officer"), world.body)
        read_all()
    intake = Intake.objects.get()
    assert (intake.state, intake.refusal) == (IntakeState.UNREADABLE, jobs.reading.NOT_UNDERSTOOD)
    services.read_again(actor=world.actor("officer"), intake_id=intake.pk, at=AT)
    assert read_all() == 1
    assert Intake.objects.get().state == IntakeState.REVIEW


def test_a_second_run_of_the_job_changes_nothing(world: World) -> None:
    intake = make_intake(world.actor("officer"), world.body)
    read_all()
    before = Intake.objects.get()
    assert jobs.read_intake.call(str(intake.pk)) == "nothing to do"
    after = Intake.objects.get()
    assert (after.draft, after.version, after.state) == (before.draft, before.version, before.state)


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_real_plans_are_read(world: World, name: str) -> None:
    found = sorted(PLANS.glob(f"{name}_*.txt")) if PLANS.is_dir() else []
    if not found:
        pytest.skip("the real plans are not beside the project")
    intake = bring_in(world, found[0].read_bytes(), found[0].name)
    assert intake.state == IntakeState.REVIEW
    assert intake.draft["tasks"]
