"""What every page of one paper draws: where it stands, what is next and what is missing, its tabs."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents import policies, queries
from thidua.apps.documents.domain.papers.completeness import missing_parts
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.views.papers.lists import code_of, paper_badge
from thidua.core import clock
from thidua.lib.vanban.form import type_of
from thidua.ui.http import ActorRequest
from thidua.ui.templatetags.ui import date_text

STEPS = {
    "documents.submit_paper": ("submit", _("Trình ký"), "next"),
    "documents.sign_paper": ("sign", _("Ký văn bản"), "edit"),
    "documents.register_signature": ("sign", _("Ghi nhận đã ký trên giấy"), "edit"),
    "documents.issue_paper": ("issue", _("Cấp số và ban hành"), "check"),
    "documents.send_paper": ("recipients", _("Gửi văn bản"), "mail"),
    "documents.ask_opinions": ("ask-opinions", _("Xin ý kiến"), "message"),
    "documents.close_opinions": ("close-opinions", _("Kết thúc lấy ý kiến"), "check"),
    "documents.take_back_paper": ("take-back", _("Rút lại để sửa"), "undo"),
    "documents.return_paper": ("return", _("Trả lại"), "undo"),
    "documents.withdraw_paper": ("withdraw", _("Thu hồi văn bản"), "cancelled"),
    "documents.drop_paper": ("drop", _("Bỏ dự thảo"), "delete"),
}
"""Step → (address, verb, icon)."""
AT_ONCE = ("documents.close_opinions", "documents.take_back_paper")
PRIMARY = (
    "documents.submit_paper",
    "documents.close_opinions",
    "documents.sign_paper",
    "documents.register_signature",
    "documents.issue_paper",
    "documents.send_paper",
)


def page_of(request: ActorRequest, paper: Paper, tab: str) -> dict[str, Any]:
    """Return the context that the head of a paper's pages needs."""
    actor = request.actor
    steps = [act for act in queries.paper_steps(actor, paper) if act in STEPS]
    if "documents.sign_paper" in steps and "documents.register_signature" in steps:
        steps.remove("documents.register_signature")
    sees_making = policies.can_see_making(actor, paper)
    has_unsent = paper.state == PaperState.ISSUED or paper.recipients.filter(sent_at__isnull=True).exists()
    acts = [_act(paper, act) for act in steps if act != "documents.send_paper" or has_unsent]
    primary = next((one for one in acts if one["act"] in PRIMARY), None)
    can_edit = "documents.change_paper" in queries.paper_steps(actor, paper)
    return {
        "paper": paper,
        "kind": type_of(paper.type_key).name,
        "code": code_of(paper),
        "badge": paper_badge(paper),
        "sees_making": sees_making,
        "can_edit": can_edit,
        "primary_act": primary,
        "other_acts": [one for one in acts if one is not primary] + _more(request, paper, sees_making=sees_making),
        "trail": [(gettext("Văn bản đi"), reverse("papers:outgoing"))]
        if sees_making or policies.can_issue_paper(actor, paper)
        else [(gettext("Văn bản đến"), reverse("papers:incoming"))],
        "tabs": _tabs(request, paper, tab, sees_making=sees_making),
        "missing": missing_parts(services.content_of(paper)) if sees_making and paper.issued_at is None else (),
        "origin": _origin(paper),
    }


def _act(paper: Paper, act: str) -> dict[str, Any]:
    name, label, icon = STEPS[act]
    url = reverse(f"papers:{name}", args=[paper.pk])
    return {"act": act, "label": label, "icon": icon, "url": url, "is_post": act in AT_ONCE}


