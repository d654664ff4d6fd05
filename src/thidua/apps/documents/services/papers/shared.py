"""What the acts on papers share: finding one, taking its step, keeping its text, naming it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies, transitions
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.models import Paper, PaperVersion
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.official_json import from_json, to_json
from thidua.lib.vietnamese import clean
from thidua.lib.workflow import IllegalStep

RELOAD = "Tải lại trang để xem các việc làm được lúc này."
NOT_YOURS = {
    "documents.change_paper": "Chỉ người soạn thảo của {drafting} được sửa văn bản này.",
    "documents.ask_opinions": "Chỉ người soạn thảo của {drafting} được xin ý kiến về văn bản này.",
    "documents.close_opinions": "Chỉ người soạn thảo của {drafting} được kết thúc lấy ý kiến.",
    "documents.submit_paper": "Chỉ người soạn thảo của {drafting} được trình ký văn bản này.",
    "documents.take_back_paper": "Chỉ người soạn thảo của {drafting} được rút lại văn bản này.",
    "documents.return_paper": "Chỉ người ký hoặc văn thư của {unit} được trả lại văn bản này.",
    "documents.sign_paper": "Chỉ người có thẩm quyền của {unit} được ký văn bản này (Nghị định 30/2020/NĐ-CP, "
    "Điều 13).",
    "documents.register_signature": "Chỉ người ký hoặc văn thư của {unit} được ghi nhận chữ ký trên giấy.",
    "documents.issue_paper": "Chỉ văn thư của {unit} được cấp số và ban hành văn bản này.",
    "documents.send_paper": "Chỉ văn thư của {unit} được gửi văn bản này.",
    "documents.withdraw_paper": "Chỉ văn thư của {unit} được ghi nhận việc thu hồi văn bản này.",
    "documents.drop_paper": "Chỉ người soạn thảo của {drafting} được bỏ dự thảo này.",
}


def paper_subject(paper: Paper) -> audit.Subject:
    return audit.Subject("documents.paper", paper.pk, name_of(paper), paper.drafting_unit.path)


def name_of(paper: Paper) -> str:
    """Name a paper in a sentence: "Kế hoạch 25/KH-SNV (Công tác thi đua năm 2026)"."""
    kind = type_of(paper.type_key).name
    if paper.entry is not None:
        return f"{kind} {paper.entry} ({paper.title})"
    return f"{kind} “{paper.title}”" if paper.title else kind


def paper_for_change(actor: Actor, paper_id: int) -> Paper:
    """Return a paper the actor sees, locked. Raises NotVisible."""
    rows = policies.visible_papers(actor).select_related("unit", "drafting_unit", "signer", "entry")
    return locked(rows, paper_id)


def begin(actor: Actor, paper_id: int, act: str) -> Paper:
    """Lock a paper, ask whether the step is the actor's, and take it. Raises NotVisible, NotPermitted, DomainError."""
    paper = paper_for_change(actor, paper_id)
    require_step(actor, paper, act)
    paper.state = transitions.PAPER.step(act, state=paper.state)
    return paper


def require_step(actor: Actor, paper: Paper, act: str) -> None:
    """Raise NotPermitted or DomainError for a step that is not the actor's or not possible now, without taking it."""
    words = NOT_YOURS[act].format(unit=paper.unit.name, drafting=paper.drafting_unit.name)
    require(policies.PAPER_STEPS[act](actor, paper), words)
    try:
        transitions.PAPER.step(act, state=paper.state)
    except IllegalStep:
        label = PaperState(paper.state).label
        raise DomainError(
            f"Văn bản đang ở trạng thái “{label}” nên không thực hiện được việc này.", remedy=RELOAD
        ) from None


def set_content(paper: Paper, content: OfficialDocument) -> None:
    """Write the text, and beside it what lists show of it."""
    paper.content = to_json(content)
    paper.type_key, paper.title, paper.symbol = content.type_key, content.title, content.symbol
    paper.urgency = content.urgency.value if content.urgency else ""
    code = str(paper.entry) if paper.entry else content.symbol
    paper.search_text = search_key(code, type_of(content.type_key).name, content.title, paper.unit.name)


def content_of(paper: Paper) -> OfficialDocument:
    return from_json(paper.content)


def keep(paper: Paper, *, actor: Actor, at: datetime, note: str) -> PaperVersion | None:
    """Keep the present text as a version, unless the last version says the same already."""
    last = paper.versions.order_by("number").last()
    if last is not None and last.content == paper.content:
        return None
    number = (paper.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return PaperVersion.objects.create(
        paper=paper,
        number=number,
        content=paper.content,
        author_id=actor.user_id,
        author_label=actor.label[:200],
        at=at,
        note=note,
    )


def record(actor: Actor, act: str, paper: Paper, at: datetime, **changes: object) -> None:
    kept = {name: value for name, value in changes.items() if value not in ("", None, [], ())}
    audit.record(actor=actor, act=act, subject=paper_subject(paper), at=at, changes=kept)


def required_text(text: str, missing: str, *, name: str = "reason") -> str:
    """Return what was typed. Raises InvalidInput with `missing` for nothing."""
    text = clean(text).strip()
    if not text:
        raise InvalidInput(missing, fields={name: missing})
    return text


def on_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
