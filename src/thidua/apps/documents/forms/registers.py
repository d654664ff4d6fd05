"""What the pages of the number registers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.numbering import CLASSIFIED_SERIES, COMMON_SERIES, COPY_SERIES, COPY_TYPES, LETTERS
from thidua.apps.documents.enums import Manner, NoteKind
from thidua.apps.documents.models import IssuedNumber, NumberScheme
from thidua.apps.documents.queries.registers import Standing
from thidua.ui.forms import choice_field, in_words

GROUPS = 4
HIGHEST = 999_999


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=HIGHEST, required=False, **more)


class SchemeForm(forms.Form):
    """How a body numbers; groups and the numbers given on paper so far stand in rows of the same form."""

    year = forms.TypedChoiceField(label=_("Áp dụng"), coerce=int)
    manner = forms.ChoiceField(
        label=_("Cách đánh số"), choices=lambda: in_words(Manner.choices), widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Văn bản quy định của thủ trưởng, ví dụ: Quy chế công tác văn thư ban hành kèm Quyết định số 12."),
    )

    def __init__(
        self, *args: Any, years: Sequence[tuple[int, str]], scheme: NumberScheme | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "year").choices = years
        groups = numbering.grouped(scheme.groups) if scheme else ()
        self.fields[f"start_{COMMON_SERIES}"] = _number(_("Văn bản đi"))
        for number in range(1, GROUPS + 1):
            name = groups[number - 1].name if number <= len(groups) else ""
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext("Tên nhóm %(number)s") % {"number": number}, max_length=200, required=False, initial=name
            )
            self.fields[f"start_nhom-{number}"] = _number(_("Số cao nhất đã cấp trên giấy"))
        choices = [("", gettext("Văn bản khác"))]
        choices += [(str(number), gettext("Nhóm %(number)s") % {"number": number}) for number in range(1, GROUPS + 1)]
        for key, name in self._types():
            held = next((str(at) for at, group in enumerate(groups, 1) if key in group.type_keys), "")
            self.fields[f"group_{key}"] = forms.ChoiceField(label=name, choices=choices, required=False, initial=held)
            if key != LETTERS[1]:
                self.fields[f"start_{key}"] = _number(_("Công văn, thư công") if key == LETTERS[0] else name)
        self.fields[f"start_{COPY_SERIES}"] = _number(_("Bản sao"))
        self.fields[f"start_{CLASSIFIED_SERIES}"] = _number(_("Văn bản mật"))

    @staticmethod
    def _types() -> list[tuple[str, str]]:
        return [(key, name) for key, name in numbering.type_names().items() if key not in COPY_TYPES]

    @property
    def group_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{number}"], self[f"start_nhom-{number}"]) for number in range(1, GROUPS + 1)]

    @property
    def type_groups(self) -> list[forms.BoundField]:
        return [self[f"group_{key}"] for key, _name in self._types()]

    @property
    def type_starts(self) -> list[forms.BoundField]:
        return [self[f"start_{key}"] for key, _name in self._types() if key != LETTERS[1]]

    @property
    def common_start(self) -> forms.BoundField:
        return self[f"start_{COMMON_SERIES}"]

    @property
    def other_starts(self) -> list[forms.BoundField]:
        return [self[f"start_{COPY_SERIES}"], self[f"start_{CLASSIFIED_SERIES}"]]

    def groups(self) -> list[tuple[str, list[str]]]:
        """Return the groups that were named or given a type."""
        if self.cleaned_data["manner"] != Manner.GROUPS:
            return []
        chosen = {key: self.cleaned_data.get(f"group_{key}", "") for key, _name in self._types()}
        found = [
            (self.cleaned_data[f"name_{number}"], [key for key, group in chosen.items() if group == str(number)])
            for number in range(1, GROUPS + 1)
        ]
        return [(name, types) for name, types in found if name or types]

    def starts_after(self) -> dict[str, int]:
        """Return the highest numbers on paper of the series that the chosen manner has."""
        stored = [
            {"key": f"nhom-{number}", "name": name, "types": types}
            for number, (name, types) in enumerate(self.groups(), 1)
        ]
        series = numbering.all_series(self.cleaned_data["manner"], stored)
        return {one.key: self.cleaned_data.get(f"start_{one.key}") or 0 for one in series}


class ConfirmForm(forms.Form):
    """The highest number on paper of every series, what it was compared with, and the day of the newest document."""

    evidence = forms.CharField(
        label=_("Đối chiếu với"),
        max_length=300,
        help_text=_("Ví dụ: sổ đăng ký văn bản đi in ngày 10/11/2026 và tập lưu văn bản."),
    )
    last_on = forms.DateField(label=_("Ngày của văn bản mới nhất trên giấy"), required=False)

    def __init__(self, *args: Any, asked: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            known = max(one.last, one.mark)
            self.fields[one.key] = forms.IntegerField(
                label=gettext("%(series)s năm %(year)s") % {"series": gettext(one.series.name), "year": one.year},
                min_value=0,
                max_value=HIGHEST,
                initial=known,
                help_text=gettext("Trong cơ sở dữ liệu: %(last)s. Dấu lưu ngoài: %(mark)s.")
                % {"last": one.last, "mark": one.mark},
            )
        self.keys = [one.key for one in asked]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[key] for key in self.keys]

    def given(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in self.keys}


class NoteForm(forms.Form):
    """What became of an issued document."""

    kind = forms.ChoiceField(label=_("Việc"), choices=lambda: in_words(NoteKind.choices))
    on = forms.DateField(label=_("Ngày"))
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=300,
        required=False,
        help_text=_("Người ký nhận, nơi chuyển, lý do."),
    )
    document = forms.CharField(
        label=_("Bằng văn bản số"),
        max_length=100,
        required=False,
        help_text=_("Khi đính chính, thay thế, thu hồi: số, ký hiệu của văn bản quyết định việc đó, ví dụ 45/SNV-VP."),
    )

    def __init__(self, *args: Any, entry: IssuedNumber, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entry = entry

    def clean_document(self) -> int | None:
        """Find the document of the same body and year, or later, by number and symbol as printed."""
        text = self.cleaned_data["document"].strip()
        if not text:
            return None
        number, _slash, symbol = text.partition("/")
        if not (number.isascii() and number.isdigit() and symbol):
            raise forms.ValidationError(gettext("Ghi số và ký hiệu, ví dụ 45/SNV-VP."))
        found = (
            IssuedNumber.objects.filter(
                register__body_id=self._entry.register.body_id,
                register__year__gte=self._entry.register.year,
                number=int(number),
                symbol__iexact=symbol.strip(),
            )
            .order_by("-issued_at")
            .first()
        )
        if found is None:
            raise forms.ValidationError(gettext("Không có văn bản số này trong sổ của cơ quan."))
        return found.pk
