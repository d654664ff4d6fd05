"""What the pages of units, people and names ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, Unit, UnitGroup
from thidua.apps.organizations.queries import in_tree_order
from thidua.core.actor import Role
from thidua.ui.forms import choice_field, in_words


def unit_choices(units: QuerySet[Unit]) -> list[tuple[int, str]]:
    """Return units as a select shows them: in the order of the tree, set in by their depth."""
    return [(unit.pk, f"{'– ' * (unit.path.count('.') - 1)}{unit.name}") for unit in in_tree_order(units)]


def _offer(field: forms.Field, units: QuerySet[Unit]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = units
    field.choices = unit_choices(units)


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Tên đơn vị"), max_length=200)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=80, required=False)
    code = forms.CharField(
        label=_("Mã đơn vị"), max_length=40, help_text=_("Ngắn, không trùng đơn vị khác; dùng khi nhập từ Excel.")
    )
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=lambda: in_words(UnitKind.choices))
    valid_from = forms.DateField(label=_("Từ ngày"), required=False)
    position = forms.IntegerField(
        label=_("Thứ tự"), min_value=0, max_value=99_999, initial=0, help_text=_("Số nhỏ đứng trước.")
    )


class NewUnitForm(UnitForm):
    parent = forms.ModelChoiceField(label=_("Thuộc"), queryset=Unit.objects.none())
    field_order = ("parent",)

    def __init__(self, *args: Any, parents: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["parent"], parents)


class MoveForm(forms.Form):
    parent = forms.ModelChoiceField(label=_("Chuyển đến"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, parents: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["parent"], parents)


class CloseForm(forms.Form):
    valid_to = forms.DateField(label=_("Hoạt động đến hết ngày"))


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    code = forms.CharField(
        label=_("Mã cán bộ"), max_length=40, required=False, help_text=_("Để trống thì chương trình tự đặt.")
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    is_active = forms.BooleanField(label=_("Đang công tác"), required=False, initial=True)

    def __init__(self, *args: Any, units: QuerySet[Unit], is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], units)
        if is_new:
            del self.fields["is_active"]


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=lambda: in_words(Role.choices))
    unit = forms.ModelChoiceField(label=_("Ở đơn vị"), queryset=Unit.objects.none())
    valid_from = forms.DateField(label=_("Từ ngày"), required=False)
    valid_to = forms.DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], units)


class DelegationForm(forms.Form):
    substitute = forms.ModelChoiceField(
        label=_("Người làm thay"),
        queryset=Person.objects.none(),
        help_text=_("Người cùng cơ quan đã có tài khoản; xử lý công việc bằng vai trò của người vắng mặt."),
    )
    starts_on = forms.DateField(label=_("Từ ngày"))
    ends_on = forms.DateField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=200, required=False, help_text=_("Ví dụ: nghỉ phép, đi học."))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = people.select_related("unit").order_by("sort_name", "pk")
        substitute = self.fields["substitute"]
        assert isinstance(substitute, forms.ModelChoiceField)
        substitute.queryset = people
        substitute.choices = [
            ("", ""),
            *((one.pk, f"{one.full_name} – {one.title or one.unit.name}") for one in offered),
        ]


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Tên nhóm"), max_length=200)
    kinds = forms.MultipleChoiceField(
        label=_("Gồm mọi đơn vị trực tiếp thuộc loại"),
        choices=lambda: in_words(UnitKind.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Và các đơn vị sau"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["members"], units)


class AliasForm(forms.Form):
    text = forms.CharField(label=_("Cách ghi trong văn bản"), max_length=300)
    meaning = forms.ChoiceField(label=_("Chỉ đơn vị hoặc nhóm"))

    def __init__(self, *args: Any, units: QuerySet[Unit], groups: QuerySet[UnitGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "meaning").choices = [
            ("", ""),
            (_("Nhóm"), [(f"group:{group.pk}", group.name) for group in groups]),
            (_("Đơn vị"), [(f"unit:{key}", name) for key, name in unit_choices(units)]),
        ]

    def meaning_ids(self) -> dict[str, int]:
        """Return the chosen `unit_id` or `group_id`."""
        kind, _separator, key = self.cleaned_data["meaning"].partition(":")
        return {f"{kind}_id": int(key)}
