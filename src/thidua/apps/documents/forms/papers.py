"""Papers as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents.domain.papers.fields import MOST_SIGNERS, typed_fields
from thidua.apps.documents.models import Paper, PaperRecipient
from thidua.apps.organizations.queries import Person, Unit
from thidua.lib.vanban.form import Addressing, type_of, types
from thidua.lib.vanban.official import Capacity, Circulation, OfficialDocument, Urgency
from thidua.lib.vanban.templates import kind_of, kinds
from thidua.ui.forms import choice_field

CAPACITIES = [("", _("Không ghi (thủ trưởng ký)")), *((one.value, one.value) for one in Capacity)]
ROWS = {"title": 2, "body": 26}


def type_choices() -> list[tuple[str, str]]:
    """Return the types of paper in the Decree's order, those of every week first."""
    common = ("quyet-dinh", "ke-hoach", "cong-van", "thong-bao", "bao-cao", "to-trinh", "huong-dan", "giay-moi")
    named = {one.key: one.name for one in types()}
    first = [(key, named.pop(key)) for key in common]
    return [*first, *named.items()]


def wording_choices() -> list[tuple[str, Any]]:
    """Return the kinds of paper that have ready wording; without one the page begins empty."""
    return [("", _("Tự soạn")), *((one.key, f"{_('Mẫu')}: {_(one.name)}") for one in kinds())]


class LinesField(forms.CharField):
    """Texts, one a line."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        return [line for line in (" ".join(line.split()) for line in (value or "").splitlines()) if line]

    def validate(self, value: Any) -> None:
        if any(len(line) > 4000 for line in value):
            raise forms.ValidationError(_("Có dòng dài quá 4.000 ký tự."))


def _text(label: Any, *, rows: int = 0, limit: int = 2000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=limit, widget=widget)


class NewPaperForm(forms.Form):
    """What is asked before a paper is begun."""

    type_key = forms.ChoiceField(label=_("Loại văn bản"), choices=type_choices)
    wording = forms.ChoiceField(label=_("Lời văn"), required=False, choices=wording_choices)
    unit = forms.ChoiceField(label=_("Cơ quan ban hành"))
    drafting_unit = forms.ChoiceField(label=_("Đơn vị soạn thảo"))
    title = _text(_("Trích yếu"), rows=2)

    def __init__(self, posted: Any, *, bodies: Sequence[Unit], drafting: Sequence[Unit], initial: Any = None) -> None:
        super().__init__(posted, initial=initial)
        choice_field(self, "unit").choices = [(str(unit.pk), unit.name) for unit in bodies]
        choice_field(self, "drafting_unit").choices = [(str(unit.pk), unit.name) for unit in drafting]

    def clean(self) -> dict[str, Any]:
        """Wording is of one type; whoever chooses it chooses that type."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("wording"):
            cleaned["type_key"] = kind_of(cleaned["wording"]).type_key
        return cleaned


