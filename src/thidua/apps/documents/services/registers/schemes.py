"""How a body numbers its documents: laid down by its head, from 1 January on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies
from thidua.apps.documents.domain import numbering
from thidua.apps.documents.enums import Manner
from thidua.apps.documents.errors import SchemeFixed
from thidua.apps.documents.models import NumberRegister, NumberScheme, Registry
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.services.registers.registry import (
    ASK_REGISTRY,
    locked_registry,
    open_register,
    registry_subject,
    visible_body,
)
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput
from thidua.core.policies import require


@transaction.atomic
def set_scheme(
    *,
    actor: Actor,
    body_id: int,
    year: int,
    manner: str,
    at: datetime,
    groups: Sequence[tuple[str, Sequence[str]]] = (),
    basis: str = "",
    starts_after: Mapping[str, int] | None = None,
) -> NumberScheme:
    """Lay down how a body numbers from 1 January of a year on (`documents.set_scheme`).

    `groups` are names with the types they cover, for Manner.GROUPS; `starts_after` the highest number given on paper so
    far by series, for a body that begins in the middle of this year. Possible until the first number of the year is
    given here. Raises NotVisible, NotPermitted, SchemeFixed, InvalidInput.
    """
    body = visible_body(actor, body_id)
    this_year, given = numbering.year_of(at), dict(starts_after or {})
    kept = queries.marks()
    Registry.objects.get_or_create(pk=body.pk, defaults={"seal": kept.seal()})
    registry = locked_registry(actor, body, year=year)
    require(
        policies.can_set_scheme(actor, body),
        f"Cách đánh số do thủ trưởng {body.name} quy định; lãnh đạo hoặc văn thư nhập vào đây.",
        remedy=ASK_REGISTRY,
    )
    stored = _checked_groups(manner, groups)
    _check_scheme(manner, stored, year=year, this_year=this_year, given=given)
    if queries.has_numbers(body.pk, year=year):
        raise SchemeFixed(year=year)
    before = NumberScheme.objects.filter(body=body, year=year).first()
    scheme = before or NumberScheme(body=body, year=year)
    former = [str(Manner(scheme.manner).label), scheme.basis] if before else [None, None]
    scheme.manner, scheme.groups, scheme.basis = manner, stored, basis.strip()
    scheme.set_by_id, scheme.set_at = actor.user_id, at
    scheme.save()
    NumberRegister.objects.filter(body=body, year=year).delete()
    if year == this_year:
        for series in numbering.all_series(manner, stored):
            if given.get(series.key):
                open_register(actor, body, series, year=year, at=at, starts_after=given[series.key])
        if not NumberRegister.objects.filter(body=body).exclude(year=year).exists():
            registry.seal = kept.seal()  # nothing was given before: the numbers just stated are all there are
            registry.save(update_fields=["seal"])
    changes = {
        "year": year,
        "manner": [former[0], str(Manner(manner).label)],
        "groups": [f"{one['name']}: {', '.join(one['types'])}" for one in stored],
        "basis": [former[1], scheme.basis],
        "starts_after": given,
    }
    audit.record(actor=actor, act="documents.set_scheme", subject=registry_subject(body), at=at, changes=changes)
    return scheme


def _checked_groups(manner: str, groups: Sequence[tuple[str, Sequence[str]]]) -> list[dict[str, Any]]:
    """Return the groups as they are stored. Raises InvalidInput for a type in two groups, an empty or unnamed group."""
    if manner not in Manner.values:
        raise InvalidInput("Cần chọn cách đánh số.", fields={"manner": "Cần chọn cách đánh số."})
    if manner != Manner.GROUPS:
        return []
    seen: set[str] = set()
    stored: list[dict[str, Any]] = []
    for number, (name, types) in enumerate(groups, start=1):
        problem = ""
        if not name.strip() or not types:
            problem = "Mỗi nhóm cần có tên và ít nhất một loại văn bản."
        elif seen & set(types):
            shared = ", ".join(numbering.type_name(key) for key in types if key in seen)
            problem = f"Một loại văn bản chỉ thuộc một nhóm: {shared}."
        elif not set(types) <= numbering.type_names().keys() - numbering.COPY_TYPES.keys():
            problem = "Có loại văn bản không đánh số theo nhóm."
        if problem:
            raise InvalidInput(problem, fields={"groups": problem})
        seen |= set(types)
        stored.append({"key": f"nhom-{number}", "name": name.strip(), "types": list(types)})
    if not stored:
        raise InvalidInput("Cần ít nhất một nhóm loại văn bản.", fields={"groups": "Cần ít nhất một nhóm."})
    return stored


def _check_scheme(
    manner: str, groups: Sequence[Mapping[str, Any]], *, year: int, this_year: int, given: Mapping[str, int]
) -> None:
    fields: dict[str, str] = {}
    if year < this_year:
        fields["year"] = f"Chỉ đặt được từ năm {this_year}."
    known = {one.key for one in numbering.all_series(manner, groups)}
    if any(number < 0 for number in given.values()) or not known >= given.keys():
        fields["starts_after"] = "Số cao nhất đã cấp trên giấy chưa đúng."
    if year > this_year and any(given.values()):
        fields["starts_after"] = "Số của năm sau bắt đầu từ 01."
    if fields:
        raise InvalidInput(" ".join(fields.values()), fields=fields)