def _more(request: ActorRequest, paper: Paper, *, sees_making: bool) -> list[dict[str, Any]]:
    """Return what may follow an issued paper: a correction, a withdrawal, another of its kind."""
    if not sees_making or not policies.can_draft_paper(request.actor, unit_path=paper.drafting_unit.path):
        return []
    new = reverse("papers:create")
    found = []
    if paper.state in (PaperState.ISSUED, PaperState.SENT):
        found += [
            (_("Lập văn bản đính chính"), f"{new}?dinh-chinh={paper.pk}"),
            (_("Lập văn bản thu hồi"), f"{new}?thu-hoi={paper.pk}"),
        ]
    found.append((_("Soạn văn bản cùng loại"), f"{new}?loai={paper.type_key}"))
    return [{"act": "new", "label": label, "icon": "file", "url": url, "is_post": False} for label, url in found]


def _tabs(request: ActorRequest, paper: Paper, tab: str, *, sees_making: bool) -> list[dict[str, Any]]:
    tabs: list[tuple[str, Any, int | None]] = [("paper", gettext("Văn bản"), None)]
    if sees_making:
        tabs += [
            ("versions", gettext("Phiên bản"), paper.versions.count()),
            ("comments", gettext("Ý kiến"), paper.comments.filter(parent__isnull=True).count()),
        ]
    if sees_making or policies.can_address_paper(request.actor, paper):
        tabs.append(("recipients", gettext("Nơi nhận"), paper.recipients.count()))
    if sees_making:
        tabs.append(("history", gettext("Lịch sử"), None))
    return [
        {
            "label": label,
            "url": reverse(f"papers:{name}", args=[paper.pk]),
            "is_active": name == tab,
            "count": count,
        }
        for name, label, count in tabs
    ]


def _origin(paper: Paper) -> dict[str, str] | None:
    if not paper.subject_url:
        return None
    try:
        return {"label": paper.subject_label, "url": reverse(paper.subject_url, args=[paper.subject_id])}
    except NoReverseMatch:
        return None


def next_words(request: ActorRequest, paper: Paper) -> str:
    """Say in a sentence what happens next, and who does it."""
    unit, drafting = paper.unit.name, paper.drafting_unit.name
    signer = paper.signer.full_name if paper.signer else gettext("lãnh đạo %(unit)s") % {"unit": unit}
    words = {
        PaperState.DRAFT: _("%(drafting)s hoàn thiện dự thảo rồi trình ký."),
        PaperState.REVIEW: _("Đang chờ ý kiến; %(drafting)s kết thúc lấy ý kiến rồi trình ký."),
        PaperState.SUBMITTED: _("Chờ %(signer)s ký."),
        PaperState.RETURNED: _("%(drafting)s sửa theo lý do trả lại rồi trình lại."),
        PaperState.SIGNED: _("Chờ văn thư %(unit)s cấp số, ngày và ban hành."),
        PaperState.ISSUED: _("Văn thư %(unit)s gửi tới nơi nhận."),
        PaperState.SENT: _("Các nơi nhận tiếp nhận văn bản."),
        PaperState.WITHDRAWN: _("Văn bản đã thu hồi, không còn hiệu lực."),
        PaperState.DROPPED: _("Dự thảo đã bỏ."),
    }[PaperState(paper.state)]
    return str(words) % {"unit": unit, "drafting": drafting, "signer": signer}


def lateness(paper: Paper) -> str:
    """Say until when a signed paper gets its number, and that it is late (Điều 15 khoản 2, Điều 18 khoản 1)."""
    if paper.state != PaperState.SIGNED or paper.signed_at is None:
        return ""
    last = services.last_day_for_number(paper.signed_at)
    late = services.days_late(paper.signed_at, on=clock.today())
    if late:
        return gettext(
            "Quá %(days)s ngày làm việc so với hạn cấp số %(day)s (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 2)."
        ) % {"days": late, "day": date_text(last)}
    return gettext("Cấp số chậm nhất ngày %(day)s (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 2).") % {
        "day": date_text(last)
    }


def posted(request: ActorRequest) -> QueryDict | None:
    """Return what a form sent, even where all of it is left out; None while the page only asks."""
    return request.POST if request.method == "POST" else None
