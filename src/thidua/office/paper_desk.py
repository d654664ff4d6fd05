"""The papers on somebody's desk: to sign, to number and send, to comment, to take in, and those that came back."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from thidua.apps.documents import queries
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.queries import paper_kind
from thidua.core.actor import Actor
from thidua.office.bench import SHOWN, Item, Part, facts_line, short
from thidua.ui.templatetags.ui import date_text, state_badge


def papers_to_do(actor: Actor) -> list[Part]:
    """Return the parts of papers that wait for an act of this person; an empty part is left out by the page."""
    return [_to_sign(actor), _to_number(actor), _to_take_in(actor), _to_comment(actor)]


def papers_returned(actor: Actor) -> Part:
    """Return the papers sent back to the units in which this person writes."""
    items = [
        Item(
            short(one.title),
            reverse("papers:paper", args=[one.pk]),
            facts_line(paper_kind(one), short(one.state_reason)),
            state_badge(gettext("Bị trả lại"), "refused"),
            gettext("Sửa lại"),
            reverse("papers:edit", args=[one.pk]),
        )
        for one in queries.papers_returned(actor)[:SHOWN]
    ]
    return Part("van-ban-tra-lai", gettext("Văn bản bị trả lại"), items, f"{reverse('papers:outgoing')}?tt=returned")


def _to_sign(actor: Actor) -> Part:
    items = [
        Item(
            short(one.title),
            reverse("papers:paper", args=[one.pk]),
            facts_line(paper_kind(one), one.drafting_unit.name),
            state_badge(one.urgency, "overdue") if one.urgency else "",
            gettext("Xem và ký"),
            reverse("papers:sign", args=[one.pk]),
        )
        for one in queries.papers_to_sign(actor)[:SHOWN]
    ]
    return Part("van-ban-ky", gettext("Văn bản trình ký"), items, f"{reverse('papers:outgoing')}?tt=submitted")


def _to_number(actor: Actor) -> Part:
    items = []
    for one in queries.papers_to_number(actor)[:SHOWN]:
        is_signed = one.state == PaperState.SIGNED
        act, name = (gettext("Cấp số"), "issue") if is_signed else (gettext("Gửi văn bản"), "recipients")
        url = reverse(f"papers:{name}", args=[one.pk])
        code = str(one.entry) if one.entry else ""
        items.append(
            Item(short(one.title), reverse("papers:paper", args=[one.pk]), facts_line(paper_kind(one), code),
                 act=act, act_url=url)
        )  # fmt: skip
    return Part("van-ban-cap-so", gettext("Văn bản chờ cấp số, chờ gửi"), items, reverse("papers:outgoing"))


def _to_take_in(actor: Actor) -> Part:
    items = [
        Item(
            short(one.paper.title),
            reverse("papers:paper", args=[one.paper_id]),
            facts_line(one.paper.entry, one.paper.unit.name, one.unit),
            act=gettext("Tiếp nhận"),
            act_url=reverse("papers:acknowledge", args=[one.pk]),
            is_post=True,
        )
        for one in queries.papers_to_acknowledge(actor)[:SHOWN]
    ]
    return Part("van-ban-den", gettext("Văn bản đến chưa tiếp nhận"), items, f"{reverse('papers:incoming')}?tt=new")


def _to_comment(actor: Actor) -> Part:
    items = []
    for one in queries.papers_for_opinion(actor)[:SHOWN]:
        until = gettext("hạn %(day)s") % {"day": date_text(one.review_until)} if one.review_until else ""
        url = reverse("papers:comments", args=[one.pk])
        items.append(
            Item(short(one.title), url, facts_line(paper_kind(one), one.drafting_unit.name, until),
                 act=gettext("Góp ý"), act_url=url)
        )  # fmt: skip
    return Part("van-ban-y-kien", gettext("Văn bản xin ý kiến"), items, f"{reverse('papers:outgoing')}?tt=review")