class PaperForm(forms.Form):
    """The text of a paper in its parts; one line a passage."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = _text(_("Trích yếu"), rows=2)
    urgency = forms.ChoiceField(
        label=_("Mức độ khẩn"), required=False, choices=[("", _("Không")), *((one.value, one.value) for one in Urgency)]
    )
    circulation = forms.ChoiceField(
        label=_("Chỉ dẫn lưu hành"),
        required=False,
        choices=[("", _("Không")), *((one.value, one.value) for one in Circulation)],
    )
    parent = _text(_("Cơ quan chủ quản"))
    issuer = _text(_("Cơ quan ban hành"))
    symbol = _text(_("Ký hiệu"), limit=80)
    place = _text(_("Địa danh"), limit=120)
    addressees = LinesField(label=_("Kính gửi"), rows=2)
    authority_line = _text(_("Thẩm quyền ban hành"))
    legal_bases = LinesField(label=_("Căn cứ"), rows=5)
    body = forms.CharField(label=_("Nội dung"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 26}))
    signer = forms.ChoiceField(label=_("Người ký trong hệ thống"), required=False)
    recipients = LinesField(label=_("Nơi nhận"), rows=5)
    drafter = _text(_("Ký hiệu người soạn thảo, số bản"), limit=60)
    contact = LinesField(label=_("Địa chỉ, điện thoại, thư điện tử của cơ quan"), rows=2)
    note = _text(_("Ghi chú cho phiên bản này"), limit=300)

    def __init__(
        self, posted: Any, *, content: OfficialDocument, signers: Iterable[Person], initial: Any = None
    ) -> None:
        super().__init__(posted, initial={**typed_fields(content), **(initial or {})})
        people = [(str(one.pk), f"{one.full_name}{f', {one.title}' if one.title else ''}") for one in signers]
        choice_field(self, "signer").choices = [("", _("Người có thẩm quyền ký của cơ quan")), *people]
        kind = type_of(content.type_key)
        self.shows_addressees = kind.addressing is not Addressing.NONE or bool(content.addressees)
        self.shows_authority = kind.has_authority_line or bool(content.authority_line)
        self.signer_parts = []
        for at in range(1, min(MOST_SIGNERS, max(1, len(content.signatures))) + 1):
            self.fields[f"sign{at}_capacity"] = forms.ChoiceField(
                label=_("Quyền hạn ký"), required=False, choices=CAPACITIES
            )
            self.fields[f"sign{at}_authority"] = _text(_("Ký thay, thay mặt ai (dòng trên)"), limit=200)
            self.fields[f"sign{at}_position"] = _text(_("Chức vụ"), limit=200)
            self.fields[f"sign{at}_own_position"] = _text(_("Chức vụ ở cơ quan (thành viên hội đồng)"), limit=200)
            self.fields[f"sign{at}_name"] = _text(_("Họ và tên"), limit=120)
            names = ("capacity", "authority", "position", "name", "own_position")
            self.signer_parts.append([self[f"sign{at}_{name}"] for name in names])
        self.annex_parts = []
        for at, attachment in enumerate(content.attachments):
            self.fields[f"annex{at}_title"] = _text(_("Tên phụ lục, văn bản kèm theo"), rows=2)
            self.fields[f"annex{at}_body"] = forms.CharField(
                label=_("Nội dung"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
            )
            self.fields[f"annex{at}_drop"] = forms.BooleanField(label=_("Bỏ phần này"), required=False)
            parts = [self[f"annex{at}_{name}"] for name in ("title", "body", "drop")]
            self.annex_parts.append({"label": getattr(attachment, "label", "") or str(at + 1), "fields": parts})

    @property
    def typed(self) -> dict[str, Any]:
        """The fields that were sent, as `domain.papers.fields.with_fields` takes them."""
        own = ("edition", "signer", "note")
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name not in own and (name in self.data or name.endswith("_drop"))
        }


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Ghi chú cho người ký"), required=False, max_length=300)


class OpinionsForm(forms.Form):
    """Who is asked, and until when."""

    units = forms.MultipleChoiceField(label=_("Đơn vị cho ý kiến"), required=False, widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=_("Hạn cho ý kiến"), required=False)

    def __init__(self, posted: Any, *, units: Sequence[Unit], initial: Any = None) -> None:
        super().__init__(posted, initial=initial)
        choice_field(self, "units").choices = [(str(unit.pk), unit.name) for unit in units]

    @property
    def unit_ids(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["units"]]

    @property
    def until_day(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        return day


class ScanForm(forms.Form):
    scan = forms.FileField(label=_("Bản quét đã ký (PDF hoặc ảnh)"))


class IssueForm(forms.Form):
    copies = forms.IntegerField(label=_("Số bản phát hành (nếu in)"), required=False, min_value=0, max_value=100000)


class WithdrawForm(ReasonForm):
    """By which issued paper another is taken back."""

    by = forms.ChoiceField(label=_("Văn bản thu hồi"), required=False)

    def __init__(self, posted: Any, *, papers: Sequence[Paper]) -> None:
        super().__init__(posted)
        choice_field(self, "by").choices = [
            ("", _("Chọn văn bản đã ban hành")),
            *((str(one.pk), f"{one.entry} – {one}") for one in papers),
        ]
        self.order_fields(["by", "reason"])


class RecipientsForm(forms.Form):
    """Where a paper goes: units of the tree, and addresses outside."""

    units = forms.MultipleChoiceField(
        label=_("Đơn vị trong hệ thống"), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = LinesField(label=_("Thư điện tử ngoài hệ thống"), rows=3)

    def __init__(self, posted: Any, *, units: Sequence[Unit], present: Sequence[PaperRecipient]) -> None:
        initial = {
            "units": [str(one.unit_id) for one in present if one.unit_id],
            "addresses": [f"{one.name} <{one.email}>" if one.name else one.email for one in present if one.email],
        }
        super().__init__(posted, initial=initial)
        choice_field(self, "units").choices = [(str(unit.pk), unit.name) for unit in units]

    @property
    def unit_ids(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["units"]]

    @property
    def typed_addresses(self) -> list[tuple[str, str]]:
        """(address, name) of each line: "UBND tỉnh <vt@tinh.gov.vn>" or the address alone."""
        found = []
        for line in self.cleaned_data["addresses"]:
            name, opened, rest = line.rpartition("<")
            found.append((rest.rstrip("> "), name.strip()) if opened else (line, ""))
        return found


class AcknowledgeForm(forms.Form):
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Ý kiến"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SigningKeyForm(forms.Form):
    """A key for this one act; neither it nor its passphrase is kept."""

    key_file = forms.FileField(label=_("Tệp chữ ký số (.p12, .pfx)"))
    passphrase = forms.CharField(
        label=_("Mật khẩu của tệp"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    pin = forms.CharField(
        label=_("Mã PIN của thiết bị"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class SignedFileForm(forms.Form):
    signed = forms.FileField(label=_("Tệp PDF đã ký"))
