"""What stands around every page: navigation by the steps of the year, the year, who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from thidua.apps.accounts.queries import User
from thidua.apps.notifications.queries import unread_count
from thidua.apps.organizations.policies import visible_units
from thidua.apps.planning.policies import DRAFTERS, JUDGES
from thidua.core import clock
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.office.acting import acted_on, is_personal, may_act_for, working_actor
from thidua.ui.http import ActorRequest, chosen_year

Text = str | Promise
YEARS_BACK = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the navigation; shown to whoever holds one of `roles` somewhere, without any to everybody."""

    label: Text
    icon: str
    url_name: str
    roles: Sequence[str] = ()


PLACES: tuple[tuple[Text, tuple[Place, ...]], ...] = (
    ("", (Place(_("Bàn làm việc"), "workbench", "office:workbench"),)),
    (
        _("Năm thi đua"),
        (
            Place(_("Kế hoạch"), "plan", "planning:list"),
            Place(_("Nhiệm vụ"), "task", "planning:tasks"),
            Place(_("Chờ xác nhận"), "waiting", "planning:awaiting", (*JUDGES, *DRAFTERS)),
            Place(_("Lịch"), "calendar", "calendar:show"),
            Place(_("Văn bản"), "file", "papers:outgoing", ANY_ROLE),
            Place(_("Bức tranh năm"), "chart", "planning:year", (Role.LEADER, Role.OFFICER, Role.UNIT_HEAD)),
        ),
    ),
    (
        _("Quản trị"),
        (
            Place(_("Cơ cấu tổ chức"), "unit", "organizations:units", ANY_ROLE),
            Place(_("Cán bộ"), "people", "organizations:people", ANY_ROLE),
            Place(_("Nhập từ Excel"), "excel", "organizations:import", (Role.ADMINISTRATOR,)),
            Place(_("Cách gọi đơn vị"), "names", "organizations:names", (Role.ADMINISTRATOR, Role.OFFICER)),
            Place(_("Nhật ký"), "audit", "audit:list", (Role.ADMINISTRATOR, Role.LEADER)),
        ),
    ),
)
ACCOUNT_PLACES = (
    Place(_("Tài khoản"), "person", "office:account"),
    Place(_("Đổi mật khẩu"), "password", "accounts:password"),
    Place(_("Tùy chọn thông báo"), "settings", "notifications:preferences"),
    Place(_("Thành phần giao diện"), "board", "office:components", (Role.ADMINISTRATOR,)),
)


@dataclass(frozen=True, slots=True)
class Item:
    label: Text
    icon: str
    url: str
    is_active: bool = False
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    label: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Substitution:
    """Whose work the person signed in does, or may do, until when."""

    id: int
    name: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Frame:
    home_url: str = "/"
    body_name: str = ""
    navigation: tuple[Group, ...] = ()
    account_items: tuple[Item, ...] = ()
    search_url: str = ""
    query: str = ""
    year: int = 0
    years: tuple[Year, ...] = ()
    user: User | None = field(default=None)
    initials: str = ""
    acting: Substitution | None = None
    may_act_for: tuple[Substitution, ...] = ()
    inbox_url: str = ""
    unread: int = 0


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame`, worked out when a template first asks for it."""
    return {"frame": SimpleLazyObject(lambda: build_frame(request))}


def build_frame(request: HttpRequest) -> Frame:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Frame()
    # The navigation stays that of the absent person on the pages that are one's own.
    actor = working_actor(request) if is_personal(request) else cast("ActorRequest", request).actor
    acting = acted_on(request)
    offers = [Substitution(one.pk, one.person.full_name, one.ends_on) for one in may_act_for(request)]
    body = visible_units(actor).filter(parent__isnull=True).order_by("path").first()
    search_url = _url("office:search")
    return Frame(
        home_url=_url("office:workbench") or "/",
        body_name=(body.name if body else ""),
        navigation=_navigation(actor, request.path),
        account_items=tuple(_items(actor, ACCOUNT_PLACES, request.path)),
        search_url=search_url,
        query=request.GET.get("q", "") if request.path == search_url else "",
        year=chosen_year(request),
        years=_years(request),
        user=user,
        initials=_initials(user.full_name or user.username),
        acting=next((one for one in offers if acting is not None and one.id == acting.pk), None),
        may_act_for=tuple(one for one in offers if acting is None or one.id != acting.pk),
        inbox_url=_url("notifications:list"),
        unread=unread_count(actor),
    )


def _url(name: str) -> str:
    """Return the address of a page, or nothing while the program has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _items(actor: Actor, places: Sequence[Place], path: str) -> list[Item]:
    shown = [(place, url) for place in places if (url := _url(place.url_name)) and _may(actor, place)]
    return [
        Item(place.label, place.icon, url, path.startswith(url) and url != "/", path == url) for place, url in shown
    ]


def _may(actor: Actor, place: Place) -> bool:
    return not place.roles or bool(actor.paths(place.roles))


def _navigation(actor: Actor, path: str) -> tuple[Group, ...]:
    groups = [(label, _items(actor, places, path)) for label, places in PLACES]
    # Of two addresses that begin the same way ("/ke-hoach/", "/ke-hoach/nhiem-vu/") the longer one is where we are.
    active = max((item.url for _, items in groups for item in items if item.is_active), key=len, default="")
    return tuple(
        Group(
            label,
            tuple(Item(item.label, item.icon, item.url, item.url == (active or path), item.is_here) for item in items),
        )
        for label, items in groups
        if items
    )


def _years(request: HttpRequest) -> tuple[Year, ...]:
    chosen, this = chosen_year(request), clock.today().year
    parameters = request.GET.copy()
    parameters.pop("trang", None)
    years = []
    for year in sorted({chosen, *range(this - YEARS_BACK, this + 2)}, reverse=True):
        parameters["nam"] = str(year)
        years.append(Year(year, parameters.urlencode(), year == chosen))
    return tuple(years)


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()
